"""Everything that happens to a case. Nothing else writes these tables."""

from nhipcau.counselling.use_cases.keeping import (
    appoint_custodians,
    begin_rotation,
    end_rotation,
    erase_cases,
    forget_notes,
    recover,
    rotate_some,
    settle_keys,
)
from nhipcau.counselling.use_cases.meeting import write_appointment
from nhipcau.counselling.use_cases.noting import (
    acknowledge,
    open_in_emergency,
    read_notes,
    write_contact,
)
from nhipcau.counselling.use_cases.opening import (
    change_record,
    close_case,
    go_on,
    open_case,
    reopen_case,
    wait,
)
from nhipcau.counselling.use_cases.passing_on import (
    accept_transfer,
    ask_transfer,
    assign_case,
    decline_transfer,
    end_absence,
    give_back,
    note_absence,
    put_into_queue,
    return_lent,
    take_back_transfer,
    take_case,
)
from nhipcau.counselling.use_cases.stepping import agree_step, end_step, remind_of_steps

__all__ = [
    "accept_transfer",
    "acknowledge",
    "agree_step",
    "appoint_custodians",
    "ask_transfer",
    "assign_case",
    "begin_rotation",
    "change_record",
    "close_case",
    "decline_transfer",
    "end_absence",
    "end_rotation",
    "end_step",
    "erase_cases",
    "forget_notes",
    "give_back",
    "go_on",
    "note_absence",
    "open_case",
    "open_in_emergency",
    "put_into_queue",
    "read_notes",
    "recover",
    "remind_of_steps",
    "reopen_case",
    "return_lent",
    "rotate_some",
    "settle_keys",
    "take_back_transfer",
    "take_case",
    "wait",
    "write_appointment",
    "write_contact",
]

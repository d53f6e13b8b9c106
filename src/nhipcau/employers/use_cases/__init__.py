"""Every write to employers, cut by what people do with them."""

from nhipcau.employers.use_cases.checking import (
    check_employer,
    close_employer,
    reopen_employer,
    suspend_employer,
)
from nhipcau.employers.use_cases.contacts import (
    add_branch,
    add_contact,
    change_contact,
    end_branch,
    end_contact,
)
from nhipcau.employers.use_cases.desks import (
    end_desk_letter,
    end_desks,
    forget_desks,
    leave_desk,
    open_desk,
    request_desk_link,
    send_desk_link,
    take_desk_letter,
)
from nhipcau.employers.use_cases.licences import (
    check_licence,
    enter_licence,
    withdraw_licence,
)
from nhipcau.employers.use_cases.registering import change_employer, register_employer
from nhipcau.employers.use_cases.sameness import decide_different, decide_same

__all__ = [
    "add_branch",
    "add_contact",
    "change_contact",
    "change_employer",
    "check_employer",
    "check_licence",
    "close_employer",
    "decide_different",
    "decide_same",
    "end_branch",
    "end_contact",
    "end_desk_letter",
    "end_desks",
    "enter_licence",
    "forget_desks",
    "leave_desk",
    "open_desk",
    "register_employer",
    "reopen_employer",
    "request_desk_link",
    "send_desk_link",
    "suspend_employer",
    "take_desk_letter",
    "withdraw_licence",
]

"""Young people, their guardians and consents. Nothing else writes these tables."""

from nhipcau.people.use_cases.correcting import correct_person
from nhipcau.people.use_cases.merging import (
    look_for_duplicates,
    mark_different,
    merge_records,
    undo_merge,
)
from nhipcau.people.use_cases.records import (
    agree,
    enter_known,
    enter_people,
    enter_person,
    follow,
    let_go,
    load_consent_texts,
    open_record,
    record_consent,
    withdraw_consent,
)
from nhipcau.people.use_cases.responsible import set_responsible

__all__ = [
    "agree",
    "correct_person",
    "enter_known",
    "enter_people",
    "enter_person",
    "follow",
    "let_go",
    "load_consent_texts",
    "look_for_duplicates",
    "mark_different",
    "merge_records",
    "open_record",
    "record_consent",
    "set_responsible",
    "undo_merge",
    "withdraw_consent",
]

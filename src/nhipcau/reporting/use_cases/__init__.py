from nhipcau.reporting.use_cases.closing import (
    amend_period,
    confirm_period,
    give_back_period,
    propose_period,
)
from nhipcau.reporting.use_cases.exporting import (
    approve_export,
    ask_export,
    expire_exports,
    fetch_export,
    make_next_export,
    refuse_export,
)
from nhipcau.reporting.use_cases.words import LONGEST, write_report

__all__ = [
    "LONGEST",
    "amend_period",
    "approve_export",
    "ask_export",
    "confirm_period",
    "expire_exports",
    "fetch_export",
    "give_back_period",
    "make_next_export",
    "propose_period",
    "refuse_export",
    "write_report",
]

"""Every write of class reports. Nothing else writes this table."""

from nhipcau.schools.use_cases.reporting import discard_report, make_report

__all__ = ["discard_report", "make_report"]

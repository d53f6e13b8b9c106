from nhipcau.shared.errors import DomainError


class PlanNotEditable(DomainError):
    code = "plan_not_editable"


class PlanEmpty(DomainError):
    code = "plan_empty"


class AlreadyApproved(DomainError):
    code = "already_approved"


class OtherVersionOpen(DomainError):
    code = "other_version_open"


class PeriodNotOver(DomainError):
    code = "period_not_over"


class ClosingReportMissing(DomainError):
    code = "closing_report_missing"


class MonthNotOver(DomainError):
    code = "month_not_over"


class AlreadyRenewed(DomainError):
    code = "already_renewed"

from nhipcau.shared.errors import DomainError


class MonthNotBegun(DomainError):
    code = "month_not_begun"


class PeriodNotOver(DomainError):
    code = "period_not_over"


class OwnProposal(DomainError):
    """The unit that proposed figures does not confirm them: two units stand for them."""

    code = "own_proposal"


class NothingChanged(DomainError):
    """An amendment would say the same as what is in force."""

    code = "nothing_changed"


class OtherVersion(DomainError):
    """What is confirmed is not what waits now: somebody proposed again meanwhile."""

    code = "other_version"


class ExportExpired(DomainError):
    code = "export_expired"

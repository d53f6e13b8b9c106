from nhipcau.shared.errors import DomainError


class NotReady(DomainError):
    """The session is not over, or nobody wrote down who came."""


class TooFewPeople(DomainError):
    """So few that any figure would tell of single pupils."""


class ReportMade(DomainError):
    """The figures of this class stand already."""

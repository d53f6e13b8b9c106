from nhipcau.shared.errors import DomainError


class RosterClosed(DomainError):
    """It was taken over, taken back or put aside already."""

    code = "roster_closed"


class NothingToTakeOver(DomainError):
    code = "nothing_to_take_over"


class LinkOver(DomainError):
    """The link was withdrawn, or its time is over."""

    code = "link_over"


class TooLate(DomainError):
    """The time in which a roster can be taken back is over, or people came."""

    code = "too_late"

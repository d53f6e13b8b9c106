from nhipcau.shared.errors import DomainError


class NoProgramme(DomainError):
    """No running programme ties the unit to another one."""

    code = "no_programme"


class TooLate(DomainError):
    """The days within which this could be done are over."""

    code = "too_late"


class AlreadyEnded(DomainError):
    """A promise, request or meeting was ended by somebody else."""

    code = "already_ended"


class LinkNotGood(DomainError):
    """The link of a message was not made by this installation, or is too old."""

    code = "link_not_good"

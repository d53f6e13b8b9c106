from nhipcau.shared.errors import DomainError


class NotConfirmed(DomainError):
    """The code that was sent to the phone was not given, or too long ago."""

    code = "not_confirmed"


class AlreadyAsked(DomainError):
    """The same request is open already."""

    code = "already_asked"


class StillCooling(DomainError):
    """The person may still think again."""

    code = "still_cooling"


class StillOpen(DomainError):
    """A place or an introduction of the person is still live: it ends first."""

    code = "still_open"


class NotRestricted(DomainError):
    """Nothing is suspended that could be lifted."""

    code = "not_restricted"

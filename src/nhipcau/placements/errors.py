from nhipcau.shared.errors import DomainError


class NotHired(DomainError):
    """Nobody starts to work who was not taken on."""

    code = "not_hired"


class LinkForged(DomainError):
    """This installation did not sign the link."""

    code = "link_forged"


class LinkExpired(DomainError):
    code = "link_expired"


class AlreadyAnswered(DomainError):
    """The question was answered: a link works once."""

    code = "already_answered"


class OutOfOrder(DomainError):
    """A step of the way abroad does not follow those before it."""

    code = "out_of_order"


class NotAbroad(DomainError):
    code = "not_abroad"

from nhipcau.shared.errors import DomainError


class LinkForged(DomainError):
    """No such link."""

    code = "link_forged"


class LinkOver(DomainError):
    """The link was good for a month."""

    code = "link_over"


class AnsweredAlready(DomainError):
    """One link, one answer."""

    code = "answered_already"

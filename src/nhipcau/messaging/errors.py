from nhipcau.shared.errors import DomainError


class NotFailed(DomainError):
    """This message did not fail, or is too late to be told."""

    code = "not_failed"

from typing import Any


class DomainError(Exception):
    """An anticipated failure. Its message may be shown to the person who asked.

    The message names no person: it may also reach a log. ``field`` names the form field that
    the message belongs to, when there is one.
    """

    code = "domain_error"

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(DomainError):
    code = "not_allowed"


class IllegalTransition(DomainError):
    code = "illegal_transition"


class ReasonMissing(DomainError):
    code = "reason_missing"


class InvalidValue(DomainError):
    """A value that the database could hold but the domain does not accept."""

    code = "invalid_value"


class KeyReused(DomainError):
    """An idempotency key came back with another content: HTTP 422."""

    code = "key_reused"


class TooManyAttempts(DomainError):
    """A budget is used up: HTTP 429. ``retry_after`` is in seconds."""

    code = "too_many_attempts"

    def __init__(self, message: Any, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after

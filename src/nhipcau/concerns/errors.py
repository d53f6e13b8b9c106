from nhipcau.shared.errors import DomainError


class ReceiptUnknown(DomainError):
    """No concern has this receipt; a slip of typing looks the same."""

    code = "receipt_unknown"


class NobodyReads(DomainError):
    """No colleague is named who could read it."""

    code = "nobody_reads"


class ConcernEnded(DomainError):
    """It is closed."""

    code = "concern_ended"


class AlreadyNamed(DomainError):
    code = "already_named"

from nhipcau.shared.errors import DomainError


class CiphertextRefused(DomainError):
    """What was sealed was changed, moved, or belongs to another key."""

    code = "ciphertext_refused"


class KeysMissing(DomainError):
    """The folder of keys is not there, or not whole, or open to others."""

    code = "keys_missing"


class SharesRefused(DomainError):
    """Shares of a secret that do not belong together, or too few of them."""

    code = "shares_refused"

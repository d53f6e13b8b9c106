from nhipcau.shared.errors import DomainError


class TooYoung(DomainError):
    """The law lets nobody of this age look for work through us."""

    code = "too_young"


class WishMissing(DomainError):
    """More cannot be told before the first step is."""

    code = "wish_missing"

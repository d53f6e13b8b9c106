from nhipcau.shared.errors import DomainError


class ConsentMissing(DomainError):
    code = "consent_missing"


class GuardianMissing(DomainError):
    code = "guardian_missing"


class AlreadyMerged(DomainError):
    code = "already_merged"


class KeepTheOther(DomainError):
    """The two may be merged, but the other one of them has to be kept."""

    code = "keep_the_other"


class OneOfThese(DomainError):
    """Corrected like this, the record would be one that exists already."""

    code = "one_of_these"

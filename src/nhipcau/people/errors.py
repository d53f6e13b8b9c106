from nhipcau.shared.errors import DomainError


class ConsentMissing(DomainError):
    code = "consent_missing"


class GuardianMissing(DomainError):
    code = "guardian_missing"

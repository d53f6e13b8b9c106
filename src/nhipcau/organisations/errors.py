from nhipcau.shared.errors import DomainError


class InvitationUsed(DomainError):
    code = "invitation_used"


class InvitationExpired(DomainError):
    code = "invitation_expired"


class AlreadyMember(DomainError):
    code = "already_member"


class LastAdministrator(DomainError):
    code = "last_administrator"

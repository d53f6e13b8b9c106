"""The life of an employer's record, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EmployerState(TextChoices):
    REGISTERED = "REGISTERED", _("registered, not yet verified")
    VERIFIED = "VERIFIED", _("verified")
    SUSPENDED = "SUSPENDED", _("suspended")
    CLOSED = "CLOSED", _("no longer active")


S = EmployerState
EMPLOYER_TRANSITIONS = {
    S.REGISTERED: {S.VERIFIED, S.CLOSED},
    S.VERIFIED: {S.SUSPENDED, S.CLOSED},
    S.SUSPENDED: {S.VERIFIED, S.CLOSED},
    S.CLOSED: {S.REGISTERED},
}
EMPLOYER_NEEDS_REASON = frozenset(
    {
        (S.VERIFIED, S.SUSPENDED),
        (S.SUSPENDED, S.VERIFIED),
        (S.REGISTERED, S.CLOSED),
        (S.VERIFIED, S.CLOSED),
        (S.SUSPENDED, S.CLOSED),
    }
)

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
    # Back to registered when the name or the tax code changed: who was verified is another one.
    S.VERIFIED: {S.REGISTERED, S.SUSPENDED, S.CLOSED},
    S.SUSPENDED: {S.VERIFIED, S.CLOSED},
    S.CLOSED: {S.REGISTERED},
}
EMPLOYER_NEEDS_REASON = frozenset(
    {
        (S.VERIFIED, S.REGISTERED),
        (S.VERIFIED, S.SUSPENDED),
        (S.SUSPENDED, S.VERIFIED),
        (S.REGISTERED, S.CLOSED),
        (S.VERIFIED, S.CLOSED),
        (S.SUSPENDED, S.CLOSED),
        (S.CLOSED, S.REGISTERED),
    }
)


class Register(TextChoices):
    """Where a colleague looked an employer up."""

    BUSINESS = "BUSINESS", _("national business register")
    TAX = "TAX", _("tax code look-up of the tax authority")
    DOCUMENT = "DOCUMENT", _("paper or file seen in the original")
    CALL = "CALL", _("call to a number found elsewhere")
    VISIT = "VISIT", _("visit on the spot")
    COMMUNE = "COMMUNE", _("word of the commune")


class Finding(TextChoices):
    CONFIRMED = "CONFIRMED", _("it agrees")
    DIFFERENT = "DIFFERENT", _("something differs")
    NOT_FOUND = "NOT_FOUND", _("not found there")


class Sameness(TextChoices):
    """What was decided of two employers that may be one; empty while nobody has decided."""

    SAME = "SAME", _("the same employer")
    DIFFERENT = "DIFFERENT", _("two employers")


class LicenceFinding(TextChoices):
    IN_FORCE = "IN_FORCE", _("licence stands in the list")
    NOT_LISTED = "NOT_LISTED", _("licence does not stand in the list")


class LicenceStanding(TextChoices):
    """What follows from the days of a licence on one day."""

    IN_FORCE = "IN_FORCE", _("licence in force")
    ENDS_SOON = "ENDS_SOON", _("licence ends soon")
    LAPSED = "LAPSED", _("licence lapsed")
    WITHDRAWN = "WITHDRAWN", _("licence withdrawn")
    NOT_YET = "NOT_YET", _("licence not yet valid")

"""The life of a vacancy, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VacancyState(TextChoices):
    DRAFT = "DRAFT", _("draft vacancy")
    SUBMITTED = "SUBMITTED", _("sent in, to be checked")
    PUBLISHED = "PUBLISHED", _("open for applicants")
    FROZEN = "FROZEN", _("frozen")
    CLOSED = "CLOSED", _("closed vacancy")


class Closing(TextChoices):
    """Why a vacancy is closed; empty while it is not."""

    FILLED = "FILLED", _("all places filled")
    EXPIRED = "EXPIRED", _("its last day has passed")
    STALE = "STALE", _("not confirmed for long")
    WITHDRAWN = "WITHDRAWN", _("taken back by the employer")
    REFUSED = "REFUSED", _("refused by the Centre")


S = VacancyState
VACANCY_TRANSITIONS = {
    S.DRAFT: {S.SUBMITTED, S.PUBLISHED, S.CLOSED},
    S.SUBMITTED: {S.DRAFT, S.PUBLISHED, S.CLOSED},
    S.PUBLISHED: {S.FROZEN, S.CLOSED},
    S.FROZEN: {S.PUBLISHED, S.CLOSED},
    S.CLOSED: {S.PUBLISHED},
}
VACANCY_NEEDS_REASON = frozenset(
    {
        (S.SUBMITTED, S.DRAFT),
        (S.SUBMITTED, S.CLOSED),
        (S.PUBLISHED, S.FROZEN),
        (S.FROZEN, S.PUBLISHED),
        (S.CLOSED, S.PUBLISHED),
    }
)

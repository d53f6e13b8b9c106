"""The life of a vacancy, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ListState(TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("list of vacancies", "to be looked through")
    CONFIRMED = "CONFIRMED", pgettext_lazy("list of vacancies", "taken over")
    UNDONE = "UNDONE", pgettext_lazy("list of vacancies", "taken back")
    DISCARDED = "DISCARDED", pgettext_lazy("list of vacancies", "put aside")


L = ListState
LIST_TRANSITIONS = {
    L.DRAFT: {L.CONFIRMED, L.DISCARDED},
    L.CONFIRMED: {L.UNDONE},
    L.UNDONE: set[str](),
    L.DISCARDED: set[str](),
}
LIST_NEEDS_REASON = frozenset({(L.CONFIRMED, L.UNDONE)})


class RowVerdict(TextChoices):
    """What is said of one row of a list of vacancies."""

    NEW = "NEW", pgettext_lazy("verdict on a vacancy", "can be taken over")
    KNOWN = "KNOWN", pgettext_lazy("verdict on a vacancy", "open already: left out")
    REPEATED = "REPEATED", pgettext_lazy("verdict on a vacancy", "twice in this file")
    UNREADABLE = "UNREADABLE", pgettext_lazy("verdict on a vacancy", "must be mended")
    IGNORED = "IGNORED", pgettext_lazy("verdict on a vacancy", "not a vacancy")


class RowOutcome(TextChoices):
    """What became of a row: of taking over, then of taking back."""

    MADE = "MADE", pgettext_lazy("row of vacancies", "waits to be checked")
    TAKEN_BACK = "TAKEN_BACK", pgettext_lazy("row of vacancies", "taken back")
    CHANGED = "CHANGED", pgettext_lazy("row of vacancies", "moved on since: left as it is")

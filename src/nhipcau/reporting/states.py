"""The life of a period whose figures two units answer for, and of a file, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SpanKind(TextChoices):
    MONTH = "MONTH", pgettext_lazy("period", "month")
    QUARTER = "QUARTER", pgettext_lazy("period", "quarter")
    HALF = "HALF", pgettext_lazy("period", "half year")
    YEAR = "YEAR", pgettext_lazy("period", "year")
    PROGRAMME = "PROGRAMME", pgettext_lazy("period", "whole programme")


class PeriodState(TextChoices):
    """A period nobody proposed yet has no record, and is open."""

    OPEN = "OPEN", pgettext_lazy("figures", "open, counted anew each time")
    PROPOSED = "PROPOSED", pgettext_lazy("figures", "proposed by one unit")
    CONFIRMED = "CONFIRMED", pgettext_lazy("figures", "confirmed by the other unit")
    CLOSED = "CLOSED", pgettext_lazy("figures", "closed by both units")
    AMENDING = "AMENDING", pgettext_lazy("figures", "closed, an amendment is proposed")


P = PeriodState
PERIOD_TRANSITIONS = {
    P.OPEN: {P.PROPOSED},
    P.PROPOSED: {P.OPEN, P.CONFIRMED},
    P.CONFIRMED: {P.CLOSED},
    P.CLOSED: {P.AMENDING},
    P.AMENDING: {P.CLOSED, P.CONFIRMED},
}
# Given back unconfirmed, or changed after it was closed: the other unit reads why.
PERIOD_NEEDS_REASON = frozenset(
    {(P.PROPOSED, P.OPEN), (P.CLOSED, P.AMENDING), (P.AMENDING, P.CLOSED)}
)
PENDING = frozenset({P.PROPOSED, P.AMENDING})


class ExportState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("file", "waits for a second colleague")
    APPROVED = "APPROVED", pgettext_lazy("file", "is being made")
    READY = "READY", pgettext_lazy("file", "ready to fetch")
    REFUSED = "REFUSED", pgettext_lazy("file", "refused by the second colleague")
    EXPIRED = "EXPIRED", pgettext_lazy("file", "deleted when its time was over")


E = ExportState
EXPORT_TRANSITIONS = {
    E.ASKED: {E.APPROVED, E.REFUSED, E.EXPIRED},
    E.APPROVED: {E.READY, E.EXPIRED},
    E.READY: {E.EXPIRED},
    E.REFUSED: set[str](),
    E.EXPIRED: set[str](),
}
EXPORT_NEEDS_REASON = frozenset({(E.ASKED, E.REFUSED)})

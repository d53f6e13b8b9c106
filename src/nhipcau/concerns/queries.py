"""What pages of concerns show. Figures are of quarters that are over: a page that changes with
each one who writes would tell when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nhipcau.concerns.figures import Figures, told
from nhipcau.concerns.models import Concern, ConcernStateChange, Handover, Recipient
from nhipcau.concerns.states import WAITING, Kind
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.programmes.models import Party
from nhipcau.shared import wording
from nhipcau.shared.models import ReferenceValue

QUARTERS_SHOWN = 8
NUMBERS = ("danger_police", "danger_ambulance", "danger_child", "danger_abroad")


@dataclass(frozen=True)
class DangerNumber:
    code: str
    number: str
    source: str
    evidence: str
    since: date

    @property
    def shown(self) -> str:
        return wording.phone(self.number) if self.number.startswith("+") else self.number


def danger_numbers(day: date) -> list[DangerNumber]:
    """Whom to call in danger: data with their source, in a fixed order."""
    newest: dict[str, ReferenceValue] = {}
    rows = ReferenceValue.objects.filter(code__in=NUMBERS, valid_from__lte=day)
    for row in rows.order_by("valid_from"):
        newest[row.code] = row
    found = [newest[code] for code in NUMBERS if code in newest]
    return [
        DangerNumber(one.code, one.value, one.source, one.evidence, one.valid_from)
        for one in found
    ]


def concerns_listed(actor: Any) -> QuerySet[Concern]:
    """Open ones first, by the day on which the next step is due."""
    return (
        Concern.objects.visible_to(actor)
        .select_related("unit", "about_unit", "handover")
        .order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")
    )


def count_waiting(actor: Any) -> int:
    return Concern.objects.visible_to(actor).filter(state__in=WAITING).count()


def late_elsewhere(actor: Any, day: date) -> int:
    """How many wait too long and are told to this leader: the other unit's, and the own ones
    that are about the other unit. No word of which."""
    units = partner_units_of(actor, Role.LEADER)
    if not units:
        return 0
    others = ~Q(unit__in=units) & (Q(about_unit=None) | ~Q(about_unit__in=units))
    own = Q(unit__in=units, about_unit__isnull=False)
    return Concern.objects.late(day).filter(others | own).count()


def supervisors_of(units: Sequence[Organisation]) -> list[Organisation]:
    """The offices above the two units: where to write when it is about both."""
    above = Party.objects.filter(organisation__in=units).select_related("supervised_by")
    return list({one.supervised_by_id: one.supervised_by for one in above}.values())


def recipients_listed(actor: Any) -> QuerySet[Recipient]:
    return (
        Recipient.objects.visible_to(actor)
        .filter(ended_at=None)
        .select_related("unit", "user")
        .order_by("unit", "user__full_name", "pk")
    )


def units_led(actor: Any) -> list[Organisation]:
    units = partner_units_of(actor, Role.LEADER)
    return list(Organisation.objects.filter(pk__in=units).order_by("name_vi"))


def changes_of(concern: Concern) -> QuerySet[ConcernStateChange]:
    """Days, without who: a number that tells no order stands in for the moment."""
    return ConcernStateChange.objects.filter(concern=concern).order_by("at", "pk")


def handovers_listed(actor: Any) -> QuerySet[Handover]:
    return (
        Handover.objects.visible_to(actor)
        .select_related("concern__unit")
        .order_by("-answered_on", "pk")
    )


def quarter_of(day: date) -> date:
    """Its first day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def before(quarter: date) -> date:
    """The quarter before."""
    year, month = divmod(quarter.year * 12 + quarter.month - 1 - 3, 12)
    return date(year, month + 1, 1)


def quarters(day: date) -> list[tuple[date, Figures]]:
    """The last quarters that are over, the newest first, of both units together."""
    end = quarter_of(day)
    found = []
    for _one in range(QUARTERS_SHOWN):
        start = before(end)
        rows = (
            Concern.objects.filter(received_on__gte=start, received_on__lt=end)
            .values_list("kind")
            .annotate(count=Count("pk"))
        )
        counts = {kind.value: 0 for kind in Kind} | dict(rows)
        found.append((start, told(counts)))
        end = start
    return found

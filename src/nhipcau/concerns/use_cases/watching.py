"""What the installation does in rounds: tells readers that something is new, leaders that
something waits too long, takes keys of who left, and forgets what is over."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.forgetting import forget_words
from nhipcau.concerns.models import Concern, ConcernKey, Handover, Recipient
from nhipcau.concerns.states import ConcernState, HandoverState
from nhipcau.concerns.vault import settle_readers
from nhipcau.messaging.to_units import UnitNote, UnitTopic, tell_units
from nhipcau.organisations.models import Organisation, Role
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

PAGE = "/workspace/concerns/"
HANDOVERS = "/workspace/concerns/handovers/"


@write
def announce(*, by: Any, at: datetime) -> int:
    """Tell the named readers that there is something new: a few times a day for all together, so
    that no trace says when somebody wrote. How many concerns.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    fresh = list(
        Concern.objects.select_for_update(of=("self",))
        .filter(has_news=True, is_erased=False)
        .select_related("unit")
        .order_by("pk")
    )
    units = {one.unit_id: one.unit for one in fresh}
    named = Recipient.objects.current().filter(unit__in=units).select_related("user", "unit")
    asked = Handover.objects.filter(concern__in=fresh, state=HandoverState.AGREED)
    handed = set(asked.values_list("concern_id", flat=True))
    with translation.override("vi"):
        notes = [
            UnitNote(
                one.unit,
                UnitTopic.CONCERN,
                _("Something new waits in the safe channel."),
                path=PAGE,
                user=one.user,
                is_urgent=True,
            )
            for one in named
        ] + [
            UnitNote(
                unit,
                UnitTopic.CONCERN,
                _("A matter from the safe channel may be taken up: the writer said yes."),
                path=HANDOVERS,
            )
            for unit in {one.unit_id: one.unit for one in fresh if one.pk in handed}.values()
        ]
    tell_units(notes, at=at)
    Concern.objects.filter(pk__in=[one.pk for one in fresh]).update(has_news=False)
    audit.record_each("concern.announced", about=fresh, by=by, at=at)
    return len(fresh)


@write
def tell_late(*, by: Any, at: datetime) -> int:
    """Tell leaders of concerns that wait too long: those of the other unit, unless it is about
    them; without a word of what it is. How many concerns.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    day = rules.day_of(at)
    late = list(
        Concern.objects.late(day)
        .filter(late_told_on=None)
        .select_for_update(of=("self",))
        .select_related("unit", "about_unit")
        .order_by("pk")
    )
    told: dict[int, Organisation] = {}
    counts: dict[int, int] = defaultdict(int)
    for concern in late:
        unit = rules.escalates_to(concern)
        told[unit.pk] = unit
        counts[unit.pk] += 1
    with translation.override("vi"):
        tell_units(
            [
                UnitNote(
                    unit,
                    UnitTopic.CONCERN,
                    _("Something in the safe channel waits too long (%(count)d).")
                    % {"count": counts[unit.pk]},
                    path=f"{PAGE}figures/",
                    roles=(Role.LEADER,),
                    is_urgent=True,
                )
                for unit in told.values()
            ],
            at=at,
        )
    Concern.objects.filter(pk__in=[one.pk for one in late]).update(late_told_on=day)
    audit.record_each("concern.late_told", about=late, by=by, at=at)
    return len(late)


@write
def settle_keys(*, by: Any, at: datetime) -> int:
    """Take the keys of who left or is no longer named; how many concerns.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    with acting(SYSTEM, at=at):
        still = Recipient.objects.current().filter(
            user=OuterRef("user"), unit=OuterRef("concern__unit")
        )
        over = ConcernKey.objects.filter(~Exists(still), user__isnull=False)
        touched = set(over.values_list("concern_id", flat=True))
    for concern in Concern.objects.select_for_update().filter(pk__in=touched).order_by("pk"):
        settle_readers(concern, at=at)
    return len(touched)


@write
def forget_old(*, by: Any, at: datetime) -> int:
    """Delete the words of concerns that are closed for long enough; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation cleans up."))
    closed = Concern.objects.filter(state=ConcernState.CLOSED, is_erased=False)
    if not closed.exists():
        return 0
    day = rules.day_of(at)
    until = day - timedelta(days=rules.kept_days(day))
    over = list(closed.filter(closed_on__lte=until).select_for_update().order_by("pk"))
    with acting(SYSTEM, at=at):
        for concern in over:
            forget_words(concern)
    audit.record_each("concern.forgotten", about=over, by=by, at=at)
    return len(over)

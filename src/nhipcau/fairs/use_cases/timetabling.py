"""A timetable is asked for, computed by the job worker, published, and repaired."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from nhipcau.employers.models import Occasion
from nhipcau.employers.noting import write_to_employer
from nhipcau.fairs import cases, rules, telling
from nhipcau.fairs.details import Found
from nhipcau.fairs.errors import FairClosed, NothingToSolve, TimetableOutdated
from nhipcau.fairs.models import Candidate, Fair, Interview, Timetable
from nhipcau.fairs.states import TimetableState
from nhipcau.messaging import outbox
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

SECONDS_MOST = 300
# A worker that died is given up after this long, and another one takes the timetable.
LEASE_AFTER = timedelta(seconds=60)
TRIES = 3
CASES_KEPT = timedelta(days=90)
WAITING = (TimetableState.ASKED, TimetableState.SOLVING, TimetableState.DRAFT)
Pairs = dict[int, set[tuple[int, int]]]


@write
def ask_timetable(
    *, by: Any, at: datetime, fair: Fair, seconds: int = 30, why: str = ""
) -> Timetable:
    """Ask for a timetable; once one is told, for its repair with as few changes as can be.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        NothingToSolve: there is no wish that could be met.
        FairClosed: the last slot has begun.
    """
    require(rules.may_run(by, fair.event), _("Only organisers of the event ask for this."))
    fair = _held(fair)
    from_slot = rules.current_slot(fair, at=at)
    if from_slot >= fair.slots_count:
        raise FairClosed(_("The last interviews have begun; nothing can be moved any more."))
    base = fair.timetables.filter(state=TimetableState.PUBLISHED).first()
    if base is None and not cases.asked_for(fair, base=None, from_slot=from_slot).told["pairs"]:
        raise NothingToSolve(_("There is no wish yet that could be met."))
    for earlier in fair.timetables.filter(state__in=WAITING):
        move(earlier, TimetableState.REPLACED, by=by, at=at)
    last = fair.timetables.aggregate(last=Max("version"))["last"] or 0
    timetable = Timetable.objects.create(
        fair=fair,
        version=last + 1,
        base=base,
        why=why.strip()[:200],
        from_slot=from_slot,
        seconds_most=max(1, min(SECONDS_MOST, seconds)),
        asked_by=user_or_none(by),
        asked_at=at,
    )
    begin(timetable, by=by, at=at)
    return timetable


@write
def take_asked(*, by: Any, at: datetime) -> Timetable | None:
    """Claim the timetable that waits longest, with its case as things are now.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_solve(by), _("Only the installation computes."))
    timetable = (
        Timetable.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("fair__event", "base")
        .filter(
            Q(state=TimetableState.ASKED) | Q(state=TimetableState.SOLVING, lease_until__lte=at)
        )
        .order_by("asked_at", "pk")
        .first()
    )
    if timetable is None:
        return None
    if timetable.tried_count >= TRIES:
        timetable.problem = _("Computing stopped several times.")
        move(timetable, TimetableState.FAILED, by=by, at=at, also=["problem"])
        return None
    asked = cases.asked_for(timetable.fair, base=timetable.base, from_slot=timetable.from_slot)
    timetable.case = {"told": asked.told, "carried": asked.carried}
    timetable.tried_count += 1
    timetable.lease_until = at + timedelta(seconds=timetable.seconds_most) + LEASE_AFTER
    also = ["case", "tried_count", "lease_until"]
    if timetable.state == TimetableState.ASKED:
        move(timetable, TimetableState.SOLVING, by=by, at=at, also=also)
    else:
        timetable.save(update_fields=also)
    return timetable


@write
def note_progress(
    *,
    by: Any,
    at: datetime,
    timetable: Timetable,
    step: str,
    weight: int | None,
    bound: int | None,
) -> None:
    """How far the computing came, for those who wait.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_solve(by), _("Only the installation computes."))
    Timetable.objects.filter(pk=timetable.pk, state=TimetableState.SOLVING).update(
        step=step[:40], reached_weight=weight, reached_bound=bound
    )


@write
def keep_found(*, by: Any, at: datetime, timetable: Timetable, found: Found) -> Timetable:
    """What was found becomes a draft, with its bound and what proves it. What began or was held
    before stays in it. One that was replaced meanwhile stays replaced.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_solve(by), _("Only the installation computes."))
    timetable = _locked(timetable)
    if timetable.state != TimetableState.SOLVING:
        return timetable
    carried = [tuple(one) for one in timetable.case["carried"]]
    Interview.objects.bulk_create(
        Interview(timetable=timetable, candidate_id=candidate, booth_id=booth, slot=slot)
        for candidate, booth, slot in [*carried, *found.interviews]
    )
    names = (
        *("covered", "weight", "bound_covered", "bound_weight", "is_exact"),
        *("kept", "moved", "dropped", "seconds", "proof"),
    )
    for name in names:
        setattr(timetable, name, getattr(found, name))
    move(timetable, TimetableState.DRAFT, by=by, at=at, also=names)
    return timetable


@write
def give_up(*, by: Any, at: datetime, timetable: Timetable, problem: str) -> Timetable:
    """It could not be computed, and why.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_solve(by), _("Only the installation computes."))
    timetable = _locked(timetable)
    if timetable.state == TimetableState.SOLVING:
        timetable.problem = problem[:200]
        move(timetable, TimetableState.FAILED, by=by, at=at, also=["problem"])
    return timetable


@write
def publish_timetable(*, by: Any, at: datetime, timetable: Timetable) -> Timetable:
    """Tell everybody: those whose interviews are new, elsewhere, at another time or gone hear of
    it, and their booths; nobody else.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        IllegalTransition: it is no draft.
        TimetableOutdated: wishes, hours or booths changed since, or an interview that is new
            would have begun already.
    """
    require(
        rules.may_run(by, timetable.fair.event), _("Only organisers of the event publish this.")
    )
    fair = _held(timetable.fair)
    timetable = _locked(timetable)
    if timetable.state != TimetableState.DRAFT:
        now = timetable.get_state_display()
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})
    told = fair.timetables.filter(state=TimetableState.PUBLISHED).first()
    if told != timetable.base or cases.is_outdated(fair, timetable):
        raise TimetableOutdated(
            _("Something changed since this was computed. Please ask for a new timetable.")
        )
    before, after = _by_candidate(told), _by_candidate(timetable)
    soon = rules.current_slot(fair, at=at)
    begun = any(
        slot < soon
        for candidate, lines in after.items()
        for _booth, slot in lines - before.get(candidate, set())
    )
    if begun:
        raise TimetableOutdated(
            _("Meanwhile a slot with a new interview has begun. Please ask for a new timetable.")
        )
    if told:
        move(told, TimetableState.REPLACED, by=by, at=at)
    timetable.published_at = at
    move(timetable, TimetableState.PUBLISHED, by=by, at=at, also=["published_at"])
    _tell(fair, timetable, before, after, by=by, at=at, first=told is None)
    return timetable


def _tell(
    fair: Fair,
    timetable: Timetable,
    before: Pairs,
    after: Pairs,
    *,
    by: Any,
    at: datetime,
    first: bool,
) -> None:
    touched = {
        one
        for one in before.keys() | after.keys()
        if before.get(one, set()) != after.get(one, set())
    }
    lines = _interviews_of(timetable, touched)
    candidates = (
        Candidate.objects.filter(pk__in=touched)
        .taking_part()
        .select_related("registration__young_person")
        .order_by("pk")
    )
    changed: dict[Candidate, Sequence[Interview]] = {
        one: lines.get(one.pk, []) for one in candidates
    }
    outbox.put_each(telling.notes_of(fair, timetable, changed, first=first), at=at)
    booths = {
        booth for one in touched for booth, _slot in before.get(one, set()) ^ after.get(one, set())
    }
    for employer in fair.booths.filter(pk__in=booths).coming().values_list("employer", flat=True):
        write_to_employer(employer, Occasion.FAIR_TOLD, by=by, at=at)


def _interviews_of(timetable: Timetable, candidates: Iterable[int]) -> dict[int, list[Interview]]:
    found: dict[int, list[Interview]] = {}
    rows = timetable.interviews.filter(candidate__in=candidates).select_related("booth")
    for one in rows.order_by("slot"):
        found.setdefault(one.candidate_id, []).append(one)
    return found


def _by_candidate(timetable: Timetable | None) -> Pairs:
    found: Pairs = {}
    if timetable is not None:
        rows = timetable.interviews.values_list("candidate", "booth", "slot")
        for candidate, booth, slot in rows:
            found.setdefault(candidate, set()).add((booth, slot))
    return found


def _held(fair: Fair) -> Fair:
    return (
        Fair.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event__plan_line")
        .get(pk=fair.pk)
    )


def _locked(timetable: Timetable) -> Timetable:
    return (
        Timetable.objects.select_for_update(of=("self",), no_key=True)
        .select_related("fair__event__plan_line", "base")
        .get(pk=timetable.pk)
    )


@write
def discard_timetable(*, by: Any, at: datetime, timetable: Timetable) -> Timetable:
    """A draft that nobody wants, or a run that need not end.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        IllegalTransition: it was told to people.
    """
    require(
        rules.may_run(by, timetable.fair.event), _("Only organisers of the event ask for this.")
    )
    timetable = _locked(timetable)
    if timetable.state == TimetableState.PUBLISHED:
        raise IllegalTransition(
            _("People were told this timetable. Only a newer one replaces it.")
        )
    move(timetable, TimetableState.REPLACED, by=by, at=at)
    return timetable


@write
def forget_cases(*, by: Any, at: datetime) -> int:
    """Empty what the solver was asked, some time after the fair; how many versions.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_solve(by), _("Only the installation cleans up."))
    over = Timetable.objects.filter(fair__event__ends_at__lt=at - CASES_KEPT)
    return over.exclude(case={}, proof={}).update(case={}, proof={})

"""What pages show of placements: lists, what is due, and the question behind a link."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.timezone import localdate

from nhipcau.messaging.models import PURPOSES, Topic
from nhipcau.people.queries import agreed_to
from nhipcau.placements import rules
from nhipcau.placements.links import CHECK, START, link_of, read_link
from nhipcau.placements.models import (
    CounsellingTask,
    DepartureStep,
    Placement,
    StartWord,
    StayCheck,
)
from nhipcau.placements.states import AT_WORK, DepartureStage, PlacementState, StayAnswer
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState

SHOWS = ("", "due", "overdue", "one-side", "abroad", "left")


def open_checks() -> Any:
    return StayCheck.objects.open().order_by("due_on")


def placements_listed(actor: Any, *, shows: str, market: str, on: date) -> Any:
    """Placements that an actor may see, narrowed; each with its next open check."""
    found = (
        Placement.objects.visible_to(actor)
        .select_related("referral__young_person__commune", "referral__vacancy__employer")
        .prefetch_related(Prefetch("checks", open_checks(), to_attr="open_checks"))
    )
    if market:
        found = found.filter(referral__vacancy__market=market)
    due = StayCheck.objects.open().filter(due_on__lte=on)
    if shows == "due":
        found = found.filter(pk__in=due.values("placement"))
    elif shows == "overdue":
        late = due.filter(due_on__lt=on - timedelta(days=rules.overdue_days(on)))
        found = found.filter(pk__in=late.values("placement"))
    elif shows == "one-side":
        found = found.filter(state=PlacementState.REPORTED)
    elif shows == "abroad":
        found = found.filter(state=PlacementState.PREPARING)
    elif shows == "left":
        found = found.filter(state=PlacementState.LEFT)
    return found.order_by("-starts_on", "-pk")


def waiting_for_start(actor: Any) -> Any:
    """Introductions that ended with a yes, and nobody told yet whether work began."""
    return (
        Referral.objects.visible_to(actor)
        .filter(state=ReferralState.HIRED, placement=None)
        .select_related("young_person", "vacancy__employer")
        .order_by("answered_at", "pk")
    )


def whole_placement(actor: Any, pk: int) -> Placement | None:
    """One placement with everything its page shows."""
    return (
        Placement.objects.visible_to(actor)
        .select_related("referral__young_person__commune", "referral__vacancy__employer", "family")
        .prefetch_related(
            Prefetch("words", StartWord.objects.select_related("by").order_by("at")),
            Prefetch("checks", StayCheck.objects.select_related("answered_by").order_by("day")),
            Prefetch("steps", DepartureStep.objects.select_related("by")),
            Prefetch("tasks", CounsellingTask.objects.select_related("done_by")),
            "changes__by",
        )
        .filter(pk=pk)
        .first()
    )


def tasks_listed(actor: Any, *, is_done: bool) -> Any:
    return (
        CounsellingTask.objects.visible_to(actor)
        .filter(done_at__isnull=not is_done)
        .select_related(
            "placement__referral__young_person", "placement__referral__vacancy__employer"
        )
        .order_by("-done_at" if is_done else "due_on", "pk")
    )


def placements_of(actor: Any) -> list[Placement]:
    """For the own page: every placement of a family's phone, with its next check."""
    return list(
        Placement.objects.visible_to(actor)
        .select_related("referral__young_person", "referral__vacancy__employer")
        .prefetch_related(Prefetch("checks", open_checks(), to_attr="open_checks"), "words")
        .order_by("-starts_on", "-pk")
    )


def steps_of(placement: Placement) -> list[tuple[DepartureStage, DepartureStep | None]]:
    """The whole way abroad in order, with what is known of each step."""
    told = {step.stage: step for step in placement.steps.all()}
    return [(stage, told.get(stage)) for stage in DepartureStage]


def check_link(check: StayCheck, *, days: int | None = None) -> str:
    """The link that answers one check, good for some days from its day on. ``days``: how many,
    when the caller knows."""
    return link_of(CHECK, check.pk, last_day=last_day_of(check, days=days))


def last_day_of(check: StayCheck, *, days: int | None = None) -> date:
    good_for = rules.link_days(check.due_on) if days is None else days
    return check.due_on + timedelta(days=good_for)


def start_link(placement: Placement, *, last_day: date | None = None) -> str:
    """The link by which the young person says: I have begun. ``last_day``: on the own page, where
    a link is made anew each time, it is today."""
    if last_day is None:
        last_day = placement.starts_on + timedelta(days=rules.link_days(placement.starts_on))
    return link_of(START, placement.pk, last_day=last_day)


def asked_by(token: str, *, at: datetime) -> Placement | StayCheck | None:
    """The placement or the check that a link asks about.

    Raises:
        LinkForged: this installation did not sign it.
        LinkExpired: its last day is over.
    """
    link = read_link(token, at=at)
    if link.kind == START:
        return _with_vacancy(Placement.objects.filter(pk=link.number), "").first()
    return _with_vacancy(StayCheck.objects.filter(pk=link.number), "placement__").first()


def _with_vacancy(found: Any, path: str) -> Any:
    return found.select_related(
        f"{path}referral__vacancy__employer", f"{path}referral__young_person"
    )


def due_to_ask(at: datetime) -> Any:
    """Checks whose day has come, not asked before, and whose link would still be good."""
    today = localdate(at)
    return (
        StayCheck.objects.filter(
            agreed_to(PURPOSES[Topic.STAY], "placement__referral__young_person"),
            asked_at=None,
            answer="",
            due_on__lte=today,
            due_on__gt=today - timedelta(days=rules.link_days(today)),
            placement__state__in=AT_WORK,
        )
        .select_related("placement__referral__young_person")
        .order_by("due_on", "pk")
    )


def counts_of(actor: Any, on: date) -> dict[str, int]:
    """How many wait for what, for the head of the list: three statements."""
    checks = StayCheck.objects.visible_to(actor).open()
    late = on - timedelta(days=rules.overdue_days(on))
    return {
        **checks.aggregate(
            due=Count("placement", filter=Q(due_on__lte=on), distinct=True),
            overdue=Count("placement", filter=Q(due_on__lt=late), distinct=True),
        ),
        "tasks": CounsellingTask.objects.visible_to(actor).filter(done_at=None).count(),
        "to_start": Referral.objects.visible_to(actor)
        .filter(state=ReferralState.HIRED, placement=None)
        .count(),
    }


def is_answered(check: StayCheck) -> bool:
    return check.answer not in ("", StayAnswer.NOT_REACHED)

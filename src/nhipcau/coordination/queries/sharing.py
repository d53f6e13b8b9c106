"""What both units share besides difficulties: threads, promises, notices, requests; and counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from nhipcau.coordination import rules
from nhipcau.coordination.models import (
    Difficulty,
    Notice,
    PlanRequest,
    Post,
    Promise,
    Thread,
    programmes_of,
)
from nhipcau.coordination.states import OPEN, RIGHTS, Level, PlanRequestState, PromiseState
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.programmes.models import Programme
from nhipcau.programmes.states import ProgrammeState


def programmes_together(actor: Any) -> list[Programme]:
    """Programmes that run for a unit of the colleague, newest first."""
    found = Programme.objects.filter(pk__in=programmes_of(actor)).exclude(
        state=ProgrammeState.DRAFT
    )
    return list(found.order_by("-starts_on", "-pk")[:5])


def units_together(programme: Programme) -> list[Organisation]:
    return [
        party.organisation
        for party in programme.parties.select_related("organisation").order_by("order")
    ]


def parties(programme: Programme) -> QuerySet[Organisation]:
    """The same as a queryset, for the choices of a form."""
    found = Organisation.objects.filter(pk__in=programme.parties.values("organisation"))
    return found.order_by("pk")


@dataclass(frozen=True)
class LeftOpen:
    """What is open now, for the home of a contact member; each is at most what one statement
    counts."""

    ours: int
    late: int
    in_queue: int
    with_leaders: int
    theirs: int
    rights: int


def open_counts(actor: Any, *, on: date) -> LeftOpen:
    """One statement over the open difficulties of the own programmes."""
    units = rules.units_of(actor)
    led = partner_units_of(actor, Role.LEADER)
    ours = Q(unit__in=units)
    found = (
        Difficulty.objects.filter(programme__in=programmes_of(actor), state__in=OPEN)
        .order_by()
        .aggregate(
            ours=Count("pk", filter=ours),
            late=Count("pk", filter=ours & Q(due_on__lt=on)),
            in_queue=Count("pk", filter=ours & Q(handler=None)),
            with_leaders=Count(
                "pk", filter=Q(unit__in=led, level=Level.LEADER) | Q(level=Level.LEADERS)
            ),
            theirs=Count("pk", filter=~ours),
            rights=Count("pk", filter=Q(kind__in=sorted(RIGHTS))),
        )
    )
    return LeftOpen(**found)


def threads_listed(actor: Any, *, typed: str = "", kind: str = "") -> QuerySet[Thread]:
    """Threads by their last word; those of difficulties stand with the difficulty."""
    language = "en" if get_language() == "en" else "vi"
    newest = Post.objects.filter(thread=OuterRef("pk")).order_by("-at", "-pk")
    unseen = Notice.objects.visible_to(actor).unseen().filter(thread=OuterRef("pk"))
    found = Thread.objects.visible_to(actor).annotate(
        post_count=Count("posts"),
        last_unit=Subquery(newest.values(f"unit__short_name_{language}")[:1]),
        is_unseen=Exists(unseen),
    )
    if kind:
        found = found.filter(kind=kind)
    for word in typed.split():
        found = found.filter(subject__icontains=word)
    return found.order_by("-last_post_at", "-pk")


def whole_thread(actor: Any, pk: int) -> Thread | None:
    return (
        Thread.objects.visible_to(actor)
        .select_related(
            *("programme", "event", "employer", "vacancy", "referral__young_person"),
            *("difficulty", "unit"),
        )
        .filter(pk=pk)
        .first()
    )


def promises_listed(actor: Any, *, shows: str, on: date) -> QuerySet[Promise]:
    """``shows``: ours, theirs, late, ended."""
    units = rules.units_of(actor)
    found = Promise.objects.visible_to(actor).select_related(
        "unit", "thread", "item__meeting", "ended_by"
    )
    if shows == "ended":
        return found.exclude(state=PromiseState.GIVEN).order_by("-ended_at", "-pk")
    found = found.filter(state=PromiseState.GIVEN)
    if shows == "theirs":
        found = found.exclude(unit__in=units)
    elif shows == "late":
        found = found.filter(due_on__lt=on)
    else:
        found = found.filter(unit__in=units)
    return found.order_by("due_on", "pk")


def notices_listed(actor: Any) -> QuerySet[Notice]:
    """What the own unit was told and nobody has seen, newest first."""
    return (
        Notice.objects.visible_to(actor)
        .unseen()
        .select_related("unit", "difficulty", "thread", "promise", "meeting")
        .order_by("-at", "-pk")
    )


def requests_listed(actor: Any, *, is_open: bool) -> QuerySet[PlanRequest]:
    found = PlanRequest.objects.visible_to(actor).select_related("unit", "programme")
    if is_open:
        return found.filter(state=PlanRequestState.RECEIVED).order_by("due_on", "pk")
    return found.exclude(state=PlanRequestState.RECEIVED).order_by("-ended_at", "-pk")

"""Cases as pages show them: lists, what waits for whom, one case with its history."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from nhipcau.accounts.models import User
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import OPEN, AppointmentState
from nhipcau.counselling import rules
from nhipcau.counselling.models import (
    CASE_ROLES,
    Absence,
    Case,
    Contact,
    EmergencyOpening,
    Step,
    Transfer,
)
from nhipcau.counselling.states import LIVE_CASES, TransferState
from nhipcau.organisations.models import PARTNER_KINDS, Membership, Organisation
from nhipcau.organisations.queries import colleagues
from nhipcau.organisations.rules import memberships_of, partner_units_of
from nhipcau.people.models import YoungPerson

WEEK = timedelta(days=7)
MOST_TALKS = 8
# Talks that are ahead, were kept, or were missed; what was cancelled is no part of a case.
TALKS = (*sorted(OPEN), AppointmentState.CAME, AppointmentState.NO_SHOW)


def _with_names(cases: Any) -> Any:
    return cases.select_related("young_person", "unit", "counsellor")


def own_units(actor: Any) -> list[int]:
    return sorted(partner_units_of(actor, *CASE_ROLES))


def in_queue(units: Sequence[int], on: date) -> Any:
    """Live cases of the units that nobody has, or whose counsellor left or is away."""
    here = Membership.objects.active().filter(
        user=OuterRef("counsellor"), organisation=OuterRef("unit"), role__in=CASE_ROLES
    )
    away = Absence.objects.on(on).filter(user=OuterRef("counsellor"))
    return (
        Case.objects.live()
        .filter(unit__in=units)
        .filter(Q(counsellor=None) | ~Exists(here) | Exists(away))
    )


def silent(actor: Any, on: date) -> Any:
    """Own live cases without a contact for some days."""
    since = on - timedelta(days=rules.silent_days(on))
    return Case.objects.live().filter(
        unit__in=own_units(actor), counsellor=actor, contacted_on__lt=since
    )


def own_steps(actor: Any) -> Any:
    """Open steps of the own cases."""
    return Step.objects.open().filter(case__unit__in=own_units(actor), case__counsellor=actor)


def to_accept(actor: Any) -> Any:
    """Transfers that the actor may accept."""
    return Transfer.objects.filter(
        Q(to_counsellor=actor) | Q(to_counsellor=None),
        state=TransferState.ASKED,
        to_unit__in=own_units(actor),
    )


def unseen_openings(actor: Any) -> Any:
    """Emergency openings of which the actor was told and has not said: seen."""
    return EmergencyOpening.objects.filter(notices__user=actor, notices__seen_at=None)


SHOWS = ("late", "week", "accept", "queue", "silent", "mine", "unit", "closed")


def counts_of(actor: Any, on: date) -> dict[str, int]:
    """How many of each kind wait."""
    units = own_units(actor)
    steps = own_steps(actor)
    return {
        "late": steps.filter(due_on__lt=on).count(),
        "week": steps.filter(due_on__gte=on, due_on__lte=on + WEEK).count(),
        "accept": to_accept(actor).count(),
        "queue": in_queue(units, on).count(),
        "silent": silent(actor, on).count(),
        "mine": Case.objects.live().filter(unit__in=units, counsellor=actor).count(),
    }


def steps_listed(actor: Any, *, is_late: bool, on: date) -> Any:
    steps = own_steps(actor).select_related("case__young_person", "case__unit")
    chosen = Q(due_on__lt=on) if is_late else Q(due_on__gte=on, due_on__lte=on + WEEK)
    return steps.filter(chosen).order_by("due_on", "pk")


def transfers_listed(actor: Any) -> Any:
    return (
        to_accept(actor)
        .select_related("case__young_person", "from_unit", "to_unit", "asked_by")
        .order_by("asked_at", "pk")
    )


def cases_listed(actor: Any, *, shows: str, on: date) -> Any:
    """Cases for one filter of the home page, the one that waits longest first."""
    units = own_units(actor)
    visible = Case.objects.visible_to(actor)
    if shows == "queue":
        found = in_queue(units, on)
    elif shows == "silent":
        found = silent(actor, on)
    elif shows == "mine":
        found = visible.live().filter(unit__in=units, counsellor=actor)
    elif shows == "closed":
        return _with_names(visible.exclude(state__in=LIVE_CASES)).order_by("-closed_at", "-pk")
    else:
        found = visible.live()
    return _with_names(found).order_by("contacted_on", "pk")


def whole_case(actor: Any, pk: int) -> Case | None:
    """One case with everything its page shows. Notes are not among it: reading leaves a trace."""
    return (
        _with_names(Case.objects.visible_to(actor))
        .prefetch_related(
            Prefetch("contacts", Contact.objects.select_related("by").order_by("-held_on", "-pk")),
            Prefetch("steps", Step.objects.select_related("by").order_by("due_on", "pk")),
            Prefetch(
                "transfers",
                Transfer.objects.select_related(
                    "from_unit",
                    "to_unit",
                    "from_counsellor",
                    "to_counsellor",
                    "asked_by",
                    "answered_by",
                ).order_by("-asked_at", "-pk"),
            ),
            "changes__by",
        )
        .filter(pk=pk)
        .first()
    )


def live_transfer(case: Case) -> Transfer | None:
    """The transfer under way among those of ``whole_case``."""
    for transfer in case.transfers.all():
        if transfer.state == TransferState.ASKED or (
            transfer.state == TransferState.ACCEPTED and transfer.until
        ):
            return transfer
    return None


def cases_of_person(person: YoungPerson) -> Any:
    """For the page of a person, to whoever may open it: who counsels in what, nothing more."""
    records = YoungPerson.objects.same_as(person)
    return _with_names(Case.objects.filter(young_person__in=records)).order_by("-opened_at", "-pk")


def talks_of(actor: Any, case: Case) -> list[Appointment]:
    """The last appointments of the person of a case, with the contact each became."""
    return list(
        Appointment.objects.visible_to(actor)
        .of_person(case.young_person)
        .filter(state__in=TALKS)
        .select_related("counsellor", "unit", "contact")
        .order_by("-starts_at", "-pk")[:MOST_TALKS]
    )


def talks_today(actor: Any, on: date) -> list[Appointment]:
    """With whom the actor talks today."""
    return list(
        Appointment.objects.visible_to(actor)
        .filter(counsellor=actor, starts_at__date=on, state__in=TALKS)
        .select_related("young_person", "contact")
        .order_by("starts_at", "pk")
    )


def stands_in_a_case(appointment: Appointment) -> bool:
    return Contact.objects.filter(appointment=appointment).exists()


def live_cases_of(actor: Any, person: YoungPerson) -> list[Case]:
    """The live cases of a person into which the actor's unit looks."""
    records = YoungPerson.objects.same_as(person)
    found = Case.objects.visible_to(actor).live().filter(young_person__in=records)
    return list(_with_names(found).order_by("opened_at", "pk"))


def cases_of(actor: Any) -> list[Case]:
    """For the own page: live cases of a family's phone with the agreed steps."""
    return list(
        _with_names(Case.objects.visible_to(actor).live())
        .prefetch_related(Prefetch("steps", Step.objects.order_by("due_on", "pk")))
        .order_by("young_person", "opened_at", "pk")
    )


def openings_listed(actor: Any) -> Any:
    """Emergency openings, the newest first, each with whether the actor still has to see it."""
    return (
        EmergencyOpening.objects.visible_to(actor)
        .select_related("case__young_person", "by", "unit")
        .prefetch_related("notices__user")
        .order_by("-opened_at", "-pk")
        .distinct()
    )


def case_units(actor: Any) -> list[Organisation]:
    """The units in which the actor works on cases."""
    units = set(own_units(actor))
    found = {one.organisation_id: one.organisation for one in memberships_of(actor)}
    return [unit for pk, unit in sorted(found.items()) if pk in units]


def partner_units() -> Any:
    """The units between which cases go."""
    return Organisation.objects.filter(kind__in=PARTNER_KINDS, dissolved_on=None)


def possible_counsellors(units: Sequence[int]) -> Any:
    """Who works on cases in the units."""
    return colleagues(units, *CASE_ROLES)


def who_may_be_noted_away(actor: Any) -> Any:
    """Oneself; of the colleagues in a unit, by its supervisor."""
    supervised = [one for one in own_units(actor) if rules.is_supervisor(actor, one)]
    if supervised:
        return possible_counsellors(supervised)
    return User.objects.filter(pk=actor.pk)


def absences_of(actor: Any, on: date) -> Any:
    """Absences now and to come: the own ones, and those of the colleagues in the units."""
    users = User.objects.filter(pk__in=possible_counsellors(own_units(actor)).values("pk"))
    return (
        Absence.objects.filter(user__in=users, ends_on__gte=on)
        .select_related("user")
        .order_by("starts_on", "pk")
    )

"""What pages and higher apps read of introductions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.people.queries import matching
from nhipcau.people.rules import age_on
from nhipcau.referrals import links, responses, rules
from nhipcau.referrals.models import AnswerLink, Referral, ReferralStep
from nhipcau.referrals.states import OPEN, Chased, Outcome, ReferralState, WaitsFor
from nhipcau.referrals.step import Step, Who
from nhipcau.referrals.table import OWN_STEPS, STEPS, UNDO
from nhipcau.shared import wording
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.wording import fold
from nhipcau.vacancies.models import Market, Vacancy

COUNTED_MOST = 99
# What a row of a list shows, of four tables; in the order of ``Listed``.
SHOWN = (
    *("pk", "state", "outcome", "freeze", "chased", "due_on", "closed_at"),
    *("young_person__full_name", "young_person__birth_on"),
    *("vacancy__title", "vacancy__employer__name"),
)
VIEWS = ("ours", "employer", "person", "open", "closed")


def of_own_side(actor: Any) -> tuple[str, ...]:
    """Whose turn it is when it is this colleague's."""
    if rules.units_of(actor, Who.CALLER):
        return (WaitsFor.CENTRE, WaitsFor.BOTH_UNITS)
    return (WaitsFor.BOTH_UNITS,)


def inbox(actor: Any, view: str = "ours", *, typed: str = "", market: str = "") -> Any:
    """Introductions of the people whom the own unit follows, the most overdue first."""
    found = Referral.objects.visible_to(actor).for_list()
    if view == "ours":
        found = found.filter(waits_for__in=of_own_side(actor))
    elif view == "employer":
        found = found.filter(waits_for=WaitsFor.EMPLOYER)
    elif view == "person":
        found = found.filter(waits_for=WaitsFor.PERSON)
    elif view == "closed":
        found = found.filter(state=ReferralState.CLOSED)
    else:
        found = found.open()
    if market in Market.values:
        found = found.filter(vacancy__market=market)
    if typed:
        # Asked apart, each through its own index: together, every introduction would be read with
        # its person and its vacancy.
        people = YoungPerson.objects.filter(matching(typed, whole_phones=True))
        vacancies = Vacancy.objects.filter(folded_text__contains=fold(typed))
        found = found.filter(Q(young_person__in=people) | Q(vacancy__in=vacancies))
    if view == "closed":
        return found.order_by("-pk")
    return found.order_by("due_on", "pk")


def listed(found: Any, *, most: int) -> list[int]:
    """The ids of a list in its order, up to ``most``: who may see them is asked here, once."""
    return list(found.values_list("pk", flat=True)[:most])


@dataclass(frozen=True)
class Listed:
    """One row of a list. No record: a hundred of those cost a page more than all the rest."""

    pk: int
    state: str
    outcome: str
    freeze: str
    chased: str
    due_on: date | None
    closed_at: datetime | None
    full_name: str
    birth_on: date
    title: str
    employer: str


def rows_of(ids: Iterable[int]) -> list[Listed]:
    """The introductions of one page, whose ids ``listed`` gave, in their order."""
    wanted = list(ids)
    rows = Referral.objects.filter(pk__in=wanted).values_list(*SHOWN) if wanted else ()
    found = {row[0]: Listed(*row) for row in rows}
    return [found[pk] for pk in wanted if pk in found]


def waiting_count(actor: Any) -> int:
    """How many wait for the own side; counting stops where a badge would say “99+”."""
    if not rules.sees_referrals(actor):
        return 0
    mine = Referral.objects.visible_to(actor).filter(waits_for__in=of_own_side(actor))
    return mine.order_by()[: COUNTED_MOST + 1].count()


def steps_for(actor: Any, referral: Referral) -> list[Step]:
    """The buttons of an introduction for this actor, straight from the table."""
    related: dict[frozenset, bool] = {}
    found = []
    for step in STEPS.values():
        if referral.state not in step.sources or (referral.freeze and not step.while_frozen):
            continue
        if step.ended_as and referral.outcome not in step.ended_as:
            continue
        if step.name == "unfreeze" and not referral.freeze:
            continue
        if step.name == "settle" and not needs_settling(referral):
            continue
        if step.who not in related:
            related[step.who] = rules.may_take(actor, step.name, referral)
        if related[step.who]:
            found.append(step)
    return found


def needs_settling(referral: Referral) -> bool:
    """Somebody wrote in between: another answer, a wrong contact."""
    usual = referral.state in (ReferralState.PROPOSED, ReferralState.HIRED)
    return referral.waits_for in (WaitsFor.CENTRE, WaitsFor.BOTH_UNITS) and not usual


@dataclass(frozen=True)
class Line:
    """One line of the log in words."""

    number: int
    heading: str
    at: datetime
    by: str
    reason: str
    comment: str
    spoken: str
    tone: str
    is_undone: bool
    snapshot: dict[str, Any]


def history_of(referral: Referral) -> list[Line]:
    """The log, newest first, in one query."""
    lines = referral.steps.select_related("by", "undone_by", "undoes").order_by("-number")
    return [_line(one) for one in lines]


def _line(one: ReferralStep) -> Line:
    spoken = ""
    if one.spoken_for and one.spoken_at:
        spoken = _("%(for)s: %(who)s, %(when)s") % {
            "for": capfirst(one.get_spoken_for_display()),
            "who": one.spoken_with or "–",
            "when": wording.moment(one.spoken_at),
        }
    ended = ReferralState.CLOSED == one.to_state != one.from_state
    return Line(
        number=one.number,
        heading=_heading(one),
        at=one.at,
        by=_by(one),
        reason=one.reason,
        comment=one.comment,
        spoken=spoken,
        tone="" if not ended else "success" if one.outcome == Outcome.STARTED else "danger",
        is_undone=hasattr(one, "undone_by"),
        snapshot=one.snapshot,
    )


def _heading(one: ReferralStep) -> str:
    if one.name == UNDO and one.undoes:
        return _("Taken back: %(step)s") % {"step": STEPS[one.undoes.name].label}
    label = capfirst(str(STEPS[one.name].label))
    if one.outcome and one.from_state != one.to_state:
        return f"{label}: {one.get_outcome_display()}"
    return label


def _by(one: ReferralStep) -> str:
    if one.by is not None:
        return one.by.full_name or _("the young person")
    return _("the employer, by its link") if one.link_id else _("the system")


@dataclass(frozen=True)
class Introduction:
    """What a young person reads of one own introduction. ``steps``: what may be done alone."""

    referral: Referral
    status: str
    next_step: str
    steps: tuple[Step, ...]
    is_open: bool


def introductions_of(actor: Any) -> list[Introduction]:
    """Of everybody who shares the phone that signed in: open ones first, then the newest."""
    found = (
        Referral.objects.visible_to(actor)
        .select_related("young_person", "vacancy__employer")
        .order_by("-pk")
    )
    return sorted((_introduction(one) for one in found), key=lambda one: not one.is_open)


def _introduction(referral: Referral) -> Introduction:
    own = [STEPS[name] for name in OWN_STEPS]
    is_open = referral.state in OPEN
    return Introduction(
        referral=referral,
        status=_status(referral),
        next_step=_next(referral),
        steps=tuple(
            step
            for step in own
            if referral.state in step.sources and (step.while_frozen or not referral.freeze)
        ),
        is_open=is_open,
    )


def _status(referral: Referral) -> str:
    if referral.freeze:
        return _("Stopped for now, until something is checked")
    if referral.state == ReferralState.CLOSED:
        return capfirst(str(_plain_outcomes()[referral.outcome]))
    return {
        ReferralState.PROPOSED.value: _("Proposed to the Centre"),
        ReferralState.ISSUED.value: _("Introduced, waiting for the answer"),
        ReferralState.INTERVIEW.value: _("You are invited to an interview"),
        ReferralState.OFFERED.value: _("You are offered this work"),
        ReferralState.HIRED.value: _("You are taken on"),
    }[referral.state]


def _plain_outcomes() -> dict[str, str]:
    return {
        Outcome.STARTED.value: _("You began to work"),
        Outcome.NOT_HIRED.value: _("It did not work out this time"),
        Outcome.NOT_STARTED.value: _("You did not begin"),
        Outcome.NO_ANSWER.value: _("The employer did not answer"),
        Outcome.DECLINED.value: _("You said no"),
        Outcome.WITHDRAWN.value: _("Withdrawn"),
        Outcome.VACANCY_CLOSED.value: _("The employer no longer looks for anybody"),
        Outcome.NOT_PROPOSED.value: _("The Centre did not introduce you this time"),
    }


def _next(referral: Referral) -> str:
    if referral.freeze:
        return _("We tell you when it goes on. Please pay nobody anything.")
    if referral.state == ReferralState.PROPOSED and referral.due_on:
        return _("The Centre decides by %(day)s.") % {"day": wording.day(referral.due_on)}
    if referral.state == ReferralState.ISSUED:
        if referral.chased == Chased.OTHER_UNIT:
            return _("There is no answer yet; both units are asking.")
        return _("We ask the employer until there is an answer, and tell you.")
    if referral.state == ReferralState.INTERVIEW and referral.interview_at:
        when = wording.when(referral.interview_at, None)
        return f"{when} · {referral.interview_place}"
    if referral.state == ReferralState.OFFERED and referral.starts_on:
        return _("Please say yes or no. First day: %(day)s.") % {
            "day": wording.long_day(referral.starts_on)
        }
    if referral.state == ReferralState.HIRED and referral.starts_on:
        return _("Your first day: %(day)s.") % {"day": wording.long_day(referral.starts_on)}
    if referral.outcome == Outcome.STARTED:
        return _("We ask now and then how it goes.")
    if referral.outcome in (Outcome.NOT_HIRED, Outcome.NO_ANSWER, Outcome.VACANCY_CLOSED):
        return _("It is not because of you alone. We look for something else with you.")
    return ""


def introductions_of_person(actor: Any, records: Any) -> Any:
    """What the page of a person shows; ``records``: ids of all records of this person."""
    return (
        Referral.objects.visible_to(actor)
        .filter(young_person__in=records)
        .select_related("vacancy__employer")
        .order_by("-pk")
    )


def vacancies_for(
    actor: Any, young_person: YoungPerson, *, typed: str, market: str, at: datetime
) -> Any:
    """Open vacancies for which this person is old enough; who never answers is left out."""
    today = localdate(at)
    found = Vacancy.objects.visible_to(actor).open(today).select_related("employer", "commune")
    if age_on(young_person.birth_on, today) < int(reference_value("overseas_age_min", on=today)):
        found = found.exclude(market=Market.OVERSEAS)
    if market in Market.values:
        found = found.filter(market=market)
    if typed:
        found = found.filter(folded_text__contains=fold(typed))
    else:
        found = found.exclude(employer__in=responses.silent_employers(today))
    taken = Referral.objects.open().filter(vacancy=OuterRef("pk"), young_person=young_person)
    return found.annotate(is_taken=Exists(taken)).order_by("closes_on", "pk")


def consent_in_force(young_person: YoungPerson) -> Consent | None:
    """The consent to be introduced, on whichever record of the person it stands."""
    return (
        Consent.objects.in_force()
        .filter(
            young_person__in=YoungPerson.objects.same_as(young_person),
            text__purpose=Purpose.INTRODUCTION,
        )
        .first()
    )


def introduced_to(employer_ids: Iterable[int], *, at: datetime) -> list[dict[str, Any]]:
    """What an employer may see of those introduced to it: the agreed fields, while it is open
    and agreed to. ``path``: where it answers; empty when the Centre must send a new link."""
    agreed = Consent.objects.in_force().filter(text__purpose=Purpose.INTRODUCTION)
    person = OuterRef("young_person")
    of_the_person = Q(young_person=person) | Q(young_person__merged_into=person)
    live = AnswerLink.objects.live(at).order_by("-pk")
    found = (
        Referral.objects.filter(vacancy__employer__in=list(employer_ids), freeze="")
        .filter(Exists(agreed.filter(of_the_person)), state__in=OPEN - {ReferralState.PROPOSED})
        .select_related("vacancy")
        .prefetch_related(Prefetch("links", live, to_attr="live_links"))
        .order_by("-issued_at", "pk")
    )
    return [
        {
            "reference": one.pk,
            "vacancy": one.vacancy,
            "state": one.get_state_display(),
            "tone": "warning" if one.waits_for == WaitsFor.EMPLOYER else "neutral",
            "issued_on": localdate(one.issued_at) if one.issued_at else None,
            "due_on": one.answer_due_on if one.state == ReferralState.ISSUED else None,
            "interview_at": one.interview_at if one.state == ReferralState.INTERVIEW else None,
            "shown": one.shown,
            "path": links.path_of(one.live_links[0]) if one.live_links else "",
        }
        for one in found
    ]


def introduced_to_employer(actor: Any, employer_id: int) -> Any:
    """What colleagues see on the page of an employer: of the people whom their unit follows."""
    return (
        Referral.objects.visible_to(actor)
        .filter(vacancy__employer=employer_id)
        .exclude(issued_at=None)
        .select_related("vacancy", "young_person")
        .order_by("-issued_at", "-pk")
    )


def issued_on(actor: Any, day: date) -> Any:
    """The slips of one day, to be printed together."""
    return (
        Referral.objects.visible_to(actor)
        .filter(issued_at__date=day, state__in=OPEN - {ReferralState.PROPOSED})
        .select_related("young_person__commune", "vacancy__employer__centre")
        .order_by("pk")
    )

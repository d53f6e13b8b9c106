"""From a vacancy and a wish to an introduction, an answer, a first day and a job that is kept."""

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.placements.models import DepartureStep, Placement, StayCheck
from nhipcau.placements.states import AT_WORK, DepartureStage, PlacementState
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome
from nhipcau.reporting.indicators import PERSONS, TURNS
from nhipcau.reporting.measures.base import Measure, Scope, local_day, rows_of
from nhipcau.reporting.measures.parts import first_sign
from nhipcau.seekers.models import JobWish
from nhipcau.vacancies.models import Vacancy

VACANCIES = pgettext_lazy("unit of a figure", "vacancies")
POSTS = pgettext_lazy("unit of a figure", "posts")
EMPLOYERS = pgettext_lazy("unit of a figure", "employers")
INTRODUCTIONS = pgettext_lazy("unit of a figure", "introductions")
ANSWERS = pgettext_lazy("unit of a figure", "answers")

CENTRE = "vacancy__employer__centre_id"
OF_VACANCY = ("unit", "market", "group", "section", "employer")
OF_REFERRAL = ("unit", "market", "group", "employer")
OF_PLACEMENT = ("unit", "market", "group", "country")
WENT = sorted({*AT_WORK, PlacementState.LEFT})
_SLIPS = _("introductions issued by the Centre, by the day of the slip")
_WORK = _("first days at work that followed an introduction")


def _vacancies(amount: Any) -> Any:
    def rows(scope: Scope) -> Any:
        found = Vacancy.objects.filter(
            employer__centre__in=scope.units, **scope.within("published_at")
        )
        return rows_of(
            found,
            unit="employer__centre_id",
            day=local_day("published_at"),
            amount=amount,
            market="market",
            group=first_sign("occupation_code"),
            section="employer__sections__0",
            employer="employer_id",
        )

    return rows


def _wishes(scope: Scope) -> Any:
    found = JobWish.objects.filter(**scope.within("told_at"))
    return rows_of(
        found,
        person="young_person_id",
        day=local_day("told_at"),
        market="market",
        group=first_sign("occupation__code"),
    )


def _issued(scope: Scope) -> Any:
    return Referral.objects.filter(
        vacancy__employer__centre__in=scope.units, **scope.within("issued_at")
    )


def _asked(scope: Scope) -> Any:
    """What was withdrawn before an answer, or lost its vacancy, was no question any more."""
    gone = [Outcome.WITHDRAWN, Outcome.VACANCY_CLOSED]
    return _issued(scope).exclude(answered_at=None, outcome__in=gone)


def _referral_rows(found: Any, moment: str, **values: Any) -> Any:
    return rows_of(
        found,
        person="young_person_id",
        unit=CENTRE,
        day=local_day(moment),
        market="vacancy__market",
        group=first_sign("vacancy__occupation_code"),
        employer="vacancy__employer_id",
        **values,
    )


def _introduced(scope: Scope) -> Any:
    return _referral_rows(_issued(scope), "issued_at")


def _questions(scope: Scope) -> Any:
    return _referral_rows(_asked(scope), "issued_at")


def _answered(scope: Scope) -> Any:
    return _referral_rows(_asked(scope).filter(answered_at__isnull=False), "issued_at")


def _in_time(scope: Scope) -> Any:
    answered_on = TruncDate("answered_at", tzinfo=timezone.get_default_timezone())
    found = _asked(scope).annotate(answered_on=answered_on)
    return _referral_rows(found.filter(answered_on__lte=F("answer_due_on")), "issued_at")


def _ended(scope: Scope) -> Any:
    found = Referral.objects.filter(
        vacancy__employer__centre__in=scope.units,
        issued_at__isnull=False,
        **scope.within("closed_at"),
    )
    return _referral_rows(found, "closed_at", outcome="outcome")


def _placed(scope: Scope, day: str, **wanted: Any) -> Any:
    return Placement.objects.filter(
        referral__vacancy__employer__centre__in=scope.units, **scope.on_days(day), **wanted
    )


def _placement_rows(found: Any, day: str, way: str = "", **values: Any) -> Any:
    vacancy = f"{way}referral__vacancy__"
    return rows_of(
        found,
        person=f"{way}referral__young_person_id",
        unit=f"{vacancy}employer__centre_id",
        day=day,
        market=f"{vacancy}market",
        group=first_sign(f"{vacancy}occupation_code"),
        country=f"{vacancy}country_code",
        **values,
    )


def _started(scope: Scope) -> Any:
    return _placement_rows(_placed(scope, "starts_on", state__in=WENT), "starts_on")


def _confirmed(scope: Scope) -> Any:
    certain = Q(state=PlacementState.CONFIRMED) | Q(
        state=PlacementState.LEFT, changes__to_state=PlacementState.CONFIRMED
    )
    found = _placed(scope, "starts_on").filter(certain).distinct()
    return _placement_rows(Placement.objects.filter(pk__in=found.values("pk")), "starts_on")


def _left(scope: Scope) -> Any:
    found = _placed(scope, "left_on", state=PlacementState.LEFT)
    return _placement_rows(found, "left_on", reason="leaving_reason")


def _departed(scope: Scope) -> Any:
    found = DepartureStep.objects.filter(
        stage=DepartureStage.DEPARTURE,
        placement__referral__vacancy__employer__centre__in=scope.units,
        **scope.on_days("done_on"),
    )
    return _placement_rows(found, "done_on", "placement__")


def _stay(scope: Scope) -> Any:
    """Every check of the people whose first day lies in the period: a cohort."""
    found = StayCheck.objects.filter(
        placement__referral__vacancy__employer__centre__in=scope.units,
        placement__state__in=WENT,
        **scope.on_days("placement__starts_on"),
    )
    return _placement_rows(
        found, "placement__starts_on", "placement__", answer="answer", after="day"
    )


MEASURES = (
    Measure(
        code="vacancies",
        label=_("Vacancies published"),
        formula=_("vacancies by the day they were published first"),
        source=_("vacancies kept by the Centre"),
        model=Vacancy,
        rows=_vacancies(1),
        turns=VACANCIES,
        of_row=OF_VACANCY,
    ),
    Measure(
        code="posts",
        label=_("Posts offered"),
        formula=_("sum of the posts of the vacancies published"),
        source=_("vacancies kept by the Centre"),
        model=Vacancy,
        rows=_vacancies(F("headcount")),
        turns=POSTS,
        of_row=OF_VACANCY,
    ),
    Measure(
        code="wishes",
        label=_("Registered to look for work"),
        formula=_("wishes told for the first time in the period"),
        source=_("wishes of young people (form 01a)"),
        model=JobWish,
        rows=_wishes,
        turns=TURNS,
        persons=PERSONS,
        of_row=("market", "group"),
    ),
    Measure(
        code="introduced",
        label=_("Introduced to an employer"),
        formula=_("slips issued in the period"),
        source=_SLIPS,
        model=Referral,
        rows=_introduced,
        turns=INTRODUCTIONS,
        persons=PERSONS,
        of_row=OF_REFERRAL,
    ),
    Measure(
        code="asked",
        label=_("Employers were asked"),
        formula=_("slips issued in the period, without those withdrawn before an answer"),
        source=_SLIPS,
        model=Referral,
        rows=_questions,
        turns=INTRODUCTIONS,
        persons=PERSONS,
        of_row=OF_REFERRAL,
    ),
    Measure(
        code="answered",
        label=_("Employers answered"),
        formula=_("of these, the slips that were answered by now"),
        source=_SLIPS,
        model=Referral,
        rows=_answered,
        turns=ANSWERS,
        persons=PERSONS,
        of_row=OF_REFERRAL,
    ),
    Measure(
        code="in_time",
        label=_("Employers answered in time"),
        formula=_("of these, answered by the day agreed"),
        source=_SLIPS,
        model=Referral,
        rows=_in_time,
        turns=ANSWERS,
        persons=PERSONS,
        of_row=OF_REFERRAL,
    ),
    Measure(
        code="ended",
        label=_("Introductions ended"),
        formula=_("slips closed in the period, by outcome"),
        source=_SLIPS,
        model=Referral,
        rows=_ended,
        turns=INTRODUCTIONS,
        persons=PERSONS,
        of_row=(*OF_REFERRAL, "outcome"),
    ),
    Measure(
        code="started",
        label=_("Began to work"),
        formula=_("first days that lie in the period"),
        source=_WORK,
        model=Placement,
        rows=_started,
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_PLACEMENT,
    ),
    Measure(
        code="confirmed",
        label=_("First day confirmed by two sides"),
        formula=_("of these, confirmed by person and employer"),
        source=_WORK,
        model=Placement,
        rows=_confirmed,
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_PLACEMENT,
    ),
    Measure(
        code="left_work",
        label=_("Left the job"),
        formula=_("last days that lie in the period"),
        source=_WORK,
        model=Placement,
        rows=_left,
        turns=TURNS,
        persons=PERSONS,
        of_row=(*OF_PLACEMENT, "reason"),
    ),
    Measure(
        code="departed",
        label=_("Left to work abroad"),
        formula=_("departures carried out in the period"),
        source=_("steps of the way abroad"),
        model=DepartureStep,
        rows=_departed,
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_PLACEMENT,
    ),
    Measure(
        code="stay",
        label=_("Asked whether they are still there"),
        formula=_(
            "checks of the people whose first day lies in the period, with the answer known by now"
        ),
        source=_WORK,
        model=StayCheck,
        rows=_stay,
        turns=ANSWERS,
        persons=PERSONS,
        of_row=(*OF_PLACEMENT, "answer", "after"),
    ),
)

"""A difficulty is told: by a colleague, an officer, an employer, a school, a young person."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.coordination import opening, rules
from nhipcau.coordination.details import DifficultyDetails
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.states import (
    KINDS_OF_EMPLOYER,
    KINDS_OF_PERSON,
    KINDS_OF_SCHOOL,
    Severity,
    Told,
)
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event, RegistrationGroup
from nhipcau.organisations.models import Organisation
from nhipcau.organisations.rules import communes_of
from nhipcau.people.models import Following, YoungPerson
from nhipcau.placements.models import Placement
from nhipcau.referrals.models import Referral
from nhipcau.shared.actors import is_system
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import Budget, spend
from nhipcau.vacancies.models import Vacancy

A_DAY = timedelta(days=1)
# A family in trouble tells more than one thing; nobody fills the queue of a unit.
BY_PERSON = Budget("difficulties of one person", 6, A_DAY)
BY_GROUP = Budget("difficulties of one group", 10, A_DAY)
BY_EMPLOYER = Budget("difficulties of one employer", 10, A_DAY)
SEEN: dict[str, Any] = {
    "young_person": YoungPerson,
    "event": Event,
    "employer": Employer,
    "vacancy": Vacancy,
    "referral": Referral,
    "placement": Placement,
}


@write
def tell_difficulty(*, by: Any, at: datetime, told: DifficultyDetails) -> Difficulty:
    """A colleague of either unit, or an officer of a commune, tells of a difficulty.

    Raises:
        NotAllowed: ``by`` works for neither unit.
        NoProgramme: the unit is party to no programme.
        InvalidValue: something is missing, or ``by`` does not see what it is about.
    """
    require(rules.may_tell(by), _("Your role does not tell of difficulties here."))
    _require_seen(by, told)
    unit = _own_unit(by, told)
    told_by = Told.STAFF if rules.works_together(by) or is_system(by) else Told.OFFICER
    return opening.begin(told, told_by, by=by, at=at, unit=unit)


@write
def tell_as_employer(
    *, by: Any, at: datetime, employer: Employer, told: DifficultyDetails
) -> Difficulty:
    """An employer tells of a difficulty at its desk. Nothing is frozen by that.

    Raises:
        NotAllowed: the desk is another employer's.
        TooManyAttempts: too many in a day.
        NoProgramme, InvalidValue: as ``tell_difficulty``.
    """
    require(rules.may_tell_as_employer(by, employer), _("This is not your desk."))
    _require_one_of(told.kind, KINDS_OF_EMPLOYER)
    spend(BY_EMPLOYER, str(employer.pk), at=at)
    if told.vacancy is not None and told.vacancy.employer_id != employer.pk:
        raise InvalidValue(_("Please choose one of your vacancies."), field="vacancy")
    told = replace(told, employer=employer, unit=employer.centre, severity="")
    return opening.begin(told, Told.EMPLOYER, by=by, at=at, units=[employer.centre_id])


@write
def tell_as_school(
    *, by: Any, at: datetime, group: RegistrationGroup, code: str, told: DifficultyDetails
) -> Difficulty:
    """A teacher tells of a difficulty on the page of the group, without an account.

    Raises:
        NotAllowed: the secret is not that of the group.
        TooManyAttempts: too many in a day.
        NoProgramme, InvalidValue: as ``tell_difficulty``.
    """
    require(rules.may_tell_as_school(group, code), _("This link is not known."))
    _require_one_of(told.kind, KINDS_OF_SCHOOL)
    spend(BY_GROUP, group.code, at=at)
    event = group.session.event
    told = replace(told, event=event, unit=None, severity="")
    line = event.plan_line
    return opening.begin(told, Told.SCHOOL, by=by, at=at, units=[line.lead_id, line.supporting_id])


@write
def ask_for_help(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    kind: str,
    what: str = "",
    in_danger: bool = False,
    placement: Placement | None = None,
) -> Difficulty:
    """A young person who signed in by phone asks for help, perhaps about a placement.

    Raises:
        NotAllowed: it is not the person's own phone.
        TooManyAttempts: too many in a day.
        InvalidValue: nothing was chosen, or the placement is another person's.
    """
    require(rules.may_ask_for_help(by, young_person), _("This is not your record."))
    return _asked(young_person, kind, what, in_danger, placement, by=by, at=at)


@write
def ask_for_help_by_link(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    token: str,
    kind: str,
    what: str = "",
    in_danger: bool = False,
) -> Difficulty:
    """The same by the signed link of a message, without signing in.

    Raises:
        NotAllowed: the link is not the person's, or too old.
        TooManyAttempts, InvalidValue: as ``ask_for_help``.
    """
    require(
        rules.may_ask_by_link(young_person, token, at=at), _("This link is not good any more.")
    )
    return _asked(young_person, kind, what, in_danger, None, by=by, at=at)


def _asked(
    person: YoungPerson,
    kind: str,
    what: str,
    in_danger: bool,
    placement: Placement | None,
    *,
    by: Any,
    at: datetime,
) -> Difficulty:
    _require_one_of(kind, KINDS_OF_PERSON)
    kept = person.merged_into or person
    spend(BY_PERSON, str(kept.pk), at=at)
    if placement is not None and placement.referral.young_person_id not in _records(kept):
        raise InvalidValue(_("Please choose your own work."), field="placement")
    told = DifficultyDetails(
        kind=kind,
        what=what,
        severity=Severity.DANGER if in_danger else "",
        young_person=kept,
        placement=placement,
    )
    units = Following.objects.filter(young_person__in=_records(kept)).order_by("since", "pk")
    following = list(units.values_list("organisation", flat=True))
    if placement is not None:
        following.insert(0, placement.referral.vacancy.employer.centre_id)
    return opening.begin(told, Told.PERSON, by=by, at=at, units=following)


def _records(kept: YoungPerson) -> set[int]:
    return set(YoungPerson.objects.same_as(kept).values_list("pk", flat=True))


def _require_one_of(kind: str, kinds: tuple[Any, ...]) -> None:
    if kind not in {one.value for one in kinds}:
        raise InvalidValue(_("Please choose what it is about."), field="kind")


def _require_seen(by: Any, told: DifficultyDetails) -> None:
    """What it hangs on is something that the colleague may see."""
    if is_system(by):
        return
    for name, model in SEEN.items():
        record = getattr(told, name)
        if record is not None and not model.objects.visible_to(by).filter(pk=record.pk).exists():
            raise InvalidValue(_("Please choose a record of your unit."), field=name)


def _own_unit(by: Any, told: DifficultyDetails) -> Organisation | None:
    """The unit of the colleague; of one with two, that of the two which was chosen."""
    if is_system(by):
        return told.unit
    own = rules.units_of(by) or {unit for unit, _commune in communes_of(by)}
    if told.unit is not None and told.unit.pk in own:
        return told.unit
    return Organisation.objects.filter(pk__in=own).order_by("pk").first()

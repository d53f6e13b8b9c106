"""What must hold before a step is taken, by the names that the table uses."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.people.models import Consent, Purpose
from nhipcau.people.rules import age_on, needs_guardian, require_consent
from nhipcau.referrals import clock
from nhipcau.referrals.errors import (
    AlreadyReferred,
    Frozen,
    LicenceMissing,
    TooYoung,
    VacancyNotOpen,
)
from nhipcau.referrals.models import Referral, ReferralStep
from nhipcau.referrals.states import Freeze
from nhipcau.referrals.told import Told
from nhipcau.shared import wording
from nhipcau.shared.errors import IllegalTransition, InvalidValue
from nhipcau.shared.reference_values import reference_value
from nhipcau.vacancies.models import Market, Vacancy
from nhipcau.vacancies.states import VacancyState


def consent(referral: Referral, told: Told, at: datetime) -> None:
    """The person agreed to be introduced; for a child, a guardian did."""
    person = referral.young_person
    require_consent(person, Purpose.INTRODUCTION)
    if needs_guardian(person.birth_on, on=localdate(at)):
        by_guardian = Consent.objects.in_force().filter(
            young_person=person, text__purpose=Purpose.INTRODUCTION, guardian__isnull=False
        )
        if not by_guardian.exists():
            raise TooYoung(_("A parent or guardian must agree to the introduction as well."))


def age(referral: Referral, told: Told, at: datetime) -> None:
    is_abroad = referral.vacancy.market == Market.OVERSEAS
    code = "overseas_age_min" if is_abroad else "registrant_age_min"
    least = int(reference_value(code, on=localdate(at)))
    if age_on(referral.young_person.birth_on, localdate(at)) < least:
        raise TooYoung(
            _("For this work one has to be %(age)d years old or older.") % {"age": least}
        )


def vacancy_open(referral: Referral, told: Told, at: datetime) -> None:
    vacancy = referral.vacancy
    if vacancy.state != VacancyState.PUBLISHED:
        raise VacancyNotOpen(_("This vacancy is not open for applicants."))
    if vacancy.closes_on < localdate(at):
        raise VacancyNotOpen(_("The last day of this vacancy has passed."))
    if vacancy.places_left <= 0:
        raise VacancyNotOpen(_("All places of this vacancy are taken."))


def employer_verified(referral: Referral, told: Told, at: datetime) -> None:
    if referral.vacancy.employer.state != EmployerState.VERIFIED:
        raise VacancyNotOpen(_("This employer is not verified, or it is suspended."))


def has_licence(vacancy: Vacancy, at: datetime) -> bool:
    """Work at home needs none; who sends people abroad needs one that is in force."""
    if vacancy.market != Market.OVERSEAS:
        return True
    in_force = SendingLicence.objects.in_force(localdate(at))
    return bool(in_force.filter(employer=vacancy.employer_id).exists())


def licence(referral: Referral, told: Told, at: datetime) -> None:
    if not has_licence(referral.vacancy, at):
        raise LicenceMissing(_("The licence to send people abroad is not in force today."))


def is_introduced_besides(referral: Referral) -> bool:
    """Whether another introduction of this person to this vacancy is open."""
    same = {"young_person": referral.young_person_id, "vacancy": referral.vacancy_id}
    return bool(Referral.objects.open().filter(**same).exclude(pk=referral.pk).exists())


def once(referral: Referral, told: Told, at: datetime) -> None:
    """Two at once for one post wait here for each other; the second is refused in words."""
    Vacancy.objects.select_for_update(of=("self",)).get(pk=referral.vacancy_id)
    if is_introduced_besides(referral):
        raise AlreadyReferred(_("An earlier introduction to this vacancy is still open."))


def was_issued(referral: Referral, told: Told, at: datetime) -> None:
    if referral.issued_at is None:
        raise IllegalTransition(_("This was never introduced; propose it anew."))


def interview_ahead(referral: Referral, told: Told, at: datetime) -> None:
    assert told.interview_at
    if told.interview_at <= at:
        raise InvalidValue(_("This moment has passed already."), field="interview_at")
    if told.interview_at > at + timedelta(days=clock.days("referral_link_days", at)):
        raise InvalidValue(
            _("This is very far away; please check the date."), field="interview_at"
        )


def first_day_ahead(referral: Referral, told: Told, at: datetime) -> None:
    assert told.starts_on
    assert referral.issued_at
    today = localdate(at)
    if told.starts_on < localdate(referral.issued_at) or told.starts_on > today + timedelta(366):
        raise InvalidValue(_("Please check the first day of work."), field="starts_on")


def answer_by_near(referral: Referral, told: Told, at: datetime) -> None:
    assert told.answer_by
    today = localdate(at)
    last = today + timedelta(days=clock.days("referral_more_time_days_most", at))
    if not today < told.answer_by <= last:
        raise InvalidValue(
            _("Please choose a day from tomorrow until %(last)s.") % {"last": wording.day(last)},
            field="answer_by",
        )


def more_time_once(referral: Referral, told: Told, at: datetime) -> None:
    asked = ReferralStep.objects.filter(
        referral=referral, name="more_time", undone_by=None, at__gte=referral.issued_at
    )
    if asked.exists():
        raise IllegalTransition(_("More time was given once already. Please say yes or no."))


def cause_of_freezing(vacancy: Vacancy, at: datetime) -> str:
    """Why introductions to a vacancy must be held now; empty when they may go on."""
    if vacancy.state == VacancyState.FROZEN:
        return Freeze.VACANCY.value
    if vacancy.employer.state == EmployerState.SUSPENDED:
        return Freeze.EMPLOYER.value
    return "" if has_licence(vacancy, at) else Freeze.LICENCE.value


def cause_is_over(referral: Referral, told: Told, at: datetime) -> None:
    if not referral.freeze:
        raise IllegalTransition(_("This introduction is not frozen."))
    if cause := cause_of_freezing(referral.vacancy, at):
        why = Freeze(cause).label
        raise Frozen(_("It cannot go on yet: %(why)s.") % {"why": why})


GUARDS: dict[str, Callable[[Referral, Told, datetime], None]] = {
    guard.__name__: guard
    for guard in (
        *(consent, age, vacancy_open, employer_verified, licence, once, was_issued),
        *(interview_ahead, first_day_ahead, answer_by_near, more_time_once, cause_is_over),
    )
}


def check(names: tuple[str, ...], referral: Referral, told: Told, at: datetime) -> None:
    """Ask each; the first that does not hold stops the step."""
    for name in names:
        GUARDS[name](referral, told, at)

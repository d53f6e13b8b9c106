"""What the installation does by the clock: ask after missing answers, hold what may not go on,
end what nobody agrees to any more, and forget what an employer no longer needs."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.people import use_cases as people
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.people.rules import agrees, may_withdraw_consent
from nhipcau.referrals import clock, guards, rules, taking
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ASKED, Freeze, ReferralState
from nhipcau.referrals.table import STEPS
from nhipcau.referrals.told import Told
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Market
from nhipcau.vacancies.states import Closing, VacancyState

MOST_A_RUN = 300
MOST_FORGOTTEN = 5000
GONE = (Closing.WITHDRAWN, Closing.REFUSED, Closing.FILLED)


@write
def run_clock(*, by: Any, at: datetime) -> int:
    """Take every step of the clock whose working day has come; how many. At most one a day each.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_clock(by), _("Only the installation runs the clock."))
    due = Referral.objects.filter(state__in=ASKED, freeze="", due_on__lte=localdate(at))
    taken = 0
    for referral in list(due.order_by("due_on", "pk")[:MOST_A_RUN]):
        referral = taking.locked(referral)
        if name := clock.chase_due(referral, at):
            taking.take(referral, STEPS[name], by=by, at=at)
            taken += 1
    return taken


@write
def hold_and_release(*, by: Any, at: datetime) -> int:
    """Freeze what may not go on (licence, vacancy, employer), let go on what may again, end what
    has no vacancy or no consent any more; how many introductions were touched.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_clock(by), _("Only the installation runs the clock."))
    touched = 0
    for referral in list(_to_look_at(at)):
        referral = taking.locked(referral)
        if referral.state == ReferralState.CLOSED:
            continue
        name, told = _needed(referral, at)
        if name:
            taking.take(referral, STEPS[name], told, by=by, at=at)
            touched += 1
    return touched


@write
def withdraw_consent(
    *, by: Any, at: datetime, young_person: YoungPerson, purpose: Purpose
) -> YoungPerson:
    """End a consent; with that to be introduced, every open introduction ends at once.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        ConsentMissing: there is nothing in force to withdraw.
    """
    require(may_withdraw_consent(by, young_person), _("This is not your record."))
    people.withdraw_consent(by=by, at=at, young_person=young_person, purpose=purpose)
    if purpose == Purpose.INTRODUCTION:
        records = YoungPerson.objects.same_as(young_person)
        for referral in list(Referral.objects.open().filter(young_person__in=records)):
            referral = taking.locked(referral)
            # The person's wish is carried out by the installation; the consent says whose it was.
            taking.take(referral, STEPS["consent_gone"], by=SYSTEM, at=at)
    return young_person


@write
def forget_shown(*, by: Any, at: datetime) -> int:
    """Empty what employers saw of people whose introduction ended some time ago; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_clock(by), _("Only the installation cleans up."))
    still_shown = Referral.objects.filter(state=ReferralState.CLOSED).exclude(shown={})
    if not still_shown.exists():
        return 0
    kept = timedelta(days=clock.days("referral_shown_days", at))
    gone = list(still_shown.filter(closed_at__lte=at - kept)[:MOST_FORGOTTEN])
    Referral.objects.filter(pk__in=[one.pk for one in gone]).update(shown={})
    audit.record_each("referral.shown_forgotten", about=gone, by=by, at=at, fields=["shown"])
    return len(gone)


def _to_look_at(at: datetime) -> Any:
    """Open introductions for which the state of the world asks for a step."""
    in_force = SendingLicence.objects.in_force(localdate(at))
    licensed = Exists(in_force.filter(employer=OuterRef("vacancy__employer")))
    must_hold = (
        Q(vacancy__state=VacancyState.FROZEN)
        | Q(vacancy__employer__state=EmployerState.SUSPENDED)
        | Q(Q(vacancy__market=Market.OVERSEAS), ~licensed)
    )
    has_no_vacancy = Q(vacancy__state=VacancyState.CLOSED) & (
        Q(state=ReferralState.PROPOSED)
        | Q(state__in=STEPS["vacancy_gone"].sources, vacancy__closing__in=GONE)
    )
    agreed = Consent.objects.in_force().filter(text__purpose=Purpose.INTRODUCTION)
    is_held = ~Q(freeze="")
    return (
        Referral.objects.open()
        .filter(
            ~Exists(agreed.filter(young_person=OuterRef("young_person")))
            | has_no_vacancy
            | (~is_held & must_hold)
            | (is_held & ~Q(freeze=Freeze.REPORT) & ~must_hold)
        )
        .order_by("pk")[:MOST_A_RUN]
    )


def _needed(referral: Referral, at: datetime) -> tuple[str, Told]:
    """The step that the state of the world asks for now; an empty name when it asks for none."""
    vacancy = referral.vacancy
    if not agrees(referral.young_person, Purpose.INTRODUCTION):
        return "consent_gone", Told()
    is_gone = vacancy.state == VacancyState.CLOSED and (
        vacancy.closing in GONE or referral.state == ReferralState.PROPOSED
    )
    if is_gone and referral.state in STEPS["vacancy_gone"].sources:
        return "vacancy_gone", Told()
    cause = guards.cause_of_freezing(vacancy, at)
    if cause and not referral.freeze:
        return "freeze", Told(freeze=cause)
    if referral.freeze and not cause and referral.freeze != Freeze.REPORT:
        return "unfreeze", Told()
    return "", Told()

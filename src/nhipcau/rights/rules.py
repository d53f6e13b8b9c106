"""Who may ask about whose data, who answers, and by when."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.accounts.models import SignInCode
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.organisations.working_days import working_days_after
from nhipcau.people.models import YoungPerson
from nhipcau.rights.models import DataRequest
from nhipcau.rights.states import RequestKind
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value

CONFIRMED_WITHIN = timedelta(minutes=15)


def is_the_person(actor: Any, person: YoungPerson) -> bool:
    return bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)


def is_data_officer(actor: Any) -> bool:
    return bool(partner_units_of(actor, Role.DATA_OFFICER))


def may_ask(actor: Any, person: YoungPerson) -> bool:
    """The person; or a data officer who writes down what the person asked."""
    if is_the_person(actor, person):
        return True
    return (
        is_data_officer(actor)
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def may_take_out(actor: Any, person: YoungPerson) -> bool:
    """The whole file: the person alone, or a data officer to whom the person turned."""
    return may_ask(actor, person)


def may_answer(actor: Any, request: DataRequest) -> bool:
    return (
        bool(actor.pk)
        and is_data_officer(actor)
        and DataRequest.objects.visible_to(actor).filter(pk=request.pk).exists()
    )


def may_withdraw(actor: Any, person: YoungPerson) -> bool:
    if is_the_person(actor, person) or is_system(actor):
        return True
    return (
        bool(actor.pk)
        and actor.is_staff_account
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def was_confirmed(person: YoungPerson, request_token: str, *, at: datetime) -> bool:
    """A code sent to the person's phone was given back a moment ago."""
    return (
        bool(request_token)
        and SignInCode.objects.filter(
            request_token=request_token,
            phone=person.phone,
            used_at__gt=at - CONFIRMED_WITHIN,
            used_at__lte=at,
        ).exists()
    )


def reply_due_on(at: datetime) -> date:
    """The working day by which the person hears from us first."""
    today = localdate(at)
    days = int(reference_value("data_request_first_reply_days", on=today))
    return working_days_after(today, days)


def answer_due_on(kind: str, at: datetime) -> date:
    """The day by which it is done."""
    today = localdate(at)
    is_withdrawal = kind in (RequestKind.WITHDRAW, RequestKind.RESTRICT)
    code = "consent_withdrawal_days" if is_withdrawal else "data_request_days"
    return today + timedelta(days=int(reference_value(code, on=today)))


def cooling_until(kind: str, at: datetime) -> date | None:
    """The day from which somebody may really be erased."""
    if kind != RequestKind.ERASE:
        return None
    today = localdate(at)
    return today + timedelta(days=int(reference_value("erasure_cooling_days", on=today)))

"""How often an employer answers: counted, month by month, and what follows from silence."""

import datetime as dt

import pytest

from nhipcau.referrals import queries, responses
from nhipcau.referrals.responses import Response
from nhipcau.vacancies.models import OverseasTerms
from tests.factories import (
    NOON,
    ReferralFactory,
    SendingLicenceFactory,
    VacancyFactory,
    YoungPersonFactory,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def asked(vacancy, *, days_ago, answered_after=None, **values):
    issued_at = NOON - dt.timedelta(days=days_ago)
    answered_at = None
    if answered_after is not None:
        answered_at = issued_at + dt.timedelta(days=answered_after)
    told = {"state": "ISSUED"} if answered_at is None else {"state": "INTERVIEW"}
    return ReferralFactory(
        vacancy=vacancy,
        issued_at=issued_at,
        answered_at=answered_at,
        answer_due_on=(issued_at + dt.timedelta(days=5)).date(),
        **{**told, **values},
    )


def test_asked_answered_and_in_time(office):
    vacancy = office.vacancy
    asked(vacancy, days_ago=20, answered_after=5)
    asked(vacancy, days_ago=40, answered_after=6)
    asked(vacancy, days_ago=60)
    asked(vacancy, days_ago=2)  # its day to answer has not come
    asked(vacancy, days_ago=2, answered_after=1)
    asked(vacancy, days_ago=50, state="CLOSED", outcome="WITHDRAWN")
    asked(vacancy, days_ago=500, answered_after=1)  # too long ago
    other = VacancyFactory()
    asked(other, days_ago=9)

    found = responses.responses_of([vacancy.employer_id, other.employer_id], NOON)

    assert found == {
        vacancy.employer_id: Response(asked=4, answered=3, in_time=2),
        other.employer_id: Response(asked=1),
    }


def test_the_history_goes_by_month(office):
    asked(office.vacancy, days_ago=60)
    asked(office.vacancy, days_ago=20, answered_after=1)
    asked(office.vacancy, days_ago=21, answered_after=1)

    assert responses.months_of(office.vacancy.employer_id, NOON) == [
        (dt.date(2026, 9, 1), Response(asked=1)),
        (dt.date(2026, 11, 1), Response(asked=2, answered=2, in_time=2)),
    ]


def test_who_was_asked_often_and_never_answered_is_no_longer_suggested(office):
    silent = VacancyFactory(title="Thợ hàn", folded_text="tho han")
    for _number in range(4):
        asked(silent, days_ago=30)
    assert responses.silent_employers(TODAY) == frozenset()
    asked(silent, days_ago=30)
    assert responses.silent_employers(TODAY) == {silent.employer_id}

    def offered(typed):
        told = {"typed": typed, "market": "", "at": NOON}
        return list(queries.vacancies_for(office.counsellor, office.person, **told))

    assert offered("") == [office.vacancy]
    assert offered("Thợ hàn") == [silent]
    asked(silent, days_ago=30, answered_after=1)
    assert silent in offered("")


def test_a_person_is_not_offered_what_is_only_for_the_older(office):
    abroad = VacancyFactory(market="OVERSEAS")
    SendingLicenceFactory(employer=abroad.employer)
    OverseasTerms.objects.create(
        vacancy=abroad,
        channel="LICENSED",
        contract_number="1",
        contract_on=dt.date(2026, 1, 1),
        contract_valid_until=dt.date(2027, 1, 1),
        contract_headcount=9,
        term_months=36,
        hours_week=40,
    )
    young = YoungPersonFactory(birth_on=dt.date(2009, 5, 4))
    told = {"typed": "", "market": "", "at": NOON}

    assert abroad not in queries.vacancies_for(office.counsellor, young, **told)
    assert abroad in queries.vacancies_for(office.counsellor, office.person, **told)

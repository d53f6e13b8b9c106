"""A licence that is not in force hides work abroad at once, and freezes it within a minute."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from nhipcau.employers.models import SendingLicence
from nhipcau.ops.tasks import EVERY
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.errors import LicenceNotInForce
from nhipcau.vacancies.models import OverseasTerms, Vacancy
from tests.factories import NOON, moment
from tests.vacancies.made import (
    abroad,
    counsellor_of,
    drafted_abroad,
    licence,
    published,
    published_abroad,
)

LAST_DAY = dt.date(2026, 12, 10)
BEFORE_MIDNIGHT = moment("2026-12-10 23:59")
MIDNIGHT = moment("2026-12-11 00:00")


def shown(at):
    return list(Vacancy.objects.public(localdate(at)))


def a_vacancy():
    return published_abroad(licence_until=LAST_DAY, told=abroad(closes_on=dt.date(2027, 1, 31)))


def test_a_lapsed_licence_hides_its_vacancies_from_the_first_second():
    made = a_vacancy()
    at_home = published(employer=made.employer)

    assert made in shown(BEFORE_MIDNIGHT)
    assert shown(MIDNIGHT) == [at_home]
    made.refresh_from_db()
    assert made.state == "PUBLISHED", "hidden by the day alone, before any job ran"


def test_a_lapsed_licence_freezes_within_a_minute_with_a_trace_and_a_reason():
    made = a_vacancy()

    assert use_cases.freeze_unlicensed(by=SYSTEM, at=BEFORE_MIDNIGHT) == 0
    crontab, _job = EVERY["freeze_unlicensed"]
    assert crontab.split() == ["*", "*", "*", "*", "*", "15"], "once a minute, at second 15"
    latest = MIDNIGHT + dt.timedelta(seconds=60)
    assert use_cases.freeze_unlicensed(by=SYSTEM, at=latest) == 1

    made.refresh_from_db()
    change = made.changes.order_by("pk").last()
    assert (made.state, change.to_state, change.by) == ("FROZEN", "FROZEN", None)
    assert "giấy phép" in change.reason.lower()
    assert use_cases.freeze_unlicensed(by=SYSTEM, at=latest) == 0, "a second run does nothing"


def test_a_withdrawn_licence_hides_and_freezes_as_a_lapsed_one():
    made = a_vacancy()
    SendingLicence.objects.filter(employer=made.employer).update(withdrawn_on=NOON.date())

    assert shown(NOON) == []
    assert use_cases.freeze_unlicensed(by=SYSTEM, at=NOON) == 1


def test_a_contract_registration_that_ran_out_hides_and_freezes():
    made = published_abroad()
    OverseasTerms.objects.filter(vacancy=made).update(contract_valid_until=dt.date(2026, 11, 22))

    assert shown(NOON) == []
    assert use_cases.freeze_unlicensed(by=SYSTEM, at=NOON) == 1


def test_a_new_licence_of_the_same_sender_keeps_its_vacancies():
    made = a_vacancy()
    licence(made.employer, number="new", issued_on=LAST_DAY, expires_on=dt.date(2030, 1, 1))

    assert shown(MIDNIGHT) == [made]
    assert use_cases.freeze_unlicensed(by=SYSTEM, at=MIDNIGHT) == 0


def test_work_at_home_of_the_same_employer_goes_on():
    made = a_vacancy()
    at_home = published(employer=made.employer)

    use_cases.freeze_unlicensed(by=SYSTEM, at=moment("2026-12-15 08:00"))

    at_home.refresh_from_db()
    assert at_home.state == "PUBLISHED"
    assert list(Vacancy.objects.public(dt.date(2026, 12, 15))) == [at_home]


def test_it_goes_on_only_with_a_licence():
    made = a_vacancy()
    use_cases.freeze_unlicensed(by=SYSTEM, at=MIDNIGHT)
    told = {"by": counsellor_of(made.employer), "vacancy": made, "reason": "Đã gia hạn"}

    with pytest.raises(LicenceNotInForce):
        use_cases.unfreeze(at=MIDNIGHT, **told)
    licence(made.employer, number="new", issued_on=LAST_DAY, expires_on=dt.date(2030, 1, 1))
    use_cases.unfreeze(at=MIDNIGHT, **told)

    assert shown(MIDNIGHT) == [made]


def test_a_frozen_draft_and_others_are_left_alone():
    drafted_abroad()

    assert use_cases.freeze_unlicensed(by=SYSTEM, at=NOON) == 0


def test_nobody_but_the_installation_runs_it():
    with pytest.raises(NotAllowed):
        use_cases.freeze_unlicensed(by=PUBLIC, at=NOON)

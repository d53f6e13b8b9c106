"""What the clock does to vacancies at home: expired ones close, stale ones are asked and close."""

import datetime as dt

import pytest

from nhipcau.employers import letters
from nhipcau.employers.models import DeskLink, Occasion
from nhipcau.employers.use_cases import open_desk
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.models import Vacancy
from tests.factories import NOON, EmployerContactFactory, moment
from tests.vacancies.made import TODAY, counsellor_of, details, published

FAR = TODAY + dt.timedelta(days=170)


def days(number):
    return NOON + dt.timedelta(days=number)


def test_on_the_day_after_the_last_one_it_is_hidden_and_then_closed():
    made = published(told=details(closes_on=TODAY))

    assert list(Vacancy.objects.open(TODAY)) == [made]
    assert not Vacancy.objects.open(TODAY + dt.timedelta(days=1)).exists(), "before any job"
    assert use_cases.close_over(by=SYSTEM, at=moment("2026-11-23 23:59")) == 0
    assert use_cases.close_over(by=SYSTEM, at=moment("2026-11-24 00:05")) == 1

    made.refresh_from_db()
    assert (made.state, made.closing) == ("CLOSED", "EXPIRED")


def test_a_vacancy_that_nobody_confirmed_is_asked_then_closed():
    made = published(told=details(closes_on=FAR))

    assert use_cases.ask_whether_open(by=SYSTEM, at=days(22)) == 0
    assert use_cases.ask_whether_open(by=SYSTEM, at=days(24)) == 1
    assert use_cases.ask_whether_open(by=SYSTEM, at=days(25)) == 0, "once"
    assert use_cases.close_stale(by=SYSTEM, at=days(30)) == 0
    assert use_cases.close_stale(by=SYSTEM, at=days(31) + dt.timedelta(hours=1)) == 1

    made.refresh_from_db()
    assert (made.state, made.closing) == ("CLOSED", "STALE")


def test_one_letter_asks_an_employer_about_all_its_vacancies_and_opens_its_desk():
    made = published(told=details(closes_on=FAR))
    published(employer=made.employer, told=details(closes_on=FAR))
    contact = EmployerContactFactory(employer=made.employer)

    assert use_cases.ask_whether_open(by=SYSTEM, at=days(24)) == 2

    link = DeskLink.objects.get(occasion=Occasion.STILL_OPEN)
    assert link.contact == contact
    subject, body = letters.written(link)
    assert "còn tuyển" in subject
    assert link.token in body
    open_desk(by=PUBLIC, at=days(30), token=link.token, desk_key="k" * 40)


def test_who_has_no_address_is_asked_by_the_colleagues():
    made = published(told=details(closes_on=FAR))
    EmployerContactFactory(employer=made.employer, email="")

    assert use_cases.ask_whether_open(by=SYSTEM, at=days(24)) == 1
    assert not DeskLink.objects.exists()


def test_whoever_confirms_keeps_it_open():
    made = published(told=details(closes_on=FAR))
    use_cases.ask_whether_open(by=SYSTEM, at=days(24))

    use_cases.confirm_open(by=counsellor_of(made.employer), at=days(25), vacancy=made)

    assert use_cases.close_stale(by=SYSTEM, at=days(40)) == 0
    assert use_cases.ask_whether_open(by=SYSTEM, at=days(49)) == 1, "asked again in its time"


def test_nobody_is_closed_as_stale_who_was_not_asked_a_week_before():
    published(told=details(closes_on=FAR))

    assert use_cases.close_stale(by=SYSTEM, at=days(60)) == 0
    use_cases.ask_whether_open(by=SYSTEM, at=days(60))
    assert use_cases.close_stale(by=SYSTEM, at=days(66)) == 0
    assert use_cases.close_stale(by=SYSTEM, at=days(67)) == 1


@pytest.mark.parametrize("job", ["close_over", "ask_whether_open", "close_stale", "send_digests"])
def test_nobody_but_the_installation_runs_the_jobs(job):
    with pytest.raises(NotAllowed):
        getattr(use_cases, job)(by=PUBLIC, at=NOON)

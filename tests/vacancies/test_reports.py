"""Anybody reports a vacancy: work abroad is frozen at once, until a colleague decides."""

import datetime as dt

import pytest

from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed, TooManyAttempts
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.errors import VacancyMoved
from nhipcau.vacancies.models import Vacancy, VacancyReport
from tests.factories import (
    NOON,
    every_row,
)
from tests.vacancies.made import (
    TODAY,
    counsellor_of,
    licence,
    published,
    published_abroad,
    stranger,
)

SOON = NOON + dt.timedelta(minutes=5)


def report(vacancy, *, at=NOON, sender="203.0.113.7", suspicion="MONEY", **told):
    return use_cases.report_vacancy(
        by=PUBLIC, at=at, vacancy=vacancy, suspicion=suspicion, sender=sender, **told
    )


def decide(made, decision, *, by=None, at=SOON, note="Đã gọi cho doanh nghiệp"):
    by = by or counsellor_of(made.vacancy.employer)
    return use_cases.decide_report(by=by, at=at, report=made, decision=decision, note=note)


def state(vacancy):
    vacancy.refresh_from_db()
    return vacancy.state


def test_one_report_without_a_name_freezes_work_abroad_at_once():
    vacancy = published_abroad()

    made = report(vacancy, text="Đòi 20 triệu tiền cọc")

    assert made.has_frozen
    assert state(vacancy) == "FROZEN"
    assert not Vacancy.objects.public(TODAY).exists()
    change = vacancy.changes.order_by("pk").last()
    assert (change.by, change.to_state) == (None, "FROZEN")


def test_work_at_home_is_flagged_and_goes_on():
    vacancy = published()

    made = report(vacancy)

    assert not made.has_frozen
    assert state(vacancy) == "PUBLISHED"
    assert vacancy.flagged_at == NOON


def test_something_else_needs_a_word_on_what():
    with pytest.raises(InvalidValue) as refused:
        report(published(), suspicion="OTHER", text="  ")
    assert refused.value.field == "text"


def test_one_address_freezes_three_in_a_day_and_more_are_kept_and_shown():
    vacancies = [published_abroad() for _number in range(4)]

    frozen = [report(one).has_frozen for one in vacancies]

    assert frozen == [True, True, True, False]
    assert state(vacancies[3]) == "PUBLISHED"
    assert vacancies[3].flagged_at
    assert report(vacancies[3], sender="198.51.100.9").has_frozen, "another address is another one"


def test_one_address_sends_ten_reports_a_day():
    vacancy = published()
    for _number in range(10):
        report(vacancy)

    with pytest.raises(TooManyAttempts):
        report(vacancy)
    with every_row():
        assert VacancyReport.objects.count() == 10
    report(vacancy, at=NOON + dt.timedelta(days=1))


def test_an_untrue_report_lets_it_go_on():
    vacancy = published_abroad()
    made = report(vacancy)

    decide(made, "UNFOUNDED")

    assert state(vacancy) == "PUBLISHED"
    assert vacancy.flagged_at is None


def test_it_stays_frozen_until_the_last_report_is_decided():
    vacancy = published_abroad()
    first, second = report(vacancy), report(vacancy, sender="198.51.100.9")

    decide(first, "UNFOUNDED")
    assert state(vacancy) == "FROZEN"
    decide(second, "UNFOUNDED")
    assert state(vacancy) == "PUBLISHED"


def test_a_true_report_keeps_it_frozen_whatever_else_is_decided():
    vacancy = published_abroad()
    first, second = report(vacancy), report(vacancy, sender="198.51.100.9")

    decide(first, "UPHELD")
    decide(second, "UNFOUNDED")

    assert state(vacancy) == "FROZEN"


def test_a_true_report_freezes_work_at_home_too():
    vacancy = published()

    decide(report(vacancy), "UPHELD")

    assert state(vacancy) == "FROZEN"


def test_what_a_colleague_froze_is_not_let_go_by_an_untrue_report():
    vacancy = published_abroad()
    made = report(vacancy)
    by = counsellor_of(vacancy.employer)
    use_cases.unfreeze(by=by, at=SOON, vacancy=vacancy, reason="Đã xem")
    use_cases.freeze(by=by, at=SOON, vacancy=vacancy, reason="Nghi vấn khác")

    decide(made, "UNFOUNDED", at=SOON + dt.timedelta(minutes=1))

    assert state(vacancy) == "FROZEN"


def test_without_a_licence_an_untrue_report_lets_nothing_go():
    vacancy = published_abroad()
    made = report(vacancy)
    vacancy.employer.licences.update(withdrawn_on=TODAY)

    decide(made, "UNFOUNDED")

    assert state(vacancy) == "FROZEN"
    with every_row():
        made.refresh_from_db()
    assert made.decision == "UNFOUNDED"


def test_after_an_untrue_report_the_next_ones_are_shown_and_freeze_nothing_for_two_weeks():
    vacancy = published_abroad()
    decide(report(vacancy), "UNFOUNDED")

    within = report(vacancy, sender="198.51.100.9", at=NOON + dt.timedelta(days=13))
    assert not within.has_frozen
    after = report(vacancy, sender="198.51.100.8", at=SOON + dt.timedelta(days=15))
    assert after.has_frozen


def test_a_report_is_decided_once_with_a_word_by_the_centre():
    made = report(published())

    with pytest.raises(InvalidValue):
        decide(made, "UPHELD", note=" ")
    with pytest.raises(NotAllowed):
        decide(made, "UPHELD", by=stranger())
    decide(made, "UNFOUNDED")
    with pytest.raises(VacancyMoved):
        decide(made, "UPHELD")


def test_a_report_of_a_vacancy_that_is_not_public_freezes_nothing():
    vacancy = published_abroad()
    by = counsellor_of(vacancy.employer)
    use_cases.close(by=by, at=NOON, vacancy=vacancy, closing="WITHDRAWN")
    licence(vacancy.employer, number="x")

    assert not report(vacancy).has_frozen
    assert state(vacancy) == "CLOSED"

"""The steps of a vacancy, and the points without which nothing is published."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.details import CostDetails
from nhipcau.vacancies.errors import (
    EmployerNotVerified,
    FeeAboveCeiling,
    LicenceNotInForce,
    NoPlaceLeft,
    VacancyIncomplete,
    VacancyMoved,
)
from nhipcau.vacancies.listing import OVERSEAS_POINTS, look, missing
from nhipcau.vacancies.models import OverseasTerms, Vacancy
from nhipcau.vacancies.states import VACANCY_TRANSITIONS, Closing, VacancyState
from tests.factories import NOON, EmployerFactory, VacancyFactory
from tests.vacancies.made import (
    COSTS,
    TODAY,
    abroad,
    counsellor_of,
    details,
    drafted_abroad,
    licence,
    published,
    published_abroad,
    stranger,
    terms,
)

S = VacancyState
LATER = NOON + dt.timedelta(days=3)


def entered(**changes):
    employer = EmployerFactory()
    by = counsellor_of(employer)
    return use_cases.enter_vacancy(
        by=by, at=NOON, employer=employer, details=details(**changes)
    ), by


def test_a_vacancy_goes_from_draft_to_everybody_and_leaves_its_trace():
    made, by = entered()

    use_cases.send_in(by=by, at=NOON, vacancy=made)
    use_cases.publish(by=by, at=LATER, vacancy=made)

    made.refresh_from_db()
    assert (made.published_at, made.confirmed_at) == (LATER, LATER)
    assert list(made.changes.order_by("pk").values_list("to_state", flat=True)) == [
        "DRAFT",
        "SUBMITTED",
        "PUBLISHED",
    ]
    assert list(Vacancy.objects.open(TODAY)) == [made]


def test_what_is_given_back_tells_why():
    made, by = entered()
    use_cases.send_in(by=by, at=NOON, vacancy=made)

    with pytest.raises(ReasonMissing):
        use_cases.give_back(by=by, at=NOON, vacancy=made, reason=" ")
    use_cases.give_back(by=by, at=NOON, vacancy=made, reason="Thiếu mức lương")

    assert made.changes.order_by("pk").last().reason == "Thiếu mức lương"


def test_nothing_of_an_employer_that_is_not_verified_is_published_or_shown():
    made, by = entered()
    Employer.objects.filter(pk=made.employer_id).update(state=EmployerState.SUSPENDED)

    with pytest.raises(EmployerNotVerified):
        use_cases.publish(by=by, at=NOON, vacancy=made)

    shown = published()
    Employer.objects.filter(pk=shown.employer_id).update(state=EmployerState.SUSPENDED)
    assert not Vacancy.objects.public(TODAY).exists()


def test_a_vacancy_at_home_needs_its_commune():
    made, by = entered(commune=None)

    with pytest.raises(VacancyIncomplete) as refused:
        use_cases.publish(by=by, at=NOON, vacancy=made)
    assert len(refused.value.missing) == 1


def test_only_the_centre_publishes_freezes_and_refuses():
    made = published()
    other = stranger()

    for step in (
        lambda: use_cases.freeze(by=other, at=NOON, vacancy=made, reason="x"),
        lambda: use_cases.close(by=other, at=NOON, vacancy=made, closing=Closing.WITHDRAWN),
        lambda: use_cases.confirm_open(by=other, at=NOON, vacancy=made),
        lambda: use_cases.count_filled(by=other, at=NOON, vacancy=made, filled_count=1),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_frozen_is_hidden_at_once_and_goes_on_with_a_reason():
    made = published()
    by = counsellor_of(made.employer)

    use_cases.freeze(by=by, at=NOON, vacancy=made, reason="Có phản ánh")
    assert not Vacancy.objects.public(TODAY).exists()

    with pytest.raises(ReasonMissing):
        use_cases.unfreeze(by=by, at=LATER, vacancy=made, reason="")
    use_cases.unfreeze(by=by, at=LATER, vacancy=made, reason="Đã kiểm tra")
    assert Vacancy.objects.public(TODAY).exists()
    made.refresh_from_db()
    assert made.published_at == NOON, "the day it was first published stays"


def test_the_last_place_closes_it_and_undoing_opens_nothing():
    made = published(told=details(headcount=2))
    by = counsellor_of(made.employer)

    use_cases.take_place(by=by, at=NOON, vacancy=made)
    use_cases.take_place(by=by, at=NOON, vacancy=made)
    made.refresh_from_db()
    assert (made.state, made.closing) == (S.CLOSED, Closing.FILLED)

    with pytest.raises(NoPlaceLeft):
        use_cases.take_place(by=by, at=NOON, vacancy=made)
    use_cases.give_place_back(by=by, at=NOON, vacancy=made)
    made.refresh_from_db()
    assert (made.places_left, made.state) == (1, S.CLOSED)


def test_a_closed_vacancy_opens_again_with_a_new_last_day():
    made = published()
    by = counsellor_of(made.employer)
    use_cases.close(by=by, at=NOON, vacancy=made, closing=Closing.WITHDRAWN)
    told = {"by": by, "at": LATER, "vacancy": made, "reason": "Cần thêm người"}

    with pytest.raises(InvalidValue):
        use_cases.reopen(**told, closes_on=TODAY)
    use_cases.reopen(**told, closes_on=TODAY + dt.timedelta(days=60))

    made.refresh_from_db()
    assert (made.state, made.closing) == (S.PUBLISHED, "")


def test_a_refusal_by_the_centre_tells_why():
    made, by = entered()
    use_cases.send_in(by=by, at=NOON, vacancy=made)

    with pytest.raises(ReasonMissing):
        use_cases.close(by=by, at=NOON, vacancy=made, closing=Closing.REFUSED)


STEPS = {
    "send_in": ({S.DRAFT}, {}),
    "publish": ({S.DRAFT, S.SUBMITTED}, {}),
    "give_back": ({S.SUBMITTED}, {"reason": "x"}),
    "freeze": ({S.PUBLISHED}, {"reason": "x"}),
    "unfreeze": ({S.FROZEN}, {"reason": "x"}),
    "reopen": ({S.CLOSED}, {"reason": "x", "closes_on": TODAY}),
    "close": ({S.DRAFT, S.SUBMITTED, S.PUBLISHED, S.FROZEN}, {"closing": Closing.REFUSED}),
}


@pytest.mark.parametrize(("step", "state"), list(itertools.product(STEPS, S)))
def test_every_step_follows_the_table_and_nothing_else(step, state):
    sources, told = STEPS[step]
    employer = EmployerFactory()
    made = use_cases.enter_vacancy(
        by=counsellor_of(employer), at=NOON, employer=employer, details=details()
    )
    closing = Closing.WITHDRAWN if state == S.CLOSED else ""
    Vacancy.objects.filter(pk=made.pk).update(state=state, closing=closing)
    told = {**told, "reason": "x"} if step == "close" else told
    act = getattr(use_cases, step)

    if state not in sources:
        with pytest.raises((IllegalTransition, VacancyMoved)):
            act(by=counsellor_of(employer), at=NOON, vacancy=made, **told)
        return
    act(by=counsellor_of(employer), at=NOON, vacancy=made, **told)
    made.refresh_from_db()
    assert made.state in VACANCY_TRANSITIONS[state]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "CLOSED"},
        {"closing": "FILLED"},
        {"wage_from": 2, "wage_to": 1},
        {"filled_count": 6},
        {"country_code": "JP"},
        {"only_for": "MALE"},
        {"age_from": 18},
        {"age_from": 30, "age_to": 20},
        {"state": "LOST"},
    ],
)
def test_the_database_refuses_what_no_use_case_would_write(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        VacancyFactory(**broken)


# --- work abroad ---------------------------------------------------------------------------------


def test_the_sixteen_points_are_there_and_nine_of_them_are_required():
    assert [point.number for point in OVERSEAS_POINTS] == list(range(1, 17))
    required = {point.number for point in OVERSEAS_POINTS if point.required}
    assert required == {1, 2, 3, 4, 6, 8, 9, 13, 14}


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (1, {"channel": "STATE"}),
        (3, {"contract_number": ""}),
        (3, {"contract_on": None}),
        (3, {"contract_valid_until": dt.date(2026, 11, 22)}),
        (3, {"contract_headcount": 9}),
        (4, {"foreign_employer": ""}),
        (4, {"foreign_place": ""}),
        (6, {"term_months": None}),
        (6, {"hours_week": None}),
        (6, {"overtime_note": ""}),
        (6, {"deductions_note": ""}),
        (8, {"costs": COSTS[:3]}),
        (8, {"costs": ()}),
        (9, {"refund_rule": ""}),
        (13, {"rights_note": ""}),
        (13, {"emergency_contact": ""}),
        (13, {"complaint_contact": ""}),
    ],
)
def test_work_abroad_is_not_published_while_a_required_point_is_missing(number, changes):
    made = drafted_abroad(told_terms=terms(**changes))
    licence(made.employer)

    with pytest.raises(VacancyIncomplete) as refused:
        use_cases.publish(by=counsellor_of(made.employer), at=NOON, vacancy=made)

    assert [one.split(".")[0] for one in refused.value.missing] == [str(number)]
    assert not Vacancy.objects.public(TODAY).exists()


def test_with_all_required_points_work_abroad_is_published():
    made = published_abroad()

    assert list(Vacancy.objects.open(TODAY)) == [made]
    assert missing(look(made, on=TODAY)) == []


def test_work_abroad_without_any_terms_is_not_published():
    employer = EmployerFactory()
    by = counsellor_of(employer)
    licence(employer)
    made = use_cases.enter_vacancy(by=by, at=NOON, employer=employer, details=abroad())

    with pytest.raises(VacancyIncomplete) as refused:
        use_cases.publish(by=by, at=NOON, vacancy=made)
    assert len(refused.value.missing) >= 7


def test_work_abroad_needs_a_licence_in_force_on_the_day():
    made = drafted_abroad()
    by = counsellor_of(made.employer)

    with pytest.raises(LicenceNotInForce):
        use_cases.publish(by=by, at=NOON, vacancy=made)
    licence(made.employer, expires_on=TODAY - dt.timedelta(days=1))
    with pytest.raises(LicenceNotInForce):
        use_cases.publish(by=by, at=NOON, vacancy=made)
    licence(EmployerFactory())
    with pytest.raises(LicenceNotInForce):
        use_cases.publish(by=by, at=NOON, vacancy=made)


def test_a_unit_of_the_state_sends_without_an_enterprises_licence():
    made = drafted_abroad(
        employer=EmployerFactory(ownership="STATE"), told_terms=terms(channel="STATE")
    )

    use_cases.publish(by=counsellor_of(made.employer), at=NOON, vacancy=made)

    assert list(Vacancy.objects.public(TODAY)) == [made]


def test_a_cost_that_no_rate_compares_is_not_published_by_guess():
    foreign = (CostDetails("SERVICE_FEE", 100, "…", currency="XXX"), *COSTS[1:])
    made = drafted_abroad(told_terms=terms(costs=foreign))
    licence(made.employer)

    with pytest.raises(FeeAboveCeiling):
        use_cases.publish(by=counsellor_of(made.employer), at=NOON, vacancy=made)


def test_who_looked_at_the_demands_is_kept_and_stays_when_terms_are_written_again():
    made = drafted_abroad(told_terms=terms(demands_checked=True))
    first = OverseasTerms.objects.get(vacancy=made).demands_checked_by

    use_cases.tell_terms(
        by=counsellor_of(made.employer),
        at=LATER,
        vacancy=made,
        details=terms(demands_checked=True),
    )

    kept = OverseasTerms.objects.get(vacancy=made)
    assert (kept.demands_checked_by, kept.demands_checked_on) == (first, TODAY)
    assert kept.costs.count() == len(COSTS)

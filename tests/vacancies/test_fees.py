"""Ceilings of what may be asked of a worker who goes abroad: rules as data, computed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.vacancies.codes import CostKind
from nhipcau.vacancies.fees import ceilings, fee_ceiling, rule_for
from nhipcau.vacancies.listing import above, look
from nhipcau.vacancies.models import CostLine, MoneyRule, OverseasTerms, Vacancy
from tests.vacancies.made import TODAY, drafted_abroad, terms

GENERAL = MoneyRule(months_per_year=Decimal(1), months_most=Decimal(3), months_most_from_term=36)
SEAFARER = MoneyRule(
    months_per_year=Decimal("1.5"), months_most=Decimal(3), months_most_from_term=36
)
ENGINEER = MoneyRule(months_per_year=Decimal("0.7"), months_most=Decimal(2))


@pytest.mark.parametrize(
    ("rule", "term", "months"),
    [
        (GENERAL, 12, "1"),
        (GENERAL, 18, "1.5"),
        (GENERAL, 24, "2"),
        (GENERAL, 36, "3"),
        (GENERAL, 60, "3"),
        (SEAFARER, 10, "1.25"),
        (SEAFARER, 30, "3.75"),
        (SEAFARER, 36, "3"),
        (ENGINEER, 12, "0.7"),
        (ENGINEER, 36, "2"),
    ],
)
def test_the_ceiling_is_as_the_law_has_it(rule, term, months):
    assert fee_ceiling(rule, wage=100_000, term_months=term) == Decimal(months) * 100_000


@given(
    wage=st.integers(1, 500_000_000),
    term=st.integers(1, 120),
    per_year=st.decimals("0", "2", places=1),
    most=st.none() | st.decimals("0", "5", places=1),
    start=st.integers(0, 48),
)
def test_the_ceiling_is_never_negative_and_never_above_either_limit(
    wage, term, per_year, most, start
):
    rule = MoneyRule(months_per_year=per_year, months_most=most, months_most_from_term=start)

    found = fee_ceiling(rule, wage=wage, term_months=term)

    assert 0 <= found <= per_year * term * wage / 12 + Decimal("0.01")
    if most is not None and term >= start:
        assert found <= most * wage + Decimal("0.01")


def test_the_most_precise_rule_counts_and_an_old_one_gives_way_on_its_day():
    MoneyRule.objects.create(
        code="fee",
        kind="SERVICE_FEE",
        months_per_year=Decimal("0.5"),
        valid_from=dt.date(2027, 1, 1),
        source="x",
        evidence="S",
    )

    assert rule_for("SERVICE_FEE", "TW", "", on=TODAY).months_per_year == 1
    assert rule_for("SERVICE_FEE", "TW", "", on=dt.date(2027, 1, 1)).months_per_year == Decimal(
        "0.5"
    )
    assert rule_for("SERVICE_FEE", "JP", "intern-3", on=TODAY).months_per_year == 0
    assert rule_for("SERVICE_FEE", "TW", "intern-3", on=TODAY).code == "fee"
    assert rule_for("DEPOSIT", "JP", "", on=TODAY) is None


def lines(*told):
    return [
        CostLine(kind=kind, amount=amount, currency=money, payer=payer, due="x")
        for kind, amount, money, payer in told
    ]


def asked(vacancy, costs, **told):
    found = OverseasTerms(vacancy=vacancy, term_months=36, **told)
    return {one.kind: one for one in ceilings(vacancy, found, costs, on=TODAY)}


JAPAN = Vacancy(market="OVERSEAS", country_code="JP", wage_from=180_000, wage_currency="JPY")


def test_what_is_told_in_dong_is_compared_in_the_money_of_the_wage():
    costs = lines(("SERVICE_FEE", 540_000 * 165, "VND", "WORKER"))

    one = asked(JAPAN, costs)[CostKind.SERVICE_FEE]

    assert (one.told, one.most, one.is_above) == (540_000, 540_000, False)


def test_what_others_pay_is_not_the_workers_and_lowers_the_ceiling():
    costs = lines(
        ("SERVICE_FEE", 300_000, "JPY", "WORKER"), ("SERVICE_FEE", 900_000, "JPY", "SENDER")
    )

    one = asked(JAPAN, costs, paid_by_foreign_side=300_000)[CostKind.SERVICE_FEE]

    assert (one.told, one.most, one.is_above) == (300_000, 240_000, True)


def test_a_deposit_is_asked_for_only_where_a_rule_names_it():
    costs = lines(("DEPOSIT", 12_000_000, "VND", "WORKER"))
    taiwan = Vacancy(market="OVERSEAS", country_code="TW", wage_from=28_000, wage_currency="TWD")

    assert asked(JAPAN, costs)[CostKind.DEPOSIT].is_above
    assert not asked(taiwan, costs)[CostKind.DEPOSIT].is_above
    more = lines(("DEPOSIT", 12_000_001, "VND", "WORKER"))
    assert asked(taiwan, more)[CostKind.DEPOSIT].is_above


def test_brokerage_is_never_the_workers():
    assert asked(JAPAN, lines(("BROKERAGE", 1, "VND", "WORKER")))[CostKind.BROKERAGE].is_above


def test_a_job_without_a_fee_takes_none():
    one = asked(JAPAN, lines(("SERVICE_FEE", 1, "JPY", "WORKER")), fee_job="intern-3")

    assert one[CostKind.SERVICE_FEE].most == 0
    assert one[CostKind.SERVICE_FEE].is_above


def test_a_term_that_is_not_told_leaves_the_ceiling_open_and_says_why():
    made = drafted_abroad(told_terms=terms(term_months=None))

    told = above(look(made, on=TODAY))

    assert len(told) == 1
    one = look(made, on=TODAY).ceilings()[0]
    assert one.most is None
    assert one.why

"""What may be asked of a worker who goes abroad, and what is asked. The rules are data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.wording import number
from nhipcau.vacancies.codes import CostKind, Payer, WagePeriod
from nhipcau.vacancies.models import CostLine, MoneyRule, OverseasTerms, Vacancy
from nhipcau.vacancies.wages import HOME_MONEY, in_dong

A_YEAR = 12


@dataclass(frozen=True)
class Ceiling:
    """What one kind of cost may come to, and what is told, in the money of the ceiling.

    ``most`` is None when it cannot be computed: then ``why`` says what is missing.
    """

    kind: str
    rule: MoneyRule | None
    most: int | None
    told: int | None
    currency: str
    why: str = ""

    @property
    def is_above(self) -> bool:
        return self.told is not None and self.most is not None and self.told > self.most

    @property
    def is_unknown(self) -> bool:
        return bool(self.told) and self.most is None


@kept_briefly
def money_rules(on: date) -> tuple[MoneyRule, ...]:
    """The rules in force on a day: the newest of each code."""
    newest: dict[str, MoneyRule] = {}
    for rule in MoneyRule.objects.filter(valid_from__lte=on).order_by("valid_from"):
        newest[rule.code] = rule
    return tuple(newest.values())


def jobs_of(country: str, *, on: date) -> list[tuple[str, str]]:
    """Kinds of job with a rule of their own in a market: to choose from."""
    return [
        (rule.job, rule.job_name)
        for rule in money_rules(on)
        if rule.job and rule.country_code in ("", country)
    ]


def rule_for(kind: str, country: str, job: str, *, on: date) -> MoneyRule | None:
    """The most precise rule: for this job before all jobs, for this market before all markets."""
    fitting = [
        rule
        for rule in money_rules(on)
        if rule.kind == kind and rule.country_code in ("", country) and rule.job in ("", job)
    ]
    return max(fitting, key=lambda one: (bool(one.job), bool(one.country_code)), default=None)


def fee_ceiling(rule: MoneyRule, *, wage: int, term_months: int) -> Decimal:
    """The ceiling of a service fee in the money of the wage.

    >>> rule = MoneyRule(months_per_year=Decimal(1), months_most=Decimal(3),
    ...                  months_most_from_term=36)
    >>> fee_ceiling(rule, wage=100, term_months=24), fee_ceiling(rule, wage=100, term_months=60)
    (Decimal('200.00'), Decimal('300.00'))
    """
    months = (rule.months_per_year or Decimal(0)) * term_months / A_YEAR
    if rule.months_most is not None and term_months >= rule.months_most_from_term:
        months = min(months, rule.months_most)
    return (months * wage).quantize(Decimal("0.01"), ROUND_HALF_UP)


def ceilings(
    vacancy: Vacancy, terms: OverseasTerms, costs: Sequence[CostLine], *, on: date
) -> list[Ceiling]:
    """Service fee, brokerage and deposit: what is told beside what is allowed."""
    return [
        _service_fee(vacancy, terms, costs, on=on),
        _amount(CostKind.BROKERAGE, vacancy, terms, costs, on=on),
        _amount(CostKind.DEPOSIT, vacancy, terms, costs, on=on),
    ]


def _told(
    kind: str, costs: Sequence[CostLine], currency: str, *, on: date
) -> tuple[int | None, str]:
    """What the worker pays of one kind in one money, and why that cannot be said."""
    total = Decimal(0)
    for line in costs:
        if line.kind != kind or line.payer != Payer.WORKER:
            continue
        if line.currency == currency:
            total += line.amount
            continue
        dong, one = in_dong(line.amount, line.currency, on=on), in_dong(1, currency, on=on)
        if dong is None or not one:
            return None, _("No rate is known for %(money)s.") % {
                "money": line.currency if dong is None else currency
            }
        total += dong / one
    return int(total.to_integral_value(ROUND_HALF_UP)), ""


def _service_fee(
    vacancy: Vacancy, terms: OverseasTerms, costs: Sequence[CostLine], *, on: date
) -> Ceiling:
    kind, money = CostKind.SERVICE_FEE, vacancy.wage_currency
    told, why = _told(kind, costs, money, on=on)
    rule = rule_for(kind, vacancy.country_code, terms.fee_job, on=on)
    if rule is None:
        return Ceiling(kind, None, None, told, money, _("No rule is known for this market."))
    if rule.months_per_year == 0:
        return Ceiling(kind, rule, 0, told, money, why)
    if not vacancy.wage_from or vacancy.wage_period != WagePeriod.MONTH or not terms.term_months:
        missing = _("The basic wage a month and the term are needed to compute the ceiling.")
        return Ceiling(kind, rule, None, told, money, missing)
    most = fee_ceiling(rule, wage=vacancy.wage_from, term_months=terms.term_months)
    # What the foreign side paid already is no more the worker's to pay.
    left = max(Decimal(0), most - terms.paid_by_foreign_side)
    return Ceiling(kind, rule, int(left), told, money, why)


def _amount(
    kind: str, vacancy: Vacancy, terms: OverseasTerms, costs: Sequence[CostLine], *, on: date
) -> Ceiling:
    told, why = _told(kind, costs, HOME_MONEY, on=on)
    rule = rule_for(kind, vacancy.country_code, terms.fee_job, on=on)
    if rule is None:
        none = _("No rule allows this in this market.")
        return Ceiling(kind, None, 0, told, HOME_MONEY, none)
    return Ceiling(kind, rule, rule.amount_most, told, HOME_MONEY, why)


def in_words(amount: int | None, currency: str) -> str:
    """``1.200.000 đ``; ``150.000 JPY``."""
    if amount is None:
        return "–"
    return f"{number(amount)}\N{NO-BREAK SPACE}{'đ' if currency == HOME_MONEY else currency}"

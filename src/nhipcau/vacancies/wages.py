"""What a wage comes to in đồng a month, so that an hour in Taiwan and a month here compare."""

from datetime import date
from decimal import Decimal

from nhipcau.shared.reference_values import ReferenceValueMissing, reference_value
from nhipcau.vacancies.codes import WagePeriod

HOME_MONEY = "VND"
LARGEST = 2_000_000_000
_TIMES = {
    WagePeriod.MONTH: "",
    WagePeriod.DAY: "working_days_a_month",
    WagePeriod.HOUR: "working_hours_a_month",
}


def rate(currency: str, *, on: date) -> Decimal | None:
    """Đồng for one unit of another money; nothing when no rate is told."""
    if currency == HOME_MONEY:
        return Decimal(1)
    try:
        return Decimal(reference_value(f"rate_{currency.lower()}", on=on))
    except ReferenceValueMissing:
        return None


def in_dong(amount: int | Decimal, currency: str, *, on: date) -> Decimal | None:
    """About so many đồng."""
    known = rate(currency, on=on)
    return None if known is None else Decimal(amount) * known


def monthly(amount: int | None, period: str, currency: str, *, on: date) -> int | None:
    """About so many đồng a month; nothing without an amount or a rate."""
    if amount is None:
        return None
    code = _TIMES[WagePeriod(period)]
    times = Decimal(reference_value(code, on=on)) if code else Decimal(1)
    known = in_dong(amount * times, currency, on=on)
    return None if known is None else min(int(known), LARGEST)

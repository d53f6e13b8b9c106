"""How a wage is written."""

from django.utils.translation import gettext as _

from nhipcau.shared.wording import number
from nhipcau.vacancies.codes import WageKind, WagePeriod
from nhipcau.vacancies.models import Vacancy

MILLION = 1_000_000


def wage_in_words(vacancy: Vacancy) -> str:
    """``8–12 triệu đ/tháng``, ``từ 300.000 đ/ngày``, ``165.000 JPY/tháng``, ``thỏa thuận``."""
    if vacancy.wage_kind == WageKind.AGREED or vacancy.wage_from is None:
        return _("to be agreed")
    low, high = vacancy.wage_from, vacancy.wage_to
    per = {
        WagePeriod.MONTH: _("a month"),
        WagePeriod.DAY: _("a day"),
        WagePeriod.HOUR: _("an hour"),
    }[WagePeriod(vacancy.wage_period)]
    if vacancy.wage_currency == "VND" and low >= MILLION and low % 100_000 == 0:
        amount = _range(low, high, MILLION)
        money = _("million đồng")
    else:
        amount = _range(low, high, 1)
        money = "đ" if vacancy.wage_currency == "VND" else vacancy.wage_currency
    # A month's wage that is one figure is that figure; piecework begins there.
    words = _("%(amount)s %(money)s %(per)s") % {"amount": amount, "money": money, "per": per}
    if high is None and vacancy.wage_kind == WageKind.PIECES:
        return _("from %(wage)s") % {"wage": words}
    return words


def _range(low: int, high: int | None, unit: int) -> str:
    def told(amount: int) -> str:
        value = amount / unit
        return number(value, 0 if value == int(value) else 1)

    return told(low) if high is None or high == low else f"{told(low)}–{told(high)}"

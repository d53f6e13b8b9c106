"""Wages, counts, days and places as employers write them: read surely, or refused with a code."""

import datetime as dt
import re
from dataclasses import dataclass

from nhipcau.shared.wording import fold
from nhipcau.vacancies.codes import ContractKind, Education, Experience, Training

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = r"(trieu|tr|trd|m|nghin|ngan|k|dong|d|vnd|vnđ)?"
_AMOUNT = re.compile(rf"({_NUMBER})\s*{_UNIT}(?![a-z])\s*(\d{{1,3}}\b)?")
_AGREED = re.compile(r"thoa thuan|thuong luong|canh tranh|theo nang luc|agree|negoti")
_OPEN_END = re.compile(r"tro len|\btren\b|\btu\b(?!.*\b(den|toi)\b)|toi thieu|\+|from")
_UP_TO = re.compile(r"upto|up to|\bden\b|\btoi\b|toi da|khong qua")
_DAY = re.compile(r"ngay|\bday\b|/ ?ngay|cong\b")
_HOUR = re.compile(r"gio|tieng|\bhour\b|/ ?h\b")
_PIECES = re.compile(r"san pham|hoa hong|khoan|doanh so|commission")
_FOREIGN = re.compile(r"usd|\$|yen|jpy|twd|krw|won|eur|nt\$|ndt|rmb")
LEAST_MONTHLY, MOST_MONTHLY = 1_000_000, 300_000_000


class Unclear(Exception):
    """A value that is not read. ``code`` is a key of ``list_reasons.SENTENCES``."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


@dataclass(frozen=True)
class Wage:
    kind: str = "RANGE"
    period: str = "MONTH"
    low: int | None = None
    high: int | None = None


def wage(typed: str) -> Wage:
    """``8 - 12 triệu``, ``9tr5``, ``7.000.000đ``, ``300k/ngày``, ``thỏa thuận``.

    Raises:
        Unclear: ``wage_foreign``, ``wage_order``, ``wage_far`` or ``wage_unclear``.
    """
    text = fold(typed).replace("\N{EN DASH}", "-").replace("~", "-")
    if not text or (_AGREED.search(text) and not re.search(r"\d", text)):
        return Wage(kind="AGREED")
    if _FOREIGN.search(text):
        raise Unclear("wage_foreign", typed)
    period = "HOUR" if _HOUR.search(text) else "DAY" if _DAY.search(text) else "MONTH"
    kind = "PIECES" if _PIECES.search(text) else "RANGE"
    found = [one for one in _AMOUNT.finditer(text) if one[1]]
    amounts = _amounts(found)[:2]
    if not amounts:
        raise Unclear("wage_unclear", typed)
    if period == "MONTH" and not all(LEAST_MONTHLY <= one <= MOST_MONTHLY for one in amounts):
        raise Unclear("wage_far", typed)
    if len(amounts) == 1:
        is_limit = _UP_TO.search(text) and not _OPEN_END.search(text)
        # “Up to 15 million” promises nothing from below.
        return Wage(kind, period, amounts[0], amounts[0] if is_limit else None)
    low, high = amounts
    if low > high:
        raise Unclear("wage_order", typed)
    return Wage(kind, period, low, high)


def _amounts(found: list[re.Match[str]]) -> list[int]:
    units = [one[2] or "" for one in found]
    last = next((unit for unit in reversed(units) if unit), "")
    amounts = []
    for one, unit in zip(found, units, strict=True):
        value = _plain_number(one[1])
        word = unit or (last if value < 1000 else "")
        if word in ("trieu", "tr", "trd", "m"):
            value = value * 1_000_000
            if one[3] and unit in ("tr", "trieu"):  # 9tr5, 8 triệu 500
                value += int(one[3].ljust(3, "0")) * 1_000
        elif word in ("nghin", "ngan", "k"):
            value = value * 1_000
        elif not word and value < 300:
            value = value * 1_000_000  # a bare “8 - 12” in a column of wages
        amounts.append(round(value))
    return amounts


def _plain_number(text: str) -> float:
    """``8.000.000`` and ``8,5``: groups of three after each sign are thousands."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    return (
        float(text.replace(",", "."))
        if text.count(",") + text.count(".") == 1
        else float(re.sub(r"[.,]", "", text))
    )


def count(typed: str) -> int:
    """``05``, ``10 người``, ``5 - 10``: the larger one.

    Raises:
        Unclear: ``count_missing``, ``count_unclear``.
    """
    text = fold(typed)
    if not text:
        raise Unclear("count_missing")
    numbers = [int(one) for one in re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text))]
    if not numbers or max(numbers) < 1 or max(numbers) > 10_000:
        raise Unclear("count_unclear", typed)
    return max(numbers)


def last_day(typed: str) -> dt.date | None:
    """A day of this century, day before month; nothing when there is none to read.

    Raises:
        Unclear: ``day_unclear``.
    """
    text = fold(typed)
    if not text:
        return None
    if found := re.search(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = found[1], found[2], found[3]
    elif found := re.search(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b", text):
        day, month, year = found[1], found[2], found[3]
    else:
        raise Unclear("day_unclear", typed)
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise Unclear("day_unclear", typed) from None


_TRAINING = (
    (Training.DOCTOR, r"tien si"),
    (Training.MASTER, r"thac si"),
    (Training.UNIVERSITY, r"dai hoc|\bdh\b|ky su|cu nhan"),
    (Training.COLLEGE, r"cao dang|\bcd\b"),
    (Training.INTERMEDIATE, r"trung cap|\btc\b|trung hoc chuyen nghiep"),
    (Training.ELEMENTARY, r"so cap|chung chi nghe|bang nghe"),
    (Training.NONE, r"pho thong|ldpt|khong yeu cau|khong can"),
)
_EDUCATION = (
    (Education.UPPER_SECONDARY, r"thpt|12 ?/ ?12|cap 3|cap iii|lop 12|ptth|trung hoc pho thong"),
    (Education.LOWER_SECONDARY, r"thcs|9 ?/ ?12|cap 2|cap ii\b|lop 9|trung hoc co so"),
    (Education.PRIMARY, r"tieu hoc|cap 1|5 ?/ ?12|biet chu|biet doc"),
)


def schooling(typed: str) -> tuple[str, str]:
    """Education and training named in a text; the lowest of each is enough to apply."""
    text = fold(typed)
    trained = [one for one, pattern in _TRAINING if re.search(pattern, text)]
    taught = [one for one, pattern in _EDUCATION if re.search(pattern, text)]
    if Education.UPPER_SECONDARY in taught:
        trained = [one for one in trained if one != Training.NONE or "khong" in text]
    return (taught[-1] if taught else ""), (trained[-1] if trained else "")


def experience(typed: str) -> str:
    text = fold(typed)
    if not text:
        return ""
    if re.search(r"khong|chua", text):
        return Experience.NONE
    years = re.search(r"(\d+)", text)
    if not years:
        return ""
    if "thang" in text and "nam" not in text:
        return Experience.UNDER_1 if int(years[1]) < 12 else Experience.FROM_1
    number = int(years[1])
    if number < 1:
        return Experience.NONE
    return (
        Experience.FROM_1 if number < 2 else Experience.FROM_2 if number < 5 else Experience.OVER_5
    )


def contract(typed: str) -> str:
    text = fold(typed)
    if re.search(r"khong (xac dinh|thoi han)|kxd|dai han", text):
        return ContractKind.INDEFINITE
    if re.search(r"thoi vu|mua vu|thu viec", text):
        return ContractKind.SEASONAL
    if found := re.search(r"(\d+)\s*(nam|thang)", text):
        months = int(found[1]) * (12 if found[2] == "nam" else 1)
        return ContractKind.UNDER_12 if months < 12 else ContractKind.FROM_12
    return ""


def asks_for_gender(typed: str) -> bool:
    """Whether one gender alone is wanted: ``Nam``, ``Chỉ nữ``; not ``Nam/Nữ``."""
    text = fold(typed)
    return bool(re.search(r"\bnam\b", text)) != bool(re.search(r"\bnu\b", text))


def asks_for_age(typed: str) -> bool:
    """Whether the ages are narrower than those of work in general."""
    text = fold(typed)
    return bool(re.search(r"\d", text)) and not re.fullmatch(
        r"(tu )?(du )?1[58]( tuoi)?( tro len)?", text
    )

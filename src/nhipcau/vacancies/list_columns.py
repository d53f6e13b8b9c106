"""Which column of an employer's list says what, and in which row its header stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.shared.tables.reading import Row, Sheet
from nhipcau.shared.vietnamese.guessing import Habit, read
from nhipcau.shared.wording import fold

SEARCHED_ROWS = 30
LONGEST_HEADER = 80


class Column(TextChoices):
    IGNORED = "", _("do not use")
    ORDER = "ORDER", _("running number")
    TITLE = "TITLE", _("what the work is called")
    HEADCOUNT = "HEADCOUNT", _("how many people")
    WAGE = "WAGE", pgettext_lazy("column", "wage")
    WAGE_FROM = "WAGE_FROM", _("wage from")
    WAGE_TO = "WAGE_TO", _("wage to")
    PLACE = "PLACE", _("place of work")
    EDUCATION = "EDUCATION", _("education or training")
    EXPERIENCE = "EXPERIENCE", pgettext_lazy("column", "experience")
    GENDER = "GENDER", pgettext_lazy("column", "gender")
    AGE = "AGE", pgettext_lazy("column", "age")
    BENEFITS = "BENEFITS", _("benefits")
    CLOSES_ON = "CLOSES_ON", _("last day")
    CONTRACT = "CONTRACT", _("kind of contract")
    HOURS = "HOURS", _("working hours")
    DESCRIPTION = "DESCRIPTION", _("description")


C = Column
_WORDS = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (C.ORDER, r"^(stt|tt|so tt|so thu tu|thu tu|no|s tt)$"),
        (C.WAGE_FROM, r"(luong|thu nhap).*(tu|thap nhat|toi thieu|min)$"),
        (C.WAGE_TO, r"(luong|thu nhap).*(den|cao nhat|toi da|max)$"),
        (C.CLOSES_ON, r"han nop|han cuoi|het han|thoi han (nop|tuyen|nhan)|deadline|ngay het"),
        (C.CONTRACT, r"hop dong|\bhd\b"),
        (C.HOURS, r"thoi gian lam|gio lam|ca lam|lam ca|working hours"),
        (C.HEADCOUNT, r"so luong|\bsl\b|so nguoi|chi tieu|so ld|quantity|headcount"),
        (C.WAGE, r"luong|thu nhap|salary|wage|luong thang"),
        (C.BENEFITS, r"quyen loi|phuc loi|che do|dai ngo|benefit"),
        (C.EXPERIENCE, r"kinh nghiem|experience"),
        (C.EDUCATION, r"trinh do|bang cap|hoc van|cmkt|chuyen mon|education"),
        (C.GENDER, r"gioi tinh|^gioi$|nam nu|gender"),
        (C.AGE, r"do tuoi|^tuoi$|\bage\b"),
        (C.PLACE, r"dia diem|noi lam|dia chi|khu vuc|noi tuyen|place|location"),
        (C.DESCRIPTION, r"mo ta|yeu cau|noi dung|cong viec cu the|ghi chu|description|note"),
        (
            C.TITLE,
            r"vi tri|chuc danh|ten (cong viec|nghe|vi tri)|cong viec|nganh nghe|nghe|"
            r"lao dong can tuyen|position|job|title",
        ),
    )
)
_WORTH = {C.TITLE: 4, C.HEADCOUNT: 3, C.WAGE: 2, C.WAGE_FROM: 2, C.PLACE: 2}


@dataclass(frozen=True)
class Layout:
    """``header_at``: places (in the sheet's rows) of the header; empty when none was found."""

    headers: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    header_at: tuple[int, ...] = ()

    @property
    def is_found(self) -> bool:
        return bool(self.header_at)

    @property
    def places(self) -> dict[str, int]:
        """Column → place of the first that says it."""
        return {str(one): at for at, one in reversed(list(enumerate(self.columns))) if one}


def plain(header: str, habit: Habit) -> str:
    """The words of a header as they are compared: no marks, no signs, single spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(read(header, habit).text)).split())


def column_of(words: str) -> Column:
    if not words or len(words) > LONGEST_HEADER:
        return C.IGNORED
    return next((one for one, pattern in _WORDS if pattern.search(words)), C.IGNORED)


def guess(headers: Sequence[str], habit: Habit) -> tuple[Column, ...]:
    """What each column says; nothing twice, but for texts, which are joined."""
    guessed: list[Column] = []
    for header in headers:
        column = column_of(plain(header, habit))
        is_taken = column in guessed and column not in (C.IGNORED, C.DESCRIPTION)
        guessed.append(C.IGNORED if is_taken else column)
    return tuple(guessed)


def weight(columns: Sequence[Column]) -> int:
    """How much a row looks like a header: 0 unless it names the work and one thing more."""
    useful = {one for one in columns if one not in (C.IGNORED, C.ORDER)}
    if C.TITLE not in useful or len(useful) < 2:
        return 0
    return sum(_WORTH.get(one, 1) for one in useful)


def layout_of(sheet: Sheet, habit: Habit) -> Layout:
    """The header that names most, in the first rows of a sheet; in one row or in two."""
    best, best_weight = Layout(), 0
    for place, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for at, headers in _headers(sheet.rows, place, row, habit):
            columns = guess(headers, habit)
            found = weight(columns)
            if found > best_weight:
                best, best_weight = Layout(headers, columns, at), found
    return best


def _headers(
    rows: Sequence[Row], place: int, row: Row, habit: Habit
) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    found: list[tuple[tuple[int, ...], tuple[str, ...]]] = [((place,), row.cells)]
    below = rows[place + 1] if place + 1 < len(rows) else None
    # The second row of a header has words, not figures; and is no header by itself: else the row
    # above it is a title.
    if (
        below
        and not any(re.search(r"\d", cell) for cell in below.cells)
        and not weight(guess(below.cells, habit))
    ):
        found.append(((place, place + 1), _joined(row.cells, below.cells)))
    return found


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """A merged cell stands in its first column alone; its words count for those under it."""
    headers, reach = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        reach = above or (reach if below else "")
        headers.append(f"{reach} {below}".strip())
    return tuple(headers)

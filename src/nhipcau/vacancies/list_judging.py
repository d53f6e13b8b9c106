"""What each row of an employer's list says, and what is to be said of it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nhipcau.shared.vietnamese.guessing import Habit, read
from nhipcau.shared.wording import day, fold
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.list_columns import Column
from nhipcau.vacancies.list_values import (
    Unclear,
    Wage,
    asks_for_age,
    asks_for_gender,
    contract,
    count,
    experience,
    last_day,
    schooling,
    wage,
)
from nhipcau.vacancies.states import RowVerdict

C = Column
Reason = dict[str, Any]
LONGEST_TITLE = 150
_CLOSING = re.compile(
    r"^(tong( cong| so)?\b|cong\b|ghi chu\b|luu y|nguoi lap|nguoi lien he|lien he|giam doc|"
    r"xac nhan|dai dien|ky ten|noi nhan|[a-z ]{0,30}ngay [0-9. ]+ ?thang)"
)
# What employers merge over several rows; an empty cell below says the same.
_MERGED = (C.PLACE, C.BENEFITS, C.CLOSES_ON, C.HOURS, C.CONTRACT, C.WAGE)


@dataclass(frozen=True)
class Place:
    market: str
    commune_id: int | None = None
    province_code: str = ""
    country_code: str = ""


@dataclass(frozen=True)
class Around:
    """What rows are read against. ``place_in``: the place a text names, if any; ``occupation_of``:
    id of the occupation a title names; ``at_home``: where the employer is."""

    habit: Habit
    today: dt.date
    last_day: dt.date
    days_most: int
    at_home: Place
    place_in: Callable[[str], Place | None]
    occupation_of: Callable[[str], int | None]


@dataclass
class Told:
    """One row as it is read; ``read`` has the names of ``VacancyDetails``."""

    verdict: str = RowVerdict.NEW
    reasons: list[Reason] = field(default_factory=list)
    read: dict[str, Any] = field(default_factory=dict)


def reason(code: str, column: int | None = None, about: str = "") -> Reason:
    return {"code": code, "column": column, "about": about[:80]}


class Judge:
    """Reads the rows of one sheet from above: merged cells reach down."""

    def __init__(self, columns: Sequence[str], around: Around) -> None:
        self.columns, self.around = list(columns), around
        self.above: dict[str, str] = {}

    def tell(self, cells: Sequence[str], cut: Sequence[int], typed: Mapping[str, str]) -> Told:
        """``typed``: column → what staff wrote in place of the cell."""
        texts = self._texts(cells, typed)
        if not typed and self._says_nothing(cells, texts):
            self.above = {}
            return Told(RowVerdict.IGNORED, [reason("closing")])
        told = Told()
        merged = self._reach_down(texts, typed, told)
        title = " ".join(texts.get(C.TITLE, "").split())
        if not title:
            told.reasons.append(reason("title_missing", self._at(C.TITLE)))
        elif len(title) > LONGEST_TITLE:
            told.reasons.append(reason("title_too_long", self._at(C.TITLE)))
        hard = [
            self._value(told, "headcount", C.HEADCOUNT, lambda: count(texts.get(C.HEADCOUNT, ""))),
            self._wage(told, texts),
            self._day(told, texts),
        ]
        told.read["title"] = title[:LONGEST_TITLE]
        self._place(told, texts.get(C.PLACE, ""), is_merged=C.PLACE in merged)
        self._rest(told, texts)
        told.read["occupation"] = self.around.occupation_of(title) if title else None
        is_titled = bool(title) and len(title) <= LONGEST_TITLE
        if not all(hard) or not is_titled:
            told.verdict = RowVerdict.UNREADABLE
        for at in cut:
            if at < len(self.columns) and self.columns[at] and self.columns[at] not in typed:
                told.verdict = RowVerdict.UNREADABLE
                told.reasons.append(reason("cell_cut", at))
        return told

    # --- the texts of a row ----------------------------------------------------------------------

    def _texts(self, cells: Sequence[str], typed: Mapping[str, str]) -> dict[str, str]:
        texts: dict[str, str] = {}
        for column, cell in zip(self.columns, cells, strict=False):
            text = read(cell, self.around.habit).text.strip() if cell else ""
            if column and text:
                texts[column] = f"{texts[column]}. {text}" if column in texts else text
        return texts | dict(typed)

    def _says_nothing(self, cells: Sequence[str], texts: Mapping[str, str]) -> bool:
        filled = [cell for cell in cells if cell]
        first = fold(read(filled[0], self.around.habit).text) if filled else ""
        if _CLOSING.search(first) and not (texts.get(C.TITLE) and texts.get(C.HEADCOUNT)):
            return True
        told = [one for one in texts if one not in (C.ORDER, "")]
        has_figures = texts.get(C.HEADCOUNT) or texts.get(C.WAGE) or texts.get(C.WAGE_FROM)
        # One cell alone in its row is a heading: “I. Xưởng may”.
        return not told or (len(filled) <= 2 and not has_figures)

    def _reach_down(self, texts: dict[str, str], typed: Mapping[str, str], told: Told) -> set[str]:
        reached = set()
        for column in _MERGED:
            if texts.get(column):
                self.above[column] = texts[column]
            elif column in self.above and column not in typed:
                texts[column] = self.above[column]
                reached.add(str(column))
                told.reasons.append(reason("from_above", self._at(column), texts[column]))
        return reached

    # --- the values ------------------------------------------------------------------------------

    def _at(self, column: str) -> int | None:
        return self.columns.index(column) if column in self.columns else None

    def _value(self, told: Told, name: str, column: str, ask: Callable[[], Any]) -> bool:
        try:
            told.read[name] = ask()
        except Unclear as unclear:
            told.reasons.append(reason(unclear.code, self._at(column), unclear.about))
            return False
        return True

    def _wage(self, told: Told, texts: Mapping[str, str]) -> bool:
        if C.WAGE_FROM in texts or C.WAGE_TO in texts:
            low, high = texts.get(C.WAGE_FROM, ""), texts.get(C.WAGE_TO, "")
            written, column = " - ".join(filter(None, (low, high))), C.WAGE_FROM
        else:
            written, column = texts.get(C.WAGE, ""), C.WAGE
        found: list[Wage] = []
        try:
            found.append(wage(written))
        except Unclear as unclear:
            told.reasons.append(reason(unclear.code, self._at(column), unclear.about))
            return False
        one = found[0]
        told.read |= {"wage_kind": one.kind, "wage_period": one.period}
        told.read |= {"wage_from": one.low, "wage_to": one.high}
        return True

    def _day(self, told: Told, texts: Mapping[str, str]) -> bool:
        written = texts.get(C.CLOSES_ON, "")
        try:
            on = last_day(written) or self.around.last_day
        except Unclear as unclear:
            told.reasons.append(reason(unclear.code, self._at(C.CLOSES_ON), unclear.about))
            return False
        told.read["closes_on"] = on.isoformat()
        days = (on - self.around.today).days
        if days < 0 or days > self.around.days_most:
            code = "day_over" if days < 0 else "day_far"
            told.reasons.append(reason(code, self._at(C.CLOSES_ON), day(on)))
            return False
        return True

    def _place(self, told: Told, written: str, *, is_merged: bool) -> None:
        place = self.around.place_in(written) if written else None
        if place is None:
            code = "place_unknown" if written else "place_of_employer"
            told.reasons.append(reason(code, self._at(C.PLACE), written))
            place = self.around.at_home
        if place.market == Market.OVERSEAS:
            told.reasons.append(reason("abroad", self._at(C.PLACE)))
        told.read |= {
            "market": str(place.market),
            "commune": place.commune_id,
            "province_code": place.province_code,
            "country_code": place.country_code,
            "address": written[:200],
        }

    def _rest(self, told: Told, texts: Mapping[str, str]) -> None:
        education, training = schooling(texts.get(C.EDUCATION, ""))
        told.read |= {
            "education": str(education),
            "training": str(training),
            "experience": str(experience(texts.get(C.EXPERIENCE, ""))),
            "contract_kind": str(contract(texts.get(C.CONTRACT, ""))),
            "hours_note": texts.get(C.HOURS, "")[:120],
            "has_shifts": bool(re.search(r"\bca\b", fold(texts.get(C.HOURS, "")))),
            "benefit_note": texts.get(C.BENEFITS, "")[:300],
            "description": self._description(texts),
        }
        if asks_for_gender(texts.get(C.GENDER, "")):
            about = texts[C.GENDER]
            told.reasons.append(reason("gender_left_out", self._at(C.GENDER), about))
        if asks_for_age(texts.get(C.AGE, "")):
            told.reasons.append(reason("age_left_out", self._at(C.AGE), texts[C.AGE]))

    def _description(self, texts: Mapping[str, str]) -> str:
        parts = [texts.get(C.DESCRIPTION, ""), texts.get(C.EDUCATION, "")]
        return "\n".join(filter(None, dict.fromkeys(parts)))


def same_vacancy(read: Mapping[str, Any]) -> tuple[str, ...]:
    """What two rows, or a row and a vacancy, share when they are one: title and place."""
    names = ("market", "commune", "province_code", "country_code")
    return (fold(str(read.get("title", ""))), *(str(read.get(name) or "") for name in names))

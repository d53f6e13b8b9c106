"""What each row of a list says, and what is to be said of it; without the database."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from nhipcau.people.models import Ethnicity, Gender, Relation
from nhipcau.people.rules import age_on
from nhipcau.rosters.columns import Field, field_of, plain, relation_of
from nhipcau.rosters.states import PhoneOf, Verdict
from nhipcau.rosters.values import Unclear, birth_date, phones
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import NAME_MAX_LENGTH, clean_name
from nhipcau.shared.tables.writing import without_mark
from nhipcau.shared.vietnamese.guessing import TCVN3, Habit, read
from nhipcau.shared.vietnamese.letters import name_case
from nhipcau.shared.wording import fold

F = Field
Reason = dict[str, Any]
_CLOSING = re.compile(
    r"^(tong|cong\b|tong cong|danh sach|nguoi lap|hieu truong|pho hieu truong|xac nhan|ghi chu"
    r"|giao vien|gvcn|thu truong|chi huy|ky ten|duyet|noi nhan|trong do|ngay [0-9]"
    r"|.{0,30} ngay [0-9 ]+ ?thang)"
)
_DIGIT = re.compile(r"\d")
_GENDERS = {"nam": Gender.MALE, "male": Gender.MALE, "m": Gender.MALE, "trai": Gender.MALE}
_GENDERS |= {"nu": Gender.FEMALE, "female": Gender.FEMALE, "f": Gender.FEMALE}
_ETHNICITIES = {fold(str(label)): value for value, label in Ethnicity.choices if value != "OTHER"}
_ETHNICITIES |= {"h mong": "MONG", "hmong": "MONG", "cao lan": "SAN_CHAY", "san chi": "SAN_CHAY"}
_YES = {"x", "co", "1", "true", "yes", "da ket nap", "doan vien", "dv"}
_NO = {"khong", "0", "false", "no", "chua"}


@dataclass(frozen=True)
class Surroundings:
    """What a row is read against. ``fields`` and ``headers`` are of its sheet; ``communes``: name
    without marks → id; ``child_below``: the age under which a guardian must agree."""

    fields: tuple[Field, ...]
    headers: tuple[str, ...]
    habit: Habit
    today: dt.date
    child_below: int
    ages: tuple[int, int]
    starts_1904: bool = False
    contact_phone: str = ""
    communes: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, int]:
        """Field → column, the first when a field stands twice."""
        return {one: place for place, one in reversed([*enumerate(map(str, self.fields))])}


@dataclass(frozen=True)
class Told:
    """One row as it is read. ``reasons`` are why it is not simply taken over."""

    verdict: Verdict = Verdict.NEW
    reasons: tuple[Reason, ...] = ()
    full_name: str = ""
    other_names: tuple[str, ...] = ()
    birth_on: dt.date | None = None
    phone: str = ""
    whose_number: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_relation: str = ""
    class_name: str = ""
    commune_id: int | None = None
    gender: str = ""
    ethnicity: str = ""
    is_union_member: bool | None = None


def reason(code: str, column: int | None = None, about: str = "") -> Reason:
    """``code`` is a key of ``reasons.SENTENCES``; ``column`` counts from 0."""
    return {"code": code, "column": column, "about": about}


def tell(
    cells: Sequence[str], cut: Sequence[int], typed: Mapping[str, str], around: Surroundings
) -> Told:
    """Read one row. ``typed``: field → what staff wrote instead of the cell."""
    if cut and not typed:
        return _unreadable([reason("cell_too_long", place) for place in cut])
    reader = _Reader(cells, typed, around)
    if not typed and (code := _no_person(reader)):
        return Told(verdict=Verdict.IGNORED, reasons=(reason(code),))
    return reader.told()


def _unreadable(reasons: Sequence[Reason]) -> Told:
    return Told(verdict=Verdict.UNREADABLE, reasons=tuple(reasons))


def _no_person(reader: "_Reader") -> str:
    """Why a row below the header is no person, or nothing."""
    named = any(reader.text(one) for one in (F.FULL_NAME, F.FAMILY_PART, F.GIVEN_PART))
    told = [reader.text(one) for one in (F.BIRTH_ON, F.BIRTH_YEAR, F.PHONE, F.GUARDIAN_PHONE)]
    if named and _DIGIT.search("".join(told)):
        return ""  # nearly every row: the words need not be compared
    filled = [cell for cell in reader.cells if cell]
    words = [plain(cell, reader.around.habit) for cell in filled]
    if weight_again(words):
        return "header_again"
    if not named and any(_CLOSING.search(one) for one in words):
        return "closing"
    if any(told):
        return ""
    if any(_CLOSING.search(one) for one in words[:2]):
        return "closing"
    if not named and all(re.fullmatch(r"[\d\s.]*", cell) for cell in filled):
        return "only_number"
    return "closing" if not named and len(filled) == 1 else ""


def weight_again(words: Sequence[str]) -> bool:
    """Whether a row repeats the header: nearly all its cells are words of headers."""
    named = [one for one in words if field_of(one)]
    return len(named) >= 3 and len(named) >= 0.75 * len(words)


class _Reader:
    def __init__(
        self, cells: Sequence[str], typed: Mapping[str, str], around: Surroundings
    ) -> None:
        self.cells = cells
        self.typed = typed
        self.around = around
        self.reasons: list[Reason] = []
        self.has_doubt = False
        self.values = {
            one: without_mark(cells[place]) if cells[place].startswith("'") else cells[place]
            for one, place in around.places.items()
            if place < len(cells)
        }
        self.values.update(typed)

    def place(self, wanted: Field) -> int | None:
        return self.around.places.get(wanted)

    def text(self, wanted: Field) -> str:
        return self.values.get(wanted, "")

    def told(self) -> Told:
        name, others = self._name()
        birth_on = self._birth_on()
        guardian_name, guardian_phone = self._guardian()
        phone, whose_number = self._phone(guardian_phone)
        verdict = self._verdict(birth_on, bool(guardian_name and guardian_phone))
        return Told(
            verdict=verdict,
            reasons=tuple(self.reasons),
            full_name=name,
            other_names=others,
            birth_on=birth_on,
            phone=phone,
            whose_number=whose_number,
            guardian_name=guardian_name,
            guardian_phone=guardian_phone,
            guardian_relation=self._relation() if guardian_name else "",
            class_name=_said(self.text(F.CLASS_NAME), self.around.habit)[:60],
            commune_id=self._commune(),
            gender=_GENDERS.get(_folded(self.text(F.GENDER), self.around.habit), ""),
            ethnicity=_ETHNICITIES.get(_folded(self.text(F.ETHNICITY), self.around.habit), ""),
            is_union_member=self._union(),
        )

    def _verdict(self, birth_on: dt.date | None, has_guardian: bool) -> Verdict:
        if any(one["code"] in _FATAL for one in self.reasons):
            return Verdict.UNREADABLE
        if self.has_doubt:
            return Verdict.DOUBTFUL
        is_child = birth_on and age_on(birth_on, self.around.today) < self.around.child_below
        if is_child and not has_guardian:
            self.reasons.append(reason("guardian_needed", self.place(F.GUARDIAN_NAME)))
            return Verdict.NEEDS_GUARDIAN
        return Verdict.NEW

    def _name(self) -> tuple[str, tuple[str, ...]]:
        place = self.place(F.FULL_NAME)
        parts = [self.text(F.FULL_NAME)]
        if place is None and F.FULL_NAME not in self.typed:
            place = self.place(F.FAMILY_PART) or self.place(F.GIVEN_PART)
            parts = [self.text(F.FAMILY_PART), self.text(F.GIVEN_PART)]
        typed = " ".join(part for part in parts if part)
        typed = re.sub(r"^\d+[.)\s]+|\([^)]*\)", " ", re.sub("[ \n]+", " ", typed)).strip(" ")
        if not typed:
            self.reasons.append(reason("name_missing", place))
            return "", ()
        if F.FULL_NAME in self.typed:
            return self._clean(typed, place), ()
        found = read(typed, self.around.habit)
        if found.is_garbled or "\ufffd" in typed:
            self.reasons.append(reason("name_garbled", place))
            return "", ()
        as_name = name_case if found.encoding == TCVN3 else _calm
        name = self._clean(as_name(found.text), place)
        others = tuple(one for one in map(name_case, found.others) if one != name)
        if name and not found.is_sure:
            self.has_doubt = True
            self.reasons.append(reason("name_doubtful", place))
        return name, others if self.has_doubt else ()

    def _clean(self, typed: str, place: int | None) -> str:
        try:
            name = clean_name(typed)
        except InvalidValue:
            code = "name_too_long" if len(typed) > NAME_MAX_LENGTH else "name_signs"
            self.reasons.append(reason(code, place))
            return ""
        if " " not in name:
            self.reasons.append(reason("name_one_word", place, name))
        return name

    def _birth_on(self) -> dt.date | None:
        place = self.place(F.BIRTH_ON)
        typed = self.text(F.BIRTH_ON)
        parts = [self.text(one) for one in (F.BIRTH_DAY, F.BIRTH_MONTH, F.BIRTH_YEAR)]
        if not typed and any(parts) and F.BIRTH_ON not in self.typed:
            place = self.place(F.BIRTH_YEAR)
            typed = "/".join(parts) if all(parts) else parts[2]
        try:
            found = birth_date(typed, today=self.around.today, starts_1904=self.around.starts_1904)
        except Unclear as problem:
            self.reasons.append(reason(problem.code, place, typed[:40]))
            return None
        youngest, oldest = self.around.ages
        if not youngest <= age_on(found, self.around.today) <= oldest:
            self.reasons.append(reason("birth_age", place, f"{found:%d/%m/%Y}"))
            return None
        return found

    def _guardian(self) -> tuple[str, str]:
        name = number = ""
        if written := _said(self.text(F.GUARDIAN_NAME), self.around.habit):
            name = _calm(re.sub(r"\([^)]*\)", "", written).strip())
        if self.text(F.GUARDIAN_PHONE):
            try:
                number = phones(self.text(F.GUARDIAN_PHONE))[0]
            except Unclear as problem:
                column = self.place(F.GUARDIAN_PHONE)
                self.reasons.append(reason(f"guardian_{problem.code}", column))
        if name:
            try:
                name = clean_name(name)
            except InvalidValue:
                self.reasons.append(reason("guardian_name_signs", self.place(F.GUARDIAN_NAME)))
                name = ""
        return name, number

    def _relation(self) -> str:
        if given := self.typed.get("GUARDIAN_RELATION"):
            return given
        place = self.place(F.GUARDIAN_NAME)
        if place is None or place >= len(self.around.headers):
            return str(Relation.GUARDIAN)
        return relation_of(self.around.headers[place], self.around.habit)

    def _phone(self, guardian_phone: str) -> tuple[str, str]:
        try:
            return phones(self.text(F.PHONE))[0], PhoneOf.OWN
        except Unclear as problem:
            if problem.code != "phone_missing":
                self.reasons.append(reason(problem.code, self.place(F.PHONE)))
                return "", ""
        if guardian_phone:
            return guardian_phone, PhoneOf.GUARDIAN
        if self.around.contact_phone:
            return self.around.contact_phone, PhoneOf.CONTACT
        self.reasons.append(reason("phone_missing", self.place(F.PHONE)))
        return "", ""

    def _commune(self) -> int | None:
        words = _folded(self.text(F.COMMUNE), self.around.habit)
        if not words:
            return None
        for part in [words, *re.split(r"[,;\-–]", words)]:
            bare = re.sub(r"^(xa|phuong|thi tran|tt|p|x)\.? ", "", part.strip())
            if bare in self.around.communes:
                return self.around.communes[bare]
        return None

    def _union(self) -> bool | None:
        words = _folded(self.text(F.UNION), self.around.habit)
        return True if words in _YES else False if words in _NO else None


_FATAL_CODES = (
    "name_missing name_garbled name_signs name_too_long name_one_word birth_missing"
    " birth_year_only birth_month_only birth_month_first birth_no_such_day birth_unclear birth_age"
    " phone_missing phone_not_mobile phone_unclear cell_too_long"
)
_FATAL = frozenset(_FATAL_CODES.split())


def _calm(name: str) -> str:
    """A name all in capitals or all in small letters gets the case of names."""
    return name_case(name) if name.isupper() or name.islower() else name


def _said(text: str, habit: Habit) -> str:
    return read(text, habit).text if text else ""


@lru_cache(maxsize=5_000)
def _folded(text: str, habit: Habit) -> str:
    return fold(_said(text, habit)) if text else ""

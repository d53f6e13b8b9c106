"""Where the table of a sheet begins, and what its columns say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nhipcau.rosters.columns import Field, fingerprint, guess, plain, weight
from nhipcau.shared.tables.reading import Row, Sheet
from nhipcau.shared.vietnamese.guessing import Habit

SEARCHED_ROWS = 30


@dataclass(frozen=True)
class Layout:
    """``header_at``: places (in the sheet's rows) of the header's rows; empty when none was found.
    ``fields``: what each column says."""

    headers: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    header_at: tuple[int, ...] = field(default=())

    @property
    def is_found(self) -> bool:
        return bool(self.header_at)


def layout_of(sheet: Sheet, habit: Habit, remembered: Mapping[str, Sequence[str]]) -> Layout:
    """The header that names most, in the first rows of a sheet; in one row or in two.

    ``remembered``: fingerprint of header words → fields, as the organisation settled them.
    """
    best, best_weight = Layout(), 0
    for place, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for at, headers in _headers(sheet.rows, place, row):
            fields = guess(headers, habit)
            if known := remembered.get(fingerprint(headers, habit)):
                fields = _fitted(known, len(headers))
                return Layout(headers, fields, at)
            found = weight(fields)
            if found > best_weight:
                best, best_weight = Layout(headers, fields, at), found
    if best.is_found:
        return _with_split_name(best, sheet, habit)
    return best


def _headers(
    rows: Sequence[Row], place: int, row: Row
) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    found: list[tuple[tuple[int, ...], tuple[str, ...]]] = [((place,), row.cells)]
    if place + 1 < len(rows) and _may_be_below(rows[place + 1]):
        found.append(((place, place + 1), _joined(row.cells, rows[place + 1].cells)))
    return found


def _may_be_below(row: Row) -> bool:
    """The second row of a header has words, not dates or phones."""
    return not any(re.search(r"\d", cell) for cell in row.cells)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """A merged cell stands in its first column alone; its words count for those under it."""
    headers, reach = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        reach = above or (reach if below else "")
        is_part_of_name = bool(re.search(r"(?i)đ[ệe]m|l[óo]t", below))
        headers.append(below if is_part_of_name else f"{reach} {below}".strip())
    return tuple(headers)


def _fitted(fields: Sequence[str], length: int) -> tuple[Field, ...]:
    known = [Field(one) if one in Field.values else Field.IGNORED for one in fields][:length]
    return (*known, *[Field.IGNORED] * (length - len(known)))


def _with_split_name(layout: Layout, sheet: Sheet, habit: Habit) -> Layout:
    """One header "Họ và tên" over two columns: family and middle name, then the given name."""
    fields = list(layout.fields)
    if Field.FULL_NAME not in fields:
        return layout
    at = fields.index(Field.FULL_NAME)
    below = sheet.rows[layout.header_at[-1] + 1 :][:200]
    if Field.GIVEN_PART in fields:
        fields[at] = Field.FAMILY_PART
    elif at + 1 < len(fields) + 1 and not plain(_at(layout.headers, at + 1), habit):
        filled = [row for row in below if _at(row.cells, at) and _at(row.cells, at + 1)]
        single = [row for row in filled if _is_one_word(_at(row.cells, at + 1))]
        if not filled or len(single) < 0.6 * len([row for row in below if _at(row.cells, at)]):
            return layout
        fields[at] = Field.FAMILY_PART
        fields[at + 1 : at + 2] = [Field.GIVEN_PART]
    else:
        return layout
    return Layout(_long(layout.headers, len(fields)), tuple(fields), layout.header_at)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _is_one_word(text: str) -> bool:
    return " " not in text and not re.search(r"\d", text)


def _long(headers: tuple[str, ...], length: int) -> tuple[str, ...]:
    return (*headers, *[""] * (length - len(headers)))

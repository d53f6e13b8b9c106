"""A case from plain values, as they stand in a file; the first thing that is wrong is named."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from nhipcau.algorithms.timetabling.case import Array, Case, Goal
from nhipcau.algorithms.timetabling.places import Where, written

MOST_SLOTS = 1_440  # the minutes of a day
MOST_CELLS = 20_000_000  # seekers, or employers, times slots
MOST_INTERVIEWERS = 10_000
HEAVIEST = 1_000
Id = str | int


class CaseFault(ValueError):
    """What is wrong with a case, and where: the names and numbers that lead there."""

    def __init__(self, where: Where, reason: str) -> None:
        super().__init__(f"{written(where)}: {reason}")
        self.where = where
        self.reason = reason


def case_from(told: object) -> Case:
    """The case that an object tells in the form of a file.

    Raises:
        CaseFault: something is missing, unknown, twice or breaks a rule.
    """
    if not isinstance(told, dict):
        raise CaseFault((), "is not an object")
    slots = _whole(told.get("slots"), ("slots",), 1, MOST_SLOTS)
    seekers, employers, pairs = (_list(told, name) for name in ("seekers", "employers", "pairs"))
    if max(len(seekers), len(employers)) * slots > MOST_CELLS:
        raise CaseFault(("slots",), f"people times slots are more than {MOST_CELLS:,}")
    seeker_ids, employer_ids = _ids(seekers, "seekers"), _ids(employers, "employers")
    most = _wholes(seekers, "seekers", "max", 0, None)
    row_of_seeker = {one: row for row, one in enumerate(seeker_ids)}
    row_of_employer = {one: row for row, one in enumerate(employer_ids)}
    people = _rows(pairs, "pairs", "seeker", row_of_seeker)
    there = _rows(pairs, "pairs", "employer", row_of_employer)
    weight = np.array(_wholes(pairs, "pairs", "weight", 1, HEAVIEST), np.int64)
    order = np.lexsort((there, people))
    same = (np.diff(people[order]) == 0) & (np.diff(there[order]) == 0)
    if same.any():
        again = int(order[1:][same].min())
        alike = (people == people[again]) & (there == there[again])
        first = int(np.flatnonzero(alike)[0])
        raise CaseFault(("pairs", again), f"is the same pair as pairs[{first}]")
    case = Case(
        slots=slots,
        goal=_goal(told),
        seeker_ids=seeker_ids,
        employer_ids=employer_ids,
        most=np.array([min(one, slots) for one in most], np.int64),
        free=_availability(seekers, slots),
        desks=_interviewers(employers, slots),
        pair_seeker=people[order],
        pair_employer=there[order],
        weight=weight[order],
    )
    row_of = _Rows(case, row_of_seeker, row_of_employer)
    return _with_published(_with_pinned(case, told, row_of), told, row_of)


# --- what was decided or told before -------------------------------------------------------------


class _Rows:
    """Which row of the pairs a seeker and an employer are."""

    def __init__(self, case: Case, seekers: dict[Id, int], employers: dict[Id, int]) -> None:
        self.case, self.seekers, self.employers = case, seekers, employers
        self._key = case.pair_seeker * (case.employers + 1) + case.pair_employer

    def pairs(self, people: Array, there: Array) -> Array:
        """Rows of the pairs; -1 where nobody asks for it, or where one of the two is -1."""
        wanted = people * (self.case.employers + 1) + there
        at = np.searchsorted(self._key, wanted)
        at[at == len(self._key)] = 0
        known = (people >= 0) & (there >= 0)
        known &= (self._key[at] == wanted) if len(self._key) else False
        return np.where(known, at, -1)


def _with_pinned(case: Case, told: dict[str, Any], row_of: _Rows) -> Case:
    if told.get("pinned") is None:
        return case
    pinned = _list(told, "pinned")
    people = _rows(pinned, "pinned", "seeker", row_of.seekers)
    there = _rows(pinned, "pinned", "employer", row_of.employers)
    at = np.array(_wholes(pinned, "pinned", "slot", 0, case.slots - 1), np.int64)
    pairs = row_of.pairs(people, there)
    seated: dict[tuple[int, int], int] = {}
    busy: dict[tuple[int, int], int] = {}
    count: dict[int, int] = {}
    seen: dict[int, int] = {}
    for row, (pair, who, where, slot) in enumerate(
        zip(pairs.tolist(), people.tolist(), there.tolist(), at.tolist(), strict=True)
    ):
        its = ("pinned", row)
        name, booth = _shown(case.seeker_ids[who]), _shown(case.employer_ids[where])
        if pair < 0:
            raise CaseFault(its, f"nobody asked for {name} with {booth}")
        if pair in seen:
            raise CaseFault(its, f"is the same pair as pinned[{seen[pair]}]")
        if not case.free[who, slot]:
            raise CaseFault((*its, "slot"), f"{name} is not available in slot {slot}")
        if (who, slot) in busy:
            other = busy[who, slot]
            raise CaseFault((*its, "slot"), f"{name} has pinned[{other}] in slot {slot} already")
        seen[pair] = busy[who, slot] = row
        count[who] = count.get(who, 0) + 1
        if count[who] > case.most[who]:
            raise CaseFault(its, f"{name} would have more than {case.most[who]} interviews")
        seated[where, slot] = seated.get((where, slot), 0) + 1
        if seated[where, slot] > case.desks[where, slot]:
            desks = case.desks[where, slot]
            raise CaseFault(
                (*its, "slot"), f"{booth} has {desks} interviewers in slot {slot}, not more"
            )
    return replace(case, pinned_pair=pairs, pinned_slot=at)


def _with_published(case: Case, told: dict[str, Any], row_of: _Rows) -> Case:
    """People and employers of a published timetable may be gone; that it was possible is asked."""
    if told.get("published") is None:
        return case
    published = _list(told, "published")
    people = _column(published, "published", "seeker", (str, int))
    there = _column(published, "published", "employer", (str, int))
    at = _wholes(published, "published", "slot", 0, case.slots - 1)
    _once(zip(people, there, strict=True), lambda _pair: "is the same pair as")
    _once(zip(people, at, strict=True), lambda _slot: "has the same seeker and slot as")
    pairs = row_of.pairs(
        np.array([row_of.seekers.get(one, -1) for one in people], np.int64),
        np.array([row_of.employers.get(one, -1) for one in there], np.int64),
    )
    return replace(case, published_pair=pairs, published_slot=np.array(at, np.int64))


def _once(keys: Iterable[tuple[Any, Any]], why: Callable[[Any], str]) -> None:
    all_keys = list(keys)
    if len(set(all_keys)) < len(all_keys):
        seen: dict[Any, int] = {}
        for row, key in enumerate(all_keys):
            if key in seen:
                raise CaseFault(("published", row), f"{why(key)} published[{seen[key]}]")
            seen[key] = row


# --- people and employers ------------------------------------------------------------------------


def _goal(told: dict[str, Any]) -> Goal:
    goal: Goal = told.get("goal", "weight")
    if goal not in ("weight", "fair"):
        raise CaseFault(("goal",), f"{_shown(goal)} is neither weight nor fair")
    return goal


def _ids(rows: list[dict[str, Any]], name: str) -> list[Id]:
    ids: list[Id] = _column(rows, name, "id", (str, int))
    if len(set(ids)) < len(ids):
        seen: dict[Id, int] = {}
        for row, one in enumerate(ids):
            if one in seen:
                raise CaseFault((name, row, "id"), f"{_shown(one)} is {name}[{seen[one]}] already")
            seen[one] = row
    for row, one in enumerate(ids):
        if isinstance(one, str) and not one.isascii() and not _can_be_written(one):
            raise CaseFault((name, row, "id"), f"{_shown(one)} holds half of a character")
    return ids


def _can_be_written(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _availability(rows: list[dict[str, Any]], slots: int) -> Array:
    told = [one.get("available") for one in rows]
    for row, one in enumerate(told):
        where: Where = ("seekers", row, "available")
        if one is None:
            continue
        if type(one) is not str:
            raise CaseFault(where, f"{_shown(one)} is neither a text of 0 and 1 nor null")
        if len(one) != slots:
            raise CaseFault(where, f"has {len(one)} signs for {slots} slots")
        if one.strip("01"):
            raise CaseFault(where, f"{_shown(one)} has other signs than 0 and 1")
    always = "1" * slots
    text = "".join(always if one is None else one for one in told)
    free = np.frombuffer(text.encode("ascii", "replace"), np.uint8).reshape(len(rows), slots)
    odd = np.argwhere((free != ord("0")) & (free != ord("1")))
    if len(odd):
        row = int(odd[0][0])
        why = f"{_shown(told[row])} has other signs than 0 and 1"
        raise CaseFault(("seekers", row, "available"), why)
    return free == ord("1")


def _interviewers(rows: list[dict[str, Any]], slots: int) -> Array:
    desks = np.zeros((len(rows), slots), np.int64)
    for row, one in enumerate(rows):
        where: Where = ("employers", row, "interviewers")
        told = one.get("interviewers")
        if type(told) is list:
            if len(told) != slots:
                raise CaseFault(where, f"has {len(told)} numbers for {slots} slots")
            if not set(map(type, told)) <= {int} or not 0 <= min(told) <= max(told) <= (
                MOST_INTERVIEWERS
            ):
                for slot, number in enumerate(told):
                    _whole(number, (*where, slot), 0, MOST_INTERVIEWERS)
            desks[row] = told
        else:
            desks[row] = _whole(told, where, 0, MOST_INTERVIEWERS)
    return desks


# --- plain values --------------------------------------------------------------------------------


def _list(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name)
    if type(rows) is not list:
        raise CaseFault((name,), "is missing" if rows is None else "is not a list")
    if set(map(type, rows)) - {dict}:
        row = next(row for row, one in enumerate(rows) if type(one) is not dict)
        raise CaseFault((name, row), "is not an object")
    return rows


def _column(rows: list[dict[str, Any]], name: str, field: str, kinds: tuple[type, ...]) -> Any:
    """One field of all rows. A quick look at all; only when something is wrong, one by one."""
    told = [one.get(field) for one in rows]
    if not set(map(type, told)) <= set(kinds):
        for row, one in enumerate(told):
            if type(one) not in kinds:
                wanted = "a whole number" if kinds == (int,) else "a text or a whole number"
                why = f"{_shown(one)} is not {wanted}" if field in rows[row] else "is missing"
                raise CaseFault((name, row, field), why)
    return told


def _wholes(
    rows: list[dict[str, Any]], name: str, field: str, least: int, most: int | None
) -> list[int]:
    told: list[int] = _column(rows, name, field, (int,))
    if told and (min(told) < least or (most is not None and max(told) > most)):
        for row, one in enumerate(told):
            _whole(one, (name, row, field), least, most)
    return told


def _whole(told: Any, where: Where, least: int, most: int | None) -> int:
    if told is None:
        raise CaseFault(where, "is missing")
    if type(told) is not int:
        raise CaseFault(where, f"{_shown(told)} is not a whole number")
    if told < least or (most is not None and told > most):
        range_ = f"between {least} and {most}" if most is not None else f"{least} or more"
        raise CaseFault(where, f"{_shown(told)} is not {range_}")
    return told


def _rows(rows: list[dict[str, Any]], name: str, field: str, known: dict[Id, int]) -> Array:
    """The rows of people or employers that are named."""
    told = _column(rows, name, field, (str, int))
    found = list(map(known.get, told))
    if None in found:
        row = found.index(None)
        raise CaseFault((name, row, field), f"{_shown(told[row])} is unknown")
    return np.array(found, np.int64)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

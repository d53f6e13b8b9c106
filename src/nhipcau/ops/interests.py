"""The questionnaire on interests: its files read and checked, then handed to the use cases."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from nhipcau.inventory.choices import Way
from nhipcau.inventory.scoring import SCALES
from nhipcau.inventory.use_cases import load_items, load_rules, load_suggestions
from nhipcau.ops.province import EVIDENCE, ProvinceFault, read_rows, read_toml

ITEMS_A_SCALE, MOST_WORDS = 8, 14
FIGURES = frozenset(
    {
        *("missing_most", "tie_points", "flat_range", "low_below", "straight_percent"),
        *("fastest_milliseconds", "age_min", "class_min", "group_min"),
        *("alpha_usable_percent", "item_total_percent"),
    }
)
HEAD = ("version", "valid_from", "source", "evidence")


@dataclass(frozen=True)
class Interests:
    item_set: dict[str, Any]
    items: list[dict[str, str]]
    rules: dict[str, Any]
    version: int
    source: str
    occupations: list[dict[str, Any]]


def read_interests(folder: Path, occupation_codes: set[str]) -> Interests:
    """
    Raises:
        ProvinceFault: a file is missing or a row cannot be right.
    """
    item_set = _head(folder / "items.toml", (*HEAD, "norms"))
    occupations = _head(folder / "occupations.toml", HEAD)
    return Interests(
        item_set=item_set,
        items=_items(folder / "items.toml"),
        rules=_rules(folder / "rules.toml"),
        version=occupations["version"],
        source=occupations["source"],
        occupations=_occupations(folder / "occupations.toml", occupation_codes),
    )


def load_interests(interests: Interests, *, by: Any, at: datetime) -> None:
    load_items(by=by, at=at, told=interests.item_set, items=interests.items)
    load_rules(by=by, at=at, told=interests.rules)
    load_suggestions(
        by=by,
        at=at,
        version=interests.version,
        source=interests.source,
        suggestions=interests.occupations,
    )


def _head(path: Path, names: tuple[str, ...]) -> dict[str, Any]:
    told = read_toml(path)
    missing = [name for name in names if not told.get(name)]
    if missing:
        raise ProvinceFault(path.name, "", f"write {', '.join(missing)}")
    if not isinstance(told["valid_from"], date):
        raise ProvinceFault(path.name, "", "valid_from is a day like 2026-01-31, without quotes")
    if told.get("evidence", "D") not in EVIDENCE:
        raise ProvinceFault(path.name, "", f"evidence is one of {', '.join(sorted(EVIDENCE))}")
    return {name: told[name] for name in names}


def _items(path: Path) -> list[dict[str, str]]:
    rows = read_rows(path, "item")
    wanted = [f"{scale}{number}" for scale in SCALES for number in range(1, ITEMS_A_SCALE + 1)]
    if sorted(row.get("code", "") for row in rows) != sorted(wanted):
        raise ProvinceFault(path.name, "", "the codes are R1 to R8, I1 to I8 and so on, once each")
    for row in rows:
        for language in ("vi", "en"):
            if not 0 < len(row.get(language, "").split()) <= MOST_WORDS:
                raise ProvinceFault(
                    path.name, row["code"], f"{language} has 1 to {MOST_WORDS} words"
                )
    return rows


def _rules(path: Path) -> dict[str, Any]:
    told = _head(path, ("version", "valid_from"))
    figures = read_toml(path).get("figures", {})
    if set(figures) != FIGURES:
        odd = sorted(set(figures) ^ FIGURES)
        raise ProvinceFault(path.name, "", f"missing or not known: {', '.join(odd)}")
    for name, one in figures.items():
        if not isinstance(one.get("value"), int):
            raise ProvinceFault(path.name, name, "value is a whole number")
        if not one.get("source") or one.get("evidence") not in EVIDENCE:
            raise ProvinceFault(path.name, name, "write its source and evidence")
    return {**told, "figures": figures}


def _occupations(path: Path, codes: set[str]) -> list[dict[str, Any]]:
    rows = read_rows(path, "occupation")
    pairs = {"".join(pair) for pair in combinations(SCALES, 2)}
    for number, row in enumerate(rows, start=1):
        where = f"occupation {number}"
        if row.get("pair") and "".join(sorted(row["pair"], key=SCALES.find)) not in pairs:
            raise ProvinceFault(path.name, where, "a pair is two different letters of RIASEC")
        if row.get("occupation") not in codes:
            raise ProvinceFault(path.name, where, "the occupation is no code of vsco2020.csv")
        if not row.get("name_vi") or not row.get("name_en"):
            raise ProvinceFault(path.name, where, "write name_vi and name_en")
        if not row.get("ways") or not set(row["ways"]) <= set(Way.values):
            raise ProvinceFault(path.name, where, f"ways are of {', '.join(Way.values)}")
    told = Counter("".join(sorted(row["pair"], key=SCALES.find)) for row in rows)
    if missing := pairs - set(told):
        raise ProvinceFault(path.name, "", f"no occupation for {', '.join(sorted(missing))}")
    return rows

"""The lists of the whole country: files read and checked, then handed to the use cases.

Occupations (VSCO 2020), everyday words for them, provinces, countries, reasons of law for limits,
ceilings of what may be asked of workers who go abroad, the questionnaire on interests, where
rights at work stand in the law. They are the same in every province.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nhipcau.coordination.models import LegalPointer
from nhipcau.coordination.states import RIGHTS
from nhipcau.coordination.use_cases import load_legal_pointers
from nhipcau.ops.interests import Interests, load_interests, read_interests
from nhipcau.ops.province import EVIDENCE, ProvinceFault, read_rows
from nhipcau.vacancies.models import (
    Country,
    LimitReason,
    MoneyRule,
    Occupation,
    OccupationSynonym,
    Province,
)
from nhipcau.vacancies.use_cases import (
    load_money_rules,
    load_occupations,
    load_places,
    load_synonyms,
)

KINDS = (MoneyRule.SERVICE_FEE, MoneyRule.BROKERAGE, MoneyRule.DEPOSIT)
TEXTS = ("country", "job", "job_vi", "job_en")
FIGURES = ("months_per_year", "months_most", "months_most_from_term", "amount_most")
LONGEST_WORDS = 80


@dataclass(frozen=True)
class National:
    occupations: list[dict[str, Any]]
    synonyms: list[dict[str, Any]]
    provinces: list[dict[str, Any]]
    countries: list[dict[str, Any]]
    money_rules: list[dict[str, Any]]
    limit_reasons: list[dict[str, Any]]
    interests: Interests
    legal_pointers: list[dict[str, Any]]


def read_national(folder: Path) -> National:
    """Read and check all files.

    Raises:
        ProvinceFault: a file is missing or a row cannot be right.
    """
    occupations = _occupations(folder)
    return National(
        occupations=occupations,
        synonyms=_synonyms(folder, {row["code"] for row in occupations}),
        provinces=_provinces(folder),
        countries=_table(
            folder / "countries.csv", ("code", "name_vi", "name_en", "currency", "source")
        ),
        money_rules=_money_rules(folder),
        limit_reasons=_limit_reasons(folder),
        interests=read_interests(folder / "interests", {row["code"] for row in occupations}),
        legal_pointers=_legal_pointers(folder),
    )


def load_national(national: National, *, by: Any, at: datetime) -> dict[str, int]:
    """Write the lists through the use cases; how many records of each sort there are then."""
    load_occupations(by=by, at=at, occupations=national.occupations)
    load_synonyms(by=by, at=at, synonyms=national.synonyms)
    load_places(by=by, at=at, provinces=national.provinces, countries=national.countries)
    load_money_rules(
        by=by, at=at, money_rules=national.money_rules, limit_reasons=national.limit_reasons
    )
    load_interests(national.interests, by=by, at=at)
    load_legal_pointers(by=by, at=at, pointers=national.legal_pointers)
    return {
        "occupations": Occupation.objects.count(),
        "words for occupations": OccupationSynonym.objects.count(),
        "provinces": Province.objects.count(),
        "countries": Country.objects.count(),
        "ceilings": MoneyRule.objects.count(),
        "reasons for limits": LimitReason.objects.count(),
        "legal pointers": LegalPointer.objects.count(),
    }


# --- the files -----------------------------------------------------------------------------------


def _table(path: Path, columns: tuple[str, ...], key: str = "code") -> list[dict[str, str]]:
    """The rows of a file with exactly these columns, none of them empty but the English name."""
    if not path.exists():
        raise ProvinceFault(path.name, "", f"is missing in {path.parent}. Add it.")
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != columns:
            raise ProvinceFault(path.name, "row 1", f"write these columns: {';'.join(columns)}")
        rows = []
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise ProvinceFault(path.name, f"row {number}", f"has not {len(columns)} columns")
            row = {name: value.strip() for name, value in row.items()}
            for name in columns:
                if not row[name] and name != "name_en":
                    raise ProvinceFault(path.name, f"row {number}", f"the column {name} is empty")
            rows.append(row)
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if key and row[key] in seen:
            raise ProvinceFault(path.name, f"row {number}", f"{row[key]} stands twice")
        seen.add(row.get(key, ""))
    return rows


def _occupations(folder: Path) -> list[dict[str, Any]]:
    path = folder / "vsco2020.csv"
    rows = _table(path, ("code", "level", "name_vi", "name_en", "source"))
    codes = {row["code"] for row in rows}
    for number, row in enumerate(rows, start=2):
        if not row["code"].isdigit() or row["level"] != str(len(row["code"])):
            raise ProvinceFault(
                path.name, f"row {number}", "a code has as many digits as its level"
            )
        if len(row["code"]) > 1 and row["code"][:-1] not in codes:
            raise ProvinceFault(path.name, f"row {number}", "the group above it is missing")
    return rows


def _synonyms(folder: Path, codes: set[str]) -> list[dict[str, Any]]:
    """One row a group of words with one meaning; a row in English belongs to the one above it."""
    path = folder / "occupation_synonyms.csv"
    synonyms: list[dict[str, Any]] = []
    senses: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(_table(path, ("code", "language", "words"), key=""), start=2):
        where = f"row {number}"
        if row["code"] not in codes:
            raise ProvinceFault(path.name, where, f"{row['code']} is no code of vsco2020.csv")
        if row["language"] not in ("vi", "en"):
            raise ProvinceFault(path.name, where, "write vi or en as the language")
        if row["language"] == "vi":
            senses[row["code"]] = senses.get(row["code"], 0) + 1
        for words in dict.fromkeys(one.strip() for one in row["words"].split(",")):
            if not words or len(words) > LONGEST_WORDS:
                raise ProvinceFault(path.name, where, "words are 1 to 80 letters, then a comma")
            if (row["code"], words) in seen:  # marketing is marketing in both languages
                continue
            seen.add((row["code"], words))
            told = {"code": row["code"], "language": row["language"], "words": words}
            synonyms.append({**told, "sense": senses.get(row["code"], 1)})
    return synonyms


def _provinces(folder: Path) -> list[dict[str, Any]]:
    path = folder / "provinces.csv"
    rows = _table(path, ("code", "name", "tile_row", "tile_column", "source"))
    found = []
    for number, row in enumerate(rows, start=2):
        if not (row["tile_row"].isdigit() and row["tile_column"].isdigit()):
            raise ProvinceFault(path.name, f"row {number}", "tiles are numbers from 1 on")
        tiles = {"tile_row": int(row["tile_row"]), "tile_column": int(row["tile_column"])}
        found.append({**row, **tiles})
    if len({(row["tile_row"], row["tile_column"]) for row in found}) != len(found):
        raise ProvinceFault(path.name, "", "two provinces share a tile")
    return found


def _money_rules(folder: Path) -> list[dict[str, Any]]:
    file = "money_rules.toml"
    found = []
    for number, row in enumerate(read_rows(folder / file, "rule"), start=1):
        where = f"rule {number}"
        needed = ("code", "kind", "name_vi", "name_en", "valid_from", "source", "evidence")
        _only(file, where, row, needed, (*TEXTS, *FIGURES))
        if row["kind"] not in KINDS:
            raise ProvinceFault(file, where, f"kind is one of {', '.join(KINDS)}")
        if ("months_per_year" in row) == ("amount_most" in row):
            raise ProvinceFault(file, where, "write either months_per_year or amount_most")
        told = {name: value for name, value in row.items() if name != "country"}
        told["country_code"] = row.get("country", "")
        for name in ("months_per_year", "months_most"):
            if name in row:
                told[name] = _decimal(file, where, name, row[name])
        found.append(told)
    return found


def _limit_reasons(folder: Path) -> list[dict[str, Any]]:
    file = "limit_reasons.toml"
    rows = read_rows(folder / file, "reason")
    for number, row in enumerate(rows, start=1):
        where = f"reason {number}"
        needed = ("code", "covers", "name_vi", "name_en", "source", "evidence")
        _only(file, where, row, needed, ())
        if row["covers"] not in ("AGE", "GENDER"):
            raise ProvinceFault(file, where, "covers is AGE or GENDER")
    return rows


def _legal_pointers(folder: Path) -> list[dict[str, Any]]:
    file = "legal_pointers.toml"
    rows = read_rows(folder / file, "pointer")
    needed = ("code", "kind", "text_vi", "text_en", "source", "evidence", "valid_from")
    for number, row in enumerate(rows, start=1):
        _only(file, f"pointer {number}", row, needed, ("help_vi", "help_en"))
        if row["kind"] not in RIGHTS:
            kinds = ", ".join(sorted(RIGHTS))
            raise ProvinceFault(file, f"pointer {number}", f"kind is one of {kinds}")
    return [{"help_vi": "", "help_en": "", **row} for row in rows]


def _only(
    file: str,
    where: str,
    row: dict[str, Any],
    needed: tuple[str, ...],
    optional: tuple[str, ...],
) -> None:
    missing = [name for name in needed if row.get(name) in (None, "")]
    if missing:
        raise ProvinceFault(file, where, f"write {', '.join(missing)}")
    unknown = sorted(set(row) - set(needed) - set(optional))
    if unknown:
        raise ProvinceFault(file, where, f"{', '.join(unknown)} is not known here; check the name")
    if row["evidence"] not in EVIDENCE:
        raise ProvinceFault(file, where, f"evidence is one of {', '.join(sorted(EVIDENCE))}")
    if "valid_from" in needed and not isinstance(row["valid_from"], date):
        raise ProvinceFault(file, where, "valid_from is a day like 2026-01-31, without quotes")


def _decimal(file: str, where: str, name: str, value: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ProvinceFault(file, where, f"{name} is a number like “1.5”, in quotes") from None

"""The data of one province: files read and checked, then handed to the use cases.

A fault in a file is told with its file, its row and what to do, before anything is written.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nhipcau.organisations.models import Commune, Organisation, OrganisationKind
from nhipcau.organisations.use_cases import (
    load_communes,
    load_holidays,
    load_organisations,
    load_reference_values,
)
from nhipcau.people.models import ConsentText, Purpose
from nhipcau.people.use_cases import load_consent_texts
from nhipcau.programmes.models import Audience, EventKind, Programme
from nhipcau.programmes.use_cases import load_event_kinds, record_agreement
from nhipcau.shared.models import ReferenceValue

COMMUNE_COLUMNS = ("code", "kind", "name", "wage_region", "tile_row", "tile_column", "source")
EVIDENCE = frozenset({"S", "S2", "D", "G", "S-weak"})


class ProvinceFault(Exception):
    """What is wrong in the province's files, where, and what to do."""

    def __init__(self, file: str, row: str, what: str) -> None:
        super().__init__(f"{file}, {row}: {what}" if row else f"{file}: {what}")


@dataclass(frozen=True)
class Province:
    communes: list[dict[str, Any]]
    organisations: list[dict[str, Any]]
    event_kinds: list[dict[str, Any]]
    reference_values: list[dict[str, Any]]
    consent_texts: list[dict[str, Any]]
    holidays: list[dict[str, Any]]
    agreement: dict[str, Any]


def read_province(folder: Path) -> Province:
    """Read and check all files of a province.

    Raises:
        ProvinceFault: a file is missing or a row cannot be right.
    """
    organisations = read_organisations(folder)
    return Province(
        communes=read_communes(folder),
        organisations=organisations,
        event_kinds=read_event_kinds(folder),
        reference_values=read_reference_values(folder),
        consent_texts=read_consent_texts(folder),
        holidays=read_holidays(folder),
        agreement=read_agreement(folder, {row["code"] for row in organisations}),
    )


def load_province(province: Province, *, by: Any, at: datetime) -> dict[str, int]:
    """Write the province through the use cases. Run again, it changes only what the files changed.

    Returns how many records of each sort are there afterwards.
    """
    load_communes(by=by, at=at, communes=province.communes)
    load_holidays(by=by, at=at, holidays=province.holidays)
    load_organisations(by=by, at=at, organisations=province.organisations)
    load_event_kinds(by=by, at=at, kinds=province.event_kinds)
    load_reference_values(by=by, at=at, values=province.reference_values)
    load_consent_texts(by=by, at=at, texts=province.consent_texts)
    record_agreement_once(province.agreement, by=by, at=at)
    return {
        "communes": Commune.objects.count(),
        "organisations": Organisation.objects.count(),
        "kinds of event": EventKind.objects.count(),
        "reference values": ReferenceValue.objects.count(),
        "consent texts": ConsentText.objects.count(),
        "programmes": Programme.objects.count(),
    }


def recorded_agreement(agreement: Mapping[str, Any]) -> Programme | None:
    """The programme that this file made, by the days of its period."""
    told = agreement["programme"]
    return Programme.objects.filter(
        starts_on=told["starts_on"], ends_on=told["ends_on"], is_sample=False
    ).first()


def record_agreement_once(agreement: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    """A signed agreement is recorded once: what the units did with it later is theirs."""
    if recorded_agreement(agreement):
        return
    record_agreement(
        by=by,
        at=at,
        programme=agreement["programme"],
        parties=[
            {
                "organisation": Organisation.objects.get(code=party["organisation"]),
                "supervised_by": Organisation.objects.get(code=party["supervised_by"]),
            }
            for party in agreement["party"]
        ],
        contents=agreement["content"],
        cadence=agreement["cadence"],
    )


# --- the files -----------------------------------------------------------------------------------


def read_communes(folder: Path) -> list[dict[str, Any]]:
    path = folder / "communes.csv"
    if not path.exists():
        raise ProvinceFault(path.name, "", f"is missing in {folder}. Add it.")
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != COMMUNE_COLUMNS:
            raise ProvinceFault(
                path.name, "row 1", f"write these columns: {';'.join(COMMUNE_COLUMNS)}"
            )
        rows = [_commune(path.name, number, row) for number, row in enumerate(reader, start=2)]
    _no_double(path.name, rows, lambda row: row["code"], "the code {} stands twice")
    _no_double(
        path.name,
        rows,
        lambda row: (row["tile_row"], row["tile_column"]),
        "two communes share the tile {}; give one of them a free tile",
    )
    return rows


def _commune(file: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    where = f"row {number}"
    if None in row.values() or None in row:
        raise ProvinceFault(file, where, f"has not {len(COMMUNE_COLUMNS)} columns")
    row = {name: value.strip() for name, value in row.items()}
    if not (len(row["code"]) == 5 and row["code"].isdigit()):
        raise ProvinceFault(file, where, f"the code {row['code']!r} has not five digits")
    if row["kind"] not in ("xã", "phường"):
        raise ProvinceFault(file, where, f"write xã or phường instead of {row['kind']!r}")
    if row["wage_region"] not in ("I", "II", "III", "IV"):
        raise ProvinceFault(file, where, "write the wage region as I, II, III or IV")
    for name in ("name", "source"):
        if not row[name]:
            raise ProvinceFault(file, where, f"the column {name} is empty")
    for name in ("tile_row", "tile_column"):
        if not row[name].isdigit():
            raise ProvinceFault(file, where, f"{name} is a number from 0 on")
    return {
        **row,
        "tile_row": int(row["tile_row"]),
        "tile_column": int(row["tile_column"]),
    }


def read_organisations(folder: Path) -> list[dict[str, Any]]:
    rows = read_rows(folder / "organisations.toml", "organisation")
    check_organisations("organisations.toml", rows, known=set())
    return rows


def check_organisations(file: str, rows: Iterable[dict[str, Any]], *, known: set[str]) -> None:
    """Also used for units that only a sample knows; ``known``: codes of units loaded before."""
    earlier = set(known)
    for number, row in enumerate(rows, start=1):
        where = f"organisation {number}"
        _needs(
            file,
            where,
            row,
            *("code", "kind", "name_vi", "name_en", "short_name_vi", "short_name_en"),
            optional=(
                "parent",
                "succeeded_by",
                "dissolved_on",
                "name_source",
                "is_name_confirmed",
            ),
        )
        _one_of(file, where, row, "kind", OrganisationKind.values)
        for name in ("parent", "succeeded_by"):
            if row.get(name) and row[name] not in earlier:
                raise ProvinceFault(
                    file, where, f"{name} {row[name]!r} is not the code of an earlier unit"
                )
        if row["code"] in earlier:
            raise ProvinceFault(file, where, f"the code {row['code']!r} stands twice")
        earlier.add(row["code"])


def read_event_kinds(folder: Path) -> list[dict[str, Any]]:
    file = "event_kinds.toml"
    rows = read_rows(folder / file, "kind")
    flags = (
        *("counts_for_cadence", "takes_public_registration", "hides_host"),
        *("is_in_school", "is_online"),
    )
    for number, row in enumerate(rows, start=1):
        where = f"kind {number}"
        _needs(
            file,
            where,
            row,
            *("code", "name_vi", "name_en", "audience", "source"),
            optional=(*flags, "report_order"),
        )
        _one_of(file, where, row, "audience", Audience.values)
        row.setdefault("report_order", number)
        for flag in flags:
            if not isinstance(row.get(flag, False), bool):
                raise ProvinceFault(file, where, f"{flag} is true or false, without quotes")
    _no_double(file, rows, lambda row: row["code"], "the code {} stands twice")
    return rows


def read_reference_values(folder: Path) -> list[dict[str, Any]]:
    file = "reference_values.toml"
    rows = read_rows(folder / file, "value")
    for number, row in enumerate(rows, start=1):
        where = f"value {number}"
        _needs(
            file,
            where,
            row,
            *("code", "value", "unit", "valid_from", "source", "evidence"),
            optional=("confirmed_by", "confirmed_on"),
        )
        _one_of(file, where, row, "evidence", EVIDENCE)
        _is_day(file, where, row, "valid_from")
    _no_double(
        file,
        rows,
        lambda row: (row["code"], row["valid_from"]),
        "{} stands twice; a new figure has a later valid_from",
    )
    return rows


def read_consent_texts(folder: Path) -> list[dict[str, Any]]:
    file = "consent_texts.toml"
    rows = read_rows(folder / file, "text")
    for number, row in enumerate(rows, start=1):
        where = f"text {number}"
        _needs(file, where, row, "purpose", "version", "valid_from", "body_vi", "body_en")
        _one_of(file, where, row, "purpose", Purpose.values)
        _is_day(file, where, row, "valid_from")
        row["body_vi"], row["body_en"] = row["body_vi"].strip(), row["body_en"].strip()
    missing = set(Purpose.values) - {row["purpose"] for row in rows}
    if missing:
        raise ProvinceFault(file, "", f"add a text for {', '.join(sorted(missing))}")
    return rows


def read_holidays(folder: Path) -> list[dict[str, Any]]:
    """Public holidays: an event that falls on one is marked for whoever plans it."""
    file = "holidays.toml"
    rows = read_rows(folder / file, "holiday")
    for number, row in enumerate(rows, start=1):
        where = f"holiday {number}"
        _needs(file, where, row, "on", "name_vi", "name_en", "source", "evidence")
        _is_day(file, where, row, "on")
        _one_of(file, where, row, "evidence", EVIDENCE)
    _no_double(file, rows, lambda row: row["on"], "the day {} stands twice")
    return rows


def read_agreement(folder: Path, units: set[str]) -> dict[str, Any]:
    file = "agreement.toml"
    told = read_toml(folder / file)
    _needs(file, "", told, "article", "programme", "party", "cadence", "content")
    _needs(
        file,
        "[programme]",
        told["programme"],
        *("title_vi", "title_en", "starts_on", "ends_on", "source"),
        optional=("signed_on", "signing_note"),
    )
    for name in ("starts_on", "ends_on"):
        _is_day(file, "[programme]", told["programme"], name)
    if len(told["party"]) != 2:
        raise ProvinceFault(file, "", "the agreement has two parties")
    for number, party in enumerate(told["party"], start=1):
        _needs(file, f"party {number}", party, "organisation", "supervised_by")
        for name in ("organisation", "supervised_by"):
            _one_of(file, f"party {number}", party, name, units)
    quoted = "\n".join(told["article"]["passages"])
    for number, content in enumerate(told["content"], start=1):
        where = f"content {number}"
        _needs(file, where, content, "number", "text_vi", "text_en", "source_sentence")
        _is_quoted(file, where, content["source_sentence"], quoted)
    _needs(
        file,
        "[cadence]",
        told["cadence"],
        "source_sentence",
        optional=("events_per_month", "warn_days_before_month_end"),
    )
    _is_quoted(file, "[cadence]", told["cadence"]["source_sentence"], quoted)
    return told


# --- reading and checking ------------------------------------------------------------------------


def read_toml(path: Path) -> dict[str, Any]:
    """One file. Raises ProvinceFault when it is missing or no TOML."""
    if not path.exists():
        raise ProvinceFault(path.name, "", f"is missing in {path.parent}. Add it.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ProvinceFault(path.name, "", f"cannot be read: {problem}") from problem


def read_rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows = read_toml(path).get(name, [])
    if not rows:
        raise ProvinceFault(path.name, "", f"has no [[{name}]]")
    return rows


def _needs(
    file: str, where: str, row: Mapping[str, Any], *names: str, optional: tuple[str, ...] = ()
) -> None:
    missing = [name for name in names if row.get(name) in (None, "")]
    if missing:
        raise ProvinceFault(file, where, f"write {', '.join(missing)}")
    unknown = sorted(set(row) - set(names) - set(optional))
    if unknown:
        raise ProvinceFault(file, where, f"{', '.join(unknown)} is not known here; check the name")


def _one_of(
    file: str, where: str, row: Mapping[str, Any], name: str, allowed: Iterable[str]
) -> None:
    if row[name] not in allowed:
        choice = ", ".join(sorted(allowed))
        raise ProvinceFault(file, where, f"{name} {row[name]!r} is none of: {choice}")


def _is_day(file: str, where: str, row: Mapping[str, Any], name: str) -> None:
    if not isinstance(row[name], date) or isinstance(row[name], datetime):
        raise ProvinceFault(file, where, f"{name} is a day like 2026-01-31, without quotes")


def _is_quoted(file: str, where: str, sentence: str, quoted: str) -> None:
    if sentence not in quoted:
        raise ProvinceFault(
            file, where, "the source sentence does not stand in the passages of the article"
        )


def _no_double(
    file: str, rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], Any], what: str
) -> None:
    seen = set()
    for number, row in enumerate(rows, start=1):
        if key(row) in seen:
            raise ProvinceFault(file, f"record {number}", what.format(key(row)))
        seen.add(key(row))

"""The sample's files, with the days of one year."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import get_default_timezone

from nhipcau.events.details import SpeakerDetails
from nhipcau.ops.province import (
    Province,
    ProvinceFault,
    check_organisations,
    read_rows,
    read_toml,
)
from nhipcau.ops.sample.employers import read_employers

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR, LAST_YEAR = 2026, 2028


@dataclass(frozen=True)
class SampleEvent:
    """One event of the year. ``registered``: how many will be on its list on the day."""

    number: int
    kind: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    registered: int
    target_turns: int
    budget_vnd: int
    lead: str
    content: int
    plan_source: str
    summary: str
    what_to_bring: str
    overseas_information: str
    education_agreement: str
    sponsor_text: str
    commune: str | None
    host: str | None
    session_titles: tuple[str, ...]
    speakers: tuple[SpeakerDetails, ...]
    first_month: int
    first_target_turns: int
    is_added_in_version_2: bool
    cancelled_because: str
    walk_ins: int
    corrections: int
    family: str

    @property
    def month(self) -> date:
        return self.starts_at.date().replace(day=1)


@dataclass(frozen=True)
class Story:
    year: int
    organisations: list[dict[str, Any]]
    people: dict[str, Any]
    renewal: dict[str, Any]
    plan: dict[str, str]
    youth: dict[str, Any]
    reports: list[dict[str, Any]]
    events: list[SampleEvent]
    employers: list[dict[str, str]]


def sample_year(today: date) -> int:
    """The year of ``today``, inside the programme of the sample."""
    return max(FIRST_YEAR, min(LAST_YEAR, today.year))


def read_story(folder: Path, province: Province, *, year: int, people_share: float = 1.0) -> Story:
    """The files of one sample. ``people_share``: fewer people on each list, for quick tests.

    Raises:
        ProvinceFault: a file is missing or an event cannot be right.
    """
    hosts = read_rows(folder / "hosts.toml", "organisation")
    check_organisations("hosts.toml", hosts, known={row["code"] for row in province.organisations})
    told = read_toml(folder / "year.toml")
    events = [
        _event(number, told["text"], row, year, people_share)
        for number, row in enumerate(told["event"], 1)
    ]
    return Story(
        year=year,
        organisations=hosts,
        people=read_toml(folder / "people.toml"),
        renewal=told["renewal"],
        plan=told["plan"],
        youth=told["youth"],
        reports=told["report"],
        events=events,
        employers=read_employers(folder / "employers.csv"),
    )


def first_weekday(year: int, month: int, from_day: int, weekday: str) -> date:
    """The first such weekday of the month from a day on."""
    start = date(year, month, from_day)
    found = start + timedelta(days=(WEEKDAYS.index(weekday) - start.weekday()) % 7)
    last = date(year, month, calendar.monthrange(year, month)[1])
    return found if found <= last else found - timedelta(days=7)


def clock(day: date, text: str) -> datetime:
    """``clock(day, "07:30")`` in the time of the installation."""
    return datetime.combine(day, time.fromisoformat(text), get_default_timezone())


def _event(
    number: int, texts: Mapping[str, Any], row: dict[str, Any], year: int, people_share: float
) -> SampleEvent:
    if row["kind"] not in texts:
        raise ProvinceFault("year.toml", f"event {number}", f"add [text.{row['kind']}]")
    told = {**texts[row["kind"]], **row}
    day = first_weekday(year, told["month"], told["from_day"], told["weekday"])
    starts_at = clock(day, told["starts"])
    return SampleEvent(
        number=number,
        registered=max(4, int(told["registered"] * people_share)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=told["minutes"]),
        plan_source=told.get("plan_source", "JOINT"),
        summary=told["summary"].strip(),
        overseas_information=told.get("overseas_information", ""),
        education_agreement=told.get("education_agreement", ""),
        sponsor_text=told.get("sponsor_text", ""),
        commune=told.get("commune"),
        host=told.get("host"),
        session_titles=tuple(told.get("sessions", [told["title"]])),
        speakers=tuple(SpeakerDetails(**one) for one in told.get("speakers", [])),
        first_month=told.get("first_month", told["month"]),
        first_target_turns=told.get("first_target_turns", told["target_turns"]),
        is_added_in_version_2=told.get("is_added_in_version_2", False),
        cancelled_because=told.get("cancelled_because", ""),
        walk_ins=told.get("walk_ins", 0),
        corrections=told.get("corrections", 0),
        family=told.get("family", ""),
        **{
            name: told[name]
            for name in (
                *("kind", "title", "place", "target_turns", "budget_vnd"),
                *("lead", "content", "what_to_bring"),
            )
        },
    )

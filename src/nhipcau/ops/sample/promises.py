"""Who signs in, the closed and the renewed programme, and the plans of the sample."""

import secrets
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from nhipcau.accounts.models import User
from nhipcau.ops.sample.story import SampleEvent, Story, clock
from nhipcau.organisations.models import Commune, Organisation, Role
from nhipcau.organisations.use_cases import accept_invitation, invite
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.models import EventKind, PlanLine, PlanVersion, Programme
from nhipcau.programmes.use_cases import (
    appoint_focal_point,
    approve_plan,
    close_programme,
    explain_missed_month,
    open_plan_version,
    propose_plan,
    renew_programme,
    return_plan,
    save_plan_line,
    start_programme,
)
from nhipcau.shared.actors import PUBLIC, SYSTEM

Staff = dict[tuple[str, str], list[User]]
NEXT_YEAR_LINES = 14


class Office:
    """The units, their people and the records that a plan line names."""

    def __init__(self, story: Story, staff: Staff, now: datetime) -> None:
        self.story, self.staff, self.now = story, staff, now
        self.units = {unit.code: unit for unit in Organisation.objects.all()}
        self.kinds = {kind.code: kind for kind in EventKind.objects.all()}
        self.communes = {commune.code: commune for commune in Commune.objects.all()}
        self.parties = [code for code, role in staff if role == Role.LEADER]

    def at(self, day: date, hour: str) -> datetime:
        """A moment of the past; a day that has not come yet is told as now."""
        return min(clock(day, hour), self.now)

    def one(self, unit: str, role: str) -> User:
        return self.staff[unit, role][0]

    def leader(self, unit: str) -> User:
        return self.one(unit, Role.LEADER)

    def other(self, unit: str) -> str:
        return next(code for code in self.parties if code != unit)


def hire(story: Story, *, at: datetime) -> Staff:
    """Invite everyone as an administrator would, and let them accept.

    The installation invites the first administrator of a unit, who invites the others.
    """
    units = {unit.code: unit for unit in Organisation.objects.all()}
    communes = {one.code: one for one in Commune.objects.all()}
    staff: Staff = defaultdict(list)
    for one in story.people["staff"]:
        inviting = staff.get((one["unit"], Role.ADMINISTRATOR), [SYSTEM])[0]
        token = secrets.token_urlsafe(24)
        invite(
            by=inviting,
            at=at,
            organisation=units[one["unit"]],
            role=Role(one["role"]),
            commune=communes[one["commune"]] if "commune" in one else None,
            full_name=one["full_name"],
            email=one["email"],
            token=token,
        )
        user = accept_invitation(by=PUBLIC, at=at + timedelta(hours=1), token=token)
        staff[one["unit"], one["role"]].append(user)
    return dict(staff)


def close_and_renew(office: Office, programme: Programme) -> Programme:
    """The first programme ends with its report; the second is signed and its contacts named."""
    told = office.story.renewal
    palace, centre = office.parties
    renewed = renew_programme(
        by=office.leader(centre),
        at=clock(date(2025, 12, 12), "09:00"),
        programme=programme,
        is_sample=True,
        **{
            name: told[name] for name in ("title_vi", "title_en", "starts_on", "ends_on", "source")
        },
    )
    signed_at = clock(told["signed_on"], "10:30")
    renewed = start_programme(
        by=office.leader(palace),
        at=signed_at,
        programme=renewed,
        signed_on=told["signed_on"],
        signing_note=told["signing_note"],
    )
    close_programme(
        by=office.leader(palace),
        at=clock(date(2026, 1, 9), "15:00"),
        programme=programme,
        closing_report=told["closing_report"],
    )
    for unit in office.parties:
        holder, deputy = office.staff[unit, Role.FOCAL_POINT]
        appoint_focal_point(
            by=office.leader(unit),
            at=signed_at,
            programme=renewed,
            organisation=office.units[unit],
            holder=holder,
            deputy=deputy,
        )
    return renewed


def first_plan(office: Office, programme: Programme) -> dict[int, PlanLine]:
    """Version 1: proposed, returned once with a reason, changed, approved by both."""
    palace, centre = office.parties
    year = office.story.year
    drafting = office.one(palace, Role.COORDINATOR)
    drafted_at = office.at(date(year - 1, 12, 28), "09:00")
    version = open_plan_version(by=drafting, at=drafted_at, programme=programme, year=year)
    lines: dict[int, PlanLine] = {}
    for event in office.story.events:
        if not event.is_added_in_version_2:
            lines[event.number] = save_plan_line(
                by=drafting,
                at=drafted_at,
                version=version,
                details=_first_details(office, event, version),
            )
    propose_plan(by=drafting, at=office.at(date(year - 1, 12, 29), "16:00"), version=version)
    return_plan(
        by=office.leader(centre),
        at=office.at(date(year - 1, 12, 30), "10:00"),
        version=version,
        reason=office.story.plan["return_reason"],
    )
    propose_plan(
        by=drafting,
        at=office.at(date(year, 1, 4), "09:00"),
        version=version,
        note=office.story.plan["first_note"],
    )
    _approve(office, version, (palace, date(year, 1, 5)), (centre, date(year, 1, 6)))
    return lines


def second_plan(office: Office, programme: Programme, first: dict[int, PlanLine]) -> None:
    """Version 2: what February taught. The promises keep their lineage."""
    palace, centre = office.parties
    year = office.story.year
    drafting = office.one(centre, Role.COORDINATOR)
    drafted_at = office.at(date(year, 2, 24), "14:00")
    version = open_plan_version(by=drafting, at=drafted_at, programme=programme, year=year)
    copies = {line.lineage: line for line in version.lines.all()}
    for event in office.story.events:
        details = line_details(office, event, version)
        earlier = first.get(event.number)
        if earlier is None:
            save_plan_line(by=drafting, at=drafted_at, version=version, details=details)
        elif (event.first_month, event.first_target_turns) != (
            event.month.month,
            event.target_turns,
        ):
            save_plan_line(
                by=drafting,
                at=drafted_at,
                version=version,
                details=details,
                line=copies[earlier.lineage],
            )
    propose_plan(
        by=drafting,
        at=office.at(date(year, 2, 25), "08:30"),
        version=version,
        note=office.story.plan["second_note"],
    )
    _approve(office, version, (centre, date(year, 2, 25)), (palace, date(year, 2, 27)))
    if office.now > clock(date(year, 3, 2), "10:00"):
        explain_missed_month(
            by=office.one(centre, Role.FOCAL_POINT),
            at=clock(date(year, 3, 2), "10:00"),
            programme=programme,
            organisation=office.units[centre],
            month=date(year, 2, 1),
            text=office.story.plan["explanation"],
        )


def next_plan(office: Office, programme: Programme) -> None:
    """A draft for the next year, approved by one leader and waiting for the other."""
    year = office.story.year + 1
    if year > programme.ends_on.year:
        return
    palace, _centre = office.parties
    drafting = office.one(palace, Role.COORDINATOR)
    drafted_at = office.now - timedelta(days=6)
    version = open_plan_version(by=drafting, at=drafted_at, programme=programme, year=year)
    chosen: dict[int, SampleEvent] = {}
    for event in office.story.events:
        chosen.setdefault(event.month.month, event)
    more = [event for event in office.story.events if event.number not in _numbers(chosen)]
    kept = sorted([*chosen.values(), *more[:3]], key=lambda one: one.number)[:NEXT_YEAR_LINES]
    for event in kept:
        save_plan_line(
            by=drafting,
            at=drafted_at,
            version=version,
            details=line_details(office, event, version, year=year, growth=1.05),
        )
    propose_plan(
        by=drafting,
        at=office.now - timedelta(days=4),
        version=version,
        note=office.story.plan["next_note"],
    )
    approve_plan(
        by=office.leader(palace),
        at=office.now - timedelta(days=2),
        version=version,
        organisation=office.units[palace],
    )


def line_details(
    office: Office,
    event: SampleEvent,
    version: PlanVersion,
    *,
    year: int | None = None,
    growth: float = 1.0,
    **instead: Any,
) -> LineDetails:
    """The promise that an event keeps, as a line of a plan version."""
    turns = round(event.target_turns * growth / 10) * 10
    kind = office.kinds[event.kind]
    told: dict[str, Any] = {
        "title": event.title,
        "kind": kind,
        "content": version.year_plan.programme.contents.get(number=event.content),
        "lead": office.units[event.lead],
        "supporting": office.units[office.other(event.lead)],
        "month": event.month.replace(year=year or event.month.year),
        "place": event.place,
        "audience": kind.audience,
        "target_turns": turns,
        "target_persons": int(turns * 0.95),
        "source": event.plan_source,
        "commune": office.communes.get(event.commune or ""),
        "budget_vnd": event.budget_vnd,
    }
    return LineDetails(**{**told, **instead})


def _first_details(office: Office, event: SampleEvent, version: PlanVersion) -> LineDetails:
    return line_details(
        office,
        event,
        version,
        month=event.month.replace(month=event.first_month),
        target_turns=event.first_target_turns,
        target_persons=int(event.first_target_turns * 0.95),
    )


def _approve(office: Office, version: PlanVersion, *approvals: tuple[str, date]) -> None:
    for unit, day in approvals:
        approve_plan(
            by=office.leader(unit),
            at=office.at(day, "15:30"),
            version=version,
            organisation=office.units[unit],
        )


def _numbers(chosen: dict[int, SampleEvent]) -> set[int]:
    return {event.number for event in chosen.values()}

"""The whole sample in one call."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from nhipcau.employers.models import Employer, SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Attendance, Event, Registration
from nhipcau.events.states import PRESENT
from nhipcau.ops.national import load_national, read_national
from nhipcau.ops.province import Province, load_province, recorded_agreement
from nhipcau.ops.sample.appointments import make_appointments
from nhipcau.ops.sample.careers import make_careers
from nhipcau.ops.sample.cases import make_cases
from nhipcau.ops.sample.concerns import make_concerns
from nhipcau.ops.sample.coordination import make_coordination
from nhipcau.ops.sample.crowd import Crowd, youth_counts
from nhipcau.ops.sample.employers import make_employers
from nhipcau.ops.sample.events import YearOfEvents
from nhipcau.ops.sample.fairs import make_fair
from nhipcau.ops.sample.gates import stand_at_gates
from nhipcau.ops.sample.interests import make_interests
from nhipcau.ops.sample.placements import make_placements, make_wishes
from nhipcau.ops.sample.promises import (
    Office,
    close_and_renew,
    first_plan,
    hire,
    next_plan,
    second_plan,
)
from nhipcau.ops.sample.queueing import queue
from nhipcau.ops.sample.referrals import make_referrals
from nhipcau.ops.sample.soldiers import make_soldiers
from nhipcau.ops.sample.story import SampleEvent, Story, clock, read_story, sample_year
from nhipcau.ops.sample.suggestions import make_suggestions
from nhipcau.ops.sample.talks import make_talks
from nhipcau.ops.sample.vacancies import make_vacancies
from nhipcau.organisations.models import Role
from nhipcau.organisations.use_cases import load_communes, load_organisations
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import PlanLine, Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.referrals.models import Referral
from nhipcau.reporting.use_cases import write_report
from nhipcau.shared.actors import SYSTEM
from nhipcau.soldiers.models import MilitaryService
from nhipcau.vacancies.models import Vacancy

CENTRE = "trung-tam-dvvl"
UNDER_FIRST_PLAN = 3  # events up to March were prepared before version 2 was approved


class PeopleAreThere(Exception):
    """Invented people are never mixed with real ones."""


def read_sample(
    folder: Path, province: Province, *, now: datetime, people_share: float = 1.0
) -> Story:
    year = sample_year(localdate(now))
    return read_story(folder / "sample", province, year=year, people_share=people_share)


def load_sample(province: Province, story: Story, *, now: datetime) -> dict[str, int]:
    """Tell the story up to ``now``. Call it in a transaction: half a sample is none.

    Raises:
        PeopleAreThere: the database holds people already.
    """
    if YoungPerson.objects.exists():
        raise PeopleAreThere
    load_province(province, by=SYSTEM, at=clock(date(2023, 9, 26), "17:00"))
    load_national(read_national(Path(settings.NATIONAL_DIR)), by=SYSTEM, at=now)
    load_organisations(by=SYSTEM, at=now, organisations=story.organisations)
    counts = youth_counts(story.youth, province.communes)
    load_communes(
        by=SYSTEM,
        at=now,
        communes=[
            {**commune, "youth_count": count}
            for commune, count in zip(province.communes, counts, strict=True)
        ],
    )
    staff = hire(story, at=clock(date(2025, 12, 1), "08:00"))
    office = Office(story, staff, now)
    signed = recorded_agreement(province.agreement)
    assert signed, "load_province recorded it"
    programme = close_and_renew(office, signed)
    lines = first_plan(office, programme)
    crowd = Crowd(story.people, sorted(office.communes.values(), key=lambda one: one.code))
    year = YearOfEvents(office, crowd)
    early = [event for event in story.events if event.month.month <= UNDER_FIRST_PLAN]
    for event in early:
        year.carry(event, _promise(programme, event))
    second_plan(office, programme, lines)
    for event in story.events[len(early) :]:
        year.carry(event, _promise(programme, event))
    queue(office, year.met)
    next_plan(office, programme)
    _write_reports(office, programme)
    stand_at_gates(now=now)
    employers = make_employers(
        story.employers,
        centre=office.units[CENTRE],
        colleagues=[
            office.one(CENTRE, role)
            for role in (Role.COUNSELLOR, Role.COORDINATOR, Role.FOCAL_POINT)
        ],
        communes=office.communes,
        now=now,
    )
    senders = SendingLicence.objects.values("employer")
    make_vacancies(
        [one for one in employers if one.state == EmployerState.VERIFIED],
        list(Employer.objects.filter(state=EmployerState.VERIFIED, pk__in=senders)),
        by=office.one(CENTRE, Role.COUNSELLOR),
        now=now,
    )
    make_wishes(office, year.met)
    make_interests(office, year.met)
    make_appointments(office, year.met)
    make_referrals(now=now)
    make_placements(now=now)
    make_suggestions(now=now)
    make_soldiers(office)
    make_cases(office, year.met)
    make_concerns(office)
    interviews = make_fair(now=now)
    follow_ups = make_careers(now=now)
    make_talks(office)
    difficulties = make_coordination(office)
    return {
        "colleagues": sum(len(users) for users in staff.values()),
        "employers": len(employers),
        "events": Event.objects.count(),
        "young people": YoungPerson.objects.count(),
        "registrations": Registration.objects.count(),
        "turns": Attendance.objects.filter(value__in=PRESENT).count(),
        "vacancies": Vacancy.objects.count(),
        "introductions": Referral.objects.count(),
        "soldiers followed": MilitaryService.objects.count(),
        "interviews at a fair": interviews,
        "who want to hear more": follow_ups,
        "difficulties of both units": difficulties,
    }


def _promise(programme: Programme, event: SampleEvent) -> PlanLine:
    """The line in force, at this moment of the story, that the event keeps."""
    lines = lines_in_force(programme, event.starts_at.year)
    return lines.get(month=event.month, title=event.title)


def _write_reports(office: Office, programme: Programme) -> None:
    """The words of some months, written on the second day of the month that followed."""
    for told in office.story.reports:
        written_at = clock(date(office.story.year, told["month"] + 1, 2), "10:00")
        if written_at <= office.now:
            write_report(
                by=office.one(told["unit"], Role.COORDINATOR),
                at=written_at,
                programme=programme,
                month=date(office.story.year, told["month"], 1),
                organisation=office.units[told["unit"]],
                assessment=told["assessment"],
                proposals=told["proposals"],
            )

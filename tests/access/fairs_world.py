"""A fair of one province: a booth of its employer, people who want interviews, two versions."""

import datetime as dt

from nhipcau.fairs.models import Bus, Meeting
from tests.factories import (
    NOON,
    BoothFactory,
    CandidateFactory,
    FairFactory,
    RegistrationFactory,
    TimetableFactory,
)

AHEAD = dt.datetime(2036, 12, 1, tzinfo=dt.UTC)


def add_fair(world):
    word = world.word
    world.fair = FairFactory(event=world.event, screen_code=f"screen{word}", wishes_close_at=AHEAD)
    world.booth = BoothFactory(fair=world.fair, employer=world.employer, brings=[world.vacancy])
    BoothFactory(fair=world.fair)
    world.bus = Bus.objects.create(
        fair=world.fair,
        name=f"Xe {word}",
        arrives_at=world.event.starts_at,
        leaves_at=world.event.ends_at,
    )
    world.candidate = CandidateFactory(
        fair=world.fair, registration=world.registration, wants=[world.booth], bus=world.bus
    )
    world.met = CandidateFactory(
        fair=world.fair,
        registration=RegistrationFactory(session=world.session, young_person=world.introduced),
        wants=[world.booth],
    )
    world.told = TimetableFactory(
        fair=world.fair, lines=[(world.candidate, world.booth, 0), (world.met, world.booth, 1)]
    )
    world.timetable = TimetableFactory(
        fair=world.fair,
        state="DRAFT",
        base=world.told,
        published_at=None,
        case={"told": {}, "carried": []},
        lines=[(world.candidate, world.booth, 0)],
    )
    world.meeting = Meeting.objects.create(
        booth=world.booth,
        candidate=world.met,
        state="HELD",
        result="TAKEN",
        held_at=NOON,
        told={"starts_on": "2036-12-05"},
        blocked="x",
    )


def add_candidate(world, number):
    """One more of everything that a page of the fair lists."""
    booth = BoothFactory(fair=world.fair)
    Bus.objects.create(
        fair=world.fair,
        name=f"Xe {number}",
        arrives_at=world.event.starts_at,
        leaves_at=world.event.ends_at,
    )
    person = RegistrationFactory(session=world.session)
    candidate = CandidateFactory(
        fair=world.fair, registration=person, wants=[world.booth], bus=world.bus
    )
    for timetable in (world.told, world.timetable):
        timetable.interviews.create(candidate=candidate, booth=world.booth, slot=2)
    world.told.interviews.create(candidate=candidate, booth=booth, slot=3)
    other = CandidateFactory(
        fair=world.fair,
        registration=RegistrationFactory(session=world.session),
        wants=[world.booth],
    )
    Meeting.objects.create(
        booth=world.booth, candidate=other, state="HELD", result="OFFER", held_at=NOON
    )

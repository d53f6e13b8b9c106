"""The events of the sample: prepared, filled, held or still to come at the moment of loading."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from nhipcau.events.details import EventDetails, SessionDetails
from nhipcau.events.models import Attendance, Channel, Event, Registration, Session
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.events.use_cases import (
    assign_volunteer,
    correct_attendance,
    move_event,
    plan_event,
    record_attendances,
    record_walk_in,
    register,
    register_list,
)
from nhipcau.ops.sample.crowd import RETURNING, Crowd
from nhipcau.ops.sample.promises import Office
from nhipcau.ops.sample.story import SampleEvent, clock
from nhipcau.organisations.models import Role
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.models import EVENT_PURPOSES, ConsentChannel, YoungPerson
from nhipcau.people.use_cases import enter_people
from nhipcau.programmes.models import PlanLine
from nhipcau.shared.actors import PUBLIC

OPENS_BEFORE = timedelta(days=28)
A_WHILE = timedelta(hours=3)
CANCELLED_BEFORE = timedelta(days=2)
FULL_SHARE = 0.5
FULL_WAITING = 12
WEB_REGISTRATIONS = 8
ALL_PURPOSES = frozenset(one.value for one in EVENT_PURPOSES)
EVIDENCE = "sample data"


class YearOfEvents:
    """Carries one event after another; people met once may come again."""

    def __init__(self, office: Office, crowd: Crowd) -> None:
        self.office, self.crowd, self.now = office, crowd, office.now
        self.met: list[YoungPerson] = []
        self.full, self.draft = self._chosen()

    def _chosen(self) -> tuple[int, int]:
        """Among the coming events: the one that is full, and the one nobody has published yet."""
        coming = [
            event
            for event in self.office.story.events
            if event.starts_at > self.now and not self._is_cancelled(event)
        ]
        soon = [event for event in coming if event.starts_at - OPENS_BEFORE <= self.now]
        online = [event for event in soon if self.office.kinds[event.kind].is_online]
        open_to_all = [
            event
            for event in soon
            if self.office.kinds[event.kind].takes_public_registration
            and not self.office.kinds[event.kind].is_in_school
        ]
        drafts = [
            event for event in coming if self.office.kinds[event.kind].audience != "SOLDIERS"
        ]
        full = next(iter(online or open_to_all), None)
        draft = drafts[-1] if len(drafts) > 1 and drafts[-1] is not full else None
        return (full.number if full else 0), (draft.number if draft else 0)

    def _is_cancelled(self, event: SampleEvent) -> bool:
        return bool(event.cancelled_because) and event.starts_at - CANCELLED_BEFORE <= self.now

    def carry(self, told: SampleEvent, line: PlanLine) -> Event:
        """One event, from its draft to where it stands now."""
        organiser = self.office.one(told.lead, Role.COORDINATOR)
        opens_at = told.starts_at - OPENS_BEFORE
        event = plan_event(
            by=organiser,
            at=self._past(opens_at - timedelta(days=7)),
            plan_line=line,
            details=self._details(told),
            sessions=self._sessions(told),
        )
        if told.number == self.draft:
            return event
        move = _Mover(event, organiser)
        move.to(EventState.PUBLISHED, self._past(opens_at - timedelta(days=2)))
        if opens_at > self.now:
            return event
        move.to(EventState.OPEN, self._past(opens_at))
        self._assign(event, told, organiser)
        is_over = told.ends_at < self.now
        self._fill(event, told, organiser, is_over=is_over or self._is_cancelled(told))
        if self._is_cancelled(told):
            cancelled_at = self._past(told.starts_at - timedelta(hours=18))
            move.to(EventState.CANCELLED, cancelled_at, told.cancelled_because)
        elif is_over:
            move.to(EventState.CLOSED, told.starts_at - timedelta(hours=14))
            self._hold(event, told, organiser)
            move.to(EventState.HELD, self._past(told.ends_at + timedelta(minutes=40)))
        return event

    def _details(self, told: SampleEvent) -> EventDetails:
        units = self.office.units
        kind = self.office.kinds[told.kind]
        return EventDetails(
            title=told.title,
            starts_at=told.starts_at,
            ends_at=told.ends_at,
            place=told.place,
            registration_closes_at=_evening_before(told.starts_at),
            summary=told.summary,
            commune=self.office.communes.get(told.commune or ""),
            host=units[told.host] if told.host else None,
            online_address=(
                f"https://hop.example.vn/nhip-cau-{told.number:02d}" if kind.is_online else ""
            ),
            what_to_bring=told.what_to_bring,
            overseas_information=told.overseas_information,
            education_agreement=told.education_agreement,
            sponsor_text=told.sponsor_text,
            is_sample=True,
            speakers=told.speakers,
        )

    def _sessions(self, told: SampleEvent) -> list[SessionDetails]:
        share = FULL_SHARE if told.number == self.full else 1.08
        titles = told.session_titles
        length = (told.ends_at - told.starts_at) / len(titles)
        return [
            SessionDetails(
                title_vi=title,
                title_en=SESSION_TITLES_EN.get(title, ""),
                starts_at=told.starts_at + length * part,
                ends_at=told.starts_at + length * (part + 1),
                capacity=_round_up(count * share),
            )
            for part, (title, count) in enumerate(
                zip(titles, _split(told.registered, len(titles)), strict=True)
            )
        ]

    def _assign(self, event: Event, told: SampleEvent, organiser: Any) -> None:
        for unit in self.office.parties:
            for volunteer in self.office.staff[unit, Role.GATE_VOLUNTEER]:
                if told.starts_at + timedelta(days=40) > self.now:
                    assign_volunteer(
                        by=organiser,
                        at=self._past(told.starts_at - timedelta(days=5)),
                        event=event,
                        user=volunteer,
                    )

    # Registrations

    def _fill(self, event: Event, told: SampleEvent, organiser: Any, *, is_over: bool) -> None:
        sessions = list(event.sessions.all())
        wanted = _split(told.registered, len(sessions))
        listed_at = self._past(min(told.starts_at - timedelta(days=9), self.now - A_WHILE))
        for session, count in zip(sessions, wanted, strict=True):
            if told.number == self.full:
                count = session.capacity
            elif not is_over:
                count = int(count * self._share_so_far(told))
            by_web = 0 if is_over or told.number == self.full else self._web_count(event, count)
            people = self._people(event, told, count - by_web, listed_at, organiser)
            register_list(by=organiser, at=listed_at, session=session, people=people)
            self._register_by_web(event, told, session, by_web)
        if told.number == self.full:
            self._register_by_web(event, told, sessions[0], FULL_WAITING)
        self._register_family(told, sessions[0])

    def _share_so_far(self, told: SampleEvent) -> float:
        """Registrations come in from the opening to the day, faster towards the end."""
        days_left = (told.starts_at - self.now).days
        return max(0.15, 0.9 - 0.025 * days_left)

    def _web_count(self, event: Event, count: int) -> int:
        return min(count, WEB_REGISTRATIONS) if event.kind.takes_public_registration else 0

    def _people(
        self, event: Event, told: SampleEvent, count: int, at: datetime, organiser: Any
    ) -> list[YoungPerson]:
        draw = random.Random(f"again-{told.number}-{event.pk and count}")
        taken = set(
            Registration.objects.live()
            .filter(session__event=event)
            .values_list("young_person", flat=True)
        )
        known = [person for person in self.met if person.pk not in taken]
        again = draw.sample(known, min(len(known), int(count * RETURNING[told.kind])))
        by_purposes: dict[frozenset[str], list[PersonDetails]] = defaultdict(list)
        for details, purposes in self.crowd.people(told, count - len(again), on=at.date()):
            by_purposes[purposes].append(details)
        entered = []
        for purposes in sorted(by_purposes, key=sorted):
            entered += enter_people(
                by=organiser,
                at=at,
                people=by_purposes[purposes],
                followed_by=[event.plan_line.lead, event.plan_line.supporting],
                purposes=purposes,
                channel=ConsentChannel.SAMPLE,
                evidence=EVIDENCE,
            )
        if not event.kind.hides_host:
            self.met += entered
        return again + entered

    def _register_by_web(
        self, event: Event, told: SampleEvent, session: Session, count: int
    ) -> None:
        opened = told.starts_at - OPENS_BEFORE
        people = self.crowd.people(told, count, on=self.now.date())
        for number, (details, purposes) in enumerate(people, start=1):
            register(
                by=PUBLIC,
                at=opened + (self.now - opened) * number / (count + 1),
                session=session,
                person=details,
                purposes=purposes,
                evidence=EVIDENCE,
            )

    def _register_family(self, told: SampleEvent, session: Session) -> None:
        """Two young people on one phone; the younger one is a child with a guardian."""
        if not told.family:
            return
        family = self.office.story.people["family"]
        members = family["member"] if told.family == "BOTH" else family["member"][:1]
        # The last to register, so that the demonstration's link for a young person is theirs.
        at = self._past(told.starts_at - timedelta(days=6))
        for member in members:
            born = member["born"]
            register(
                by=PUBLIC,
                at=at,
                session=session,
                person=PersonDetails(
                    phone=family["phone"],
                    full_name=member["full_name"],
                    birth_on=date(
                        self.office.story.year - born["years"], born["month"], born["day"]
                    ),
                    commune=self.office.communes[told.commune or "05983"],
                    gender=member["gender"],
                    ethnicity=member["ethnicity"],
                    is_union_member=member["is_union_member"],
                ),
                purposes=ALL_PURPOSES,
                guardian=GuardianDetails(**family["guardian"]) if born["years"] < 17 else None,
                channel=Channel.WEB,
                evidence=EVIDENCE,
            )

    # The day

    def _hold(self, event: Event, told: SampleEvent, organiser: Any) -> None:
        for session in event.sessions.all():
            came = self.crowd.attendance(
                told,
                Registration.objects.filter(session=session, state=RegistrationState.CONFIRMED)
                .order_by("pk")
                .values_list("pk", flat=True),
            )
            record_attendances(
                by=self.office.one(told.lead, Role.COUNSELLOR),
                at=session.ends_at,
                session=session,
                values={pk: AttendanceValue(value) for pk, value in came.items()},
            )
        self._walk_in(event, told)
        absent = Attendance.objects.filter(
            session__event=event, value=AttendanceValue.ABSENT
        ).order_by("pk")
        for attendance in absent[: told.corrections]:
            correct_attendance(
                by=organiser,
                at=self._past(told.ends_at + timedelta(minutes=30)),
                attendance=attendance,
                value=AttendanceValue.LATE,
                reason="Đến muộn, ký tên ở bàn đón tiếp; đối chiếu với danh sách giấy.",
            )

    def _walk_in(self, event: Event, told: SampleEvent) -> None:
        session = event.sessions.all()[0]
        for details, purposes in self.crowd.people(told, told.walk_ins, on=told.starts_at.date()):
            record_walk_in(
                by=self.office.one(told.lead, Role.COUNSELLOR),
                at=told.starts_at + timedelta(minutes=50),
                session=session,
                person=details,
                purposes=purposes,
            )

    def _past(self, moment: datetime) -> datetime:
        """Not before the plan of the year was approved, and not after now."""
        approved_at = clock(date(self.office.story.year, 1, 6), "16:00")
        return min(max(moment, approved_at), self.now)


class _Mover:
    def __init__(self, event: Event, organiser: Any) -> None:
        self.event, self.organiser = event, organiser

    def to(self, state: EventState, at: datetime, reason: str = "") -> None:
        moved = move_event(by=self.organiser, at=at, event=self.event, to=state, reason=reason)
        self.event.state = moved.state


SESSION_TITLES_EN = {
    "Buổi sáng": "Morning",
    "Buổi chiều": "Afternoon",
    "Khối 12": "Grade 12",
    "Khối 11": "Grade 11",
    "Ca 1": "First group",
    "Ca 2": "Second group",
}


def _evening_before(starts_at: datetime) -> datetime:
    """Registration closes at five in the afternoon of the day before."""
    day_before = localtime(starts_at) - timedelta(days=1)
    return day_before.replace(hour=17, minute=0)


def _split(count: int, parts: int) -> list[int]:
    """The first session is the fuller one."""
    if parts == 1:
        return [count]
    first = int(count * 0.56)
    return [first, count - first]


def _round_up(count: float) -> int:
    return int(-(-count // 10) * 10)

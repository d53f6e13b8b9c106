"""One fair of the sample: booths in a hall, wishes, a computed and published timetable.

Everybody in it is invented. Told through the use cases, as people would.
"""

import random
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from nhipcau.accounts.models import User
from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Event, Registration
from nhipcau.events.states import EventState
from nhipcau.fairs import solving, use_cases
from nhipcau.fairs.details import BoothDetails, FairDetails, Wished, WishesTold
from nhipcau.fairs.models import Booth, Bus, Fair
from nhipcau.fairs.states import Goal, Interest, TimetableState
from nhipcau.organisations.models import Membership, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies.models import Vacancy

SLOTS, MINUTES = 12, 15
BOOTHS_MOST, CANDIDATES_MOST = 10, 90
ROWS, COLUMNS = 9, 13
BREAK = (6, 7)
STANDS = [(row, column) for row in (2, 4, 6) for column in (2, 4, 8, 10)]
BUS = "THPT Việt Bắc (xe mẫu)"


def make_fair(*, now: datetime) -> int:
    """The next job fair with booths and a timetable; how many interviews. None without one."""
    event = (
        Event.objects.filter(kind__code="job-fair", state=EventState.OPEN, starts_at__gt=now)
        .select_related("plan_line", "kind")
        .order_by("starts_at")
        .first()
    )
    organiser = _organiser(event)
    if event is None or organiser is None:
        return 0
    draw = random.Random("fair")
    fair = use_cases.set_up_fair(
        by=organiser,
        at=now,
        event=event,
        details=FairDetails(
            first_slot_at=event.starts_at + timedelta(minutes=30),
            slot_minutes=MINUTES,
            slots_count=SLOTS,
            most_interviews=4,
            goal=Goal.FAIR,
            wishes_close_at=event.starts_at - timedelta(days=1),
        ),
    )
    booths = _booths(fair, organiser, draw, now)
    if not booths:
        return 0
    bus = use_cases.save_bus(
        by=organiser,
        at=now,
        fair=fair,
        name=BUS,
        arrives_at=event.starts_at + timedelta(hours=1),
        leaves_at=event.starts_at + timedelta(hours=3),
    )
    _candidates(fair, organiser, booths, bus, draw, now)
    if not fair.candidates.exists():
        return 0
    asked = use_cases.ask_timetable(by=organiser, at=now, fair=fair, seconds=10)
    solving.solve_next(by=SYSTEM, at=now)
    draft = fair.timetables.get(pk=asked.pk)
    if draft.state != TimetableState.DRAFT:
        return 0
    told = use_cases.publish_timetable(by=organiser, at=now, timetable=draft)
    return told.interviews.count()


def _organiser(event: Event | None) -> User | None:
    if event is None:
        return None
    member = (
        Membership.objects.active()
        .filter(organisation=event.plan_line.lead, role=Role.COORDINATOR)
        .select_related("user")
        .first()
    )
    return member.user if member else None


def _booths(fair: Fair, organiser: User, draw: random.Random, now: datetime) -> list[Booth]:
    for place in STANDS:
        use_cases.draw_hall(by=organiser, at=now, fair=fair, sign="B", first=place, last=place)
    use_cases.draw_hall(by=organiser, at=now, fair=fair, sign="=", first=(3, 1), last=(3, 11))
    use_cases.draw_hall(by=organiser, at=now, fair=fair, sign="=", first=(5, 1), last=(5, 11))
    use_cases.draw_hall(by=organiser, at=now, fair=fair, sign="W", first=(7, 11), last=(7, 11))
    work: dict[int, list[Vacancy]] = {}
    for vacancy in Vacancy.objects.open(localdate(now)).order_by("pk"):
        work.setdefault(vacancy.employer_id, []).append(vacancy)
    employers = Employer.objects.filter(state=EmployerState.VERIFIED).order_by("pk")
    made: list[Booth] = []
    for employer in employers:
        booth = use_cases.invite_employer(by=organiser, at=now, fair=fair, employer=employer)
        if employer.pk not in work or len(made) == BOOTHS_MOST:
            if len(made) == BOOTHS_MOST:
                break
            continue
        count = draw.choice((1, 1, 2))
        use_cases.answer_invitation(
            by=organiser,
            at=now,
            booth=booth,
            comes=True,
            details=BoothDetails(
                interviewers=tuple(0 if slot in BREAK[:1] else count for slot in range(SLOTS)),
                vacancies=tuple(work[employer.pk][:3]),
            ),
        )
        use_cases.place_booth(by=organiser, at=now, booth=booth, place=STANDS[len(made)])
        made.append(Booth.objects.get(pk=booth.pk))
    return made


def _candidates(
    fair: Fair,
    organiser: User,
    booths: list[Booth],
    bus: Bus,
    draw: random.Random,
    now: datetime,
) -> None:
    session = fair.event.sessions.order_by("pk").first()
    registrations = Registration.objects.filter(session=session, state="CONFIRMED").order_by("pk")
    brought = {one.pk: [line.vacancy for line in one.brought.all()] for one in booths}
    for number, registration in enumerate(registrations[:CANDIDATES_MOST]):
        chosen = draw.sample(booths, k=min(len(booths), draw.randint(2, 5)))
        candidate = use_cases.tell_wishes(
            by=SYSTEM,
            at=now,
            fair=fair,
            registration=registration,
            told=WishesTold(
                wishes=tuple(Wished(one, draw.choice(brought[one.pk])) for one in chosen),
                most=draw.randint(1, 3),
                from_slot=draw.choice((0, 0, 0, 4)),
                to_slot=draw.choice((8, SLOTS, SLOTS)),
                bus=bus if number % 6 == 0 else None,
            ),
        )
        for one in chosen[:1]:
            interest = draw.choice((None, Interest.MAYBE, Interest.YES, Interest.SURELY))
            use_cases.rank_candidates(
                by=organiser,
                at=now,
                booth=one,
                interest={candidate.pk: None if interest is None else int(interest)},
            )

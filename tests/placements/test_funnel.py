"""The funnel equals a plain recount in Python, for any story of people."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.events.models import Attendance
from nhipcau.placements import funnel, use_cases
from nhipcau.placements.models import FunnelCell
from nhipcau.referrals.models import ReferralStep
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    JobWishFactory,
    PlacementFactory,
    PlanLineFactory,
    ProgrammeFactory,
    ReferralFactory,
    RegistrationFactory,
    SessionFactory,
    VacancyFactory,
    YoungPersonFactory,
    moment,
    reference_data,
    staff_of,
)

MARKETS = ("HOME", "OTHER_PROVINCE", "OVERSEAS")
STATES = (
    *(("ISSUED", ""), ("INTERVIEW", ""), ("OFFERED", ""), ("HIRED", "")),
    *(("CLOSED", "STARTED"), ("CLOSED", "NOT_HIRED"), ("PROPOSED", "")),
)
INTERVIEWED = {("INTERVIEW", ""), ("OFFERED", ""), ("HIRED", ""), ("CLOSED", "STARTED")}
HIRED = {("HIRED", ""), ("CLOSED", "STARTED")}

turns = st.tuples(st.integers(0, 3), st.sampled_from(["ATTENDED", "LATE", "ABSENT"]))
introductions = st.tuples(
    st.sampled_from(MARKETS),
    st.sampled_from(STATES),
    st.sampled_from([None, "REPORTED", "CONFIRMED", "LEFT", "NOT_STARTED"]),
    st.booleans(),  # said once: still there
    st.sampled_from([2025, 2026]),
    st.sampled_from(["", "interviewed", "undone"]),  # what the log says of a closed one
)
people = st.fixed_dictionaries(
    {
        "turns": st.lists(turns, max_size=3, unique_by=lambda turn: turn[0]),
        "wish": st.sampled_from([None, "", *MARKETS]),
        "introductions": st.lists(introductions, max_size=2),
        "commune": st.sampled_from([None, 0, 1]),
        "second_record": st.booleans(),
    }
)


def sessions():
    """Four activities that were held: three in 2026 for three cohorts, one in 2025."""
    programme = ProgrammeFactory()
    told = (
        ("2026-02-10 08:00", "PUPILS", "HELD"),
        ("2026-05-10 08:00", "SOLDIERS", "HELD"),
        ("2026-05-20 08:00", "JOB_SEEKERS", "CLOSED"),
        ("2025-12-31 23:30", "STUDENTS", "HELD"),
    )
    found = []
    for number, (starts, audience, state) in enumerate(told, 1):
        line = PlanLineFactory(
            programme=programme, audience=audience, month=dt.date(2026, number, 1)
        )
        at = moment(starts)
        event = EventFactory(
            plan_line=line,
            state=state,
            starts_at=at,
            ends_at=at + dt.timedelta(hours=3),
            registration_closes_at=at,
        )
        found.append((SessionFactory(event=event, capacity=100), at, audience, state))
    return found


def tell(story, held, communes):
    """The rows of one person; of a second record of the same one when the story says so."""
    commune = None if story["commune"] is None else communes[story["commune"]]
    kept = YoungPersonFactory(commune=commune)
    other = YoungPersonFactory(merged_into=kept) if story["second_record"] else kept
    for place, (number, value) in enumerate(story["turns"]):
        who = (kept, other)[place % 2]
        registration = RegistrationFactory(session=held[number][0], young_person=who)
        Attendance.objects.create(
            registration=registration,
            session=registration.session,
            young_person=who,
            value=value,
            recorded_at=NOON,
        )
    if story["wish"] is not None:
        JobWishFactory(young_person=other, market=story["wish"])
    for place, told in enumerate(story["introductions"]):
        market, (state, outcome), placed, said, year, logged = told
        referral = ReferralFactory(
            young_person=(other, kept)[place % 2],
            vacancy=VacancyFactory(market=market),
            state=state,
            outcome=outcome,
            issued_at=None if state == "PROPOSED" else moment(f"{year}-03-0{place + 1} 09:00"),
        )
        if state == "CLOSED":
            log(referral, logged)
        if placed and state in ("HIRED", "CLOSED"):
            left = dt.date(2026, 11, 20) if placed == "LEFT" else None
            placement = PlacementFactory(referral=referral, state=placed, left_on=left)
            if said:
                placement.checks.filter(day=7).update(answer="STILL_THERE", answered_at=NOON)
    return commune


def log(referral, logged):
    """A step to an interview before the end; and one that takes it back."""
    step = {"referral": referral, "actor_kind": "user", "at": NOON}
    if not logged:
        return
    invited = ReferralStep.objects.create(
        **step, number=1, name="invite", from_state="ISSUED", to_state="INTERVIEW"
    )
    if logged == "undone":
        ReferralStep.objects.create(
            **step,
            number=2,
            name="undo",
            from_state="INTERVIEW",
            to_state="ISSUED",
            undoes=invited,
        )


def recounted(stories, held, communes):
    """The same figures without SQL: (month, commune, cohort, market) → six numbers."""
    cells = {}
    for story in stories:
        came = sorted(
            (held[number][1], held[number][2])
            for number, value in story["turns"]
            if value != "ABSENT" and held[number][3] == "HELD" and held[number][1].year == 2026
        )
        told = [
            (
                market,
                way,
                placed if way[0] in ("HIRED", "CLOSED") else None,
                said,
                way in INTERVIEWED or (way[0] == "CLOSED" and logged == "interviewed"),
            )
            for market, way, placed, said, year, logged in story["introductions"]
            if way[0] != "PROPOSED" and year == 2026
        ]
        if came:
            month, cohort = came[0][0].month, came[0][1]
        elif told:
            month, cohort = 3, "DIRECT"
        else:
            continue
        commune = None if story["commune"] is None else communes[story["commune"]].pk
        markets = {"", *(one[0] for one in told), *([story["wish"]] if story["wish"] else [])}
        for market in markets:
            of_market = [one for one in told if market in ("", one[0])]
            registered = story["wish"] is not None and market in ("", story["wish"])
            counts = (
                bool(came),
                registered,
                bool(of_market),
                any(one[4] or one[2] for one in of_market),
                any(one[1] in HIRED or (one[2] and one[2] != "NOT_STARTED") for one in of_market),
                any(one[2] in ("REPORTED", "CONFIRMED") and one[3] for one in of_market),
            )
            key = (month, commune, cohort, market)
            before = cells.get(key, (0,) * 6)
            cells[key] = tuple(a + int(b) for a, b in zip(before, counts, strict=True))
    return cells


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(stories=st.lists(people, max_size=4))
def test_the_funnel_equals_a_plain_recount(stories, transactional_rows):
    with transactional_rows():
        held, communes = sessions(), [CommuneFactory(), CommuneFactory()]
        for story in stories:
            tell(story, held, communes)
        use_cases.recount_funnel(by=SYSTEM, at=NOON, year=2026)
        names = [name for name, _label in funnel.STAGES]
        found = {
            (cell.month, cell.commune_id, cell.cohort, cell.market): tuple(
                getattr(cell, name) for name in names
            )
            for cell in FunnelCell.objects.all()
        }
        assert found == recounted(stories, held, communes)


@pytest.fixture
def transactional_rows(db):
    """Each example begins with nothing and leaves nothing."""

    @contextlib.contextmanager
    def rolled_back():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rolled_back


@pytest.mark.parametrize(("logged", "interviewed"), [("interviewed", 1), ("undone", 0), ("", 0)])
def test_an_interview_counts_after_a_no_unless_it_was_taken_back(db, logged, interviewed):
    reference_data()
    person = ReferralFactory(
        state="CLOSED", outcome="NOT_HIRED", issued_at=moment("2026-03-01 09:00")
    )
    log(person, logged)
    use_cases.recount_funnel(by=SYSTEM, at=NOON, year=2026)

    whole = FunnelCell.objects.get(year=2026, market="")
    assert whole.interviewed_count == interviewed


def test_counting_twice_counts_once(db):
    reference_data()
    held = sessions()
    tell(
        {
            "turns": [(0, "ATTENDED")],
            "wish": "HOME",
            "introductions": [],
            "commune": None,
            "second_record": True,
        },
        held,
        [],
    )
    for _twice in range(2):
        use_cases.recount_funnel(by=SYSTEM, at=NOON)
    reader = staff_of(held[0][0].event.plan_line.lead)
    assert funnel.funnel_totals(reader, year=2026, market="").counts == (1, 1, 0, 0, 0, 0)
    assert funnel.funnel_by(reader, "cohort", year=2026, market="")[0].key == "PUPILS"


def test_only_the_clock_counts(db):
    with pytest.raises(NotAllowed):
        use_cases.recount_funnel(
            by=staff_of(ProgrammeFactory().parties.first().organisation), at=NOON
        )

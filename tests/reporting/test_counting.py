import datetime as dt

import pytest
from django.db.models import F

from nhipcau.events import use_cases as event_use_cases
from nhipcau.events.models import Channel
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import age_on
from nhipcau.programmes.models import Audience
from nhipcau.reporting.counting import (
    Split,
    Tally,
    _of_age,
    count_groups,
    count_people,
    count_registrations,
)
from nhipcau.reporting.indicators import AGE_BANDS, INDICATORS, suppress_small
from nhipcau.reporting.periods import (
    month_after,
    month_before,
    month_period,
    year_period,
    year_until,
)
from nhipcau.reporting.queries import commune_reach, line_progress, public_year_summary
from tests.factories import (
    NOON,
    CommuneFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RegistrationFactory,
    YoungPersonFactory,
    moment,
    palace_of,
    staff_of,
)
from tests.reporting.people import came, held_session

pytestmark = pytest.mark.django_db
NOVEMBER = month_period(2026, 11)
YEAR = year_period(2026)


@pytest.fixture
def programme():
    return ProgrammeFactory()


def totals(programme, month=NOVEMBER):
    of_month, of_year = count_people(programme, YEAR, month)
    return of_month.total, of_year.total


# --- periods -------------------------------------------------------------------------------------


def test_periods_know_their_days():
    assert month_period(2028, 2).last == dt.date(2028, 2, 29)
    assert month_period(2026, 2).last == dt.date(2026, 2, 28)
    assert month_before(month_period(2026, 1)) == month_period(2025, 12)
    assert month_after(month_period(2026, 12)) == month_period(2027, 1)
    assert year_until(NOVEMBER).first == dt.date(2026, 1, 1)
    assert NOVEMBER.slug == "2026-11"
    with pytest.raises(ValueError, match="month"):
        month_period(2026, 13)


def test_a_month_begins_and_ends_at_midnight_of_the_province():
    assert NOVEMBER.starts_at == dt.datetime(2026, 10, 31, 17, tzinfo=dt.UTC)
    assert NOVEMBER.has(moment("2026-11-30 23:59"))
    assert not NOVEMBER.has(moment("2026-12-01 00:00"))
    assert NOVEMBER.is_over(moment("2026-12-01 00:00"))


# --- turns and persons ---------------------------------------------------------------------------


def test_one_person_at_two_events_is_two_turns_and_one_person(programme):
    lan = YoungPersonFactory()
    came(held_session(programme, "2026-11-03 08:00"), lan)
    came(held_session(programme, "2026-11-17 08:00"), lan, AttendanceValue.LATE)
    came(held_session(programme, "2026-10-05 08:00"), lan)
    came(held_session(programme, "2026-10-06 08:00"))

    assert totals(programme) == (Tally(2, 1), Tally(4, 2))


def test_one_person_twice_in_a_group_is_two_turns_and_one_person_of_that_group(programme):
    lan, line = YoungPersonFactory(), PlanLineFactory(programme=programme)
    for start in ("2026-11-03 08:00", "2026-11-17 08:00", "2026-10-05 08:00"):
        came(held_session(programme, start, line=line), lan)

    groups = count_groups(programme, YEAR, NOVEMBER, lines=[line])

    for found in (
        groups["kind"][str(line.kind_id)],
        groups["audience"][line.audience],
        groups["line"][str(line.lineage)],
    ):
        assert (found.month, found.year) == (Tally(2, 1), Tally(3, 1))


@pytest.mark.parametrize(
    "value", [AttendanceValue.EXCUSED, AttendanceValue.ABSENT, AttendanceValue.CANCELLED_BY_US]
)
def test_who_was_not_there_is_no_turn(programme, value):
    came(held_session(programme, "2026-11-03 08:00"), value=value)

    assert totals(programme) == (Tally(), Tally())


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.CLOSED, EventState.OPEN])
def test_only_events_that_were_held_count(programme, state):
    came(held_session(programme, "2026-11-03 08:00", state=state))

    assert totals(programme)[1] == Tally()


def test_a_walk_in_counts_as_anybody(programme):
    session = held_session(programme, "2026-11-03 08:00")
    came(session, channel=Channel.WALK_IN)
    came(session)

    of_month, _of_year = count_registrations(programme, YEAR, NOVEMBER)

    assert totals(programme)[0] == Tally(2, 2)
    assert (of_month.registered, of_month.walk_ins) == (1, 1)


def test_a_corrected_attendance_counts_as_corrected(programme):
    session = held_session(programme, "2026-11-03 08:00")
    attendance = came(session)

    event_use_cases.correct_attendance(
        by=staff_of(palace_of(programme)),
        at=NOON,
        attendance=attendance,
        value=AttendanceValue.ABSENT,
        reason="Ghi nhầm người.",
    )

    assert totals(programme)[0] == Tally()
    assert count_registrations(programme, YEAR, NOVEMBER)[0].no_shows == 1


@pytest.mark.parametrize(("start", "month"), [("2026-11-01 00:30", 11), ("2026-10-31 23:30", 10)])
def test_half_past_midnight_counts_in_the_new_month(programme, start, month):
    came(held_session(programme, start))

    assert totals(programme, month_period(2026, month))[0] == Tally(1, 1)
    assert totals(programme, month_period(2026, 21 - month))[0] == Tally()


def test_new_years_night_belongs_to_the_new_year(programme):
    came(held_session(programme, "2027-01-01 00:30"))

    assert totals(programme)[1] == Tally()
    assert count_people(programme, year_period(2027))[1].total == Tally(1, 1)


def test_another_programme_is_not_counted(programme):
    came(held_session(ProgrammeFactory(), "2026-11-03 08:00"))

    assert totals(programme)[1] == Tally()


# --- who they are --------------------------------------------------------------------------------


def test_each_breakdown_shows_who_did_not_say(programme):
    first = held_session(programme, "2026-11-03 08:00")
    second = held_session(programme, "2026-11-10 08:00")
    lan = YoungPersonFactory(gender="FEMALE", ethnicity="NUNG", is_union_member=True)
    came(first, lan)
    came(second, lan)
    came(first, gender="MALE", ethnicity="KINH", is_union_member=False)
    came(first, gender="FEMALE", ethnicity="OTHER")
    came(first)

    counts = count_people(programme, YEAR, NOVEMBER)[0]

    assert counts.total == Tally(5, 4)
    assert counts.women == Split(Tally(3, 2), Tally(1, 1))
    assert counts.minority == Split(Tally(3, 2), Tally(1, 1))
    assert counts.union == Split(Tally(2, 1), Tally(2, 2))


def test_age_is_counted_on_the_last_day_of_the_period(programme):
    session = held_session(programme, "2026-11-03 08:00")
    for born in ("2011-01-01", "2010-12-31", "2009-01-01", "2008-12-31", "1995-12-31"):
        came(session, birth_on=dt.date.fromisoformat(born))

    ages = count_people(programme, YEAR)[1].ages

    assert {code: tally.persons for code, tally in ages.items()} == {
        "under_16": 1,  # 2011-01-01: still fifteen on 31/12/2026
        "16_17": 2,
        "18_24": 1,
        "25_30": 0,
        "over_30": 1,
    }


@pytest.mark.parametrize(
    "day", [dt.date(2028, 2, 29), dt.date(2027, 2, 28), dt.date(2026, 11, 30)]
)
def test_age_bands_agree_with_the_rule_of_ages(programme, day):
    people = [
        YoungPersonFactory(birth_on=dt.date(day.year - years, day.month, 28) + shift)
        for years in (16, 18, 25, 31)
        for shift in (dt.timedelta(days=days) for days in range(-2, 4))
    ]
    for band in AGE_BANDS:
        found = set(
            YoungPerson.objects.annotate(born=F("birth_on"))
            .filter(_of_age(band, day))
            .values_list("pk", flat=True)
        )
        assert found == {
            one.pk
            for one in people
            if (band.youngest or 0) <= age_on(one.birth_on, day) <= (band.oldest or 200)
        }


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (1234, 1234)])
def test_small_cells_are_not_shown_in_public(value, shown):
    assert suppress_small(value) == shown


def test_the_public_summary_hides_small_cells(programme):
    session = held_session(programme, "2026-11-03 08:00")
    for _number in range(4):
        came(session)
    assert public_year_summary(programme, 2026).turns == "<5"

    came(session)
    assert public_year_summary(programme, 2026).turns == 5


# --- plan against done ---------------------------------------------------------------------------


def test_an_event_made_under_an_older_version_counts_for_its_promise(programme):
    session = held_session(
        programme, "2026-11-03 08:00", audience=Audience.PUPILS, target_turns=2, target_persons=2
    )
    old = session.event.plan_line
    old.version.state = "SUPERSEDED"
    old.version.save()
    newer = old.version.year_plan.versions.create(number=2, state="APPROVED", created_at=NOON)
    new = PlanLineFactory(
        version=newer,
        programme=programme,
        kind=old.kind,
        month=dt.date(2026, 11, 1),
        lineage=old.lineage,
        audience=Audience.SOLDIERS,
        target_turns=1,
        target_persons=1,
    )
    came(session)

    (row,) = line_progress(programme, 2026, at=NOON, lines=[new])
    groups = count_groups(programme, YEAR, NOVEMBER, lines=[new])

    assert (row.done, row.held, row.status) == (Tally(1, 1), 1, "REACHED")
    assert groups["audience"]["SOLDIERS"].month == Tally(1, 1)
    assert set(groups["audience"]) == {"SOLDIERS"}
    assert groups["kind"][str(old.kind_id)].year == Tally(1, 1)


def test_every_promise_says_how_far_it_is(programme):
    def line(month, **values):
        return PlanLineFactory(programme=programme, month=dt.date(2026, month, 1), **values)

    reached = line(9, target_turns=1, target_persons=1)
    came(held_session(programme, "2026-09-09 08:00", line=reached))
    short = line(10, target_turns=5, target_persons=5)
    came(held_session(programme, "2026-11-09 08:00", line=short))
    late, scheduled, untouched = line(8), line(12), line(12)
    held_session(programme, "2026-12-09 08:00", line=scheduled, state=EventState.OPEN)
    held_session(programme, "2026-12-09 08:00", line=untouched, state=EventState.CANCELLED)
    lines = [untouched, scheduled, late, short, reached]

    rows = line_progress(programme, 2026, at=NOON, lines=lines)

    assert [(row.line, row.status) for row in rows] == [
        (late, "LATE"),
        (reached, "REACHED"),
        (short, "HELD"),
        *sorted([(scheduled, "SCHEDULED"), (untouched, "OPEN")], key=lambda pair: pair[0].number),
    ]


def test_registrations_say_what_became_of_them(programme):
    session = held_session(programme, "2026-11-03 08:00")
    came(session)
    came(session, value=AttendanceValue.ABSENT)
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, state=RegistrationState.WAITING)
    RegistrationFactory(session=session, state=RegistrationState.CANCELLED)
    cancelled = held_session(programme, "2026-11-04 08:00", state=EventState.CANCELLED)
    RegistrationFactory(session=cancelled)
    ahead = held_session(programme, "2026-12-04 08:00", state=EventState.OPEN)
    RegistrationFactory(session=ahead)

    of_month, of_year = count_registrations(programme, YEAR, NOVEMBER)

    assert (of_month.registered, of_month.waiting, of_month.no_shows) == (4, 1, 1)
    assert (of_month.unrecorded, of_month.walk_ins) == (1, 0)
    assert of_year.registered == 5


# --- where they live -----------------------------------------------------------------------------


def test_reach_counts_persons_of_a_commune_once_a_year(programme):
    dong_kinh = CommuneFactory(name="Đông Kinh", youth_count=400)
    empty = CommuneFactory(youth_count=0)
    lan = YoungPersonFactory(commune=dong_kinh)
    came(held_session(programme, "2026-03-03 08:00"), lan)
    came(held_session(programme, "2026-11-03 08:00"), lan)
    came(held_session(programme, "2026-11-04 08:00"))

    rows, not_stated = commune_reach(programme, 2026)
    by_commune = {row.commune: row for row in rows}

    assert (by_commune[dong_kinh].persons, by_commune[dong_kinh].turns) == (1, 2)
    assert by_commune[dong_kinh].reach == 2.5
    assert by_commune[empty].reach is None
    assert not_stated == Tally(1, 1)


def test_every_indicator_says_how_it_is_counted():
    for indicator in INDICATORS:
        assert str(indicator.formula)
        assert str(indicator.source)
    assert len({indicator.code for indicator in INDICATORS}) == len(INDICATORS)

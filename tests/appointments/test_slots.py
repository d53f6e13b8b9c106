"""Free times, held against the simplest way of counting them: minute by minute."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.appointments.slots import (
    Measure,
    Span,
    Weekly,
    days_between,
    free_slots,
    less,
    line_for,
)
from tests.factories import VIETNAM, moment

MONDAY = dt.date(2026, 11, 23)
WIDE = {"not_before": moment("2026-01-01 00:00"), "not_after": moment("2026-12-31 00:00")}


def at(clock, day=MONDAY):
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=VIETNAM)


def span(begins, ends):
    return Span(at(begins), at(ends))


def weekly(starts="08:00", ends="10:00", **told):
    values = {"weekday": 0, "valid_from": dt.date(2026, 1, 1), "hours_id": 1, "counsellor_id": 7}
    clock = dt.time.fromisoformat
    return Weekly(starts=clock(starts), ends=clock(ends), **{**values, **told})


def starts(line, *, taken=(), minutes=30, step=15, days=(MONDAY,), days_off=(), **limits):
    found = free_slots(
        [line],
        days,
        days_off=days_off,
        taken={7: taken},
        measure=Measure(minutes, step, **{**WIDE, **limits}),
        tz=VIETNAM,
    )
    return [f"{one.starts_at:%H:%M}" for one in found]


def test_a_morning_is_cut_into_talks():
    assert starts(weekly()) == ["08:00", "08:30", "09:00", "09:30"]
    assert starts(weekly(), minutes=45) == ["08:00", "08:45"]


def test_what_is_taken_is_left_out_and_the_rest_is_filled_from_its_beginning():
    assert starts(weekly(), taken=[span("08:30", "09:15")]) == ["08:00", "09:15"]


def test_talks_that_touch_do_not_overlap():
    assert starts(weekly(), taken=[span("07:30", "08:00"), span("10:00", "11:00")])[0] == "08:00"


def test_a_start_lies_on_a_step_after_the_beginning_of_the_hours():
    assert starts(weekly("08:10", "09:30"), taken=[span("08:10", "08:20")])[0] == "08:25"


def test_limits_hold_on_both_sides():
    limits = {"not_before": at("08:31"), "not_after": at("09:00")}
    assert starts(weekly(), **limits) == ["08:45"]


def test_days_off_other_weekdays_and_lines_that_ended_give_nothing():
    tuesday = MONDAY + dt.timedelta(days=1)
    assert starts(weekly(), days_off={MONDAY}) == []
    assert starts(weekly(), days=[tuesday]) == []
    assert starts(weekly(valid_to=MONDAY - dt.timedelta(days=1))) == []
    assert starts(weekly(valid_from=tuesday)) == []
    assert starts(weekly(valid_to=MONDAY, valid_from=MONDAY)) != []


def test_the_line_of_a_talk_wants_a_step_the_whole_length_and_the_limits():
    measure = Measure(30, 15, **WIDE)

    def found(begins, ends, taken=(), measure=measure, days_off=()):
        return line_for(
            span(begins, ends),
            [weekly()],
            days_off=days_off,
            taken={7: taken},
            measure=measure,
            tz=VIETNAM,
        )

    assert found("08:15", "08:45")
    assert not found("08:10", "08:40")
    assert not found("09:45", "10:15")
    assert not found("08:15", "08:45", [span("08:44", "09:00")])
    assert found("08:15", "08:45", [span("08:45", "09:00")])
    assert not found("08:15", "08:45", days_off={MONDAY})
    late = Measure(30, 15, at("08:30"), at("12:00"))
    assert not found("08:15", "08:45", measure=late)


MINUTES = st.integers(0, 240)
SPANS = st.lists(
    st.tuples(MINUTES, st.integers(1, 90)).map(
        lambda told: Span(
            at("07:00") + dt.timedelta(minutes=told[0]),
            at("07:00") + dt.timedelta(minutes=told[0] + told[1]),
        )
    ),
    max_size=6,
)


@given(SPANS)
def test_what_is_left_and_what_is_taken_are_the_whole_minute_by_minute(taken):
    whole = span("08:00", "10:00")
    left = list(less(whole, taken))

    for minute in range(120):
        one = Span(*(at("08:00") + dt.timedelta(minutes=minute + more) for more in (0, 1)))
        is_free = not any(one.overlaps(other) for other in taken)
        assert is_free == any(gap.contains(one) for gap in left)


@given(SPANS, st.sampled_from([15, 20, 30, 45, 60]), st.sampled_from([5, 15, 30]), MINUTES)
def test_times_are_free_on_a_step_apart_and_none_more_would_fit(taken, minutes, step, lead):
    line = weekly("08:00", "11:30")
    not_before = at("07:00") + dt.timedelta(minutes=lead)
    measure = Measure(minutes, step, not_before, WIDE["not_after"])
    found = free_slots(
        [line], [MONDAY], days_off=(), taken={7: taken}, measure=measure, tz=VIETNAM
    )
    spans = [Span(one.starts_at, one.ends_at) for one in found]

    def fits(one):
        free = not any(one.overlaps(other) for other in taken)
        on_step = not (one.starts_at - at("08:00")) % dt.timedelta(minutes=step)
        return (
            free
            and on_step
            and span("08:00", "11:30").contains(one)
            and one.starts_at >= not_before
        )

    assert all(fits(one) for one in spans)
    assert not any(a.overlaps(b) for a in spans for b in spans if a is not b)
    length = dt.timedelta(minutes=minutes)
    every = [at("08:00") + dt.timedelta(minutes=step * n) for n in range(300 // step)]
    missed = [
        one
        for one in (Span(begins, begins + length) for begins in every)
        if fits(one) and not any(one.overlaps(other) for other in spans)
    ]
    assert missed == []


def test_days_between_has_both_ends():
    assert days_between(MONDAY, MONDAY) == [MONDAY]
    assert len(days_between(MONDAY, MONDAY + dt.timedelta(days=27))) == 28

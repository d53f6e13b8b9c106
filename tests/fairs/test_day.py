"""The day: marks are kept once, two desks make one result, results become introductions."""

import datetime as dt
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.fairs import queries, today, use_cases
from nhipcau.fairs.details import ToldMark
from nhipcau.fairs.errors import FairClosed, NothingToSolve
from nhipcau.fairs.models import DeskMark, Meeting
from nhipcau.fairs.placing import Wanted, best_free
from nhipcau.messaging.models import Message
from nhipcau.people.models import Consent
from nhipcau.referrals.models import Referral
from nhipcau.referrals.use_cases import introduce
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import CandidateFactory, moment
from tests.fairs.conftest import THE_DAY

A_MINUTE = dt.timedelta(minutes=1)
FIRST_DAY = dt.date(2026, 12, 20)


@pytest.fixture
def told(hall):
    hall.told()
    return hall


def pair_of(hall):
    """A booth and somebody who is told to come to it."""
    one = (
        hall.fair.timetables.get(state="PUBLISHED")
        .interviews.select_related("booth__employer", "booth__fair__event__plan_line", "candidate")
        .first()
    )
    return one.booth, one.candidate


def no(hall, booth, candidate, **more):
    return hall.mark(booth, candidate, "RESULT", result="NO", reason="chưa hợp", **more)


def test_a_desk_calls_waits_and_tells_a_result(told):
    booth, candidate = pair_of(told)

    assert told.mark(booth, candidate, "CALL").now == "CALLED"
    assert told.mark(booth, candidate, "NOT_HERE").now == "NOT_HERE"
    assert told.mark(booth, candidate, "CALL").now == "CALLED"
    taken = no(told, booth, candidate)

    assert (taken.outcome, taken.now, taken.result) == ("KEPT", "HELD", "NO")
    meeting = Meeting.objects.get()
    states = list(meeting.changes.order_by("pk").values_list("to_state", flat=True))
    assert states == ["EXPECTED", "CALLED", "NOT_HERE", "CALLED", "HELD"]


def test_the_same_mark_told_again_is_kept_once(told):
    booth, candidate = pair_of(told)
    mark_id = uuid4()
    first = no(told, booth, candidate, mark_id=mark_id)
    again = no(told, booth, candidate, mark_id=mark_id)

    assert first == again
    assert DeskMark.objects.count() == 1
    assert Meeting.objects.get().changes.count() == 2


def test_two_desks_marking_one_interview_make_one_result(told):
    booth, candidate = pair_of(told)
    no(told, booth, candidate)
    same = no(told, booth, candidate)
    other = told.mark(booth, candidate, "RESULT", result="TAKEN", starts_on=FIRST_DAY)

    assert (same.outcome, same.result) == ("SAME", "NO")
    assert (other.outcome, other.now, other.result) == ("CONFLICT", "HELD", "NO")
    assert Meeting.objects.get().result == "NO"
    assert list(DeskMark.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "KEPT",
        "SAME",
        "CONFLICT",
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_marks_that_arrive_late_and_in_any_order_end_the_same(told, order):
    booth, candidate = pair_of(told)
    kinds = [("CALL", {}), ("NOT_HERE", {}), ("RESULT", {"result": "NO", "reason": "x"})]
    marks = [
        ToldMark(uuid4(), candidate.pk, kind, THE_DAY + n * A_MINUTE, **more)
        for n, (kind, more) in enumerate(kinds)
    ]
    for n in order:
        use_cases.take_marks(
            by=told.desk(booth), at=THE_DAY + 9 * A_MINUTE, booth=booth, marks=[marks[n]]
        )

    assert Meeting.objects.get().state == "HELD"
    assert DeskMark.objects.count() == 3


def test_an_older_mark_that_arrives_later_takes_nothing_back(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "NOT_HERE", at=THE_DAY + 2 * A_MINUTE)
    late = told.mark(
        booth, candidate, "CALL", at=THE_DAY + 3 * A_MINUTE, marked_at=THE_DAY + A_MINUTE
    )

    assert (late.outcome, late.now) == ("SAME", "NOT_HERE")


def test_a_phone_whose_clock_runs_ahead_tells_nothing_from_the_future(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "CALL", marked_at=THE_DAY + dt.timedelta(days=2))

    assert Meeting.objects.get().called_at == THE_DAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": ""},
        {"result": "MAYBE"},
        {"result": "NO"},
        {"result": "SECOND", "second_place": "Lô B2"},
        {"result": "SECOND", "second_at": THE_DAY - A_MINUTE, "second_place": "x"},
        {"result": "SECOND", "second_at": THE_DAY + dt.timedelta(days=2)},
        {"result": "OFFER"},
        {"result": "TAKEN", "starts_on": dt.date(2026, 12, 1)},
        {"result": "TAKEN", "starts_on": dt.date(2028, 12, 1)},
    ],
)
def test_a_result_without_what_it_needs_is_refused_and_keeps_nothing(told, wrong):
    booth, candidate = pair_of(told)
    taken = told.mark(booth, candidate, "RESULT", **wrong)

    assert taken.outcome == "REFUSED"
    assert taken.problem
    assert not Meeting.objects.filter(state="HELD").exists()
    assert not DeskMark.objects.exists()


def test_a_bad_mark_does_not_lose_the_good_ones_beside_it(told):
    booth, candidate = pair_of(told)
    stranger = CandidateFactory(fair=told.fair)
    marks = [
        ToldMark(uuid4(), stranger.pk, "CALL", THE_DAY),
        ToldMark(uuid4(), candidate.pk, "CALL", THE_DAY + A_MINUTE),
        ToldMark(uuid4(), 987654321, "CALL", THE_DAY),
    ]
    taken = use_cases.take_marks(
        by=told.desk(booth), at=THE_DAY + A_MINUTE, booth=booth, marks=marks
    )

    assert sorted(one.outcome for one in taken) == ["KEPT", "REFUSED", "REFUSED"]


def test_another_employer_and_a_leader_mark_nothing(told):
    booth, candidate = pair_of(told)
    other = next(one for one in told.booths if one != booth)
    for stranger in (told.desk(other), told.leader):
        with pytest.raises(NotAllowed):
            told.mark(booth, candidate, "CALL", by=stranger)
    with pytest.raises(InvalidValue):
        use_cases.take_marks(
            by=told.desk(booth),
            at=THE_DAY,
            booth=booth,
            marks=[ToldMark(uuid4(), candidate.pk, "CALL", THE_DAY)] * 201,
        )


# --- results become introductions ----------------------------------------------------------------


def test_a_result_waits_for_a_counsellor_and_then_is_an_introduction(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "RESULT", result="TAKEN", starts_on=FIRST_DAY)
    meeting = Meeting.objects.get()
    assert meeting.referral is None
    assert meeting.blocked
    assert list(queries.waiting_for_introduction(told.fair)) == [meeting]
    with pytest.raises(NotAllowed):
        use_cases.introduce_met(by=told.organiser, at=THE_DAY, meeting=meeting)

    use_cases.introduce_met(by=told.counsellor, at=THE_DAY, meeting=meeting)

    meeting.refresh_from_db()
    assert (meeting.referral.state, meeting.referral.starts_on) == ("HIRED", FIRST_DAY)
    assert meeting.blocked == ""
    assert not queries.waiting_for_introduction(told.fair)
    assert not Message.objects.filter(topic="ANSWER", state="PENDING").exists()
    with pytest.raises(InvalidValue):
        use_cases.introduce_met(by=told.counsellor, at=THE_DAY, meeting=meeting)


@pytest.mark.parametrize(
    ("result", "more", "state", "outcome"),
    [
        ("TAKEN", {"starts_on": FIRST_DAY}, "HIRED", ""),
        ("OFFER", {"starts_on": FIRST_DAY}, "OFFERED", ""),
        (
            "SECOND",
            {"second_at": moment("2026-12-15 08:00"), "second_place": "Lô B2"},
            "INTERVIEW",
            "",
        ),
        ("NO", {"reason": "chưa hợp ca đêm"}, "CLOSED", "NOT_HIRED"),
    ],
)
def test_a_counsellor_at_the_desk_makes_the_introduction_at_once(
    told, result, more, state, outcome
):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "RESULT", by=told.counsellor, result=result, **more)

    referral = Meeting.objects.get().referral
    assert (referral.state, referral.outcome) == (state, outcome)
    assert referral.vacancy == candidate.wishes.get(booth=booth).vacancy
    assert list(referral.steps.values_list("actor_kind", flat=True)) == ["user", "public"]


def test_an_introduction_that_is_open_already_gets_the_answer(told):
    booth, candidate = pair_of(told)
    from_before = use_cases_introduce(told, candidate, booth)
    told.mark(booth, candidate, "RESULT", result="OFFER", starts_on=FIRST_DAY)

    from_before.refresh_from_db()
    assert from_before.state == "OFFERED"
    assert Referral.objects.count() == 1
    assert Meeting.objects.get().referral == from_before


def use_cases_introduce(hall, candidate, booth):
    return introduce(
        by=hall.counsellor,
        at=THE_DAY - A_MINUTE,
        young_person=candidate.registration.young_person,
        vacancy=candidate.wishes.get(booth=booth).vacancy,
    )


def test_without_consent_nobody_is_introduced_and_the_result_is_kept(told):
    booth, candidate = pair_of(told)
    Consent.objects.filter(text__purpose="INTRODUCTION").update(withdrawn_at=THE_DAY)
    taken = told.mark(
        booth, candidate, "RESULT", by=told.counsellor, result="TAKEN", starts_on=FIRST_DAY
    )

    assert (taken.outcome, taken.result) == ("KEPT", "TAKEN")
    assert not Referral.objects.exists()
    assert Meeting.objects.get().blocked


def test_a_plain_no_asks_nobody_for_anything(told):
    booth, candidate = pair_of(told)
    no(told, booth, candidate)

    assert not queries.waiting_for_introduction(told.fair)


# --- walk-ins ------------------------------------------------------------------------------------


def test_a_walk_in_gets_the_best_free_slots_at_once_and_moves_nobody(told):
    before = set(queries.published(told.fair).interviews.values_list("pk", "slot"))
    new = CandidateFactory(fair=told.fair, wants=told.booths, most=2)
    made = use_cases.place_walk_in(by=told.counsellor, at=THE_DAY, candidate=new)

    assert [one.booth for one in made] != []
    assert {one.booth for one in made} == set(told.booths[:2])
    assert min(one.slot for one in made) >= 1
    assert before <= set(queries.published(told.fair).interviews.values_list("pk", "slot"))
    seats = {}
    for booth, slot in queries.published(told.fair).interviews.values_list("booth", "slot"):
        seats[booth, slot] = seats.get((booth, slot), 0) + 1
    assert set(seats.values()) == {1}
    with pytest.raises(NothingToSolve):
        use_cases.place_walk_in(by=told.counsellor, at=THE_DAY, candidate=new)


def test_a_walk_in_is_placed_by_who_works_there_once_something_is_told(hall):
    new = CandidateFactory(fair=hall.fair, wants=hall.booths)
    with pytest.raises(FairClosed):
        use_cases.place_walk_in(by=hall.counsellor, at=THE_DAY, candidate=new)
    with pytest.raises(NotAllowed):
        use_cases.place_walk_in(by=hall.leader, at=THE_DAY, candidate=new)


WANTED = st.lists(
    st.builds(Wanted, st.integers(1, 5), st.frozensets(st.integers(0, 4), max_size=4)),
    max_size=4,
)


def every_way(wanted, most):
    """All ways to meet wishes, by brute force."""
    ways = [[]]
    for one, wish in enumerate(wanted):
        ways += [
            [*way, (one, slot)]
            for way in ways
            for slot in wish.slots
            if slot not in {used for _one, used in way}
        ]
    return [way for way in ways if len(way) <= most]


@settings(deadline=None)
@given(WANTED, st.integers(0, 4))
def test_free_slots_are_given_as_well_as_can_be_and_as_early(wanted, most):
    def value(way):
        return sum(wanted[one].weight for one, _slot in way), -sum(slot for _one, slot in way)

    found = best_free(wanted, most)

    assert sorted(found) in [sorted(way) for way in every_way(wanted, most)]
    assert value(found) == max(value(way) for way in every_way(wanted, most))


# --- what screens say ----------------------------------------------------------------------------


def test_the_wall_says_initials_and_numbers_and_nothing_else(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "CALL")
    shown = str(today.screen(told.fair, at=THE_DAY))

    for one in told.candidates:
        person = one.registration.young_person
        assert person.full_name not in shown
        assert person.phone not in shown
    wall = {one.number: one for one in today.screen(told.fair, at=THE_DAY)}
    initials = queries.initials(candidate.registration.young_person.full_name)
    assert wall[booth.number].called == [(candidate.number, initials)]
    assert not wall[booth.number].is_free


def test_a_booth_is_free_when_nobody_came(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "NOT_HERE")

    wall = {one.number: one.is_free for one in today.screen(told.fair, at=THE_DAY)}
    assert wall[booth.number]


def test_the_queue_goes_by_time_and_the_missing_come_last(told):
    booth, candidate = pair_of(told)
    told.mark(booth, candidate, "NOT_HERE")
    queue = today.queue_of(booth, at=THE_DAY)

    assert queue[-1].candidate == candidate.pk
    assert [one.slot for one in queue[:-1]] == sorted(one.slot for one in queue[:-1])
    assert all(set(vars(one)) >= {"number", "initials"} for one in queue)


def test_hours_and_figures_count_what_happened(told):
    booth, candidate = pair_of(told)
    no(told, booth, candidate)
    hours = today.by_hour(told.fair)
    figures = queries.figures(told.fair)

    assert sum(one.told for one in hours) == figures.told
    assert sum(one.held for one in hours) == figures.held == figures.refused == 1
    assert (figures.registered, figures.came, figures.candidates) == (6, 0, 6)
    assert (figures.employers_invited, figures.employers_came) == (3, 3)

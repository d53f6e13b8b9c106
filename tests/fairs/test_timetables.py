"""A timetable is asked for, computed with its bound, told, and repaired with few changes."""

import datetime as dt

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from nhipcau.algorithms.timetabling.bounds import Proof, bound_of
from nhipcau.algorithms.timetabling.case import what_stands
from nhipcau.algorithms.timetabling.making import case_from
from nhipcau.algorithms.timetabling.values import values_of
from nhipcau.employers.models import DeskLink
from nhipcau.events.use_cases import cancel_registration
from nhipcau.fairs import cases, solving, use_cases
from nhipcau.fairs.errors import FairClosed, NothingToSolve, TimetableOutdated
from nhipcau.fairs.models import Bus, Interview, Timetable
from nhipcau.messaging.models import Message
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import IllegalTransition, NotAllowed
from tests.factories import NOON, BoothFactory, CandidateFactory, EmployerContactFactory, moment
from tests.fairs.conftest import THE_DAY


def lines(timetable):
    return {(one.candidate_id, one.booth_id): one.slot for one in timetable.interviews.all()}


def changes():
    return Message.objects.filter(topic="CHANGE", effect__startswith="fair-timetable")


def check_rules(hall, timetable):
    """Every rule once more, from the rows alone."""
    told = lines(timetable)
    seats, own = {}, {}
    for (candidate, booth), slot in told.items():
        seats[booth, slot] = seats.get((booth, slot), 0) + 1
        own.setdefault(candidate, []).append(slot)
    booths = {one.pk: one for one in hall.fair.booths.coming()}
    assert all(count <= booths[booth].interviewers[slot] for (booth, slot), count in seats.items())
    for candidate in hall.fair.candidates.all():
        slots = own.get(candidate.pk, [])
        assert len(set(slots)) == len(slots) <= candidate.most
        wanted = set(candidate.wishes.exclude(interest=0).values_list("booth", flat=True))
        assert {booth for one, booth in told if one == candidate.pk} <= wanted


def test_what_is_asked_for_is_computed_with_its_bound(hall):
    timetable = hall.solved()

    assert timetable.state == "DRAFT"
    assert timetable.is_exact
    assert (timetable.covered, timetable.bound_covered) == (6, 6)
    assert timetable.weight == timetable.bound_weight
    assert timetable.gap == 0
    check_rules(hall, timetable)
    assert not changes().exists()


def test_the_certificate_proves_the_bound_again(hall):
    """From the stored case and prices alone."""
    timetable = hall.solved()
    case = case_from(timetable.case["told"])
    stored = timetable.proof
    time = None if stored["time"] is None else np.array(stored["time"])
    proof = Proof(np.array(stored["price"]), stored["scale"], time)
    standing = what_stands(case)
    values = values_of(case, standing)
    _kept, covered, weight = values.split(bound_of(case, standing, values, proof))

    assert (covered, weight) == (timetable.bound_covered, timetable.bound_weight)


def test_no_name_enters_the_case(hall):
    timetable = hall.solved()

    told = str(timetable.case)
    people = [one.registration.young_person for one in hall.candidates]
    assert not [one for one in people if one.full_name in told or one.phone in told]


def test_an_employer_that_says_no_meets_nobody_it_does_not_want(hall):
    first = hall.booths[0]
    interest = {one.pk: 0 for one in hall.candidates}
    use_cases.rank_candidates(by=hall.desk(first), at=NOON, booth=first, interest=interest)

    timetable = hall.solved()

    assert not timetable.interviews.filter(booth=first).exists()


def test_interviewers_breaks_and_buses_hold(hall):
    hall.booths[0].interviewers = [0, 0, 0, 1, 0, 0]
    hall.booths[0].save()
    bus = Bus.objects.create(
        fair=hall.fair,
        name="x",
        arrives_at=moment("2026-12-12 09:00"),
        leaves_at=moment("2026-12-12 10:00"),
    )
    for one in hall.candidates[:2]:
        one.bus = bus
        one.save()

    timetable = hall.solved()

    check_rules(hall, timetable)
    of_the_bus = timetable.interviews.filter(candidate__bus=bus)
    assert set(of_the_bus.values_list("slot", flat=True)) <= {2, 3}
    assert set(
        timetable.interviews.filter(booth=hall.booths[0]).values_list("slot", flat=True)
    ) <= {3}


def test_publishing_tells_everybody_once_with_a_link(hall):
    timetable = hall.told()

    assert timetable.state == "PUBLISHED"
    told = changes().filter(route="PHONE")
    assert told.count() == 6
    first = told.get(young_person=hall.candidates[0].registration.young_person)
    assert first.path == f"/registrations/{hall.candidates[0].registration.code}/interviews/"
    assert "12/12/2026" in first.text
    assert DeskLink.objects.filter(occasion="FAIR_TOLD").count() == 3
    with pytest.raises(IllegalTransition):
        use_cases.publish_timetable(by=hall.organiser, at=NOON, timetable=timetable)


def test_only_organisers_ask_and_publish(hall):
    with pytest.raises(NotAllowed):
        use_cases.ask_timetable(by=hall.counsellor, at=NOON, fair=hall.fair)
    draft = hall.solved()
    for stranger in (hall.leader, hall.counsellor, hall.desk(hall.booths[0])):
        with pytest.raises(NotAllowed):
            use_cases.publish_timetable(by=stranger, at=NOON, timetable=draft)
    with pytest.raises(NotAllowed):
        use_cases.take_asked(by=hall.organiser, at=NOON)


def test_nothing_is_asked_where_nobody_wishes_or_all_is_over(hall):
    with pytest.raises(FairClosed):
        use_cases.ask_timetable(by=hall.organiser, at=moment("2026-12-12 10:31"), fair=hall.fair)
    for booth in hall.booths:
        use_cases.give_up_booth(by=hall.organiser, at=NOON, booth=booth, reason="x")
    with pytest.raises(NothingToSolve):
        use_cases.ask_timetable(by=hall.organiser, at=NOON, fair=hall.fair)


def test_a_draft_that_is_no_longer_true_is_not_told(hall):
    draft = hall.solved()
    use_cases.give_up_booth(by=hall.organiser, at=NOON, booth=hall.booths[0], reason="x")

    with pytest.raises(TimetableOutdated):
        use_cases.publish_timetable(by=hall.organiser, at=NOON, timetable=draft)

    assert not changes().exists()


def test_a_new_question_replaces_the_one_that_waits(hall):
    first = use_cases.ask_timetable(by=hall.organiser, at=NOON, fair=hall.fair)
    second = use_cases.ask_timetable(by=hall.organiser, at=NOON, fair=hall.fair)
    assert solving.solve_next(by=SYSTEM, at=NOON)
    assert not solving.solve_next(by=SYSTEM, at=NOON)

    states = dict(Timetable.objects.values_list("pk", "state"))
    assert states == {first.pk: "REPLACED", second.pk: "DRAFT"}


def test_a_worker_that_died_gives_its_timetable_to_the_next(hall):
    asked = use_cases.ask_timetable(by=hall.organiser, at=NOON, fair=hall.fair)
    assert use_cases.take_asked(by=SYSTEM, at=NOON).pk == asked.pk
    assert use_cases.take_asked(by=SYSTEM, at=NOON) is None
    later = NOON + dt.timedelta(minutes=5)
    assert use_cases.take_asked(by=SYSTEM, at=later).pk == asked.pk


def test_what_cannot_be_computed_says_so(hall):
    asked = use_cases.ask_timetable(by=hall.organiser, at=NOON, fair=hall.fair)
    taken = use_cases.take_asked(by=SYSTEM, at=NOON)
    use_cases.give_up(by=SYSTEM, at=NOON, timetable=taken, problem="CaseFault")

    asked.refresh_from_db()
    assert (asked.state, asked.problem) == ("FAILED", "CaseFault")


# --- repair --------------------------------------------------------------------------------------


def test_after_a_cancellation_everybody_else_keeps_what_was_told(hall):
    before = hall.told()
    gone = hall.candidates[0]
    cancel_registration(
        by=hall.organiser, at=NOON, registration=gone.registration, code=gone.registration.code
    )
    changes().delete()

    after = hall.told()

    told, kept = lines(before), lines(after)
    others = {pair: slot for pair, slot in told.items() if pair[0] != gone.pk}
    assert others.items() <= kept.items()
    assert (after.moved, after.dropped) == (0, len(told) - len(others))
    touched = {pair[0] for pair in kept.keys() - told.keys()}
    assert set(changes().values_list("young_person", flat=True)) == {
        one.registration.young_person_id for one in hall.candidates if one.pk in touched
    }
    assert not kept.keys() & {(gone.pk, booth.pk) for booth in hall.booths}


def test_an_employer_that_leaves_at_noon_touches_only_its_own(hall):
    before = hall.told()
    booth = hall.booths[0]
    booth.interviewers = [1, 1, 0, 0, 0, 0]
    booth.save()
    changes().delete()

    after = hall.told()

    told, now = lines(before), lines(after)
    stay = {pair: slot for pair, slot in told.items() if pair[1] != booth.pk or slot < 2}
    assert stay.items() <= now.items()
    check_rules(hall, after)
    moved = {pair[0] for pair in told if told[pair] != now.get(pair)}
    moved |= {pair[0] for pair in now if now[pair] != told.get(pair)}
    assert set(changes().values_list("young_person", flat=True)) == {
        one.registration.young_person_id for one in hall.candidates if one.pk in moved
    }


def test_a_bus_that_never_comes_drops_its_people_and_nobody_else(hall):
    bus = Bus.objects.create(
        fair=hall.fair,
        name="x",
        arrives_at=moment("2026-12-12 08:00"),
        leaves_at=moment("2026-12-12 11:00"),
    )
    for one in hall.candidates[:2]:
        one.bus = bus
        one.save()
    before = hall.told()
    bus.arrives_at = moment("2026-12-12 10:50")
    bus.save()

    after = hall.told()

    of_the_bus = {one.pk for one in hall.candidates[:2]}
    told, now = lines(before), lines(after)
    assert not [pair for pair in now if pair[0] in of_the_bus]
    rest = {pair: slot for pair, slot in told.items() if pair[0] not in of_the_bus}
    assert rest.items() <= now.items()


def test_a_new_booth_moves_nobody(hall):
    before = hall.told()
    new = BoothFactory(fair=hall.fair)
    EmployerContactFactory(employer=new.employer)
    CandidateFactory(fair=hall.fair, wants=[new])

    after = hall.told()

    assert lines(before).items() <= lines(after).items()
    assert after.interviews.filter(booth=new).count() == 1
    assert after.kept == before.interviews.count()


def test_on_the_day_what_began_stays_and_what_was_missed_is_given_again(hall):
    before = hall.told()
    first = before.interviews.filter(slot=0).order_by("pk")
    held, missed = first[0], first[1]
    hall.mark(held.booth, held.candidate, "RESULT", result="NO", reason="không hợp")
    hall.mark(missed.booth, missed.candidate, "NOT_HERE")
    at = moment("2026-12-12 08:31")

    after = hall.solved(at=at)

    now = lines(after)
    assert now[held.candidate_id, held.booth_id] == 0
    assert now.get((missed.candidate_id, missed.booth_id), 9) >= 2
    asked = cases.asked_for(hall.fair, base=before, from_slot=2)
    assert {one["available"][:2] for one in asked.told["seekers"]} == {"00"}
    for (candidate, booth), slot in lines(before).items():
        if slot >= 2 and (candidate, booth) in now:
            assert now[candidate, booth] >= 2


def test_a_draft_too_late_for_its_own_new_interviews_is_not_told(hall):
    hall.told()
    new = CandidateFactory(fair=hall.fair, wants=[BoothFactory(fair=hall.fair)])
    draft = hall.solved(at=THE_DAY)
    slot = draft.interviews.get(candidate=new).slot

    with pytest.raises(TimetableOutdated):
        use_cases.publish_timetable(by=hall.organiser, at=hall.fair.starts(slot), timetable=draft)


def test_one_interview_at_a_time_is_a_rule_of_the_database_too(hall):
    timetable = hall.told()
    one = timetable.interviews.first()
    other = next(booth for booth in hall.booths if booth != one.booth)
    timetable.interviews.filter(candidate=one.candidate, booth=other).delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.create(
            timetable=timetable, candidate=one.candidate, booth=other, slot=one.slot
        )


def test_what_the_solver_was_asked_is_forgotten_after_the_fair(hall):
    timetable = hall.told()
    after = moment("2026-12-12 12:00")

    assert use_cases.forget_cases(by=SYSTEM, at=after + dt.timedelta(days=80)) == 0
    assert use_cases.forget_cases(by=SYSTEM, at=after + dt.timedelta(days=91)) == 1
    timetable.refresh_from_db()
    assert (timetable.case, timetable.proof) == ({}, {})

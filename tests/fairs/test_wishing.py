"""Candidates say whom they want to meet; employers see what was agreed, and say how gladly."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.fairs import queries, rules, use_cases
from nhipcau.fairs.details import Wished, WishesTold
from nhipcau.fairs.errors import FairClosed, NotRegistered
from nhipcau.fairs.models import Bus, Candidate
from nhipcau.people.models import Consent
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    BoothFactory,
    FairFactory,
    RegistrationFactory,
    VacancyFactory,
    YouthUserFactory,
    moment,
)


def wished(*booths):
    return tuple(Wished(one, one.brought.first().vacancy) for one in booths)


def told(*booths, **instead):
    return WishesTold(
        **({"wishes": wished(*booths), "most": 2, "from_slot": 0, "to_slot": 6} | instead)
    )


def tell(hall, registration, wishes, *, by=PUBLIC, at=NOON, code=None):
    return use_cases.tell_wishes(
        by=by,
        at=at,
        fair=hall.fair,
        registration=registration,
        told=wishes,
        code=registration.code if code is None else code,
    )


@pytest.fixture
def registration(hall):
    return RegistrationFactory(session=hall.fair.event.sessions.get())


def test_whoever_holds_the_code_tells_wishes_in_order(hall, registration):
    first, second, third = hall.booths
    candidate = tell(hall, registration, told(third, first))

    assert candidate.number == 7
    assert [one.booth for one in candidate.wishes.order_by("rank")] == [third, first]
    again = tell(hall, registration, told(second))
    assert again.pk == candidate.pk
    assert [one.booth for one in candidate.wishes.all()] == [second]


def test_telling_again_keeps_what_an_employer_said(hall, registration):
    first, second, _third = hall.booths
    candidate = tell(hall, registration, told(first, second))
    use_cases.rank_candidates(
        by=hall.desk(second), at=NOON, booth=second, interest={candidate.pk: 3}
    )
    tell(hall, registration, told(second, first))

    assert dict(candidate.wishes.values_list("booth", "interest")) == {
        second.pk: 3,
        first.pk: None,
    }


def test_a_strange_code_or_phone_tells_nothing(hall, registration):
    with pytest.raises(NotAllowed):
        tell(hall, registration, told(hall.booths[0]), code="guessed")
    with pytest.raises(NotAllowed):
        tell(hall, registration, told(hall.booths[0]), by=YouthUserFactory(), code="")
    owner = YouthUserFactory(phone=registration.young_person.phone)
    assert tell(hall, registration, told(hall.booths[0]), by=owner, code="")


def test_only_a_confirmed_place_of_this_event_takes_part(hall, registration):
    registration.state = "WAITING"
    registration.save()
    with pytest.raises(NotRegistered):
        tell(hall, registration, told(hall.booths[0]))
    elsewhere = RegistrationFactory()
    with pytest.raises(NotRegistered):
        tell(hall, elsewhere, told(hall.booths[0]))


def test_after_the_end_only_organisers_tell(hall, registration):
    late = moment("2026-12-12 08:00")
    with pytest.raises(FairClosed):
        tell(hall, registration, told(hall.booths[0]), at=late)

    assert tell(hall, registration, told(hall.booths[0]), at=late, by=hall.organiser, code="")


def test_a_wish_that_cannot_be_is_refused(hall, registration):
    first = hall.booths[0]
    gone = BoothFactory(fair=hall.fair, state="WITHDRAWN")
    other_fair = BoothFactory(fair=FairFactory())
    not_brought = Wished(first, VacancyFactory(employer=first.employer))
    full = BoothFactory(fair=hall.fair)
    full.brought.update(vacancy=VacancyFactory(employer=full.employer, filled_count=5))
    bus = Bus.objects.create(
        fair=other_fair.fair,
        name="x",
        arrives_at=NOON,
        leaves_at=moment("2026-12-12 08:00"),
    )
    for wishes, field in (
        (told(), "wishes"),
        (told(first, first), "wishes"),
        (told(gone), "wishes"),
        (told(other_fair), "wishes"),
        (told(full), "wishes"),
        (told(first, wishes=(not_brought,)), "wishes"),
        (told(first, most=0), "most"),
        (told(first, most=5), "most"),
        (told(first, from_slot=3, to_slot=3), "to_slot"),
        (told(first, to_slot=7), "to_slot"),
        (told(first, bus=bus), "bus"),
    ):
        with pytest.raises(InvalidValue) as refused:
            tell(hall, registration, wishes)
        assert refused.value.field == field, wishes
    assert not Candidate.objects.filter(registration=registration).exists()


def test_numbers_are_given_one_after_the_other(hall):
    session = hall.fair.event.sessions.get()
    made = [
        tell(hall, RegistrationFactory(session=session), told(hall.booths[0])).number
        for _one in range(3)
    ]

    assert made == [7, 8, 9]


# --- what an employer sees -----------------------------------------------------------------------


def test_before_consent_an_employer_sees_initials_and_a_number_alone(hall):
    booth, candidate = hall.booths[0], hall.candidates[0]
    person = candidate.registration.young_person
    person.full_name = "Nông Thị Hoa"
    person.save()
    Consent.objects.filter(young_person=person, text__purpose="INTRODUCTION").update(
        withdrawn_at=NOON
    )
    [line] = [one for one in queries.applicants_of(booth) if one.candidate == candidate.pk]

    assert (line.initials, line.number, line.shown) == ("N. T. H.", 1, {})
    seen = str(dataclasses.asdict(line))
    assert not [word for word in ("Nông", "Hoa", person.phone) if word in seen]


def test_after_consent_an_employer_sees_what_was_agreed_and_no_more(hall):
    booth, candidate = hall.booths[0], hall.candidates[0]
    [line] = [one for one in queries.applicants_of(booth) if one.candidate == candidate.pk]

    assert set(line.shown) == {"full_name", "birth_year", "phone", "commune"}
    assert line.shown["full_name"] == candidate.registration.young_person.full_name


def test_consent_on_a_merged_record_counts_for_the_kept_one(hall):
    kept = hall.candidates[0].registration.young_person
    merged = hall.candidates[1].registration.young_person
    Consent.objects.filter(young_person=kept).delete()
    assert queries.agreed([kept.pk, merged.pk]) == {merged.pk}
    merged.merged_into = kept
    merged.save()

    assert queries.agreed([kept.pk, merged.pk]) == {kept.pk, merged.pk}


def test_who_gave_the_place_back_is_not_shown(hall):
    registration = hall.candidates[0].registration
    registration.state = "CANCELLED"
    registration.save()

    shown = [one.candidate for one in queries.applicants_of(hall.booths[0])]
    assert hall.candidates[0].pk not in shown
    assert shown


def test_a_desk_ranks_its_own_candidates_alone(hall):
    first, second, _third = hall.booths
    candidate = hall.candidates[0]
    with pytest.raises(NotAllowed):
        use_cases.rank_candidates(
            by=hall.desk(second), at=NOON, booth=first, interest={candidate.pk: 3}
        )
    with pytest.raises(InvalidValue):
        use_cases.rank_candidates(
            by=hall.desk(first), at=NOON, booth=first, interest={candidate.pk: 9}
        )
    use_cases.rank_candidates(
        by=hall.desk(first), at=NOON, booth=first, interest={candidate.pk: 0, 987654: 3}
    )

    assert candidate.wishes.get(booth=first).interest == 0
    assert candidate.wishes.get(booth=second).interest is None


# --- what a wish is worth ------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.integers(1, 12),
    st.sampled_from([None, 1, 2, 3]),
    st.integers(-5, 200),
)
def test_a_weight_is_in_range_and_grows_with_rank_interest_and_fit(rank, interest, fit):
    weight = rules.weight_of(rank, interest, fit)

    assert 1 <= weight <= 1000
    assert weight >= rules.weight_of(rank + 1, interest, fit)
    assert weight <= rules.weight_of(rank, 3, fit)
    assert weight <= rules.weight_of(rank, interest, fit + 10)


def test_the_dearest_wish_is_worth_more_than_the_next():
    assert rules.weight_of(1, None) > rules.weight_of(2, None) > rules.weight_of(3, None)


def test_a_bus_narrows_when_somebody_is_there(hall):
    candidate = hall.candidates[0]
    candidate.from_slot, candidate.to_slot = 0, 5
    candidate.bus = Bus(
        fair=hall.fair,
        name="x",
        arrives_at=moment("2026-12-12 08:40"),
        leaves_at=moment("2026-12-12 10:15"),
    )

    assert rules.slots_of(candidate, fair=hall.fair) == [False, False, True, True, False, False]


@pytest.mark.parametrize(
    ("clock", "slot"),
    [("07:59", 0), ("08:00", 1), ("08:29", 1), ("08:30", 2), ("10:59", 6), ("15:00", 6)],
)
def test_a_slot_that_has_begun_is_not_the_next(hall, clock, slot):
    assert rules.current_slot(hall.fair, at=moment(f"2026-12-12 {clock}")) == slot

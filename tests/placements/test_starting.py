"""A start is reported by one side and certain with two."""

import datetime as dt

import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.placements import queries, use_cases
from nhipcau.placements.details import ContractFacts
from nhipcau.placements.errors import AlreadyAnswered, NotHired
from nhipcau.placements.models import Placement, StartWord, StayCheck
from nhipcau.placements.states import How, Side
from nhipcau.referrals.models import Referral
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from tests.factories import (
    NOON,
    OrganisationFactory,
    ReferralFactory,
    YoungPersonFactory,
    YouthUserFactory,
    staff_of,
)

FIRST_DAY = dt.date(2026, 11, 16)


def start(by, referral, side=Side.EMPLOYER, how=How.CALL, **options):
    told = {"at": NOON, "starts_on": FIRST_DAY, **options}
    return use_cases.record_start(by=by, referral=referral, side=side, how=how, **told)


def test_one_side_alone_is_a_report(hired, counsellor):
    placement = start(counsellor, hired)

    assert placement.state == "REPORTED"
    assert Referral.objects.get(pk=hired.pk).state == "HIRED"


def test_two_sides_make_it_certain_and_end_the_introduction(hired, counsellor, youth):
    start(counsellor, hired)

    placement = start(youth, hired, Side.PERSON, How.PAGE)

    placement.refresh_from_db()
    hired.refresh_from_db()
    assert placement.state == "CONFIRMED"
    assert (hired.state, hired.outcome, hired.closed_at) == ("CLOSED", "STARTED", NOON)
    assert [one.to_state for one in placement.changes.order_by("pk")] == ["REPORTED", "CONFIRMED"]


def test_two_calls_of_one_colleague_are_one_word(hired, counsellor, centre):
    start(counsellor, hired, Side.EMPLOYER)
    placement = start(counsellor, hired, Side.PERSON)
    assert placement.state == "REPORTED"

    other = staff_of(centre, Role.FOCAL_POINT)
    assert start(other, hired, Side.PERSON).state == "CONFIRMED"


def test_who_said_it_when_and_how_is_kept(hired, counsellor):
    start(counsellor, hired, how=How.PAPER, note="giấy báo kết quả số 12")

    word = StartWord.objects.get()
    assert (word.side, word.how, word.by, word.at) == ("EMPLOYER", "PAPER", counsellor, NOON)


def test_the_same_side_says_it_once(hired, youth):
    start(youth, hired, Side.PERSON, How.PAGE)
    with pytest.raises(AlreadyAnswered):
        start(youth, hired, Side.PERSON, How.PAGE)


def test_a_young_person_does_not_speak_for_the_employer(hired, youth):
    with pytest.raises(NotAllowed):
        start(youth, hired, Side.EMPLOYER)


def test_neither_the_youth_union_nor_strangers_write_down_a_start(hired, person):
    palace = OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)
    person.followings.create(organisation=palace, since=NOON)
    foreign = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    for stranger in (
        staff_of(palace, Role.COUNSELLOR),
        staff_of(foreign, Role.COUNSELLOR),
        YouthUserFactory(),
    ):
        with pytest.raises(NotAllowed):
            start(stranger, hired, Side.PERSON)


def test_nobody_starts_who_was_not_taken_on(person, counsellor):
    for state in ("ISSUED", "INTERVIEW", "OFFERED"):
        with pytest.raises(NotHired):
            start(counsellor, ReferralFactory(young_person=person, state=state))


def test_a_first_day_to_come_is_refused(hired, counsellor):
    with pytest.raises(InvalidValue) as refused:
        start(counsellor, hired, starts_on=NOON.date() + dt.timedelta(days=1))
    assert refused.value.field == "starts_on"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ContractFacts(hours_per_week=90), "hours_per_week"),
        (ContractFacts(probation_until=dt.date(2026, 11, 15)), "probation_until"),
    ],
)
def test_facts_that_cannot_be_right_are_refused(hired, counsellor, facts, field):
    with pytest.raises(InvalidValue) as refused:
        start(counsellor, hired, facts=facts)
    assert refused.value.field == field
    assert not Placement.objects.exists()


def test_checks_stand_on_the_days_that_are_data(hired, counsellor):
    placement = start(counsellor, hired)

    found = StayCheck.objects.filter(placement=placement).order_by("day")
    assert [(one.day, (one.due_on - FIRST_DAY).days) for one in found] == [
        (7, 7),
        (30, 30),
        (90, 90),
        (180, 180),
    ]


def test_the_young_person_confirms_by_the_link_without_an_account(hired, counsellor):
    placement = start(counsellor, hired, how=How.PAPER)
    link = queries.start_link(placement)

    use_cases.confirm_start_by_link(by=PUBLIC, at=NOON, placement=placement, token=link)

    placement.refresh_from_db()
    assert placement.state == "CONFIRMED"
    with pytest.raises(AlreadyAnswered):
        use_cases.confirm_start_by_link(by=PUBLIC, at=NOON, placement=placement, token=link)


def test_the_link_of_one_placement_opens_no_other(hired, counsellor, centre):
    placement = start(counsellor, hired)
    other = start(
        counsellor,
        ReferralFactory(young_person=YoungPersonFactory(followed_by=[centre]), state="HIRED"),
    )
    with pytest.raises(NotAllowed):
        use_cases.confirm_start_by_link(
            by=PUBLIC, at=NOON, placement=other, token=queries.start_link(placement)
        )


def test_who_did_not_start_is_told_with_a_reason_and_may_start_later(hired, counsellor):
    placement = start(counsellor, hired)
    with pytest.raises(ReasonMissing):
        use_cases.record_no_start(by=counsellor, at=NOON, placement=placement, reason=" ")

    use_cases.record_no_start(by=counsellor, at=NOON, placement=placement, reason="ốm")
    assert not StartWord.objects.exists()
    assert not StayCheck.objects.exists()

    again = start(counsellor, hired, note="khỏi ốm")
    assert (again.pk, again.state) == (placement.pk, "REPORTED")
    assert StayCheck.objects.filter(placement=placement).count() == 4

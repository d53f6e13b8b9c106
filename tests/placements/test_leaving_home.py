"""The way to work abroad, step by step, for adults; a relative's number with consent alone."""

import datetime as dt

import pytest

from nhipcau.people.details import GuardianDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Purpose
from nhipcau.placements import use_cases
from nhipcau.placements.errors import NotAbroad, OutOfOrder
from nhipcau.placements.models import DepartureStep, FamilyContact, StayCheck
from nhipcau.placements.states import DepartureStage, How, Side
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.errors import InvalidValue
from tests.factories import (
    NOON,
    ReferralFactory,
    VacancyFactory,
    YoungPersonFactory,
    moment,
)

BROTHER = GuardianDetails("Nông Văn Anh", "0912345678", "GUARDIAN")
LEAVES = dt.date(2027, 1, 10)


@pytest.fixture
def abroad(person):
    vacancy = VacancyFactory(market="OVERSEAS", country_code="JP")
    return ReferralFactory(young_person=person, vacancy=vacancy, state="HIRED")


@pytest.fixture
def placement(abroad, counsellor):
    return use_cases.prepare_departure(by=counsellor, at=NOON, referral=abroad, leaves_on=LEAVES)


def done(by, placement, stage, day, at=NOON):
    return use_cases.record_step(
        by=by, at=at, placement=placement, stage=DepartureStage(stage), done_on=day
    )


def test_the_way_abroad_begins_before_the_first_day(placement):
    assert (placement.state, placement.starts_on) == ("PREPARING", LEAVES)
    assert not StayCheck.objects.exists()


def test_nobody_leaves_before_eighteen(counsellor, centre):
    young = YoungPersonFactory(birth_on=dt.date(2009, 1, 11), followed_by=[centre])
    vacancy = VacancyFactory(market="OVERSEAS")
    referral = ReferralFactory(young_person=young, vacancy=vacancy, state="HIRED")
    with pytest.raises(InvalidValue, match="18"):
        use_cases.prepare_departure(by=counsellor, at=NOON, referral=referral, leaves_on=LEAVES)
    use_cases.prepare_departure(
        by=counsellor, at=NOON, referral=referral, leaves_on=dt.date(2027, 1, 11)
    )


def test_work_in_the_country_has_no_way_abroad(hired, counsellor):
    with pytest.raises(NotAbroad):
        use_cases.prepare_departure(by=counsellor, at=NOON, referral=hired, leaves_on=LEAVES)


def test_a_step_is_done_after_those_before_it(placement, counsellor):
    with pytest.raises(OutOfOrder):
        done(counsellor, placement, "HEALTH", NOON.date())
    done(counsellor, placement, "TRAINING", dt.date(2026, 11, 10))
    with pytest.raises(OutOfOrder):
        done(counsellor, placement, "HEALTH", dt.date(2026, 11, 9))
    done(counsellor, placement, "HEALTH", dt.date(2026, 11, 10))
    assert DepartureStep.objects.count() == 2


def test_a_step_to_come_is_planned_and_not_ticked(placement, counsellor):
    with pytest.raises(InvalidValue):
        done(counsellor, placement, "TRAINING", dt.date(2026, 11, 24))
    use_cases.record_step(
        by=counsellor,
        at=NOON,
        placement=placement,
        stage=DepartureStage.TRAINING,
        planned_on=dt.date(2026, 11, 24),
    )
    assert DepartureStep.objects.get().done_on is None


def test_once_there_the_start_is_told_and_the_clock_runs(placement, counsellor, abroad):
    use_cases.record_start(
        by=counsellor,
        at=moment("2027-01-15 09:00"),
        referral=abroad,
        starts_on=dt.date(2027, 1, 12),
        side=Side.EMPLOYER,
        how=How.PAPER,
    )
    placement.refresh_from_db()
    assert (placement.state, placement.starts_on) == ("REPORTED", dt.date(2027, 1, 12))
    assert StayCheck.objects.count() == 4


def family(by, placement, *, agrees_now):
    return use_cases.tell_family(
        by=by, at=NOON, placement=placement, family=BROTHER, agrees_now=agrees_now, evidence="f"
    )


def test_a_relative_is_kept_with_consent_and_goes_with_it(placement, youth, person):
    with pytest.raises(ConsentMissing):
        family(youth, placement, agrees_now=False)
    family(youth, placement, agrees_now=True)
    assert FamilyContact.objects.get().phone == "+84912345678"

    withdraw(by=youth, at=NOON, young_person=person, purpose=Purpose.FAMILY)
    assert not FamilyContact.objects.exists()

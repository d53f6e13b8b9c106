"""When a right may be violated: what is concerned leaves the pages within five minutes."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import DifficultyDetails, Said
from nhipcau.coordination.models import LegalPointer, Notice
from nhipcau.employers.models import Employer
from nhipcau.employers.rules import checked_units
from nhipcau.ops.national import read_national
from nhipcau.referrals.models import Referral
from nhipcau.referrals.use_cases import hold_and_release
from nhipcau.shared.actors import SYSTEM, AtTheDesk
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed
from nhipcau.vacancies.models import Vacancy, VacancyReport
from tests.coordination.conftest import MONDAY, fresh, told
from tests.factories import (
    NOON,
    PlacementFactory,
    ReferralFactory,
    SendingLicenceFactory,
    VacancyFactory,
    agree,
    every_row,
)

SOON = NOON + dt.timedelta(minutes=5)


def shown(vacancy):
    return Vacancy.objects.public(MONDAY).filter(pk=vacancy.pk).exists()


@pytest.fixture
def abroad(employer):
    SendingLicenceFactory(employer=employer)
    return VacancyFactory(employer=employer, market="OVERSEAS")


def test_on_the_word_of_a_colleague_it_is_frozen_at_once(coordinator, person, vacancy):
    """Work at home too; whoever is introduced there is held by the job of the next minute."""
    agree(person, "INTRODUCTION")
    waiting = ReferralFactory(vacancy=vacancy, young_person=person)
    difficulty = told(coordinator, kind="DEPOSIT_TAKEN", vacancy=vacancy)
    assert not shown(vacancy)
    assert fresh(difficulty).frozen_at == NOON
    hold_and_release(by=SYSTEM, at=SOON)
    assert Referral.objects.get(pk=waiting.pk).freeze


def test_without_a_post_all_of_the_employer_are_frozen(coordinator, employer):
    posts = [VacancyFactory(employer=employer) for _one in range(2)]
    elsewhere = VacancyFactory()
    told(coordinator, kind="MALTREATMENT", employer=employer)
    assert [shown(one) for one in (*posts, elsewhere)] == [False, False, True]


def test_another_kind_freezes_nothing_until_it_is_rated(coordinator, vacancy, other_contact):
    difficulty = told(coordinator, kind="AT_WORK", vacancy=vacancy)
    assert shown(vacancy)
    said = Said(kind="WAGE_UNPAID", severity="HIGH", reason="hai tháng chưa trả")
    use_cases.take_step(by=other_contact, at=NOON, difficulty=difficulty, name="rate", said=said)
    assert not shown(vacancy)


def test_the_word_of_a_person_freezes_work_abroad_and_reports_the_rest(
    youth, person, vacancy, abroad, centre
):
    for post in (vacancy, abroad):
        placement = PlacementFactory(
            referral=ReferralFactory(young_person=person, vacancy=post, state="HIRED")
        )
        use_cases.ask_for_help(
            by=youth,
            at=NOON,
            young_person=person,
            kind="DEPOSIT_TAKEN",
            what="Họ giữ hộ chiếu",
            placement=placement,
        )
    assert (shown(vacancy), shown(abroad)) == (True, False)
    with every_row():
        assert VacancyReport.objects.count() == 2
        assert not VacancyReport.objects.filter(text__contains="hộ chiếu").exists()
    assert Notice.objects.filter(unit=centre, topic="RIGHTS").count() == 2


def test_one_tap_of_the_centre_freezes_or_suspends(youth, person, vacancy, other_contact, contact):
    placement = PlacementFactory(
        referral=ReferralFactory(young_person=person, vacancy=vacancy, state="HIRED")
    )
    difficulty = use_cases.ask_for_help(
        by=youth, at=NOON, young_person=person, kind="WAGE_UNPAID", placement=placement
    )
    names = [one.name for one in queries.steps_for(other_contact, difficulty, at=NOON)]
    assert {"freeze", "suspend"} <= set(names)
    assert checked_units(other_contact)
    with pytest.raises(NotAllowed):
        use_cases.take_step(by=contact, at=NOON, difficulty=difficulty, name="freeze")
    use_cases.take_step(by=other_contact, at=NOON, difficulty=difficulty, name="freeze")
    assert not shown(vacancy)
    with pytest.raises(IllegalTransition):
        use_cases.take_step(by=other_contact, at=NOON, difficulty=difficulty, name="freeze")
    said = Said(reason="ba người cùng báo")
    use_cases.take_step(
        by=other_contact, at=SOON, difficulty=difficulty, name="suspend", said=said
    )
    assert Employer.objects.get(pk=vacancy.employer_id).state == "SUSPENDED"


def test_the_word_of_an_employer_freezes_nothing(vacancy):
    desk = AtTheDesk(employer_id=vacancy.employer_id, contact_id=1)
    with pytest.raises(InvalidValue):
        use_cases.tell_as_employer(
            by=desk,
            at=NOON,
            employer=vacancy.employer,
            told=DifficultyDetails(kind="DEPOSIT_TAKEN", what="x"),
        )
    assert shown(vacancy)


def test_the_law_is_data_and_says_what_nobody_has_verified(db, coordinator, programme):
    rows = read_national(Path(settings.NATIONAL_DIR)).legal_pointers
    for _time in range(2):
        use_cases.load_legal_pointers(by=SYSTEM, at=NOON, pointers=rows)
    assert LegalPointer.objects.count() == len(rows)
    difficulty = told(coordinator, kind="WAGE_UNPAID")
    found = queries.pointers_of(difficulty)
    assert found
    assert not any(one.is_verified for one in found)
    assert any(one.is_verified for one in LegalPointer.objects.filter(kind="DEPOSIT_TAKEN"))
    use_cases.load_legal_pointers(by=SYSTEM, at=NOON, pointers=rows[:1])
    assert LegalPointer.objects.count() == 1

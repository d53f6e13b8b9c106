"""A young person whom both units follow, a vacancy of the Centre, and colleagues of both."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from nhipcau.organisations.models import Role
from nhipcau.people.models import Purpose
from nhipcau.referrals import links, use_cases
from nhipcau.referrals.told import Told
from tests.factories import (
    NOON,
    ProgrammeFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    moment,
    reference_data,
    staff_of,
)

AN_HOUR = dt.timedelta(hours=1)
A_MINUTE = dt.timedelta(minutes=1)
LATER = NOON + AN_HOUR

# What each step may be told with; more than it needs does no harm.
ENOUGH = Told(
    reason="đã hỏi kỹ",
    comment="gọi lại sau",
    interview_at=moment("2026-11-27 08:00"),
    interview_place="Lô B2",
    starts_on=dt.date(2026, 12, 1),
    answer_by=dt.date(2026, 11, 30),
    freeze="REPORT",
    spoken_with="chị Lan, nhân sự",
)


@dataclasses.dataclass
class Office:
    centre: Any
    palace: Any
    counsellor: Any
    caller: Any
    proposer: Any
    person: Any
    youth: Any
    vacancy: Any

    def introduce(self, *, at=NOON, **instead):
        told = {"young_person": self.person, "vacancy": self.vacancy} | instead
        return use_cases.introduce(by=self.counsellor, at=at, **told)

    def propose(self, *, at=NOON, **instead):
        told = {"young_person": self.person, "vacancy": self.vacancy} | instead
        return use_cases.propose(by=self.proposer, at=at, **told)

    def step(self, referral, name, *, by=None, at=LATER, told=ENOUGH):
        return use_cases.take_step(
            by=by or self.counsellor, at=at, referral=referral, name=name, told=told
        )

    def another_person(self, **values):
        told = {"followed_by": [self.centre, self.palace]} | values
        return agree(YoungPersonFactory(**told), *Purpose)


def token_of(referral):
    return links.token_of(links.live_link(referral))


def an_office():
    reference_data()
    palace, centre = (party.organisation for party in ProgrammeFactory().parties.order_by("order"))
    person = agree(YoungPersonFactory(followed_by=[centre, palace]), *Purpose)
    return Office(
        centre=centre,
        palace=palace,
        counsellor=staff_of(centre, Role.COUNSELLOR),
        caller=staff_of(centre, Role.FOCAL_POINT),
        proposer=staff_of(palace, Role.COORDINATOR),
        person=person,
        youth=YouthUserFactory(phone=person.phone),
        vacancy=VacancyFactory(
            employer__centre=centre, employer__phone="0912345678", address="Lô B2, KCN Đồng Đăng"
        ),
    )


@pytest.fixture
def office(db):
    return an_office()

"""Wishes of a part of the sample's people, and what became of those who were taken on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils.timezone import localdate

from nhipcau.ops.sample.promises import Office
from nhipcau.ops.sample.story import clock
from nhipcau.people.models import YoungPerson
from nhipcau.placements.details import ContractFacts
from nhipcau.placements.models import Placement, StayCheck
from nhipcau.placements.states import AT_WORK, DepartureStage, How, LeavingReason, Side, StayAnswer
from nhipcau.placements.use_cases import (
    prepare_departure,
    record_check,
    record_start,
    record_step,
    recount_funnel,
)
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.seekers.queries import oldest_day_of_birth
from nhipcau.seekers.rules import may_go_abroad
from nhipcau.seekers.use_cases import tell_more, tell_wish
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies.models import Market

SEED = 20260104
WISHES = 60
# Guesses for a demonstration: work that people of the province look for.
WORK = (
    *("Công nhân may", "Công nhân lắp ráp điện tử", "Lái xe tải", "Nhân viên bán hàng", "Lễ tân"),
    *("Thợ hàn", "Phụ bếp", "Kế toán", "Nhân viên kho", "Thợ sửa ô tô", "Điều dưỡng"),
)
TRAININGS = (
    *(("UPPER", "NONE", ""), ("LOWER", "INTERMEDIATE", "May thời trang")),
    *(("UPPER", "COLLEGE", "Kế toán"), ("UPPER", "ELEMENTARY", "Hàn"), ("LOWER", "NONE", "")),
)
TELLS_MORE = 0.85
LANGUAGES = (None, ("Tiếng Trung", "FAIR"), ("Tiếng Anh", "AVERAGE"))
SOFT_SKILLS = ("COMMUNICATION", "TEAM", "TIME", "PRESSURE", "ADAPTING")
REASONS = (LeavingReason.WAGE, LeavingReason.DISTANCE, LeavingReason.FAMILY, LeavingReason.WORK)
NOT_TOLD_YET_DAYS = 5
STAYS = 0.8  # of each check that is due
ANSWERS = 0.85


# Before that day the ages of the Employment Law of 2025 were not in force.
FIRST_WISH = clock(date(2026, 1, 2), "09:00")


def make_wishes(office: Office, met: Sequence[YoungPerson]) -> int:
    """The newest people old enough say what they look for; how many do."""
    today = localdate(office.now)
    chance, more = Random(SEED), Random(SEED + 2)
    old_enough = [one for one in met if one.birth_on <= oldest_day_of_birth(today)]
    adults = [one for one in old_enough if may_go_abroad(one, today)]
    for person in adults[-WISHES:]:
        at = max(office.now - timedelta(days=chance.randrange(2, 120)), FIRST_WISH)
        market = chance.choices(list(Market), weights=(6, 3, 2))[0]
        if market == Market.OVERSEAS and not may_go_abroad(person, localdate(at)):
            market = Market.OTHER_PROVINCE
        told = {
            "title": chance.choice(WORK),
            "market": market.value,
            "wage_from": chance.choice((6, 7, 8, 9, 12)) * 1_000_000,
            "ready": chance.choice(("NOW", "IN_A_MONTH", "LATER")),
            "commune": person.commune if market == Market.HOME else None,
        }
        tell_wish(
            by=SYSTEM,
            at=at,
            young_person=person,
            told=told,
            agrees_now=True,
            evidence="sample",
        )
        if chance.random() < TELLS_MORE:
            schooling, training, subject = chance.choice(TRAININGS)
            values = {"schooling": schooling, "training": training, "speciality": subject}
            tell_more(by=SYSTEM, at=at, young_person=person, step="training", told=values)
            _tell_skills(person, more, at=at)
    return len(adults[-WISHES:])


def _tell_skills(person: YoungPerson, chance: Random, *, at: datetime) -> None:
    """Languages, what somebody is good at, how long somebody worked: of those who tell more."""
    language = chance.choice(LANGUAGES)
    rows = [{"language": language[0], "level": language[1]}] if language else []
    soft = sorted(chance.sample(SOFT_SKILLS, 2))
    skills = {"office_level": chance.choice(("", "FAIR")), "soft_skills": soft}
    tell_more(by=SYSTEM, at=at, young_person=person, step="skills", told=skills, rows=rows)
    worked = {"experience": chance.choice(("NONE", "BELOW_1", "FROM_1", "FROM_2"))}
    tell_more(by=SYSTEM, at=at, young_person=person, step="experience", told=worked)


def make_placements(*, now: datetime) -> int:
    """Starts, checks and ways abroad of the introductions that ended with a yes; how many.

    Some stay as they are: their start is not told yet.
    """
    chance, made = Random(SEED + 1), 0
    hired = Referral.objects.filter(state=ReferralState.HIRED).select_related(
        "vacancy", "young_person"
    )
    newest = localdate(now) - timedelta(days=NOT_TOLD_YET_DAYS)
    for number, referral in enumerate(hired.order_by("pk")):
        if referral.starts_on and referral.starts_on >= newest:
            continue
        if referral.vacancy.market == Market.OVERSEAS and number % 2:
            _on_the_way(now, referral)
        else:
            _at_work(now, referral, chance, is_certain=number % 10 != 9)
        made += 1
    recount_funnel(by=SYSTEM, at=now)
    return made


def _on_the_way(now: datetime, referral: Referral) -> None:
    today = localdate(now)
    leaves_on = today + timedelta(days=75)
    if not may_go_abroad(referral.young_person, leaves_on):
        return
    placement = prepare_departure(by=SYSTEM, at=now, referral=referral, leaves_on=leaves_on)
    for stage, days in ((DepartureStage.TRAINING, 20), (DepartureStage.HEALTH, 9)):
        record_step(
            by=SYSTEM,
            at=now,
            placement=placement,
            stage=stage,
            done_on=today - timedelta(days=days),
        )
    record_step(
        by=SYSTEM,
        at=now,
        placement=placement,
        stage=DepartureStage.PAPERS,
        planned_on=today + timedelta(days=12),
    )


def _at_work(now: datetime, referral: Referral, chance: Random, *, is_certain: bool) -> None:
    earliest = localdate(referral.answered_at or referral.issued_at or referral.created_at)
    today = localdate(now)
    starts_on = min(today, earliest + timedelta(days=chance.randrange(3, 20)))
    at = _noon_of(now, starts_on)
    facts = ContractFacts(
        contract="UP_TO_36",
        wage=referral.vacancy.wage_from,
        hours_per_week=48,
        probation_until=starts_on + timedelta(days=30),
    )
    told: dict[str, Any] = {"referral": referral, "starts_on": starts_on}
    placement = record_start(
        by=SYSTEM, at=at, side=Side.EMPLOYER, how=How.PAPER, facts=facts, **told
    )
    if is_certain:
        record_start(by=SYSTEM, at=at, side=Side.PERSON, how=How.LINK, **told)
    for check in placement.checks.filter(due_on__lte=today).order_by("day"):
        if chance.random() < ANSWERS and not _answer(now, check, chance):
            return


def _answer(now: datetime, check: StayCheck, chance: Random) -> bool:
    """Whether the person is still there."""
    at = _noon_of(now, check.due_on + timedelta(days=1))
    stays = chance.random() < STAYS
    record_check(
        by=SYSTEM,
        at=at,
        check=check,
        answer=StayAnswer.STILL_THERE if stays else StayAnswer.LEFT,
        reason="" if stays else chance.choice(REASONS),
        note="",
    )
    return Placement.objects.filter(pk=check.placement_id, state__in=AT_WORK).exists()


def _noon_of(now: datetime, day: date) -> datetime:
    moment = now.replace(hour=12, minute=0, second=0, microsecond=0)
    moved = moment + (day - localdate(moment))
    return min(moved, now)

"""Classes that answered the questionnaire on interests, and people who keep a result: invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from nhipcau.inventory.choices import ITEMS, Form
from nhipcau.inventory.models import Sheet
from nhipcau.inventory.queries import age_min
from nhipcau.inventory.rules import is_old_enough
from nhipcau.inventory.use_cases import (
    answer_sheet,
    close_sitting,
    count_reliability,
    keep_sheet,
    open_sitting,
    share_sheet,
)
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import needs_guardian
from nhipcau.shared.actors import PUBLIC, SYSTEM

SEED = 20261123
PALACE = "cung-thieu-nhi"
# Days ago, class, form, how many answered.
CLASSES = (
    (40, "12A1", Form.LONG, 42),
    (33, "12A4", Form.LONG, 39),
    (26, "11A2", Form.LONG, 43),
    (9, "10A3", Form.SHORT, 34),
    (2, "9B", Form.SHORT, 7),
)
KEPT = 6
# How far answers to one area scatter: the fifth is made weak, so that the demonstration shows
# what is said then.
SCATTER = (0.9, 0.85, 0.95, 1.0, 1.75, 0.9)


def make_interests(office: Office, met: Sequence[YoungPerson]) -> int:
    """Answers drawn by chance around six likings of each person; how many sheets."""
    chance = Random(SEED)
    palace = office.units[PALACE]
    schools = list(Organisation.objects.filter(kind=OrganisationKind.SCHOOL).order_by("pk"))
    for number, (days, name, form, count) in enumerate(CLASSES):
        at = office.now - timedelta(days=days)
        school = schools[number % len(schools)] if schools else None
        sitting = open_sitting(by=SYSTEM, at=at, unit=palace, name=name, form=form, school=school)
        for _pupil in range(count):
            _answer(chance, form, at=at, class_code=sitting.code)
        if days > 7:
            close_sitting(by=SYSTEM, at=at + timedelta(hours=1), sitting=sitting)
    _keep(chance, office, met)
    count_reliability(by=SYSTEM, at=office.now)
    return Sheet.objects.count()


def _keep(chance: Random, office: Office, met: Sequence[YoungPerson]) -> None:
    """The newest of those who need no guardian keep a result; every second one shares it."""
    today = localdate(office.now)
    old_enough = [
        one
        for one in met
        if is_old_enough(one, today, age_min(today)) and not needs_guardian(one.birth_on, on=today)
    ]
    for number, person in enumerate(old_enough[-KEPT:]):
        at = office.now - timedelta(days=number + 1)
        sheet = _answer(chance, Form.LONG, at=at)
        keep_sheet(
            by=SYSTEM,
            at=at,
            sheet=sheet,
            young_person=person,
            agrees_now=True,
            evidence="sample",
        )
        if number % 2:
            sheet.refresh_from_db()
            share_sheet(by=SYSTEM, at=at, sheet=sheet)


def _answer(chance: Random, form: Form, *, at: datetime, class_code: str = "") -> Sheet:
    likings = [chance.gauss(3, 0.9) for _scale in SCATTER]
    # Neighbours on the hexagon are liked a little alike.
    mixed = [0.75 * one + 0.25 * likings[place - 1] for place, one in enumerate(likings)]
    answers: list[int | None] = []
    for place in range(ITEMS[form]):
        scale = place % len(SCATTER)
        liked = round(chance.gauss(mixed[scale], SCATTER[scale]))
        answers.append(None if chance.random() < 0.004 else min(5, max(1, liked)))
    return answer_sheet(
        by=PUBLIC,
        at=at,
        form=form,
        answers=answers,
        is_old_enough=True,
        milliseconds=int(chance.gauss(7000, 1500)) * ITEMS[form],
        gender=chance.choice(("FEMALE", "MALE", "")),
        class_code=class_code,
    )

"""A sheet and what it says, written together. Called by use cases alone."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.inventory import queries
from nhipcau.inventory.choices import ITEMS, Form, Mode
from nhipcau.inventory.models import ItemSet, Result, Sheet, Sitting
from nhipcau.inventory.scoring import HIGHEST_ANSWER, LOWEST_ANSWER, Profile, score
from nhipcau.people.models import YoungPerson
from nhipcau.shared.errors import InvalidValue

# Read aloud and copied by hand from a strip of paper: no letter that looks like another.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CLASS_LENGTH, STRIP_LENGTH, SECRET_LENGTH = 6, 12, 24


def new_code(length: int = SECRET_LENGTH) -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(length))


def checked_answers(answers: Sequence[int | None], form: str) -> list[int | None]:
    """
    Raises:
        InvalidValue: too many, too few, or a number that is no answer.
    """
    if len(answers) != ITEMS[Form(form)]:
        raise InvalidValue(
            _("This form has %(count)d answers.") % {"count": ITEMS[Form(form)]}, field="answers"
        )
    if any(one is not None and not LOWEST_ANSWER <= one <= HIGHEST_ANSWER for one in answers):
        raise InvalidValue(_("An answer is a number from 1 to 5."), field="answers")
    if all(one is None for one in answers):
        raise InvalidValue(_("Nothing is answered yet. Please begin with the first activity."))
    return list(answers)


def record_sheet(
    *,
    at: datetime,
    item_set: ItemSet,
    form: str,
    mode: Mode,
    answers: Sequence[int | None],
    code: str = "",
    milliseconds: int | None = None,
    started_at: datetime | None = None,
    gender: str = "",
    sitting: Sitting | None = None,
    young_person: YoungPerson | None = None,
    entered_by: Any = None,
) -> Sheet:
    sheet = Sheet.objects.create(
        code=code or new_code(),
        young_person=young_person,
        sitting=sitting,
        item_set=item_set,
        form=form,
        mode=mode,
        answers=checked_answers(answers, form),
        gender=gender,
        started_at=started_at,
        ended_at=at,
        milliseconds=milliseconds,
        entered_by=entered_by,
    )
    _score(sheet, at=at)
    return sheet


def _score(sheet: Sheet, *, at: datetime) -> Result:
    """By the rules of the day, with the tie band that the answers so far have shown."""
    rule_set = queries.rules_in_force(localdate(at))
    study = queries.latest_study(sheet.item_set, sheet.form)
    figures = queries.figures_of(rule_set, observed_tie=study.tie_points if study else None)
    profile = score(queries.by_scale(sheet.answers), figures, milliseconds=sheet.milliseconds)
    return Result.objects.create(
        sheet=sheet,
        rule_set=rule_set,
        tie_points=int(figures.tie_points),
        scored_at=at,
        **told(profile),
    )


def told(profile: Profile) -> dict[str, Any]:
    """A profile as a row keeps it. Points are rounded for people to read; ties were judged on
    the exact ones."""
    return {
        "scores": {scale: _points(points) for scale, points in profile.scores.items()},
        "missing": dict(profile.missing),
        "groups": list(profile.groups),
        "code": profile.code,
        "flags": sorted(flag.value for flag in profile.flags),
    }


def _points(points: Fraction | None) -> float | None:
    return None if points is None else round(float(points), 1)

"""Two counsellors say what they think of suggestions, without seeing what the algorithm thinks."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.matching import rules
from nhipcau.matching.choices import Side
from nhipcau.matching.errors import SheetRefused
from nhipcau.matching.models import Grade, GradingPair, GradingRound, Suggestion
from nhipcau.matching.storing import weights_in_force
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Vacancy

PEOPLE = 12
FIRST, LATER, ELSEWHERE = 10, 3, 3  # of each person: the first ten, and some to compare with
HIGHEST = 3


@write
def prepare_round(*, by: Any, at: datetime) -> GradingRound:
    """Draw people with a list, their first ten suggestions, some later ones and some vacancies
    that are not in the list, in an order that tells nothing.

    Raises:
        NotAllowed: ``by`` does not work with suggestions at an employment service centre.
        SheetRefused: there is no list yet.
    """
    require(rules.may_prepare_grading(by), _("The Employment Service Centre prepares this."))
    weights = weights_in_force(localdate(at))
    rows = Suggestion.objects.filter(side=Side.PERSON)
    wishes = sorted(set(rows.values_list("wish", flat=True)))
    if weights is None or not wishes:
        raise SheetRefused(_("There are no lists yet: nothing could be graded."))
    made = GradingRound.objects.create(
        made_at=at, made_by=user_or_none(by), weights=weights, is_invented=False
    )
    draw = Random(made.pk)
    open_now = list(
        Vacancy.objects.open(localdate(at)).order_by("pk").values_list("pk", flat=True)
    )
    pairs: list[GradingPair] = []
    for wish in draw.sample(wishes, min(PEOPLE, len(wishes))):
        listed = list(
            rows.filter(wish=wish).order_by("rank").values_list("vacancy", "rank", "score")
        )
        later = listed[FIRST:]
        chosen = [*listed[:FIRST], *draw.sample(later, min(LATER, len(later)))]
        known = {vacancy for vacancy, _rank, _score in listed}
        others = [one for one in open_now if one not in known]
        pairs += [
            GradingPair(round=made, wish_id=wish, vacancy_id=vacancy, rank=rank, score=score)
            for vacancy, rank, score in chosen
        ]
        pairs += [
            GradingPair(round=made, wish_id=wish, vacancy_id=vacancy)
            for vacancy in draw.sample(others, min(ELSEWHERE, len(others)))
        ]
    # The lines of one person stay together, so that the person is read once.
    pairs.sort(key=lambda one: (one.wish_id, draw.random()))
    for place, pair in enumerate(pairs, start=1):
        pair.place = place
    GradingPair.objects.bulk_create(pairs)
    made.is_invented = Vacancy.objects.filter(
        pk__in={one.vacancy_id for one in pairs}, is_sample=True
    ).exists()
    made.save(update_fields=["is_invented"])
    audit.record("grading.prepared", about=made, by=by, at=at)
    return made


@write
def take_grades(
    *, by: Any, at: datetime, grading_round: GradingRound, grades: Mapping[int, int]
) -> GradingRound:
    """Keep what one counsellor thinks: number in the sheet → 0 to 3. Sent again, the last counts.

    Raises:
        NotAllowed: ``by`` is no counsellor of an employment service centre.
        SheetRefused: a number that is not in the sheet, a grade that is none, or nothing at all.
    """
    require(rules.may_grade(by), _("Counsellors of the Employment Service Centre grade."))
    pairs = {one.place: one for one in GradingPair.objects.filter(round=grading_round)}
    if not grades:
        raise SheetRefused(_("This sheet has no grades yet."), field="file")
    if strange := sorted(set(grades) - set(pairs)):
        raise SheetRefused(
            _("Line %(number)d is not of this round.") % {"number": strange[0]}, field="file"
        )
    if any(not 0 <= value <= HIGHEST for value in grades.values()):
        raise SheetRefused(_("Grades are 0, 1, 2 or 3."), field="file")
    Grade.objects.filter(by=by, pair__round=grading_round).delete()
    Grade.objects.bulk_create(
        Grade(pair=pairs[place], by=by, value=value, at=at) for place, value in grades.items()
    )
    audit.record("grading.graded", about=grading_round, by=by, at=at, fields=["grades"])
    return grading_round

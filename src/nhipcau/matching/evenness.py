"""The cap on exposure, put on the stored lists, and what it costs."""

from datetime import datetime

from django.utils.timezone import localdate

from nhipcau.matching import exposure
from nhipcau.matching.choices import Side
from nhipcau.matching.models import SHOWN, ExposureMeasure, MatchingWeights, Suggestion
from nhipcau.vacancies.models import Vacancy

USUAL_CAP = 3
A_WHOLE = 1000


def spread(weights: MatchingWeights, *, at: datetime) -> None:
    """Mark what the cap holds back, and nothing else."""
    lists, open_now = stored_lists(), _open(at)
    back: set[tuple[int, int]] = set()
    if weights.exposure_cap:
        chosen = exposure.capped(lists, open_now, shown=SHOWN, times=weights.exposure_cap)
        back = exposure.held_back(lists, chosen)
    rows = Suggestion.objects.filter(side=Side.PERSON)
    known = {
        (wish, vacancy): pk
        for pk, wish, vacancy in rows.filter(is_held_back=True).values_list(
            "pk", "wish", "vacancy"
        )
    }
    Suggestion.objects.filter(
        pk__in=[pk for pair, pk in known.items() if pair not in back]
    ).update(is_held_back=False)
    new = back - known.keys()
    pairs = rows.filter(wish__in={wish for wish, _vacancy in new}).values_list(
        "pk", "wish", "vacancy"
    )
    Suggestion.objects.filter(
        pk__in=[pk for pk, wish, vacancy in pairs if (wish, vacancy) in new]
    ).update(is_held_back=True)


def measure(weights: MatchingWeights, *, at: datetime) -> ExposureMeasure | None:
    """With the Centre's cap, or with the usual one when there is none: to be able to decide."""
    lists, open_now = stored_lists(), _open(at)
    if not lists or not open_now:
        return None
    cap = weights.exposure_cap or USUAL_CAP
    plain = exposure.best(lists, open_now, shown=SHOWN)
    even = exposure.capped(lists, open_now, shown=SHOWN, times=cap)
    return ExposureMeasure.objects.create(
        at=at,
        weights=weights,
        cap=cap,
        list_count=len(lists),
        vacancy_count=len(open_now),
        gini=round(A_WHOLE * plain.gini),
        gini_capped=round(A_WHOLE * even.gini),
        never_shown=round(A_WHOLE * plain.never_shown),
        never_shown_capped=round(A_WHOLE * even.never_shown),
        price=round(A_WHOLE * even.price),
    )


def stored_lists() -> dict[int, list[tuple[int, int]]]:
    """Every person's list, best first."""
    lists: dict[int, list[tuple[int, int]]] = {}
    rows = Suggestion.objects.filter(side=Side.PERSON).order_by("rank")
    for wish, vacancy, score in rows.values_list("wish", "vacancy", "score").iterator():
        lists.setdefault(wish, []).append((vacancy, score))
    return lists


def _open(at: datetime) -> set[int]:
    return set(Vacancy.objects.open(localdate(at)).values_list("pk", flat=True))

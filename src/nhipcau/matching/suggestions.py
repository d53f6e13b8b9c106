"""Stored lists as pages show them: what is open and wanted now, with reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.utils.timezone import localdate

from nhipcau.algorithms.matching.criteria import FULL, VERSION_1, Parts, Weights
from nhipcau.algorithms.matching.explain import explain
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.records import Seeker
from nhipcau.algorithms.matching.records import Vacancy as Offer
from nhipcau.matching.choices import Side
from nhipcau.matching.models import SHOWN, MatchingWeights, Refusal, Suggestion
from nhipcau.matching.rows import Home, offers_on, seekers_on
from nhipcau.matching.wording import MOST_CHANGES, Around, Names, sentences
from nhipcau.seekers.models import JobWish
from nhipcau.vacancies.models import Vacancy

OF_HUNDRED = 1000
FITS_WELL, FITS = 75, 55
MOST_REASONS = 4
NEAR = 400  # of the part “occupation”: at least the same group of the second level


@dataclass(frozen=True)
class Line:
    """One suggestion with its reasons. ``points``: 0 to 100."""

    suggestion: Suggestion
    vacancy: Vacancy
    points: int
    reasons_for: Sequence[str]
    reasons_against: Sequence[str]
    changes: Sequence[str]
    refusal: Refusal | None = None

    @property
    def wish(self) -> JobWish:
        return self.suggestion.wish

    @property
    def fit(self) -> str:
        """``good``, ``fair`` or ``weak``: a word and a shape on the page, not a number alone."""
        return "good" if self.points >= FITS_WELL else "fair" if self.points >= FITS else "weak"


@dataclass(frozen=True)
class SuggestedList:
    """``is_matched``: the person agrees, looks for work and is old enough; else there is none."""

    is_matched: bool
    lines: Sequence[Line] = ()
    put_aside: Sequence[Line] = ()
    weights: MatchingWeights | None = None
    computed_at: datetime | None = None
    names: Names | None = None

    @property
    def is_other_work(self) -> bool:
        """Nothing of the wished work is open: what is listed is other work that is possible."""
        return bool(self.lines) and all(one.suggestion.parts[0] < NEAR for one in self.lines)


class _Known:
    """What ``explain`` asks of an index, answered from the stored rows."""

    def __init__(self, rows: Sequence[Suggestion], weights: Weights) -> None:
        self.weights = weights
        self.parts = {(str(one.wish_id), str(one.vacancy_id)): Parts(*one.parts) for one in rows}
        self.seekers: dict[str, Seeker] = {}
        self.vacancies: dict[str, Offer] = {}

    def parts_of(self, seeker_id: str, vacancy_id: str) -> Parts:
        return self.parts[seeker_id, vacancy_id]

    def skills_part(self, skills: Sequence[str], vacancy: Offer) -> int:
        """Only which skill brings something is asked here, not how much."""
        asked = set(vacancy.skills)
        return FULL * len(asked & set(skills)) // max(1, len(asked))


def list_for(actor: Any, wish: JobWish, *, at: datetime) -> SuggestedList:
    """The vacancies for one person. Consent, age and what is open are asked now, not then."""
    day, is_own = localdate(at), not actor.is_staff_account
    home = Home.on(day)
    seeker = seekers_on(day, [wish.pk], home=home).get(wish.pk)
    if seeker is None:
        return SuggestedList(is_matched=False)
    rows = list(
        Suggestion.objects.visible_to(actor)
        .filter(wish=wish, side=Side.PERSON, vacancy__in=Vacancy.objects.open(day))
        .select_related("vacancy__employer", "vacancy__commune", "vacancy__occupation", "weights")
        .order_by("rank")
    )
    refusals = list(
        Refusal.objects.visible_to(actor)
        .in_force()
        .filter(wish=wish)
        .select_related("vacancy__employer", "by")
        .order_by("-at")
    )
    if is_own:
        refusals = [one for one in refusals if one.is_own]
    refused = {one.vacancy_id: one for one in refusals}
    shown = [one for one in rows if not one.is_held_back and one.vacancy_id not in refused][:SHOWN]
    aside = [one for one in rows if one.vacancy_id in refused]
    known, names = _known([*shown, *aside], {wish.pk: seeker}, day, home), Names.asked()
    return SuggestedList(
        is_matched=True,
        lines=_lines(shown, known, {wish.pk: wish}, refused, names),
        put_aside=_lines(aside, known, {wish.pk: wish}, refused, names),
        names=names,
        weights=rows[0].weights if rows else None,
        computed_at=max((one.computed_at for one in rows), default=None),
    )


def list_for_vacancy(actor: Any, vacancy: Vacancy, *, at: datetime) -> SuggestedList:
    """The people who fit one vacancy, of those whom the colleague may see."""
    day = localdate(at)
    if not Vacancy.objects.open(day).filter(pk=vacancy.pk).exists():
        return SuggestedList(is_matched=False)
    rows = list(
        Suggestion.objects.visible_to(actor)
        .filter(vacancy=vacancy, side=Side.VACANCY)
        .select_related(
            "wish__young_person__commune", "wish__young_person__merged_into", "weights"
        )
        .order_by("rank")
    )
    home, names = Home.on(day), Names.asked()
    wanted = seekers_on(day, {row.wish_id for row in rows}, home=home)
    seekers = {pk: one for pk, one in wanted.items() if one}
    refused = {
        one.wish_id: one
        for one in Refusal.objects.visible_to(actor).in_force().filter(vacancy=vacancy)
    }
    rows = [one for one in rows if one.wish_id in seekers]
    shown = [one for one in rows if one.wish_id not in refused][:SHOWN]
    for one in rows:
        one.vacancy = vacancy
    known = _known(shown, seekers, day, home)
    return SuggestedList(
        is_matched=True,
        lines=_lines(shown, known, {one.wish_id: one.wish for one in shown}, {}, names),
        names=names,
        weights=rows[0].weights if rows else None,
        computed_at=max((one.computed_at for one in rows), default=None),
    )


def _known(
    rows: Sequence[Suggestion], seekers: Mapping[int, Seeker | None], day: Any, home: Home
) -> _Known:
    weights = rows[0].weights.weights if rows else VERSION_1
    known = _Known(rows, weights)
    known.seekers = {str(pk): one for pk, one in seekers.items() if one}
    offers = offers_on(day, {one.vacancy_id for one in rows}, home=home) if rows else {}
    known.vacancies = {str(pk): one for pk, one in offers.items() if one}
    return known


def _lines(
    rows: Sequence[Suggestion],
    known: _Known,
    wishes: Mapping[int, JobWish],
    refused: Mapping[int, Refusal],
    names: Names,
) -> list[Line]:
    found = []
    for row in rows:
        told = explain(cast(Index, known), str(row.wish_id), str(row.vacancy_id))
        wish = wishes[row.wish_id]
        around = Around(row.vacancy, names, wage_is_wished=bool(wish.wage_from))
        found.append(
            Line(
                suggestion=row,
                vacancy=row.vacancy,
                points=row.score // OF_HUNDRED,
                reasons_for=sentences(told.reasons_for, around)[:MOST_REASONS],
                reasons_against=sentences(told.reasons_against, around)[:MOST_REASONS],
                changes=sentences(told.changes, around)[:MOST_CHANGES],
                refusal=refused.get(row.vacancy_id),
            )
        )
    return found

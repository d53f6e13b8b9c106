"""The questionnaire judged by its own answers: reliability of each area and of parts."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nhipcau.inventory.models import Result, RuleSet, Sheet
from nhipcau.inventory.queries import by_scale, figure
from nhipcau.inventory.reliability import Reliability, reliability_of
from nhipcau.inventory.scoring import FACTOR, SCALES, Flag
from nhipcau.people.models import Ethnicity
from nhipcau.shared.small_numbers import told_parts

LEFT_OUT = {Flag.STRAIGHT.value, Flag.FAST.value}
SEVERAL, NO_LEAD = "SEVERAL", "NO_LEAD"


@dataclass(frozen=True)
class Answered:
    """What the study needs of one sheet: no name, no day."""

    answers: Sequence[int | None]
    gender: str
    ethnicity: str
    mode: str
    is_valid: bool


def answered_sheets(item_set_id: int, form: str) -> list[Answered]:
    """All sheets of one form. Gender and ethnic group as told for statistics, or on the sheet."""
    rows = Sheet.objects.filter(item_set=item_set_id, form=form).values_list(
        *("answers", "gender", "mode", "result__flags"),
        *("young_person__gender", "young_person__ethnicity"),
    )
    return [
        Answered(answers, gender or known or "", ethnicity or "", mode, not LEFT_OUT & set(flags))
        for answers, gender, mode, flags, known, ethnicity in rows.order_by("pk")
    ]


def study(sheets: Sequence[Answered], rule_set: RuleSet) -> dict[str, Any]:
    """The columns of a ReliabilityStudy. Nothing is told of fewer sheets than the rules name."""
    least = figure(rule_set, "group_min")
    valid = [one for one in sheets if one.is_valid]
    whole = _scales(valid, least)
    return {
        "sheet_count": len(valid),
        "left_out_count": len(sheets) - len(valid),
        "scales": {scale: _plain(one) for scale, one in whole.items()},
        "parts": [
            {"kind": kind, "name": name, "count": len(ones), "scales": _alphas(ones, least)}
            for (kind, name), ones in sorted(_parts(valid).items())
            if len(ones) >= least
        ],
        "tie_points": tie_band(whole.values()) if len(whole) == len(SCALES) else None,
    }


def tie_band(scales: Iterable[Reliability]) -> int:
    """The largest error of measurement of the areas, in points of 8–40, rounded up: what lies
    closer is not told apart."""
    return max(math.ceil(round(points_of_sem(one), 6)) for one in scales)


def points_of_sem(one: Reliability) -> float:
    """An area has as many items as correlations; its sum is told as the mean times eight."""
    return one.sem * FACTOR / len(one.item_total)


def _scales(sheets: Sequence[Answered], least: int) -> dict[str, Reliability]:
    """Areas for which enough people answered every item."""
    found = {}
    answers = [by_scale(one.answers) for one in sheets]
    for scale in SCALES:
        rows = [
            [value for value in one[scale] if value is not None]
            for one in answers
            if None not in one[scale]
        ]
        told = reliability_of(rows) if len(rows) >= least else None
        if told:
            found[scale] = told
    return found


def _alphas(sheets: Sequence[Answered], least: int) -> dict[str, dict[str, Any]]:
    return {
        scale: {"count": one.count, "alpha": one.alpha, "low": one.low, "high": one.high}
        for scale, one in _scales(sheets, least).items()
    }


def _parts(sheets: Iterable[Answered]) -> dict[tuple[str, str], list[Answered]]:
    parts: dict[tuple[str, str], list[Answered]] = defaultdict(list)
    for one in sheets:
        parts["mode", one.mode].append(one)
        if one.gender:
            parts["gender", one.gender].append(one)
        if one.ethnicity:
            is_kinh = one.ethnicity == Ethnicity.KINH
            parts["ethnicity", "KINH" if is_kinh else "MINORITY"].append(one)
    return parts


def _plain(one: Reliability) -> dict[str, Any]:
    return {
        "count": one.count,
        "alpha": one.alpha,
        "low": one.low,
        "high": one.high,
        "sem": points_of_sem(one),
        "mean": one.mean * FACTOR / len(one.item_total),
        "item_total": list(one.item_total),
    }


# --- a class -------------------------------------------------------------------------------------


def class_figures(sitting_id: int, rule_set: RuleSet) -> dict[str, Any]:
    """What a class is told of itself: the mean of each area, and how many like one area most where
    that is enough people. Of fewer nothing, and nothing from which it could be found.
    """
    least = figure(rule_set, "class_min")
    results = list(
        Result.objects.filter(sheet__sitting=sitting_id).values_list("scores", "flags", "groups")
    )
    valid = [(scores, groups) for scores, flags, groups in results if not LEFT_OUT & set(flags)]
    told: dict[str, Any] = {"answered": len(results), "counted": len(valid), "least": least}
    if len(valid) < least:
        return {**told, "counted": None, "answered": None, "means": {}}
    means = {}
    for scale in SCALES:
        points = [scores[scale] for scores, _groups in valid if scores[scale] is not None]
        means[scale] = round(sum(points) / len(points)) if len(points) >= least else None
    leads = dict.fromkeys([*SCALES, SEVERAL, NO_LEAD], 0)
    for _scores, groups in valid:
        leads[_lead(groups)] += 1
    return {**told, "means": means, "leads": told_parts(leads, least=least)}


def _lead(groups: Sequence[str]) -> str:
    """The area that leads alone, or how it is that none does."""
    if not groups:
        return NO_LEAD
    return groups[0] if len(groups[0]) == 1 else SEVERAL

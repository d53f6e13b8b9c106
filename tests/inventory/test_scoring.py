"""Every rule of the sheet by an example, and all of them against a second writing of the rules."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from nhipcau.inventory.scoring import SCALES, Figures, Flag, score, tied_groups
from tests.inventory.oracle import PART, judge

FIGURES = Figures(
    missing_most=1,
    tie_points=Fraction(3),
    flat_range=Fraction(6),
    low_below=Fraction(20),
    straight_percent=90,
    fastest_milliseconds=1500,
)
SHEETS = 10_000


def answers(items=8, **sums):
    """Areas with these sums of eight answers; the others have 16."""
    return {scale: spread(sums.get(scale, 2 * items), items) for scale in SCALES}


def spread(whole, items):
    return [whole // items + (place < whole % items) for place in range(items)]


def profile(milliseconds=None, **sums):
    return score(answers(**sums), FIGURES, milliseconds=milliseconds)


def test_an_area_is_the_sum_of_its_eight_answers():
    assert profile(R=37).scores["R"] == 37
    assert profile(R=37).scores["C"] == 16


def test_the_short_form_is_told_on_the_same_scale():
    told = score(answers(items=4, R=19), FIGURES)
    assert told.scores["R"] == 38


def test_one_missing_answer_is_prorated():
    sheet = answers(R=37)
    sheet["R"] = [5, 5, 5, 5, 5, 4, 4, None]
    assert score(sheet, FIGURES).scores["R"] == Fraction(33 * 8, 7)


def test_two_missing_answers_leave_the_area_without_a_score():
    sheet = answers(R=37, I=30)
    sheet["R"][:2] = [None, None]
    told = score(sheet, FIGURES)
    assert told.scores["R"] is None
    assert told.missing["R"] == 2
    assert told.flags == {Flag.INCOMPLETE}
    assert told.code.startswith("I")


def test_what_lies_three_points_apart_is_a_tie_and_four_is_none():
    assert profile(R=37, I=34, A=28).code == "R/I A"
    assert profile(R=37, I=33, A=28).code == "R I A"


def test_a_tie_is_told_around_the_hexagon_and_not_by_alphabet():
    assert profile(C=36, R=35, A=34).groups[0] == "RAC"
    assert profile(C=36, R=35, A=34).code == "R/A/C"


def test_a_tie_is_never_broken_by_another_tie():
    """R–I and I–A are ties, R–A is none: cutting anywhere would break one."""
    assert profile(R=37, I=34, A=31).code == "R/I/A"


def test_a_tie_is_judged_on_exact_points():
    third = Fraction(1, 3)
    assert tied_groups({"R": Fraction(30), "I": 27 - third}, Fraction(3)) == ("R", "I")
    assert tied_groups({"R": Fraction(30), "I": Fraction(27)}, Fraction(3)) == ("RI",)


def test_a_flat_profile_has_no_code():
    told = profile(R=28, I=27, A=22, S=24, E=26, C=25)
    assert told.code == ""
    assert told.flags == {Flag.FLAT}
    assert profile(R=29, I=22, A=22, S=22, E=22, C=22).code.startswith("R")


def test_ties_that_run_through_five_areas_leave_no_code():
    told = profile(R=36, I=34, A=32, S=30, E=28, C=16)
    assert told.code == ""
    assert told.flags == {Flag.MANY}


def test_little_liked_everywhere_is_said():
    told = profile(R=19, I=9, A=9, S=9, E=9, C=9)
    assert Flag.LOW in told.flags
    assert told.code.startswith("R")
    assert Flag.LOW not in profile(R=20, I=9, A=9, S=9, E=9, C=9).flags


def test_one_answer_nearly_everywhere_tells_nothing():
    sheet = {scale: [3] * 8 for scale in SCALES}
    sheet["R"][:4] = [5, 4, 5, 1]  # 44 of 48 are alike: 91.7 %
    told = score(sheet, FIGURES)
    assert told.flags == {Flag.STRAIGHT}
    assert set(told.scores.values()) == {None}
    assert not told.is_valid
    sheet["I"][0] = 5  # 43 of 48: 89.6 %
    assert Flag.STRAIGHT not in score(sheet, FIGURES).flags


def test_faster_than_anybody_reads_is_said_and_does_not_count():
    assert profile(milliseconds=71_999, R=37).flags == {Flag.FAST}
    assert not profile(milliseconds=71_999, R=37).is_valid
    assert profile(milliseconds=72_000, R=37).is_valid
    assert profile(milliseconds=None, R=37).is_valid


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_what_is_no_answer_is_refused(wrong):
    sheet = answers()
    sheet["A"][3] = wrong
    with pytest.raises(ValueError, match="no answer"):
        score(sheet, FIGURES)


def test_areas_of_different_length_are_refused():
    sheet = answers()
    sheet["A"].pop()
    with pytest.raises(ValueError, match="six areas"):
        score(sheet, FIGURES)


# --- against the second writing ------------------------------------------------------------------


def drawn(chance):
    """Sheets of every kind: careful, careless, alike, half empty, short, long, fast, slow."""
    items = chance.choice((4, 8))
    kind = chance.choice(("real", "real", "real", "noise", "alike", "open", "low", "close"))
    gap = chance.choice((0, 0, 0.03, 0.12)) if kind != "open" else 0.3
    sheet = {}
    for scale in SCALES:
        middle = {"low": 1.4, "close": 3, "alike": 3}.get(kind, chance.uniform(1, 5))
        width = {"alike": 0.25, "close": 0.8}.get(kind, 0.9)
        sheet[scale] = [
            None
            if chance.random() < gap
            else chance.randint(1, 5)
            if kind == "noise"
            else min(5, max(1, round(chance.gauss(middle, width))))
            for _item in range(items)
        ]
    milliseconds = chance.choice((None, chance.randint(0, 6 * items * 4000)))
    return sheet, milliseconds


def test_ten_thousand_sheets_are_scored_as_by_the_second_writing():
    chance = random.Random(20261123)
    seen = Counter()
    for _number in range(SHEETS):
        sheet, milliseconds = drawn(chance)
        tie = chance.choice((2, 3, 3, 3, 5))
        figures = Figures(1, Fraction(tie), Fraction(6), Fraction(20), 90, 1500)
        told = score(sheet, figures, milliseconds=milliseconds)
        flat = [(scale, value) for scale in SCALES for value in sheet[scale]]
        scores, groups, flags = judge(
            flat,
            missing_most=1,
            tie=tie,
            flat=6,
            low=20,
            straight=90,
            fastest=1500,
            milliseconds=milliseconds,
        )
        assert {
            scale: None if points is None else points * PART
            for scale, points in told.scores.items()
        } == scores
        assert list(told.groups) == groups
        assert {flag.value for flag in told.flags} == flags
        seen.update(flags)
        seen["tie"] += any(len(group) > 1 for group in groups)
        seen["prorated"] += any(
            told.missing[scale] == 1 and told.scores[scale] is not None for scale in SCALES
        )
        seen["plain"] += bool(groups) and not flags

    # Every rule was met often enough to be a test of it.
    rules = {*(flag.value for flag in Flag), "tie", "prorated", "plain"}
    assert {rule for rule in rules if seen[rule] < 50} == set(), seen

import random
import unicodedata
from pathlib import Path

import pytest

from nhipcau.algorithms.matching.occupations import Coder
from nhipcau.algorithms.matching.text import fold
from tests.algorithms.titles import LABELLED

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def coder():
    return Coder.from_folder(ROOT / "national")


def hits(coder, titles, most):
    """One code within the other counts: the national list has gaps."""
    found = 0
    for title, code in titles:
        proposed = [one.code for one in coder.propose(title, most)]
        found += any(one.startswith(code) or code.startswith(one) for one in proposed)
    return found / len(titles)


def test_titles_of_ours_find_their_codes(coder):
    assert len(LABELLED) >= 150
    assert hits(coder, LABELLED, 1) >= 0.95
    assert hits(coder, LABELLED, 5) >= 0.99


def test_a_slip_of_typing_costs_little(coder):
    """Two neighbouring letters of a longer word exchanged."""
    draw, slipped = random.Random(1), []
    for title, code in LABELLED:
        places = [at for at in range(1, len(title) - 1) if title[at : at + 2].isalpha()]
        if not places:
            continue
        at = draw.choice(places)
        slipped.append((title[:at] + title[at + 1] + title[at] + title[at + 2 :], code))

    assert hits(coder, slipped, 1) >= 0.7
    assert hits(coder, slipped, 5) >= 0.85


@pytest.mark.parametrize("form", ["NFC", "NFD", "bare", "upper"])
def test_marks_and_letters_of_any_form_give_the_same(coder, form):
    for title, _code in LABELLED:
        written = {
            "bare": fold(title),
            "upper": title.upper(),
        }.get(form) or unicodedata.normalize(form, title)

        assert coder.propose(written) == coder.propose(title)


def test_scores_fall_and_no_code_stands_twice(coder):
    for title, _code in LABELLED:
        proposed = coder.propose(title, 8)
        scores, codes = [one.score for one in proposed], [one.code for one in proposed]

        assert scores == sorted(scores, reverse=True)
        assert len(set(codes)) == len(codes)
        assert all(0 < score <= 1000 for score in scores)


@pytest.mark.parametrize("title", ["", "  ", "!!!", "xin chào", "0912 345 678", "工人"])
def test_what_is_no_title_gets_no_proposal(coder, title):
    assert coder.propose(title) == []


def test_a_whole_advertisement_does_not_take_long(coder):
    assert coder.propose("thợ hàn " * 50_000)[0].code == "7212"

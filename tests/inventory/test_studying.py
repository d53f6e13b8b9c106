"""The questionnaire measured by its own answers, and what follows for results and their words."""

import random

import pytest
from django.utils import translation

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.models import ReliabilityStudy
from nhipcau.inventory.reliability import reliability_of
from nhipcau.inventory.studying import tie_band
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.web.interest_words import trust
from tests.factories import NOON, YoungPersonFactory, sheet_of, staff_of

pytestmark = pytest.mark.django_db


def drawn(chance, *, noise=0.8):
    """48 answers of somebody with six likings, noisier or less."""
    likings = [chance.uniform(1.5, 4.5) for _scale in range(6)]
    return [min(5, max(1, round(chance.gauss(likings[place % 6], noise)))) for place in range(48)]


def fill(count, *, noise=0.8, seed=1, **told):
    chance = random.Random(seed)
    return [sheet_of(answers=drawn(chance, noise=noise), **told) for _number in range(count)]


def study():
    use_cases.count_reliability(by=SYSTEM, at=NOON)
    return ReliabilityStudy.objects.first()


def test_alpha_of_each_area_is_counted_from_its_complete_sheets(palace):
    sheets = fill(120)
    told = study()

    rows = [one.answers[1::6] for one in sheets]
    assert told.scales["I"]["alpha"] == pytest.approx(reliability_of(rows).alpha)
    assert (told.sheet_count, told.left_out_count) == (120, 0)
    assert set(told.scales) == set("RIASEC")


def test_under_a_hundred_sheets_nothing_is_told(palace):
    fill(99)
    told = study()
    assert (told.scales, told.parts, told.tie_points) == ({}, [], None)
    fill(1, seed=2)
    assert study().scales


def test_what_is_no_answer_is_left_out(palace):
    fill(100)
    sheet_of(answers=[3] * 48)
    sheet_of(milliseconds=1000)
    told = study()
    assert (told.sheet_count, told.left_out_count) == (100, 2)


def test_groups_are_told_from_a_hundred_sheets_on(palace):
    women = [YoungPersonFactory(gender="FEMALE", ethnicity="TAY") for _number in range(5)]
    for number, sheet in enumerate(fill(100)):
        sheet.young_person = women[number % 5]
        sheet.save()
    fill(60, seed=2, gender="MALE")
    told = {(one["kind"], one["name"]): one["count"] for one in study().parts}
    assert told == {
        ("gender", "FEMALE"): 100,
        ("ethnicity", "MINORITY"): 100,
        ("mode", "PHONE"): 160,
    }


def test_the_tie_band_follows_from_the_observed_error(palace):
    fill(120)
    told = study()
    largest = max(one["sem"] for one in told.scales.values())
    assert largest <= told.tie_points < largest + 1
    assert sheet_of().result.tie_points == told.tie_points


def test_the_error_of_the_short_form_is_told_on_the_same_scale(palace):
    chance = random.Random(5)
    rows = [[chance.choice((1, 2, 3, 4, 5)) for _item in range(4)] for _person in range(50)]
    one = reliability_of(rows)
    assert tie_band([one]) >= 2 * one.sem > tie_band([one]) - 1


def test_only_those_who_work_with_classes_count(palace):
    use_cases.count_reliability(by=staff_of(palace, Role.COUNSELLOR), at=NOON)
    with pytest.raises(NotAllowed):
        use_cases.count_reliability(by=staff_of(palace, Role.LEADER), at=NOON)


# --- said to everybody ---------------------------------------------------------------------------


def said(study):
    with translation.override("en"):
        return trust(study, 100, 0.7)


def test_a_result_says_that_nothing_was_measured_yet(palace):
    tone, words = said(queries.latest_study(sheet_of().item_set, "LONG"))
    assert tone == "info"
    assert "0 of 100" in words


def test_below_the_threshold_every_result_says_so(palace):
    sheet = fill(120, noise=3.0)[0]
    study()
    tone, words = said(queries.latest_study(sheet.item_set, "LONG"))
    assert tone == "warning"
    assert "Realistic" in words


def test_above_the_threshold_it_is_still_not_for_decisions(palace):
    sheet = fill(120, noise=0.4)[0]
    study()
    tone, words = said(queries.latest_study(sheet.item_set, "LONG"))
    assert tone == "success"
    assert "not for decisions" in words

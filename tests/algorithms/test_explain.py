"""Every reason is true, has words in two languages, and what would change it does."""

import re
from dataclasses import replace

import pytest

from nhipcau.algorithms.matching import criteria
from nhipcau.algorithms.matching.explain import Reason, explain, words
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.phrases import PHRASES, money
from tests.algorithms.made_up_work import Maker


@pytest.fixture(scope="module")
def index():
    return Index(*Maker(31).world(40, 60), engine="plain")


def pairs(index):
    return [(one, other) for one in index.seekers.values() for other in index.vacancies.values()]


def all_reasons(index):
    for seeker, vacancy in pairs(index):
        told = explain(index, seeker.id, vacancy.id)
        yield seeker, vacancy, told


def test_every_code_is_said_somewhere_and_in_both_languages(index):
    said = set()
    for _seeker, _vacancy, told in all_reasons(index):
        for one in (
            *told.obstacles,
            *told.reasons_for,
            *told.reasons_against,
            *told.changes,
        ):
            said.add(one.code)
            for language in ("vi", "en"):
                sentence = words(one, language)
                assert sentence.endswith(".")
                assert not re.search(r"[{}]", sentence)

    assert said == set(PHRASES)


def test_an_explanation_agrees_with_the_rules_and_the_score(index):
    for seeker, vacancy, told in all_reasons(index):
        assert bool(told.obstacles) == bool(criteria.obstacles(seeker, vacancy))
        assert told.parts == index.parts_of(seeker.id, vacancy.id)
        assert told.score == (0 if told.obstacles else criteria.score_of(told.parts))


def test_what_is_said_to_bring_points_brings_them(index):
    checked = set()
    for seeker, vacancy, told in list(all_reasons(index))[:600]:
        for one in told.changes:
            if "points" not in one.values:
                continue
            changed = {
                "learn_skill": lambda s, v: replace(s, skills=(*s.skills, v.get("skill"))),
                "start_sooner": lambda s, v: replace(s, available_in=s.available_in - v["days"]),
                "work_one_year": lambda s, v: replace(s, experience=s.experience + 1),
                "want_occupation": lambda s, v: replace(
                    s, occupations=(*s.occupations, v["occupation"])
                ),
            }[one.code](seeker, one.values)
            again = Index([changed], index.vacancies.values(), engine="plain")
            after = criteria.score_of(again.parts_of(changed.id, vacancy.id))
            assert after - criteria.score_of(told.parts) == one.values["points"] > 0
            checked.add(one.code)
        if len(checked) == 4:
            break

    assert len(checked) == 4


def test_who_takes_the_obstacles_away_may_be_introduced(index):
    opened = 0
    for seeker, vacancy, told in all_reasons(index):
        codes = {one.code for one in told.obstacles}
        if not codes or codes & {"age_below", "wage_below_floor"}:
            continue
        changed = seeker
        for one in told.changes:
            value = one.values
            if one.code == "accept_place":
                changed = replace(changed, places=(*changed.places, value["place"]))
            elif one.code == "accept_shift":
                changed = replace(changed, shifts=(*changed.shifts, value["shift"]))
            elif one.code == "get_certificate":
                held = (*changed.certificates, value["certificate"])
                changed = replace(changed, certificates=held)
            elif one.code == "reach_education":
                changed = replace(changed, education=value["needed"])
            elif one.code == "reach_language":
                levels = {**changed.languages, value["language"]: value["needed"]}
                changed = replace(changed, languages=levels)
        assert not criteria.obstacles(changed, vacancy)
        opened += 1

    assert opened > 100


def test_nobody_is_told_to_grow_older_or_to_take_less(index):
    asked = {one.code for *_pair, told in all_reasons(index) for one in told.changes}

    assert asked
    assert not any("age" in code.split("_") or "wage" in code.split("_") for code in asked)


def test_money_is_written_as_each_language_does():
    assert money(7500, "vi") == "7.500.000 đồng"
    assert money(7500, "en") == "7,500,000 đồng"


def test_a_language_or_code_without_words_is_an_error():
    with pytest.raises(KeyError):
        words(Reason("place_home"), "fr")
    with pytest.raises(KeyError):
        words(Reason("no_such_code"), "vi")

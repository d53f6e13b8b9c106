"""“Not this one, because …”, reasons in words, rules of the Centre."""

import datetime as dt

import pytest
from django.utils import translation

from nhipcau.matching import exposure, use_cases
from nhipcau.matching.errors import NotSuggestable
from nhipcau.matching.evenness import measure, spread
from nhipcau.matching.models import PARTS, MatchingWeights, Refusal, Suggestion
from nhipcau.matching.storing import weights_in_force
from nhipcau.matching.suggestions import list_for, list_for_vacancy
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import Purpose
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from tests.factories import NOON, OrganisationFactory, YoungPersonFactory, agree, staff_of
from tests.matching.conftest import vacancy_of, wish_of


@pytest.fixture
def listed(wish, vacancy):
    use_cases.update_lists(by=SYSTEM, at=NOON)
    return wish


def put_aside(by, wish, vacancy, because="WAGE", word="", **more):
    return use_cases.put_aside(
        by=by, at=NOON, wish=wish, vacancy=vacancy, because=because, word=word, **more
    )


def vacancies_of(told):
    return [one.vacancy.pk for one in told.lines]


# --- refusals ---------------------------------------------------------------------------------


def test_a_colleagues_word_hides_a_line_from_colleagues_alone(listed, vacancy, counsellor, youth):
    score = Suggestion.objects.get(side="PERSON").score
    put_aside(counsellor, listed, vacancy)
    use_cases.update_lists(by=SYSTEM, at=NOON)

    staff, own = (list_for(one, listed, at=NOON) for one in (counsellor, youth))
    assert (vacancies_of(staff), vacancies_of(own)) == ([], [vacancy.pk])
    assert [one.refusal.because for one in staff.put_aside] == ["WAGE"]
    assert Suggestion.objects.get(side="PERSON").score == score
    assert AuditEvent.objects.filter(action="suggestion.put_aside", by=counsellor).exists()


def test_the_own_word_counts_in_both_lists(listed, vacancy, counsellor, youth):
    put_aside(youth, listed, vacancy, "PLACE")
    staff, own = (list_for(one, listed, at=NOON) for one in (counsellor, youth))
    assert (vacancies_of(staff), vacancies_of(own)) == ([], [])
    fitting = list_for_vacancy(counsellor, vacancy, at=NOON)
    assert fitting.lines == []


def test_a_word_is_taken_back_and_its_trace_stays(listed, vacancy, counsellor, youth):
    refusal = put_aside(counsellor, listed, vacancy)
    with pytest.raises(NotAllowed):
        use_cases.take_back(by=youth, at=NOON, refusal=refusal)
    use_cases.take_back(by=counsellor, at=NOON, refusal=refusal)
    use_cases.take_back(by=counsellor, at=NOON, refusal=refusal)
    assert vacancies_of(list_for(counsellor, listed, at=NOON)) == [vacancy.pk]
    assert Refusal.objects.get().undone_by == counsellor
    assert AuditEvent.objects.filter(action="suggestion.taken_back").count() == 1


def test_said_twice_it_is_one(listed, vacancy, counsellor):
    first = put_aside(counsellor, listed, vacancy, key="k" * 40)
    assert put_aside(counsellor, listed, vacancy, key="k" * 40) == first
    assert put_aside(counsellor, listed, vacancy) == first
    assert Refusal.objects.count() == 1


def test_strangers_put_nothing_aside(listed, vacancy):
    elsewhere = staff_of(
        OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE), "COUNSELLOR"
    )
    for stranger in (elsewhere, staff_of(vacancy.employer.centre, Role.LEADER), SYSTEM):
        with pytest.raises(NotAllowed):
            put_aside(stranger, listed, vacancy)


def test_a_reason_is_asked_for(listed, vacancy, counsellor):
    for because, word in (("", ""), ("NO_SUCH", ""), ("OTHER", " ")):
        with pytest.raises(InvalidValue):
            put_aside(counsellor, listed, vacancy, because, word)


def test_what_is_closed_needs_no_refusal(listed, vacancy, counsellor):
    vacancy.state = "FROZEN"
    vacancy.save()
    with pytest.raises(NotSuggestable):
        put_aside(counsellor, listed, vacancy)


# --- what pages get ---------------------------------------------------------------------------


def test_a_list_ends_with_the_consent_and_not_with_the_next_run(
    person, listed, vacancy, counsellor, youth
):
    agree(person, Purpose.INTRODUCTION)
    assert list_for(youth, listed, at=NOON).is_matched
    later = NOON + dt.timedelta(hours=1)
    withdraw(by=youth, at=later, young_person=person, purpose=Purpose.INTRODUCTION)
    assert not list_for(youth, listed, at=later).is_matched
    assert list_for_vacancy(counsellor, vacancy, at=later).lines == []


def test_staff_of_another_unit_see_nobody_in_the_list_of_a_vacancy(listed, vacancy, counsellor):
    assert len(list_for_vacancy(counsellor, vacancy, at=NOON).lines) == 1
    other = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    assert list_for_vacancy(staff_of(other, "COUNSELLOR"), vacancy, at=NOON).lines == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Lương đúng mong muốn"), ("en", "The wage is as wished")],
)
def test_reasons_are_sentences_in_the_language_of_the_page(listed, counsellor, language, said):
    with translation.override(language):
        line = list_for(counsellor, listed, at=NOON).lines[0]
    assert any(one.startswith(said) for one in line.reasons_for)
    assert not [one for one in (*line.reasons_for, *line.reasons_against) if "soft:" in one]


def test_a_wage_nobody_wished_or_told_is_not_praised(person, employer, counsellor):
    wish, vacancy = wish_of(person, wage_from=None), vacancy_of(employer)
    use_cases.update_lists(by=SYSTEM, at=NOON)
    with translation.override("en"):
        line = list_for(counsellor, wish, at=NOON).lines[0]
        assert "wage" not in " ".join((*line.reasons_for, *line.reasons_against))
        vacancy.wage_from = vacancy.wage_to = None
        vacancy.save()
        use_cases.update_lists(by=SYSTEM, at=NOON)
        line = list_for(counsellor, wish, at=NOON).lines[0]
    assert "2.700" not in " ".join((*line.reasons_for, *line.reasons_against))


# --- the rules of the Centre ------------------------------------------------------------------


def weigh(by, cap=None, reason="thử", **changes):
    weights = dict.fromkeys(PARTS, 12) | {"occupation": 16} | changes
    return use_cases.set_weights(by=by, at=NOON, weights=weights, exposure_cap=cap, reason=reason)


def test_leaders_of_the_centre_decide_and_versions_stay(leader, counsellor):
    first = use_cases.keep_first_weights(by=SYSTEM, at=NOON)
    assert first.weights.occupation == 35
    second = weigh(leader, cap=3)
    assert (second.version, second.exposure_cap, second.set_by) == (2, 3, leader)
    assert weights_in_force(NOON.date()) == second
    assert use_cases.keep_first_weights(by=SYSTEM, at=NOON) == second
    palace = staff_of(OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE), Role.LEADER)
    for other in (counsellor, palace):
        with pytest.raises(NotAllowed):
            weigh(other)
    assert MatchingWeights.objects.count() == 2


def test_rules_that_cannot_be_are_refused(leader):
    for changes in ({"wage": 13}, {"wage": -1, "text": 25}, {"luck": 0}):
        with pytest.raises(InvalidValue):
            weigh(leader, **changes)
    with pytest.raises(InvalidValue):
        weigh(leader, cap=0)
    with pytest.raises(ReasonMissing):
        weigh(leader, reason=" ")


# --- exposure ---------------------------------------------------------------------------------

LISTS = {
    1: [(10, 90), (11, 50)],
    2: [(10, 80), (11, 70)],
    3: [(10, 60), (12, 55)],
}


def test_without_a_cap_everybody_sees_the_best():
    best = exposure.best(LISTS, [10, 11, 12, 13], shown=1)
    assert best.shown == {1: [10], 2: [10], 3: [10]}
    assert (best.price, best.never_shown) == (0, 0.75)


def test_a_cap_gives_the_places_to_the_next_and_says_what_it_costs():
    even = exposure.capped(LISTS, [10, 11, 12], shown=1, times=1)
    assert even.shown == {1: [10], 2: [11], 3: [12]}
    assert even.price == pytest.approx(1 - (90 + 70 + 55) / (90 + 80 + 60))
    assert (even.gini, even.never_shown) == (0, 0)
    assert exposure.held_back(LISTS, even) == {(2, 10), (3, 10)}


def test_the_cap_marks_lines_and_changes_no_score(centre, employer, leader, counsellor):
    wishes = [wish_of(YoungPersonFactory(followed_by=[centre])) for _each in range(6)]
    for number in range(24):
        vacancy_of(employer, title=f"May {number}", wage_to=9_000_000 + number)
    use_cases.update_lists(by=SYSTEM, at=NOON)
    scores = set(Suggestion.objects.values_list("wish", "vacancy", "side", "score"))
    weights = MatchingWeights.objects.get()
    weights.exposure_cap = 1
    spread(weights, at=NOON)
    assert Suggestion.objects.filter(is_held_back=True).exists()
    assert set(Suggestion.objects.values_list("wish", "vacancy", "side", "score")) == scores
    told = measure(weights, at=NOON)
    assert told.never_shown_capped < told.never_shown
    assert told.price >= 0
    shown = [vacancies_of(list_for(counsellor, one, at=NOON)) for one in wishes]
    assert len({one for rows in shown for one in rows}) > 10
    weights.exposure_cap = None
    spread(weights, at=NOON)
    assert not Suggestion.objects.filter(is_held_back=True).exists()

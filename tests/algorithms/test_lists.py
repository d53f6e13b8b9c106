"""Stored lists after any changes are those of a full run."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.lists import StoredLists
from tests.algorithms.made_up_work import Maker

CHANGES = ("wage", "move", "say", "trade", "add", "close", "person", "new person", "person leaves")


class Story:
    """A world that changes at random, and lists that follow it."""

    def __init__(self, seed, *, seekers=40, vacancies=150, top=5, engine="kernel", crowd=False):
        self.maker = Maker(seed, crowd=crowd)
        people, jobs = self.maker.world(seekers, vacancies)
        self.seekers = {one.id: one for one in people}
        self.vacancies = {one.id: one for one in jobs}
        self.engine, self.top, self.next = engine, top, 10_000
        self.lists = StoredLists(Index(people, jobs, engine=engine), top)

    def change(self, kind=None):
        draw, self.next = self.maker.draw, self.next + 1
        kind = kind or draw.choice(CHANGES)
        if kind in ("person", "new person", "person leaves"):
            return self._person(kind)
        one = draw.choice(list(self.vacancies.values()))
        other = self.maker.vacancy(self.next)
        changed = {
            "wage": replace(one, wage_min=other.wage_min, wage_max=other.wage_max),
            "move": replace(one, place=other.place, shift=other.shift, language=other.language),
            "say": replace(one, text=other.text, skills=other.skills),
            "trade": replace(one, occupation=other.occupation),
            "add": other,
        }
        if kind == "close":
            del self.vacancies[one.id]
            return self.lists.close_vacancy(one.id)
        self.vacancies[changed[kind].id] = changed[kind]
        return self.lists.put_vacancy(changed[kind])

    def _person(self, kind):
        one = self.maker.draw.choice(list(self.seekers))
        if kind == "person leaves":
            del self.seekers[one]
            return self.lists.close_seeker(one)
        changed = self.maker.seeker(self.next)
        changed = replace(changed, id=one) if kind == "person" else changed
        self.seekers[changed.id] = changed
        return self.lists.put_seeker(changed)

    def full_run(self):
        index = Index(self.seekers.values(), self.vacancies.values(), engine=self.engine)
        return dict(index.for_all_seekers(self.top))

    def stored(self):
        return {one: self.lists.of(one) for one in self.seekers}


@pytest.mark.parametrize("crowd", [False, True])
def test_after_a_thousand_changes_the_lists_are_those_of_a_full_run(crowd):
    story = Story(11, crowd=crowd)
    for number in range(1000):
        story.change()
        if number % 100 == 0:
            assert story.stored() == story.full_run()

    assert story.stored() == story.full_run()
    assert sum(map(len, story.stored().values())) > 50


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    kinds=st.lists(st.sampled_from(CHANGES), max_size=12),
    top=st.sampled_from((1, 4, 60)),
)
def test_any_few_changes_leave_what_a_full_run_leaves(seed, kinds, top):
    story = Story(seed, seekers=12, vacancies=40, top=top)
    for kind in kinds:
        if story.seekers and story.vacancies:
            story.change(kind)

    assert story.stored() == story.full_run()


def test_the_plain_engine_keeps_its_lists_too():
    story = Story(13, seekers=15, vacancies=30, engine="plain")
    for _number in range(25):
        story.change()

    assert story.stored() == story.full_run()


@pytest.mark.parametrize("kind", ["wage", "move"])
def test_a_change_without_words_names_exactly_the_lists_that_changed(kind):
    story, named = Story(14, seekers=80), 0
    for _number in range(60):
        before = story.stored()
        told = story.change(kind)
        after = story.stored()

        assert told == {one for one in after if after[one] != before[one]}
        assert story.lists.is_settled
        named += len(told)

    assert named > 100


def test_a_list_that_loses_one_vacancy_after_another_is_filled_up():
    """More than are kept in reserve, and no word changes: nothing else makes the list anew."""
    story = Story(16, seekers=40, vacancies=150)
    one = max(story.seekers, key=lambda seeker: len(story.full_run()[seeker]))
    for _each in range(30):
        first = story.vacancies[story.lists.of(one)[0][0]]
        too_old = replace(first, age_min=99)
        story.vacancies[too_old.id] = too_old
        story.lists.put_vacancy(too_old)

    assert story.lists.is_settled
    assert story.lists.of(one)
    assert story.stored() == story.full_run()


@pytest.mark.parametrize("kind", ["say", "add", "close"])
def test_a_change_of_words_is_settled_by_a_refresh_that_names_what_it_changed(kind):
    story = Story(15, seekers=80)
    before = story.stored()

    told = story.change(kind)
    settled = story.lists.is_settled
    told |= story.lists.refresh()

    after = story.full_run()
    assert not settled
    assert story.lists.is_settled
    assert {one for one in after if after[one] != before[one]} <= told
    assert story.stored() == after


def test_a_closed_vacancy_makes_the_others_rarer_or_commoner():
    """The trap of every update path: how rare a word is follows from all vacancies."""
    story = Story(16, seekers=120)
    one = next(iter(story.vacancies))
    before = story.stored()
    touched = {seeker for seeker, its in before.items() if one in dict(its)}

    del story.vacancies[one]
    story.lists.close_vacancy(one)

    after = story.stored()
    others = [seeker for seeker in after if seeker not in touched]
    assert any(after[seeker] != before[seeker] for seeker in others)
    assert after == story.full_run()


def test_who_is_not_there_has_no_list():
    story = Story(17, seekers=3)

    with pytest.raises(KeyError):
        story.lists.of("nobody")
    with pytest.raises(KeyError):
        story.lists.close_vacancy("nothing")

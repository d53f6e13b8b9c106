"""The stored lists are what a full run would leave, after every change and whoever made it."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.utils.timezone import localdate

from nhipcau.matching import use_cases
from nhipcau.matching.choices import Side
from nhipcau.matching.held import MEMORY, Held
from nhipcau.matching.models import TOP, Change, ListState, MatchingWeights, Suggestion
from nhipcau.matching.storing import others_than_stored
from nhipcau.people.models import Consent, Purpose
from nhipcau.rights.use_cases import withdraw
from nhipcau.seekers.models import JobWish, LanguageSkill
from nhipcau.seekers.use_cases import stop_wish, tell_wish
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.vacancies.models import OverseasTerms, Vacancy
from nhipcau.vacancies.states import VacancyState
from nhipcau.vacancies.use_cases import freeze
from tests.factories import (
    NOON,
    JobWishFactory,
    SendingLicenceFactory,
    YoungPersonFactory,
    agree,
)
from tests.matching.conftest import vacancy_of, wish_of

pytestmark = pytest.mark.usefixtures("centre")


def update(at=NOON):
    return use_cases.update_lists(by=SYSTEM, at=at)


def listed(wish, side=Side.PERSON):
    rows = Suggestion.objects.filter(wish=wish, side=side).order_by("rank")
    return [one.vacancy_id for one in rows]


def differences(at=NOON):
    """Owners whose stored list is not what a full run of today gives."""
    weights = MatchingWeights.objects.first()
    fresh = Held.read(localdate(at), weights.pk, weights.weights, top=TOP)
    people, vacancies = others_than_stored(fresh, weights.pk)
    stored = {
        (one.side, one.wish_id, one.vacancy_id): tuple(one.parts)
        for one in Suggestion.objects.all()
    }
    parts = {
        key: told
        for key, told in stored.items()
        if tuple(fresh.index.parts_of(str(key[1]), str(key[2]))) != told
    }
    return people, vacancies, parts


NONE = (set(), set(), {})


def test_a_first_run_lists_what_fits(wish, vacancy):
    assert update() == 2

    row = Suggestion.objects.get(side=Side.PERSON)
    assert (row.wish, row.vacancy, row.rank) == (wish, vacancy, 1)
    assert row.score == sum(
        weight * part for weight, part in zip(row.weights.weights, row.parts, strict=True)
    )
    assert row.weights.version == 1
    assert listed(wish, Side.VACANCY) == [vacancy.pk]


def test_only_the_installation_keeps_the_lists(counsellor):
    with pytest.raises(NotAllowed):
        use_cases.update_lists(by=counsellor, at=NOON)


def test_nothing_is_written_when_nothing_changed(wish, vacancy):
    update()
    before = list(Suggestion.objects.values_list("pk", flat=True))
    state = ListState.objects.get().generation
    assert update() == 0
    assert list(Suggestion.objects.values_list("pk", flat=True)) == before
    assert ListState.objects.get().generation == state


def test_a_frozen_vacancy_leaves_every_list(wish, vacancy, counsellor):
    update()
    freeze(by=counsellor, at=NOON, vacancy=vacancy, reason="phản ánh")
    update()
    assert not Suggestion.objects.exists()


def test_a_filled_vacancy_leaves_every_list_though_no_use_case_counted(wish, vacancy):
    update()
    Vacancy.objects.filter(pk=vacancy.pk).update(filled_count=vacancy.headcount)
    update()
    assert listed(wish) == []


def test_a_suspended_employer_takes_its_vacancies_along(wish, vacancy):
    update()
    vacancy.employer.state = "SUSPENDED"
    vacancy.employer.save()
    update()
    assert listed(wish) == []


def test_work_abroad_stands_in_a_list_while_the_licence_is_in_force(person, employer):
    wish = wish_of(person, market="OVERSEAS")
    abroad = vacancy_of(employer, market="OVERSEAS", country_code="JP")
    OverseasTerms.objects.create(
        vacancy=abroad, channel="LICENSED", contract_valid_until=dt.date(2027, 12, 31)
    )
    update()
    assert listed(wish) == []
    licence = SendingLicenceFactory(employer=employer)
    update()
    assert listed(wish) == [abroad.pk]
    licence.expires_on = localdate(NOON) - dt.timedelta(days=1)
    licence.save()
    update()
    assert listed(wish) == []


def test_whoever_withdraws_the_consent_to_be_introduced_is_in_no_list(person, wish, vacancy):
    agree(person, Purpose.INTRODUCTION)
    update()
    assert listed(wish) == [vacancy.pk]
    Consent.objects.filter(text__purpose="INTRODUCTION").update(
        withdrawn_at=NOON + dt.timedelta(hours=1)
    )
    update()
    assert not Suggestion.objects.exists()


def test_withdrawing_the_consent_to_be_helped_deletes_the_list_at_once(
    person, wish, vacancy, youth
):
    update()
    withdraw(by=youth, at=NOON, young_person=person, purpose=Purpose.JOB_SEARCH)
    assert not Suggestion.objects.exists()
    update()
    assert not Suggestion.objects.exists()


def test_a_consent_never_given_gives_no_list(centre, vacancy):
    JobWishFactory(young_person=YoungPersonFactory(followed_by=[centre]))
    update()
    assert not Suggestion.objects.exists()


def test_who_stops_looking_and_begins_again(person, wish, vacancy, youth):
    update()
    stop_wish(by=youth, at=NOON, young_person=person)
    update()
    assert listed(wish) == []
    told = {"title": "Công nhân may", "market": "HOME", "ready": "NOW"}
    tell_wish(by=youth, at=NOON, young_person=person, told=told)
    update()
    assert listed(wish) == [vacancy.pk]


def test_birthdays_and_last_days_count_on_the_day(centre, employer):
    child = YoungPersonFactory(followed_by=[centre], birth_on=dt.date(2011, 12, 2))
    wish, vacancy = wish_of(child), vacancy_of(employer, closes_on=dt.date(2026, 12, 3))
    update()
    assert listed(wish) == []
    update(NOON + dt.timedelta(days=(dt.date(2026, 12, 2) - localdate(NOON)).days))
    assert listed(wish) == [vacancy.pk]
    update(NOON + dt.timedelta(days=(dt.date(2026, 12, 4) - localdate(NOON)).days))
    assert listed(wish) == []


def test_a_day_that_passes_is_followed_without_a_full_run(
    wish, employer, django_capture_on_commit_callbacks
):
    ending = vacancy_of(employer, closes_on=localdate(NOON))
    with django_capture_on_commit_callbacks(execute=True):
        update()
    held = MEMORY.held
    assert listed(wish) == [ending.pk]
    tomorrow = NOON + dt.timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        update(tomorrow)
    assert MEMORY.held is held
    assert listed(wish) == []
    assert differences(tomorrow) == NONE


def test_a_merged_record_is_listed_once(person, wish, vacancy):
    merged = YoungPersonFactory(merged_into=person)
    later = wish_of(merged, told_at=NOON + dt.timedelta(hours=1))
    update()
    assert listed(wish) == []
    assert listed(later) == [vacancy.pk]


def test_a_change_is_noted_in_the_transaction_that_made_it(wish, vacancy):
    update()
    assert not Change.objects.filter(generation=None).exists()
    Vacancy.objects.filter(pk=vacancy.pk).update(wage_to=9_000_000)  # as it is: nothing to note
    assert not Change.objects.filter(generation=None).exists()
    Vacancy.objects.filter(pk=vacancy.pk).update(wage_to=9_500_000)
    assert Change.objects.get(generation=None).record_id == vacancy.pk


def test_a_new_version_of_the_weights_makes_every_list_anew(wish, vacancy, leader):
    update()
    only_wage = dict.fromkeys(MatchingWeights.objects.get().weights.__slots__, 0) | {"wage": 100}
    use_cases.set_weights(
        by=leader, at=NOON, weights=only_wage, exposure_cap=None, reason="thử nghiệm"
    )
    update()
    row = Suggestion.objects.get(side=Side.PERSON)
    assert (row.score, row.weights.version) == (100_000, 2)


WORK = ("Công nhân may", "Thợ hàn", "Lái xe tải", "Kế toán", "Phụ bếp")


class Changes:
    """Random changes, past every use case: as rough as an import or a repair would be."""

    def __init__(self, centre, employer, seed):
        self.draw, self.centre, self.employer = random.Random(seed), centre, employer

    def one(self):
        self.draw.choice(
            (
                *(self.new_wish, self.new_vacancy, self.other_wage, self.close, self.reopen),
                *(self.other_title, self.stop, self.language, self.withdraw, self.forget),
            )
        )()

    def new_wish(self):
        person = YoungPersonFactory(followed_by=[self.centre])
        wish_of(person, title=self.draw.choice(WORK), schooling=self.draw.choice(("", "UPPER")))

    def new_vacancy(self):
        vacancy_of(
            self.employer,
            title=self.draw.choice(WORK),
            education=self.draw.choice(("", "UPPER_SECONDARY")),
            description=self.draw.choice(("ca đêm", "may công nghiệp", "hàn mig")),
        )

    def some(self, rows):
        pks = list(rows.values_list("pk", flat=True))
        return rows.filter(pk=self.draw.choice(pks)) if pks else rows.none()

    def other_wage(self):
        low = self.draw.randrange(5, 12) * 1_000_000
        self.some(Vacancy.objects.all()).update(wage_from=low, wage_to=low + 2_000_000)

    def close(self):
        self.some(Vacancy.objects.filter(state="PUBLISHED")).update(state="FROZEN")

    def reopen(self):
        self.some(Vacancy.objects.filter(state="FROZEN")).update(state=VacancyState.PUBLISHED)

    def other_title(self):
        self.some(JobWish.objects.all()).update(title=self.draw.choice(WORK))

    def stop(self):
        self.some(JobWish.objects.all()).update(stopped_at=self.draw.choice((None, NOON)))

    def language(self):
        for wish in self.some(JobWish.objects.all()):
            LanguageSkill.objects.create(wish=wish, language="Tiếng Trung", level="GOOD")

    def withdraw(self):
        self.some(Consent.objects.all()).update(withdrawn_at=self.draw.choice((None, NOON)))

    def forget(self):
        self.some(JobWish.objects.all()).delete()


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_changes_the_lists_equal_a_full_run(
    centre, employer, seed, django_capture_on_commit_callbacks
):
    changes = Changes(centre, employer, seed)
    for _each in range(12):
        changes.new_wish()
        changes.new_vacancy()
    for _round in range(60):
        for _each in range(changes.draw.randrange(1, 4)):
            changes.one()
        with django_capture_on_commit_callbacks(execute=True):
            update()
        assert MEMORY.held is not None
    assert Suggestion.objects.exists()
    assert differences() == NONE


def test_a_worker_follows_what_another_one_did(
    wish, vacancy, employer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        update()
    ours = MEMORY.held
    Vacancy.objects.filter(pk=vacancy.pk).update(closes_on=NOON.date() - dt.timedelta(days=1))
    MEMORY.held = None  # another worker takes this change
    with django_capture_on_commit_callbacks(execute=True):
        update()
    MEMORY.held = ours
    other = vacancy_of(employer)
    with django_capture_on_commit_callbacks(execute=True):
        update()
    assert MEMORY.held is ours
    assert set(listed(wish)) == {other.pk}
    assert differences() == NONE


def test_a_run_that_is_rolled_back_is_not_remembered(wish, vacancy, monkeypatch):
    monkeypatch.setattr("nhipcau.matching.use_cases.updating.store", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        update()
    assert MEMORY.held is None


def test_changes_are_forgotten_once_everybody_has_them(wish, vacancy):
    update()
    Change.objects.update(at=NOON)
    later = NOON + dt.timedelta(days=3)
    assert use_cases.forget_changes(by=SYSTEM, at=NOON) == 0
    assert use_cases.forget_changes(by=SYSTEM, at=later) > 0
    Vacancy.objects.filter(pk=vacancy.pk).update(title="Thợ hàn")
    assert use_cases.forget_changes(by=SYSTEM, at=NOON + dt.timedelta(days=400)) == 0


def test_the_site_may_delete_a_wish_while_its_list_is_written(wish, vacancy):
    update()
    with connection.cursor() as cursor:  # as if Django did not know of the lists
        cursor.execute("DELETE FROM seekers_jobwish WHERE id = %s", [wish.pk])
    assert not Suggestion.objects.exists()

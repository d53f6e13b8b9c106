"""What somebody looks for: asked once, under consent, by the person or on behalf."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.details import GuardianDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.rights.use_cases import withdraw
from nhipcau.seekers import queries, rules, use_cases
from nhipcau.seekers.choices import Schooling, Training
from nhipcau.seekers.errors import TooYoung, WishMissing
from nhipcau.seekers.models import (
    JobWish,
    LanguageSkill,
    SpecialNeeds,
    WishChange,
    WorkExperience,
)
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    every_row,
    staff_of,
)

FIRST = {"title": "Công nhân may", "market": "HOME", "wage_from": 7_000_000, "ready": "NOW"}
MOTHER = GuardianDetails("Hoàng Thị Mẫu", "0912345678", "MOTHER")
TODAY = NOON.date()


def tell(by, person, *, agrees_now=True, at=NOON, guardian=None, **told):
    return use_cases.tell_wish(
        by=by,
        at=at,
        young_person=person,
        told={**FIRST, **told},
        agrees_now=agrees_now,
        guardian=guardian,
        evidence="form",
    )


def aged(years, **values):
    return YoungPersonFactory(birth_on=TODAY.replace(year=TODAY.year - years), **values)


def test_the_first_step_keeps_what_where_wage_and_when(person, youth):
    wish = tell(youth, person)

    wish.refresh_from_db()
    assert (wish.title, wish.market, wish.wage_from, wish.ready) == tuple(FIRST.values())
    assert agrees(person, Purpose.JOB_SEARCH)
    assert Consent.objects.get(text__purpose="JOB_SEARCH").channel == "WEB"


def test_without_consent_nothing_is_kept(person, youth):
    with pytest.raises(ConsentMissing):
        tell(youth, person, agrees_now=False)

    assert not JobWish.objects.exists()


def test_a_second_telling_changes_the_one_wish_and_keeps_what_stood_before(person, youth):
    tell(youth, person)

    wish = tell(youth, person, agrees_now=False, title="Lễ tân")

    assert JobWish.objects.count() == 1
    change = WishChange.objects.get(wish=wish)
    assert (change.before, change.on_behalf) == ({"title": "Công nhân may"}, False)


def test_staff_write_on_behalf_and_the_consent_is_on_paper(person, counsellor):
    tell(counsellor, person)
    wish = tell(counsellor, person, title="Lễ tân")

    assert WishChange.objects.get(wish=wish).on_behalf
    assert Consent.objects.get(text__purpose="JOB_SEARCH").channel == "PAPER"


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.GATE_VOLUNTEER])
def test_roles_without_people_write_no_wish(centre, person, role):
    with pytest.raises(NotAllowed):
        tell(staff_of(centre, role), person)


def test_neither_another_phone_nor_a_unit_that_does_not_follow_writes_a_wish(person):
    foreign = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    for stranger in (YouthUserFactory(), staff_of(foreign, Role.COUNSELLOR)):
        with pytest.raises(NotAllowed):
            tell(stranger, person)


def test_each_person_of_a_shared_phone_has_a_wish_of_the_own(person, youth):
    sister = YoungPersonFactory(phone=person.phone, birth_on=dt.date(2007, 1, 2))
    tell(youth, person)
    tell(youth, sister, title="Lễ tân")

    assert queries.wish_of(person).title == "Công nhân may"
    assert queries.wish_of(sister).title == "Lễ tân"
    assert not agrees(YoungPersonFactory(phone=person.phone), Purpose.JOB_SEARCH)


def test_a_person_under_two_records_has_one_wish(person, youth, centre):
    merged = YoungPersonFactory(merged_into=person, followed_by=[centre])
    tell(youth, person)

    tell(YouthUserFactory(phone=merged.phone), merged, title="Lễ tân")

    assert JobWish.objects.get().title == "Lễ tân"
    assert JobWish.objects.visible_to(YouthUserFactory.build(pk=1, phone=merged.phone)).exists()


# --- ages are data -------------------------------------------------------------------------------


@pytest.mark.parametrize(("years", "allowed"), [(14, False), (15, True), (16, True)])
def test_from_fifteen_on_somebody_may_be_introduced(centre, years, allowed):
    assert queries.may_seek(aged(years), TODAY) is allowed


def test_the_last_day_of_birth_says_the_same_as_the_age(centre):
    limit = queries.oldest_day_of_birth(TODAY)
    for days, fits in ((0, True), (1, False)):
        person = YoungPersonFactory(birth_on=limit + dt.timedelta(days=days))
        assert queries.may_seek(person, TODAY) is fits


def test_the_age_counts_on_the_very_birthday(centre):
    person = aged(15)
    assert queries.may_seek(person, TODAY)
    assert not queries.may_seek(person, TODAY - dt.timedelta(days=1))


def test_a_younger_one_is_refused_with_the_age(centre):
    person = aged(14)
    with pytest.raises(TooYoung, match="15"):
        tell(YouthUserFactory(phone=person.phone), person, guardian=MOTHER)


def test_between_fifteen_and_sixteen_a_guardian_agrees_too(centre):
    person = aged(15)
    youth = YouthUserFactory(phone=person.phone)
    with pytest.raises(GuardianMissing):
        tell(youth, person)

    tell(youth, person, guardian=MOTHER)

    consent = Consent.objects.get(text__purpose="JOB_SEARCH")
    with every_row():
        assert consent.guardian.full_name == "Hoàng Thị Mẫu"


def test_work_abroad_is_for_adults(centre):
    for years, fits in ((17, False), (18, True)):
        person = aged(years)
        youth = YouthUserFactory(phone=person.phone)
        if fits:
            assert tell(youth, person, market="OVERSEAS").market == "OVERSEAS"
        else:
            with pytest.raises(InvalidValue) as refused:
                tell(youth, person, market="OVERSEAS")
            assert refused.value.field == "market"


# --- the checks of form 01 -----------------------------------------------------------------------


@given(
    schooling=st.sampled_from(["", *Schooling.values]),
    training=st.sampled_from(["", *Training.values]),
    speciality=st.sampled_from(["", " ", "May công nghiệp"]),
)
def test_schooling_and_training_fit_as_the_centre_checks_them(schooling, training, speciality):
    lower, upper = {"LOWER", "UPPER", "VOCATIONAL_UPPER"}, {"UPPER", "VOCATIONAL_UPPER"}
    higher = {"COLLEGE", "UNIVERSITY", "MASTER", "DOCTOR"}
    wrong = ""
    if (training == "INTERMEDIATE" and schooling not in lower) or (
        training in higher and schooling not in upper
    ):
        wrong = "schooling"
    elif training in {"ELEMENTARY", "INTERMEDIATE", *higher} and not speciality.strip():
        wrong = "speciality"
    told = {"schooling": schooling, "training": training, "speciality": speciality}
    try:
        rules.check_training(told)
        found = ""
    except InvalidValue as error:
        found = error.field
    assert found == wrong


def test_further_steps_keep_their_rows_and_replace_them(person, youth):
    tell(youth, person)
    told = {"office_level": "GOOD", "computer_other": "", "soft_skills": ["TEAM"]}
    rows = [{"language": "Tiếng Trung", "certificate": "HSK 2", "level": "FAIR"}]
    for _twice in range(2):
        use_cases.tell_more(
            by=youth, at=NOON, young_person=person, step="skills", told=told, rows=rows
        )
    wish = queries.wish_of(person)
    assert (wish.office_level, wish.soft_skills) == ("GOOD", ["TEAM"])
    assert LanguageSkill.objects.get().language == "Tiếng Trung"


def test_more_rows_than_the_form_has_are_refused(person, youth):
    tell(youth, person)
    rows = [{"employer": f"Xưởng {n}"} for n in range(6)]
    with pytest.raises(InvalidValue):
        use_cases.tell_more(
            by=youth, at=NOON, young_person=person, step="experience", told={}, rows=rows
        )
    assert not WorkExperience.objects.exists()


def test_further_steps_want_the_first_one(person, youth):
    with pytest.raises(WishMissing):
        use_cases.tell_more(by=youth, at=NOON, young_person=person, step="training", told={})


# --- what is sensitive ---------------------------------------------------------------------------


def needs(by, person, **options):
    told = {"ethnicity": "NUNG", "priorities": ["POOR"], "priority_other": "", "health": "xe lăn"}
    told |= options.pop("told", {})
    return use_cases.tell_needs(
        by=by, at=NOON, young_person=person, told=told, evidence="form", **options
    )


def test_needs_are_kept_only_with_a_consent_of_their_own(person, youth):
    tell(youth, person)
    with pytest.raises(ConsentMissing):
        needs(youth, person)

    needs(youth, person, agrees_now=True)

    assert SpecialNeeds.objects.get().health == "xe lăn"
    assert "xe lăn" not in str(list(WishChange.objects.values_list("before", flat=True)))


def test_nothing_told_takes_the_needs_away(person, youth):
    tell(youth, person)
    needs(youth, person, agrees_now=True)

    needs(youth, person, told={"ethnicity": "", "priorities": [], "health": ""})

    assert not SpecialNeeds.objects.exists()


def test_withdrawing_support_deletes_the_needs_and_nothing_else(person, youth):
    tell(youth, person)
    needs(youth, person, agrees_now=True)

    withdraw(by=youth, at=NOON, young_person=person, purpose=Purpose.SUPPORT)

    assert not SpecialNeeds.objects.exists()
    assert JobWish.objects.exists()


def test_withdrawing_the_search_deletes_the_wish_with_all_its_rows(person, youth):
    tell(youth, person)
    needs(youth, person, agrees_now=True)
    tell(youth, person, title="Lễ tân")

    withdraw(by=youth, at=NOON, young_person=person, purpose=Purpose.JOB_SEARCH)

    for model in (JobWish, SpecialNeeds, WishChange):
        assert not model.objects.exists()
    assert YoungPerson.objects.filter(pk=person.pk).exists()


def test_whoever_stopped_looking_looks_again_with_the_next_telling(person, youth):
    tell(youth, person)
    use_cases.stop_wish(by=youth, at=NOON, young_person=person)
    assert not rules.is_seeking(queries.wish_of(person))

    tell(youth, person)

    assert rules.is_seeking(queries.wish_of(person))

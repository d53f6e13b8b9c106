"""What the law and the contract keep out cannot enter: values are swapped, the code is read."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.utils.timezone import localdate

import nhipcau.matching
from nhipcau.matching import use_cases
from nhipcau.matching.languages import asked_for, language_in, level_in
from nhipcau.matching.models import Change, Suggestion
from nhipcau.matching.rows import offers_on, seekers_on, skill_names
from nhipcau.people.models import YoungPerson
from nhipcau.seekers.models import LanguageSkill, SpecialNeeds
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies.models import LimitReason, Occupation, OverseasTerms, Vacancy
from tests.factories import NOON, CommuneFactory, YoungPersonFactory
from tests.matching.conftest import vacancy_of, wish_of

DAY = localdate(NOON)
HOME = Path(nhipcau.matching.__file__).parent
# Who reads people's circumstances does so after the lists were made.
REPORT = "queries.py"
KEPT_OUT = {
    *("gender", "ethnicity", "religion", "riasec", "health", "household", "priorities"),
    *("priority_other", "needs", "is_union_member", "only_for", "only_because", "age_from"),
    *("age_to", "full_name"),
}


def everything():
    return [
        (one.side, one.wish_id, one.vacancy_id, one.rank, one.score, tuple(one.parts))
        for one in Suggestion.objects.order_by("side", "wish", "vacancy")
    ]


def test_swapped_circumstances_leave_every_list_as_it_was(centre, employer):
    home, far = CommuneFactory(), CommuneFactory()
    people = [
        YoungPersonFactory(
            followed_by=[centre],
            gender=gender,
            ethnicity=ethnicity,
            commune=commune,
            is_union_member=member,
        )
        for gender, ethnicity, commune, member in (
            ("FEMALE", "KINH", home, True),
            ("MALE", "MONG", far, False),
            ("", "", None, None),
        )
    ]
    wishes = [wish_of(one, title="Công nhân may") for one in people]
    for wish in wishes[:2]:
        SpecialNeeds.objects.create(
            wish=wish, health="xe lăn", priorities=["POOR"], ethnicity="DAO", told_at=NOON
        )
    reason = LimitReason.objects.create(
        code="x", covers="GENDER", name_vi="x", name_en="x", source="x", evidence="S"
    )
    for commune in (home, far):
        vacancy_of(employer, commune=commune, title="May", only_for="MALE", only_because=reason)
    use_cases.update_lists(by=SYSTEM, at=NOON)
    before = everything()
    assert len(before) == 12

    YoungPerson.objects.filter(pk=people[0].pk).update(
        gender="MALE", ethnicity="MONG", commune=far, is_union_member=False
    )
    YoungPerson.objects.filter(pk=people[1].pk).update(
        gender="FEMALE", ethnicity="KINH", commune=home, is_union_member=True
    )
    SpecialNeeds.objects.all().delete()
    SpecialNeeds.objects.create(
        wish=wishes[2], health="khiếm thị", priorities=["DISABILITY"], told_at=NOON
    )
    Vacancy.objects.update(only_for="FEMALE")
    use_cases.update_lists(by=SYSTEM, at=NOON)
    assert everything() == before
    records = seekers_on(DAY)
    alike = {tuple(_without_id(records[one.pk])) for one in wishes}
    assert len(alike) == 1


def _without_id(record):
    return [str(getattr(record, name)) for name in record.__slots__ if name != "id"]


def test_a_change_of_circumstances_is_not_even_noted(person, wish):
    use_cases.update_lists(by=SYSTEM, at=NOON)
    YoungPerson.objects.filter(pk=person.pk).update(gender="MALE", ethnicity="MONG")
    SpecialNeeds.objects.create(wish=wish, health="xe lăn", told_at=NOON)
    assert not Change.objects.filter(generation=None).exists()


def test_no_module_but_the_report_names_what_is_kept_out():
    named = {}
    for path in sorted(HOME.rglob("*.py")):
        if path.name == REPORT or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)} & KEPT_OUT
        texts = {
            part
            for one in ast.walk(tree)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
            for part in one.value.split("__")
        }
        if found | (texts & KEPT_OUT):
            named[path.name] = found | (texts & KEPT_OUT)
    assert named == {}


def test_the_commune_that_counts_is_the_wished_one():
    tree = ast.parse((HOME / "rows.py").read_text(encoding="utf-8"))
    owners = {
        ast.unparse(one.value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute) and one.attr == "commune"
    }
    assert owners == {"wish", "vacancy"}


def test_the_algorithm_gets_the_wish_and_what_is_offered(centre, employer):
    commune = CommuneFactory()
    welder = Occupation.objects.get_or_create(
        code="7212", defaults={"level": 4, "name_vi": "Thợ hàn", "source": "t"}
    )[0]
    person = YoungPersonFactory(followed_by=[centre], birth_on=dt.date(2008, 11, 20))
    wish = wish_of(
        person,
        title="Thợ hàn",
        occupation=welder,
        commune=commune,
        wage_from=7_500_000,
        ready="IN_A_MONTH",
        schooling="UPPER",
        training="INTERMEDIATE",
        speciality="Hàn MIG, đọc bản vẽ",
        soft_skills=["LEADING", "TEAM"],
        experience="FROM_2",
        takes_shifts=False,
        work_time="FULL",
    )
    LanguageSkill.objects.create(wish=wish, language="Tiếng Trung", certificate="HSK 4")
    told = seekers_on(DAY)[wish.pk]

    assert told.occupations == ("7212",)
    assert told.skills == ("han mig", "doc ban ve", "soft:PEOPLE", "soft:TEAM")
    assert (told.home, commune.code in told.places) == (commune.code, True)
    assert (told.education, told.age, told.experience) == (4, 18, 2)
    assert (told.wage_floor, told.wage_wish, told.available_in) == (7500, 7500, 30)
    assert told.languages == {"zh": 4}
    assert told.shifts == ("FULL-DAY",)

    vacancy = vacancy_of(
        employer,
        title="Thợ hàn",
        commune=commune,
        education="UPPER_SECONDARY",
        experience="FROM_1",
        languages="Tiếng Trung giao tiếp",
        has_shifts=True,
        working_time="FULL",
        age_from=None,
        soft_skills=["PEOPLE"],
    )
    offer = offers_on(DAY)[vacancy.pk]
    assert (offer.place, offer.kind, offer.age_min) == (commune.code, "home", 15)
    assert (offer.wage_min, offer.wage_max) == (8000, 9000)
    assert (offer.language, offer.language_level) == ("zh", 2)
    assert (offer.education_min, offer.experience, offer.shift) == (2, 1, "FULL-SHIFTS")
    assert offer.start_in > 30
    vacancy.starts_note = "Đi làm ngay"
    vacancy.save()
    assert offers_on(DAY)[vacancy.pk].start_in == 0
    vacancy.starts_note = "từ ngày 15/12"
    vacancy.save()
    assert offers_on(DAY)[vacancy.pk].start_in > 0


def test_work_abroad_begins_at_eighteen_whatever_was_wished(centre, employer):
    overseas = vacancy_of(employer, market="OVERSEAS", country_code="JP")
    assert offers_on(DAY, [overseas.pk]) == {overseas.pk: None}  # no licence: not even open
    OverseasTerms.objects.create(
        vacancy=overseas, channel="STATE", contract_valid_until=dt.date(2027, 12, 31)
    )
    assert offers_on(DAY, [overseas.pk])[overseas.pk].age_min == 18
    wish = wish_of(
        YoungPersonFactory(followed_by=[centre], birth_on=dt.date(2009, 6, 1)), market="OVERSEAS"
    )
    assert seekers_on(DAY)[wish.pk].age == 17


def test_a_wage_that_is_not_told_counts_as_the_least_of_the_law(employer):
    vacancy = vacancy_of(employer, wage_from=None, wage_to=None, wage_kind="AGREED")
    offer = offers_on(DAY)[vacancy.pk]
    assert (offer.wage_min, offer.wage_max) == (3700, 3700)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Tiếng Trung", "zh"),
        ("tieng hoa", "zh"),
        ("Tiếng Hàn", "ko"),
        ("TOPIK 3", "ko"),
        ("JLPT N3", "ja"),
        ("anh", "en"),
        ("không", None),
    ],
)
def test_languages_are_found_in_free_words(words, language):
    assert language_in(words) == language


def test_levels_are_read_as_certificates_say_them():
    assert (level_in("HSK4"), level_in("N2"), level_in("B1"), level_in("giao tiếp tốt")) == (
        *(4, 4, 3, 4),
    )


def test_what_is_only_preferred_is_no_requirement():
    assert asked_for("Ưu tiên biết tiếng Trung") == (None, 0)
    assert asked_for("Tiếng Nhật N4") == ("ja", 2)


def test_skills_keep_the_words_in_which_they_were_written():
    assert skill_names(["Hàn MIG, đọc bản vẽ"]) == {
        "han mig": "Hàn MIG",
        "doc ban ve": "đọc bản vẽ",
    }

"""From wishes and vacancies to the records of the algorithm: the fields of the contract, no other.

What the law and the contract keep out is named nowhere here; a test reads this file for it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from nhipcau.algorithms.matching.records import Seeker
from nhipcau.algorithms.matching.records import Vacancy as Offer
from nhipcau.matching.languages import TOLD, USUAL, asked_for, language_in, level_in
from nhipcau.matching.reading import Reader, four_digits
from nhipcau.organisations.queries import commune_list
from nhipcau.people.models import Consent, Purpose
from nhipcau.people.rules import age_on
from nhipcau.seekers.models import JobWish
from nhipcau.seekers.rules import youngest_abroad, youngest_seeker
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.wording import fold
from nhipcau.vacancies.guessing import place_in
from nhipcau.vacancies.models import Market, Vacancy
from nhipcau.vacancies.queries import countries, provinces
from nhipcau.vacancies.wages import monthly

THOUSAND = 1000
# Occupations of the army, which nobody offers here: near nothing that is told on the other side.
NOT_TOLD, NOT_ASKED = "0310", "0110"
HOME = "home"
KINDS = {
    Market.HOME.value: HOME,
    Market.OTHER_PROVINCE.value: "province",
    Market.OVERSEAS.value: "overseas",
}
# One scale of both forms: 0 below lower secondary, 1 lower, 2 upper secondary, 3 elementary
# certificate, 4 intermediate, 5 college, 6 university, 7 above. What is not told is 0.
LEVELS = {
    **{"BELOW_PRIMARY": 0, "PRIMARY": 0, "LOWER": 1, "UPPER": 2, "VOCATIONAL_UPPER": 2},
    **{"LOWER_SECONDARY": 1, "VOCATIONAL_SEC": 2, "UPPER_SECONDARY": 2},
    **{"NONE": 0, "NO_CERTIFICATE": 0, "SKILLED": 0, "ELEMENTARY": 3, "INTERMEDIATE": 4},
    **{"COLLEGE": 5, "UNIVERSITY": 6, "MASTER": 7, "DOCTOR": 7},
}
YEARS = {"FROM_1": 1, "FROM_2": 2, "ABOVE_5": 5, "OVER_5": 5}
DAYS_UNTIL = {"IN_A_MONTH": 30, "LATER": 90}
# The two forms have other codes for the same soft skills.
SAME_SKILL = {"LEADING": "PEOPLE", "REPORTING": "REPORTS", "SUPERVISING": "WATCHING"}
ABROAD, AWAY = "abroad", "away"  # places that are not told
DAYTIME, IN_SHIFTS = "DAY", "SHIFTS"
OFFICE, SOFT = "office programs", "soft:"
_BETWEEN = re.compile(r"[,;/•\n]|\s[-–]\s|\bvà\b|\band\b")
_AT_ONCE = re.compile(r"\bngay\b|at once|immediately")  # "ngay", not the "ngày" of a date
NO_HURRY = 365  # form 03a asks no date: a beginning that is not told is missed by nobody
_MOST_SKILLS = 20
_LONGEST_SKILL = 60


@dataclass(frozen=True)
class Home:
    """The place codes of this installation, looked up once for many records."""

    province: str
    communes: tuple[str, ...]
    provinces: tuple[str, ...]
    countries: tuple[str, ...]
    minimum_wage: int
    reader: Reader

    @classmethod
    def on(cls, day: date) -> "Home":
        province = reference_value("home_province_code", on=day)
        return cls(
            province,
            (province, *(one.code for one in commune_list())),
            (AWAY, *(one.code for one in provinces() if one.code != province)),
            (ABROAD, *(one.code for one in countries())),
            int(reference_value("minimum_wage_region_iv", on=day)),
            Reader(),
        )


# --- people -------------------------------------------------------------------------------------


def seekers_on(
    day: date, wish_ids: Iterable[int] | None = None, *, home: Home | None = None
) -> dict[int, Seeker | None]:
    """The record of each wish, or None where the person may not or does not want to be matched.

    ``wish_ids``: these wishes, and others of the same people; without it, all. Ids that are gone
    have None. Five statements, whatever the number.
    """
    ids = None if wish_ids is None else set(wish_ids)
    wishes = list(_wishes(ids))
    newest: dict[int, JobWish] = {}
    for wish in sorted(wishes, key=lambda one: (one.told_at, one.pk)):
        newest[_kept(wish)] = wish
    willing = _willing(None if ids is None else set(newest))
    home, youngest = home or Home.on(day), youngest_seeker(day)
    found: dict[int, Seeker | None] = dict.fromkeys(ids or ())
    for wish in wishes:
        person = wish.young_person.merged_into or wish.young_person
        age = age_on(person.birth_on, day)
        counts = (
            newest[_kept(wish)].pk == wish.pk
            and wish.stopped_at is None
            and _kept(wish) in willing
            and age >= youngest
        )
        found[wish.pk] = seeker_of(wish, age=age, home=home) if counts else None
    return found


def _wishes(ids: set[int] | None) -> Any:
    wishes = JobWish.objects.select_related(
        "young_person__merged_into", "occupation", "commune"
    ).prefetch_related("languages", "experiences")
    if ids is None:
        return wishes
    people = (
        JobWish.objects.filter(pk__in=ids)
        .annotate(kept=Coalesce("young_person__merged_into", "young_person"))
        .values_list("kept", flat=True)
    )
    kept = list(people)
    return wishes.filter(Q(young_person__in=kept) | Q(young_person__merged_into__in=kept))


def _kept(wish: JobWish) -> int:
    return wish.young_person.merged_into_id or wish.young_person_id


def _willing(people: set[int] | None) -> set[int]:
    """Who agrees to be helped to find work, and did not say no to being introduced."""
    consents = Consent.objects.filter(text__purpose__in=[Purpose.JOB_SEARCH, Purpose.INTRODUCTION])
    if people is not None:
        consents = consents.filter(
            Q(young_person__in=people) | Q(young_person__merged_into__in=people)
        )
    acts: dict[tuple[int, str], tuple[datetime | None, datetime | None]] = {
        (row["kept"], row["text__purpose"]): (row["given"], row["withdrawn"])
        for row in consents.annotate(kept=Coalesce("young_person__merged_into", "young_person"))
        .order_by()
        .values("kept", "text__purpose")
        .annotate(
            given=Max("given_at", filter=Q(withdrawn_at=None)), withdrawn=Max("withdrawn_at")
        )
    }
    agreed = {kept for (kept, purpose), act in acts.items() if purpose == Purpose.JOB_SEARCH}
    return {
        kept
        for kept in agreed
        if _says_yes(*acts[kept, Purpose.JOB_SEARCH])
        and not _says_no(*acts.get((kept, Purpose.INTRODUCTION), (None, None)))
    }


def _says_yes(given: datetime | None, withdrawn: datetime | None) -> bool:
    return given is not None and (withdrawn is None or withdrawn < given)


def _says_no(given: datetime | None, withdrawn: datetime | None) -> bool:
    return withdrawn is not None and (given is None or given <= withdrawn)


def seeker_of(wish: JobWish, *, age: int, home: Home) -> Seeker:
    """The record of one wish. ``wish`` comes with occupation, wished commune and its rows."""
    experiences = [one.position for one in wish.experiences.all()]
    wage = (wish.wage_from or 0) // THOUSAND
    wished, places = _places(wish, home)
    return Seeker(
        id=str(wish.pk),
        occupations=_wanted(wish, home),
        skills=_skills(
            [wish.speciality, wish.trade_skill, wish.computer_other, *experiences],
            [SAME_SKILL.get(one, one) for one in wish.soft_skills],
            has_office=bool(wish.office_level),
        ),
        text=". ".join(
            filter(
                None,
                [wish.title, wish.speciality, wish.trade_skill, wish.computer_other, *experiences],
            )
        ),
        home=wished,
        places=places,
        education=max(LEVELS.get(wish.schooling, 0), LEVELS.get(wish.training, 0)),
        age=age,
        wage_floor=wage,
        wage_wish=max(1, wage),
        languages=_languages(wish),
        certificates=(),
        shifts=_shifts(wish),
        experience=YEARS.get(wish.experience, 0),
        available_in=DAYS_UNTIL.get(wish.ready, 0),
    )


def _wanted(wish: JobWish, home: Home) -> tuple[str, ...]:
    """What the person chose; until then, what the words of the wish are read as."""
    if wish.occupation:
        return (four_digits(wish.occupation.code),)
    return home.reader.codes(wish.title) or (NOT_TOLD,)


def _places(wish: JobWish, home: Home) -> tuple[str, tuple[str, ...]]:
    """The place wished most, and all that the person accepts."""
    named = [
        found
        for words in (wish.first_place, wish.second_place)
        if words and (found := place_in(words, home_province=home.province))
    ]
    if wish.market == Market.OVERSEAS:
        codes = [one.country_code for one in named if one.country_code]
        return (codes or [""])[0] or home.province, home.countries
    if wish.market == Market.OTHER_PROVINCE:
        codes = [one.province_code for one in named if one.province_code]
        return (codes or [""])[0] or home.province, home.provinces
    wished = wish.commune.code if wish.commune else home.province
    if wish.market == Market.HOME:
        return wished, home.communes
    return wished, home.communes + home.provinces


def _languages(wish: JobWish) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for told in wish.languages.all():
        words = f"{told.language} {told.certificate}"
        if language := language_in(words) or language_in(told.language):
            level = level_in(told.certificate) or TOLD.get(told.level, USUAL)
            found[language] = max(level, found.get(language, 0))
    return found


def _shifts(wish: JobWish) -> tuple[str, ...]:
    """What was not asked is not refused."""
    times = [wish.work_time] if wish.work_time else ["FULL", "PART"]
    kinds = [DAYTIME] if wish.takes_shifts is False else [DAYTIME, IN_SHIFTS]
    return tuple(f"{time}-{kind}" for time in times for kind in kinds)


def _skills(told: Iterable[str], soft: Iterable[str], *, has_office: bool) -> tuple[str, ...]:
    """Names as both forms tell them, folded, each once."""
    named = skill_names(told)
    office = [OFFICE] if has_office else []
    softly = [f"{SOFT}{one}" for one in soft if one != "OTHER"]
    return tuple(dict.fromkeys([*named, *office, *softly]))[:_MOST_SKILLS]


def skill_names(told: Iterable[str]) -> dict[str, str]:
    """The name by which a skill is compared → the words as they were written."""
    parts = [part.strip(" .()") for words in told if words for part in _BETWEEN.split(words)]
    return {fold(part)[:_LONGEST_SKILL]: part for part in parts if fold(part)}


# --- vacancies ----------------------------------------------------------------------------------


def offers_on(
    day: date, vacancy_ids: Iterable[int] | None = None, *, home: Home | None = None
) -> dict[int, Offer | None]:
    """The record of each vacancy that is open that day, None for one of ``vacancy_ids`` that is
    not. One statement, and the names of places."""
    vacancies = Vacancy.objects.open(day).select_related("commune", "occupation")
    found: dict[int, Offer | None] = {}
    if vacancy_ids is not None:
        ids = set(vacancy_ids)
        found = dict.fromkeys(ids)
        vacancies = vacancies.filter(pk__in=ids)
    home = home or Home.on(day)
    ages = dict.fromkeys((HOME, "province"), youngest_seeker(day))
    ages["overseas"] = youngest_abroad(day)
    for vacancy in vacancies:
        found[vacancy.pk] = offer_of(
            vacancy, age_min=ages[KINDS[vacancy.market]], home=home, day=day
        )
    return found


def offer_of(vacancy: Vacancy, *, age_min: int, home: Home, day: date) -> Offer:
    """The record of one vacancy. ``age_min``: the least that the law allows, never a wish."""
    low, high = _wages(vacancy, home, day)
    language, level = asked_for(vacancy.languages)
    kind = KINDS[vacancy.market]
    return Offer(
        id=str(vacancy.pk),
        occupation=_offered(vacancy, home),
        skills=_skills(
            [vacancy.skill, vacancy.major],
            vacancy.soft_skills,
            has_office=bool(vacancy.computing),
        ),
        text=". ".join(
            filter(
                None,
                [
                    *(vacancy.title, vacancy.skill, vacancy.major, vacancy.computing),
                    vacancy.description,
                ],
            )
        ),
        place=_place(vacancy, home),
        kind=kind,
        education_min=max(LEVELS.get(vacancy.education, 0), LEVELS.get(vacancy.training, 0)),
        age_min=age_min,
        wage_min=low,
        wage_max=high,
        language=language,
        language_level=level,
        certificates=(),
        shift=f"{vacancy.working_time or 'FULL'}-{IN_SHIFTS if vacancy.has_shifts else DAYTIME}",
        experience=YEARS.get(vacancy.experience, 0),
        start_in=0 if _AT_ONCE.search(vacancy.starts_note.lower()) else NO_HURRY,
    )


def _offered(vacancy: Vacancy, home: Home) -> str:
    if vacancy.occupation:
        return four_digits(vacancy.occupation.code)
    return next(iter(home.reader.codes(vacancy.title)), NOT_ASKED)


def _place(vacancy: Vacancy, home: Home) -> str:
    if vacancy.market == Market.OVERSEAS:
        return vacancy.country_code or ABROAD
    if vacancy.market == Market.OTHER_PROVINCE:
        return vacancy.province_code or AWAY
    return vacancy.commune.code if vacancy.commune else home.province


def _wages(vacancy: Vacancy, home: Home, day: date) -> tuple[int, int]:
    """Thousand đồng a month. A wage that is not told counts as the least that the law allows."""
    told = [
        amount
        for one in (vacancy.wage_from, vacancy.wage_to)
        if (amount := monthly(one, vacancy.wage_period, vacancy.wage_currency, on=day))
    ]
    if not told:
        told = [vacancy.monthly_vnd or home.minimum_wage]
    low, high = min(told) // THOUSAND, max(told) // THOUSAND
    return low, high

"""Reasons of the algorithm as sentences for people: names instead of codes, no points.

What is not said here is said by ``nhipcau.algorithms.matching.explain.words``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.algorithms.matching.explain import Reason, words
from nhipcau.matching.rows import IN_SHIFTS, OFFICE, SOFT, skill_names
from nhipcau.organisations.queries import commune_list
from nhipcau.shared.keeping import kept_briefly
from nhipcau.vacancies.codes import SoftSkill
from nhipcau.vacancies.models import Occupation, Vacancy
from nhipcau.vacancies.queries import Places, places
from nhipcau.vacancies.wording import wage_in_words

MOST_CHANGES = 3


@dataclass(frozen=True)
class Around:
    """What a sentence needs beside the reason."""

    vacancy: Vacancy
    names: "Names"
    wage_is_wished: bool

    @property
    def place(self) -> str:
        return self.names.places.of(self.vacancy)


@dataclass(frozen=True)
class Names:
    """Of places and occupations by their codes, asked for once a page."""

    places: Places
    communes: Mapping[str, str]
    occupations: Mapping[str, str]

    @classmethod
    def asked(cls) -> "Names":
        communes = {one.code: str(one) for one in commune_list()}
        return cls(places(), communes, occupation_names())

    def of_place(self, code: str) -> str:
        known = (self.communes, self.places.provinces, self.places.countries)
        return next((names[code] for names in known if code in names), "")


def sentences(reasons: Iterable[Reason], around: Around) -> list[str]:
    told = (_sentence(one, around) for one in reasons)
    return list(dict.fromkeys(one for one in told if one))


def _sentence(reason: Reason, around: Around) -> str:
    if reason.code in _OWN_WORDS:
        return _OWN_WORDS[reason.code](reason.values, around)
    values = dict(reason.values)
    if "place" in values:
        values["place"] = around.names.of_place(values["place"]) or around.place
    language = "en" if get_language() == "en" else "vi"
    return words(Reason(reason.code, values), language)


def _skills(values: Mapping[str, Any], around: Around) -> str:
    """Skills as the vacancy wrote them; those of the code list by their names."""
    written = skill_names([around.vacancy.skill, around.vacancy.major])
    names = values.get("skills") or [values["skill"]]
    return ", ".join(_skill(one, written) for one in names)


def _skill(name: str, written: Mapping[str, str]) -> str:
    if name == OFFICE:
        return _("office programs on a computer")
    if name.startswith(SOFT):
        code = name.removeprefix(SOFT)
        return str(dict(SoftSkill.choices).get(code, code.lower()))
    return written.get(name, name)


def _nothing(_values: Mapping[str, Any], _around: Around) -> str:
    return ""


def _wage(*, is_enough: bool) -> Callable[..., str]:
    def told(_values: Mapping[str, Any], around: Around) -> str:
        if around.vacancy.wage_from is None and around.vacancy.wage_to is None:
            return "" if is_enough else _("The wage is not told; please ask.")
        if not around.wage_is_wished:
            return ""
        sentence = (
            _("The wage is as wished: %(wage)s.")
            if is_enough
            else _("The wage is below what is wished: %(wage)s.")
        )
        return sentence % {"wage": wage_in_words(around.vacancy)}

    return told


def _occupation_near(values: Mapping[str, Any], around: Around) -> str:
    name = around.names.occupations.get(values["occupation"], "")
    return (
        _("It is close to the work that is wished: %(name)s.") % {"name": name}
        if name
        else _("It is close to the work that is wished.")
    )


def _place_home(values: Mapping[str, Any], around: Around) -> str:
    return _("It is at the very place that is wished: %(place)s.") % {"place": around.place}


def _place_away(values: Mapping[str, Any], around: Around) -> str:
    return _("It is away from home: %(place)s.") % {"place": around.place}


def _shared(values: Mapping[str, Any], around: Around) -> str:
    return _("Skills that are asked for and there: %(skills)s.") % {
        "skills": _skills(values, around)
    }


def _missing(values: Mapping[str, Any], around: Around) -> str:
    return _("Skills that are asked for and not told: %(skills)s.") % {
        "skills": _skills(values, around)
    }


def _learn(values: Mapping[str, Any], around: Around) -> str:
    return _("Learn this, or tell that it is there: %(skills)s.") % {
        "skills": _skills(values, around)
    }


def _sooner(values: Mapping[str, Any], _around: Around) -> str:
    return _("Begin sooner.")


def _late(values: Mapping[str, Any], _around: Around) -> str:
    return _("The work begins earlier than is wished.")


def _year(values: Mapping[str, Any], _around: Around) -> str:
    return _("One more year of experience, or tell the experience that is there.")


def _wish_it(values: Mapping[str, Any], _around: Around) -> str:
    return _("Wish for this kind of work as well.")


def _schooling(values: Mapping[str, Any], _around: Around) -> str:
    if not values.get("education"):
        return _("No certificate of schooling is asked for.")
    return words(Reason("education_fits", dict(values)), "en" if get_language() == "en" else "vi")


def _shift(values: Mapping[str, Any], _around: Around) -> str:
    if values["shift"].endswith(IN_SHIFTS):
        return _("The work is in shifts, which is not wished.")
    return _("The working time is another one than is wished.")


_OWN_WORDS: dict[str, Callable[[Mapping[str, Any], Around], str]] = {
    "occupation_near": _occupation_near,
    "skills_shared": _shared,
    "skills_missing": _missing,
    "wage_as_wished": _wage(is_enough=True),
    "wage_below_wish": _wage(is_enough=False),
    "place_home": _place_home,
    "place_away": _place_away,
    "education_fits": _schooling,
    "start_in_time": _nothing,
    "start_late": _late,
    "shift_not_accepted": _shift,
    "learn_skill": _learn,
    "start_sooner": _sooner,
    "work_one_year": _year,
    "want_occupation": _wish_it,
}


@kept_briefly
def _names() -> tuple[tuple[str, str, str], ...]:
    return tuple(Occupation.objects.filter(level=4).values_list("code", "name_vi", "name_en"))


def occupation_names() -> dict[str, str]:
    """Code of the fourth level → name in the language of the page."""
    is_english = get_language() == "en"
    return {
        code: (name_en if is_english and name_en else name_vi)
        for code, name_vi, name_en in _names()
    }

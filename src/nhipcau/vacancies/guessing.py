"""Occupations and places found by the words that people use for them."""

import re
from dataclasses import dataclass

from django.db.models import Q

from nhipcau.organisations.queries import commune_list
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.wording import fold
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.folding import country_words, province_names
from nhipcau.vacancies.models import Occupation, OccupationSynonym

MOST_FOUND = 24
_BEFORE_NAME = re.compile(r"\b(tinh|thanh pho|tp|xa|phuong|thi tran|huyen)\b\.?")


@dataclass(frozen=True)
class Found:
    """An occupation that fits some words; ``words``: the everyday word that led to it."""

    occupation: Occupation
    words: str = ""


def occupations_found(typed: str) -> list[Found]:
    """Occupations by everyday words or by name, with or without marks; the best first."""
    words = fold(typed).split()[:6]
    if not words:
        return []
    if typed.strip().isdigit():
        by_code = Occupation.objects.filter(code__startswith=typed.strip()).order_by("code")
        return [Found(one) for one in by_code[:MOST_FOUND]]
    in_synonym, in_name = Q(), Q()
    for word in words:
        in_synonym &= Q(folded_words__contains=word)
        in_name &= Q(folded_name__contains=word)
    synonyms = OccupationSynonym.objects.filter(in_synonym).select_related("occupation")
    whole = " ".join(words)
    near = sorted(synonyms, key=lambda one: (one.folded_words != whole, len(one.folded_words)))
    found: dict[int, Found] = {}
    for synonym in near:
        found.setdefault(synonym.occupation_id, Found(synonym.occupation, synonym.words))
    # A group of the fourth level is precise enough, and its only member has the same name.
    named = Occupation.objects.filter(in_name, level__gte=2).order_by("level", "code")
    seen_names = {one.occupation.name_vi for one in found.values()}
    for occupation in sorted(named[:200], key=lambda one: (len(one.folded_name), one.code)):
        if occupation.name_vi not in seen_names:
            seen_names.add(occupation.name_vi)
            found.setdefault(occupation.pk, Found(occupation))
    return list(found.values())[:MOST_FOUND]


@kept_briefly
def _synonyms() -> tuple[tuple[str, int], ...]:
    """Everyday words and the occupation they mean, the longest first."""
    rows = OccupationSynonym.objects.values_list("folded_words", "occupation")
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


def occupation_of(title: str) -> int | None:
    """The occupation that a title names by an everyday word; nothing when none does."""
    inside = f" {re.sub(r'[^a-z0-9]+', ' ', fold(title))} "
    return next((pk for words, pk in _synonyms() if f" {words} " in inside), None)


@dataclass(frozen=True)
class PlaceFound:
    market: str
    commune_id: int | None = None
    province_code: str = ""
    country_code: str = ""


def place_in(text: str, *, home_province: str) -> PlaceFound | None:
    """The place that an address names: a country, a province, or a commune at home.

    “Đông Kinh, Lạng Sơn” is at home; “Đông Kinh, Hà Nội” is in Hà Nội: a province that is named
    counts more than a commune that has a name in common with one of ours.
    """
    inside = f" {re.sub(r'[^a-z0-9]+', ' ', _BEFORE_NAME.sub(' ', fold(text)))} "
    inside = f" {' '.join(inside.split())} "
    for code, names in country_words().items():
        if any(f" {_bare(name)} " in inside for name in names):
            return PlaceFound(Market.OVERSEAS, country_code=code)
    provinces = [code for code, name in province_names().items() if f" {_bare(name)} " in inside]
    other = next((code for code in provinces if code != home_province), "")
    if other and home_province not in provinces:
        return PlaceFound(Market.OTHER_PROVINCE, province_code=other)
    fitting = [one for one in commune_list() if f" {_bare(one.name)} " in inside]
    if fitting:
        longest = max(fitting, key=lambda one: len(one.name))
        return PlaceFound(Market.HOME, commune_id=longest.pk)
    return PlaceFound(Market.HOME) if home_province in provinces else None


def _bare(name: str) -> str:
    """A name as addresses have it: ``TP Hồ Chí Minh`` → ``ho chi minh``."""
    words = re.sub(r"[^a-z0-9]+", " ", _BEFORE_NAME.sub(" ", fold(re.sub(r"\(.*\)", "", name))))
    return " ".join(words.split())

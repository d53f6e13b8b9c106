"""What search reads of a vacancy, and what of it is computed to be filtered by."""

from datetime import date

from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.wording import fold
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.models import Country, Occupation, OccupationSynonym, Province, Vacancy
from nhipcau.vacancies.wages import monthly

MOST_LETTERS = 4000
_SAYS_LITTLE = frozenset(
    {"cong", "nhan", "tho", "vien", "lam", "lao", "dong", "nam", "nu", "tuyen", "can", "worker"}
)


def fill_computed(vacancy: Vacancy, *, on: date) -> None:
    """Set ``folded_text`` and ``monthly_vnd`` from what is told; the caller saves."""
    vacancy.folded_text = folded_text(vacancy)
    amount = vacancy.wage_to or vacancy.wage_from
    vacancy.monthly_vnd = monthly(amount, vacancy.wage_period, vacancy.wage_currency, on=on)


def folded_text(vacancy: Vacancy) -> str:
    """Title, employer, place, words of the occupation, description: folded, each part once."""
    parts = [
        vacancy.title,
        vacancy.employer.name,
        vacancy.address,
        *_place_words(vacancy),
        *_occupation_words(vacancy),
        vacancy.skill,
        vacancy.description,
    ]
    return fold(" · ".join(filter(None, dict.fromkeys(parts))))[:MOST_LETTERS]


def _place_words(vacancy: Vacancy) -> list[str]:
    if vacancy.market == Market.HOME:
        return [str(vacancy.commune)] if vacancy.commune else []
    if vacancy.market == Market.OTHER_PROVINCE:
        return [province_names().get(vacancy.province_code, "")]
    return list(country_words().get(vacancy.country_code, ()))


@kept_briefly
def province_names() -> dict[str, str]:
    """Code → name, as a Vietnamese dictionary sorts them."""
    return dict(Province.objects.values_list("code", "name"))


@kept_briefly
def country_words() -> dict[str, tuple[str, str]]:
    return {one.code: (one.name_vi, one.name_en) for one in Country.objects.all()}


def _occupation_words(vacancy: Vacancy) -> list[str]:
    """Names of the occupation and of the groups above it, and the everyday words that fit."""
    if vacancy.occupation_id is None:
        return []
    names, senses = _words_of(vacancy.occupation_id)
    if len(senses) > 1:  # a broad group: bakers are not found where tailors are sought
        title = _telling(vacancy.title)
        senses = tuple(one for one in senses if title & _telling(" ".join(one)))
    return [*names, *(words for sense in senses for words in sense)]


def _telling(text: str) -> set[str]:
    return {word for word in fold(text).split() if word not in _SAYS_LITTLE}


@kept_briefly
def _words_of(occupation_id: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Names up to the second level, and the everyday words by sense."""
    code = Occupation.objects.filter(pk=occupation_id).values_list("code", flat=True).get()
    line = [code[:length] for length in range(2, len(code) + 1)] or [code]
    names = Occupation.objects.filter(code__in=line).values_list("name_vi", "name_en")
    senses: dict[int, list[str]] = {}
    for sense, words in OccupationSynonym.objects.filter(occupation=occupation_id).values_list(
        "sense", "words"
    ):
        senses.setdefault(sense, []).append(words)
    told = tuple(name for pair in names for name in pair if name)
    return told, tuple(tuple(words) for words in senses.values())

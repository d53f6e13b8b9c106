"""Words of free text as whole numbers; a text with and without marks gives the same."""

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from nhipcau.algorithms.matching.criteria import TEXT_ONE

TOKEN = re.compile(r"[0-9a-z+#]+")
LEAST_VACANCIES = 2
MOST_SHARE = 10  # a term counts while at most one vacancy in ten has it
_USUAL_MARKS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case, đ → d, marks dropped: ``Điều dưỡng`` → ``dieu duong``."""
    text = text.lower()
    if text.isascii():
        return text
    text = _USUAL_MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d")))
    if text.isascii():
        return text
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("M"))


def tokens(text: str) -> list[str]:
    return TOKEN.findall(fold(text))


def terms(text: str) -> Counter[str]:
    """How often each token and each pair of neighbours occurs, in the order they first do.

    The order matters: lengths are added up in it, so that one text has one length whoever asks.
    """
    found = tokens(text)
    counts = Counter(found)
    counts.update(f"{one} {other}" for one, other in itertools.pairwise(found))
    return counts


def rarity(vacancies: int, with_term: int) -> float:
    """idf of a term; 0.0 when it does not count."""
    if with_term < LEAST_VACANCIES or with_term * MOST_SHARE > vacancies:
        return 0.0
    return math.log((vacancies + 1) / (with_term + 1)) + 1


def skill_weight(vacancies: int, with_skill: int) -> int:
    """What one skill counts: the rarer among the vacancies, the more; at least 1."""
    return max(1, round(100 * math.log((vacancies + 1) / (with_skill + 1))))


def frequency(count: int) -> float:
    return 1 + math.log(count)


def vector(counts: Mapping[str, int], rarities: Mapping[str, float]) -> dict[str, int]:
    """Weight of each term that counts, in 1/4096, the whole scaled to length 1."""
    raw = {
        term: frequency(count) * rarities[term]
        for term, count in counts.items()
        if rarities.get(term)
    }
    square = 0.0
    for one in raw.values():
        square += one * one
    length = math.sqrt(square)
    weights = {term: round(one / length * TEXT_ONE) for term, one in raw.items()}
    return {term: weight for term, weight in weights.items() if weight}


def rarities(texts: Iterable[Iterable[str]], vacancies: int) -> dict[str, float]:
    """idf of every term that counts; ``texts``: the different terms of each vacancy."""
    having: Counter[str] = Counter()
    for one in texts:
        having.update(set(one))
    told = {term: rarity(vacancies, count) for term, count in having.items()}
    return {term: value for term, value in told.items() if value}

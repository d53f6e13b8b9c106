"""Which occupations a few words mean. It proposes; what a person chose is never changed by it."""

from collections.abc import Iterable

from nhipcau.algorithms.matching.occupations import Coder
from nhipcau.shared.keeping import kept_briefly
from nhipcau.vacancies.models import Occupation, OccupationSynonym

MOST_CODES = 3
FOUR, BROADEST = 4, 1
FIRST_BELOW = {"1": "0"}  # the first group below each of the ten; mostly “1”
SURE = 400  # of 1000: below it the words are not taken for any occupation
NEARLY_AS_SURE = 0.85


def four_digits(code: str) -> str:
    """A code of the fourth level; a broader group is near all below it, and equal to none."""
    if len(code) == BROADEST:
        code += FIRST_BELOW.get(code, "1")
    return code[:FOUR].ljust(FOUR, "0")


@kept_briefly
def coder() -> Coder:
    """From the national list and the everyday words of this installation. Two statements."""
    named = Occupation.objects.filter(level__gt=BROADEST).order_by("code")
    words = OccupationSynonym.objects.order_by("occupation__code", "words")
    return Coder(
        [(code, names) for code, *names in named.values_list("code", "name_vi", "name_en")],
        list(words.values_list("occupation__code", "words")),
    )


class Reader:
    """Reads many titles, each once."""

    def __init__(self) -> None:
        self._coder: Coder | None = None
        self._read: dict[str, tuple[str, ...]] = {}

    def codes(self, title: str) -> tuple[str, ...]:
        """Codes of four digits, the likeliest first: those nearly as likely as the first one."""
        if title not in self._read:
            self._coder = self._coder or coder()
            found = [one for one in self._coder.propose(title) if one.score >= SURE]
            least = NEARLY_AS_SURE * found[0].score if found else 0
            near = (four_digits(one.code) for one in found if one.score >= least)
            self._read[title] = tuple(dict.fromkeys(near))[:MOST_CODES]
        return self._read[title]


def occupations_read(title: str) -> list[Occupation]:
    """The same as rows, to show: “we read your words so”."""
    return _in_order(Reader().codes(title))


def occupations_proposed(title: str) -> list[Occupation]:
    """All that the words may mean, the likeliest first, to choose from."""
    return _in_order(four_digits(one.code) for one in coder().propose(title, most=8))


def _in_order(codes: Iterable[str]) -> list[Occupation]:
    wanted = list(dict.fromkeys(codes))
    found = {one.code: one for one in Occupation.objects.filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]

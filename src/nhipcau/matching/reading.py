"""Which occupations a few words mean. It proposes; what a person chose is never changed by it."""

from nhipcau.shared.keeping import kept_briefly
from nhipcau.vacancies.guessing import occupation_of
from nhipcau.vacancies.models import Occupation

MOST_CODES = 3
FOUR = 4
FIRST_BELOW = {"1": "0"}  # the first group below each of the ten; mostly “1”


@kept_briefly
def _codes() -> dict[int, str]:
    return dict(Occupation.objects.values_list("pk", "code"))


def four_digits(code: str) -> str:
    """A code of the fourth level; a broader group is near all below it, and equal to none."""
    if len(code) == 1:
        code += FIRST_BELOW.get(code, "1")
    return code[:FOUR].ljust(FOUR, "0")


def codes_read(title: str) -> tuple[str, ...]:
    """Codes of the occupations that a title names, the likeliest first; at most three."""
    named = occupation_of(title)
    return (four_digits(_codes()[named]),) if named else ()


def occupations_read(title: str) -> list[Occupation]:
    """The same as rows, to show: “we read your words so”."""
    codes = codes_read(title)
    found = {one.code: one for one in Occupation.objects.filter(code__in=codes)}
    return [found[code] for code in codes if code in found]

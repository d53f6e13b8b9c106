"""From answers to a profile of six areas: plain Python, the same on every occasion.

An answer is 1 (not at all) to 5 (very much), or ``None``. Every area has as many items as every
other, eight in the long form and four in the short one; both are told on one scale of 8 to 40:
the mean of the answered items times eight, kept as a fraction so that no rounding makes a tie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

SCALES = "RIASEC"  # the order around the hexagon; it ranks nothing
LOWEST_ANSWER, HIGHEST_ANSWER = 1, 5
FACTOR = 8
LOWEST, HIGHEST = LOWEST_ANSWER * FACTOR, HIGHEST_ANSWER * FACTOR
LETTERS_OF_CODE = 3
MOST_LETTERS = 4


class Flag(StrEnum):
    """What stands in the way of reading a profile."""

    STRAIGHT = "STRAIGHT"  # one answer nearly everywhere: nothing is told
    FAST = "FAST"  # quicker than anybody reads
    INCOMPLETE = "INCOMPLETE"  # an area without a score
    FLAT = "FLAT"  # the areas are alike: no code
    MANY = "MANY"  # ties run through too many areas: no code
    LOW = "LOW"  # little of what was asked is liked


@dataclass(frozen=True)
class Figures:
    """The figures of one version of the rules, as they count for one form."""

    missing_most: int
    tie_points: Fraction
    flat_range: Fraction
    low_below: Fraction
    straight_percent: int
    fastest_milliseconds: int


@dataclass(frozen=True)
class Profile:
    """``groups``: the areas from the highest down; those in one group are too close to be told
    apart, in the order around the hexagon. Empty when there is no code."""

    scores: Mapping[str, Fraction | None]
    missing: Mapping[str, int]
    groups: tuple[str, ...]
    flags: frozenset[Flag]

    @property
    def code(self) -> str:
        """The leading areas, ``R/I`` for those that are tied: ``R/I A``; or nothing."""
        leading: list[str] = []
        for group in self.groups:
            if sum(map(len, leading)) >= LETTERS_OF_CODE:
                break
            leading.append(group)
        return " ".join("/".join(group) for group in leading)

    @property
    def is_valid(self) -> bool:
        """Whether the sheet may count in figures about the questionnaire and about a class."""
        return not self.flags & {Flag.STRAIGHT, Flag.FAST}


def score(
    answers: Mapping[str, Sequence[int | None]],
    figures: Figures,
    *,
    milliseconds: int | None = None,
) -> Profile:
    """The profile of one sheet.

    Args:
        answers: for each of ``SCALES`` its answers, as many for one as for another.
        milliseconds: how long answering took; ``None`` where nobody measured, as on paper.

    Raises:
        ValueError: an answer that is none, or areas of different length.
    """
    _check(answers)
    missing = {scale: sum(one is None for one in answers[scale]) for scale in SCALES}
    given = [one for scale in SCALES for one in answers[scale] if one is not None]
    if is_straight(given, figures):
        nothing = dict.fromkeys(SCALES)
        return Profile(nothing, missing, (), frozenset({Flag.STRAIGHT}))
    flags = set()
    if milliseconds is not None and milliseconds < figures.fastest_milliseconds * len(given):
        flags.add(Flag.FAST)
    scores = {scale: scale_score(answers[scale], figures) for scale in SCALES}
    told = {scale: points for scale, points in scores.items() if points is not None}
    if len(told) < len(SCALES):
        flags.add(Flag.INCOMPLETE)
    if told and all(points < figures.low_below for points in told.values()):
        flags.add(Flag.LOW)
    groups: tuple[str, ...] = ()
    if len(told) > 1:
        if max(told.values()) - min(told.values()) <= figures.flat_range:
            flags.add(Flag.FLAT)
        else:
            groups = tied_groups(told, figures.tie_points)
            if len(groups[0]) > MOST_LETTERS:
                flags.add(Flag.MANY)
                groups = ()
    return Profile(scores, missing, groups, frozenset(flags))


def scale_score(answers: Sequence[int | None], figures: Figures) -> Fraction | None:
    """8 to 40, prorated over what is missing; nothing when too much is."""
    given = [one for one in answers if one is not None]
    if not given or len(answers) - len(given) > figures.missing_most:
        return None
    return Fraction(sum(given) * FACTOR, len(given))


def is_straight(given: Sequence[int], figures: Figures) -> bool:
    """Whether one answer makes up nearly all that were given."""
    if not given:
        return False
    most = max(given.count(value) for value in set(given))
    return most * 100 >= figures.straight_percent * len(given)


def tied_groups(scores: Mapping[str, Fraction], tie_points: Fraction) -> tuple[str, ...]:
    """Areas from the highest down, cut only where two neighbours differ by more than a tie: so
    no two areas that are tied stand in different groups."""
    groups: list[list[str]] = []
    last: Fraction | None = None
    for scale in sorted(scores, key=lambda one: -scores[one]):
        if last is None or last - scores[scale] > tie_points:
            groups.append([])
        groups[-1].append(scale)
        last = scores[scale]
    return tuple("".join(sorted(group, key=SCALES.index)) for group in groups)


def _check(answers: Mapping[str, Sequence[int | None]]) -> None:
    if set(answers) != set(SCALES) or len({len(answers[scale]) for scale in SCALES}) != 1:
        raise ValueError("six areas with equally many answers are scored")
    for scale in SCALES:
        for one in answers[scale]:
            if one is not None and not LOWEST_ANSWER <= one <= HIGHEST_ANSWER:
                raise ValueError(f"{one!r} is no answer")

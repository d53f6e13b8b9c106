"""The best seekers for many vacancies: the kernel seen from the other side.

Hard rules, but age and wage, are bits of seekers; occupations are bits of those who want a code
that agrees in four, three, two, one or no digits. The nearest come first, until the next ones
cannot reach the list any more.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.compiling import Number, compiled
from nhipcau.algorithms.matching.bits import key_of, lowest, push, set_bit, sort_down
from nhipcau.algorithms.matching.board import View
from nhipcau.algorithms.matching.kernel import experience_part, wage_part, weigh
from nhipcau.algorithms.matching.people import People

Array = npt.NDArray[Any]
FULL = 1000
LEVELS = 7
SCHOOLING = 8
DIGITS = 4


class Bits(NamedTuple):
    """Who accepts, has or wants what; a word of bits for 64 seekers."""

    places: Array
    shifts: Array
    certificates: Array
    languages: Array  # (languages × 7, words): has at least this level
    education: Array  # (8, words): has at least this schooling
    wanted: Array  # (beginnings of codes, words)


class Vectors(NamedTuple):
    """Vectors of the seekers' texts, made when first needed and good for one version."""

    columns: Array
    values: Array
    lengths: Array
    versions: Array  # the version of the board each was made for


class Asked(NamedTuple):
    """One vacancy for each entry."""

    places: Array  # on the board
    shifts: Array
    ages: Array
    languages: Array
    levels: Array
    certificate_starts: Array
    certificates: Array
    beginnings: Array  # (vacancies, 4): row of Bits.wanted by number of digits - 1, or -1


@compiled
def write_bits(people: People, rows: Array, beginnings: Array, bits: Bits) -> None:
    """The bits of some seekers; ``beginnings``: rows of ``wanted`` for each code.

    There may be more rows of bits than names by now: nobody has those.
    """
    for row in rows:
        seeker = people.fields[row]
        live = seeker[14] > 0
        for one in range(min(len(bits.places), people.places.shape[1])):
            set_bit(bits.places[one], row, live and people.places[seeker[3], one] > 0)
        for one in range(min(len(bits.shifts), people.shifts.shape[1])):
            set_bit(bits.shifts[one], row, live and people.shifts[seeker[10], one] > 0)
        for one in range(min(len(bits.certificates), people.certificates.shape[1])):
            has = people.certificates[seeker[9], one] > 0
            set_bit(bits.certificates[one], row, live and has)
        for one in range(min(len(bits.languages) // LEVELS, people.languages.shape[1])):
            for level in range(LEVELS):
                has = people.languages[seeker[11], one] >= level
                set_bit(bits.languages[one * LEVELS + level], row, live and has)
        for one in range(SCHOOLING):
            set_bit(bits.education[one], row, live and seeker[5] >= one)
        for one in range(len(bits.wanted)):
            set_bit(bits.wanted[one], row, False)
        for wanted in range(3):
            for digits in range(DIGITS):
                set_bit(bits.wanted[beginnings[seeker[wanted], digits]], row, live)


@compiled
def allow(view: View, bits: Bits, asked: Asked, which: Number, out: Array) -> None:
    """Bits of the seekers whom all hard rules but age and wage allow."""
    vacancy = view.fields[asked.places[which]]
    place, shift = bits.places[vacancy[2]], bits.shifts[asked.shifts[which]]
    education = bits.education[vacancy[4]]
    for word in range(len(out)):
        out[word] = place[word] & shift[word] & education[word]
    if asked.languages[which] >= 0:
        level = bits.languages[asked.languages[which] * LEVELS + asked.levels[which]]
        for word in range(len(out)):
            out[word] &= level[word]
    for at in range(asked.certificate_starts[which], asked.certificate_starts[which + 1]):
        held = bits.certificates[asked.certificates[at]]
        for word in range(len(out)):
            out[word] &= held[word]


@compiled
def without_words(seeker: Array, vacancy: Array, weights: Array) -> int:
    """What wage, place, schooling, experience and start give together."""
    late = max(0, seeker[13] - vacancy[6])
    return int(
        weights[3] * wage_part(vacancy[0], seeker[8])
        + weights[4] * (FULL if vacancy[2] == seeker[4] else vacancy[3])
        + weights[5] * max(0, FULL - 150 * (seeker[5] - vacancy[4]))
        + weights[6] * experience_part(vacancy[5], seeker[12])
        + weights[7] * max(0, FULL - 20 * late)
    )


@compiled
def shared_skills(people: People, row: Number, shares: Array) -> int:
    """The weight of the skills that the seeker has and the vacancy asks for."""
    shared = np.int64(0)
    for at in range(
        people.skill_starts[row], people.skill_starts[row] + people.skill_lengths[row]
    ):
        if people.skills[at] < len(shares):
            shared += shares[people.skills[at]]
    return int(shared)


@compiled
def text_of(
    view: View, people: People, row: Number, vectors: Vectors, version: int, dense: Array
) -> int:
    first = people.term_starts[row]
    if vectors.versions[row] != version:
        last = first + people.term_lengths[row]
        columns, values = vectors.columns[first:last], vectors.values[first:last]
        vectors.lengths[row] = weigh(view, people, row, columns, values)
        vectors.versions[row] = version
    dot = np.int64(0)
    for at in range(first, first + vectors.lengths[row]):
        dot += np.int64(dense[vectors.columns[at]]) * vectors.values[at]
    return min(FULL, int((FULL * dot) >> 24))


@compiled
def lay_out(view: View, place: Number, dense: Array, shares: Array, value: int) -> None:
    """Write what a vacancy says, or with ``value`` 0 wipe it off again."""
    for at in range(view.term_starts[place], view.term_starts[place + 1]):
        dense[view.terms[at]] = view.term_weights[at] * value
    for at in range(view.skill_starts[place], view.skill_starts[place + 1]):
        shares[view.skills[at]] = view.skill_weights[view.skills[at]] * value


@compiled
def best_seekers(
    view: View,
    people: People,
    bits: Bits,
    vectors: Vectors,
    version: int,
    ranks: Array,
    asked: Asked,
    nearness: Array,
    weights: Array,
    top: int,
    out: Array,
    held_by: Array,
) -> None:
    """The highest keys of each vacancy, best first, into ``out``; ``nearness`` by digits."""
    words = bits.places.shape[1]
    allowed, level = np.empty(words, dtype=np.uint64), np.empty(words, dtype=np.uint64)
    dense = np.zeros(max(1, len(view.rarity)), dtype=np.int32)
    shares = np.zeros(len(view.skill_weights), dtype=np.int32)
    rest = (weights[1] + weights[2] + weights[3] + weights[4]) * FULL
    rest += (weights[5] + weights[6] + weights[7]) * FULL
    for which in range(len(asked.places)):
        place = asked.places[which]
        vacancy, age = view.fields[place], asked.ages[which]
        allow(view, bits, asked, which, allowed)
        lay_out(view, place, dense, shares, 1)
        all_asked = max(1, view.skills_asked[place])
        heap, held, least = out[which], 0, np.int64(-1)
        for missing in range(DIGITS + 1):
            by_code = weights[0] * nearness[DIGITS - missing]
            if held == top and by_code + rest < (least >> 32):
                break
            if missing == DIGITS:
                level[:] = allowed
            else:
                beginning = asked.beginnings[which, DIGITS - 1 - missing]
                if beginning < 0:
                    continue
                wanted = bits.wanted[beginning]
                for word in range(words):
                    level[word] = allowed[word] & wanted[word]
                    allowed[word] &= ~wanted[word]
            for word in range(words):
                left = level[word]
                while left:
                    row = np.int64(word << 6) + np.int64(lowest(left))
                    left &= left - np.uint64(1)
                    seeker = people.fields[row]
                    if seeker[6] < age or vacancy[1] < seeker[7]:
                        continue
                    score = by_code + without_words(seeker, vacancy, weights)
                    rank, open_points = ranks[row], (weights[1] + weights[2]) * FULL
                    if held == top and key_of(score + open_points, rank) <= least:
                        continue
                    score += weights[1] * (FULL * shared_skills(people, row, shares) // all_asked)
                    if held == top and key_of(score + weights[2] * FULL, rank) <= least:
                        continue
                    score += weights[2] * text_of(view, people, row, vectors, version, dense)
                    key = key_of(score, rank)
                    if held < top or key > least:
                        held = push(heap, held, key)
                        if held == top:
                            least = heap[0]
        sort_down(heap, held)
        held_by[which] = held
        lay_out(view, place, dense, shares, 0)


@compiled
def who_may_list(
    view: View,
    people: People,
    bits: Bits,
    vectors: Vectors,
    version: int,
    asked: Asked,
    near: Array,
    weights: Array,
    least: Array,
    out_rows: Array,
    out_scores: Array,
) -> int:
    """Seekers with whom the first vacancy asked has at least the score ``least`` of their row."""
    allowed = np.empty(bits.places.shape[1], dtype=np.uint64)
    dense = np.zeros(max(1, len(view.rarity)), dtype=np.int32)
    shares = np.zeros(len(view.skill_weights), dtype=np.int32)
    place = asked.places[0]
    vacancy = view.fields[place]
    allow(view, bits, asked, 0, allowed)
    lay_out(view, place, dense, shares, 1)
    all_asked, written = max(1, view.skills_asked[place]), 0
    all_others = weights[1:].sum() * FULL
    for word in range(len(allowed)):
        left = allowed[word]
        while left:
            row = np.int64(word << 6) + np.int64(lowest(left))
            left &= left - np.uint64(1)
            seeker = people.fields[row]
            if seeker[6] < asked.ages[0] or vacancy[1] < seeker[7]:
                continue
            nearest = max(near[seeker[0]], near[seeker[1]], near[seeker[2]])
            if weights[0] * nearest + all_others < least[row]:
                continue
            score = weights[0] * nearest + without_words(seeker, vacancy, weights)
            if score + (weights[1] + weights[2]) * FULL < least[row]:
                continue
            score += weights[1] * (FULL * shared_skills(people, row, shares) // all_asked)
            if score + weights[2] * FULL < least[row]:
                continue
            score += weights[2] * text_of(view, people, row, vectors, version, dense)
            if score >= least[row]:
                out_rows[written], out_scores[written] = row, score
                written += 1
    return written

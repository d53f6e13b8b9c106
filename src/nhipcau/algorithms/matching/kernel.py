"""The best vacancies of many seekers, exactly, without scoring every pair.

Hard rules are bits of vacancies, all but the wage. What is left is looked at group by group
(vacancies of one occupation), the group that can give most first, until no group can reach the
list any more. Inside a group each part is added only while the pair can still enter the list.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.compiling import Number, compiled
from nhipcau.algorithms.matching.bits import key_of, lowest, push, sort_down
from nhipcau.algorithms.matching.board import View
from nhipcau.algorithms.matching.people import People

Array = npt.NDArray[Any]
FULL = 1000
TEXT_ONE = 4096.0
LEVELS = 7


@compiled
def allow_places(view: View, people: People, places: int, out: Array) -> None:
    """Bits of the vacancies that lie in one of the places."""
    out[:] = 0
    for place in range(len(view.place_bits)):
        if people.places[places, place]:
            row = view.place_bits[place]
            for word in range(len(out)):
                out[word] |= row[word]


@compiled
def allow(
    view: View, people: People, row: Number, at_places: Array, shift: Array, out: Array
) -> None:
    """Bits of the vacancies that all hard rules but the wage allow; ``shift``: to write on."""
    seeker = people.fields[row]
    shift[:] = 0
    for one in range(len(view.shift_bits)):
        if people.shifts[seeker[10], one]:
            bits = view.shift_bits[one]
            for word in range(len(out)):
                shift[word] |= bits[word]
    education = view.education_bits[seeker[5]]
    age = view.age_bits[view.age_class[seeker[6]]]
    for word in range(len(out)):
        out[word] = at_places[word] & education[word] & age[word] & shift[word]
    for language in range(len(view.language_bits) // LEVELS):
        bits = view.language_bits[language * LEVELS + people.languages[seeker[11], language]]
        for word in range(len(out)):
            out[word] &= bits[word]
    for one in range(len(view.certificate_bits)):
        if not people.certificates[seeker[9], one]:
            bits = view.certificate_bits[one]
            for word in range(len(out)):
                out[word] &= ~bits[word]


@compiled
def weigh(view: View, people: People, row: Number, columns: Array, weights: Array) -> int:
    """The vector of a seeker's text: columns and weights; how many there are."""
    start, held, square = people.term_starts[row], 0, 0.0
    raw = np.empty(people.term_lengths[row], dtype=np.float64)
    for at in range(start, start + people.term_lengths[row]):
        term = people.terms[at]
        column = view.column_of[term] if term < len(view.column_of) else -1
        if column >= 0:
            one = people.frequency[people.term_counts[at]] * view.rarity[column]
            square += one * one
            raw[held] = one
            columns[held] = column
            held += 1
    length = math.sqrt(square)
    for at in range(held):
        weights[at] = np.int32(np.rint(raw[at] / length * TEXT_ONE))
    return held


@compiled
def spread(people: People, view: View, row: Number, shares: Array, bounds: Array) -> None:
    """Write the weights of a seeker's skills into ``shares`` and the bounds of each group."""
    for at in range(
        people.skill_starts[row], people.skill_starts[row] + people.skill_lengths[row]
    ):
        skill = people.skills[at]
        if skill < len(view.skill_weights):
            shares[skill] = view.skill_weights[skill]
            of_group = view.skill_bounds[skill]
            for group in range(len(bounds)):
                bounds[group] += of_group[group]


@compiled
def pair_parts(
    view: View, seeker: Array, place: Number, near: int, shares: Array, dense: Array, out: Array
) -> None:
    """The eight parts of one pair; skills and text of the seeker are spread out already."""
    vacancy = view.fields[place]
    out[0] = near
    out[1] = skills_part(view, place, shares)
    out[2] = text_part(view, place, dense)
    out[3] = wage_part(vacancy[0], seeker[8])
    out[4] = FULL if vacancy[2] == seeker[4] else vacancy[3]
    out[5] = max(0, FULL - 150 * max(0, seeker[5] - vacancy[4]))
    out[6] = experience_part(vacancy[5], seeker[12])
    out[7] = max(0, FULL - 20 * max(0, seeker[13] - vacancy[6]))


@compiled
def wage_part(middle: int, wish: int) -> int:
    return FULL if middle >= wish else int(np.int64(FULL) * middle // wish)


@compiled
def experience_part(asked: int, years: int) -> int:
    return FULL if years >= asked else int(FULL * years // asked)


@compiled
def skills_part(view: View, place: Number, shares: Array) -> int:
    asked = view.skills_asked[place]
    shared = np.int64(0)
    for at in range(view.skill_starts[place], view.skill_starts[place + 1]):
        shared += shares[view.skills[at]]
    return int(FULL * shared // asked) if shared > 0 else 0


@compiled
def text_part(view: View, place: Number, dense: Array) -> int:
    dot = np.int64(0)
    for at in range(view.term_starts[place], view.term_starts[place + 1]):
        dot += np.int64(dense[view.terms[at]]) * view.term_weights[at]
    return min(FULL, int((FULL * dot) >> 24))


@compiled
def best_vacancies(
    view: View,
    people: People,
    near: Array,
    rows: Array,
    weights: Array,
    top: int,
    out: Array,
    held_by: Array,
) -> None:
    """The highest keys of each seeker in ``rows``, best first, into ``out``.

    ``near``: occupation part of a wanted code at a group. ``weights``: eight whole numbers.
    ``held_by``: how many keys each has.
    """
    words, groups = view.place_bits.shape[1], len(view.codes)
    at_places, shift = np.empty(words, dtype=np.uint64), np.empty(words, dtype=np.uint64)
    allowed = np.empty(words, dtype=np.uint64)
    dense = np.zeros(max(1, len(view.rarity)), dtype=np.int32)
    shares = np.zeros(len(view.skill_weights), dtype=np.int32)
    longest = 1
    for row in rows:
        longest = max(longest, people.term_lengths[row])
    columns, values = np.empty(longest, dtype=np.int32), np.empty(longest, dtype=np.int32)
    text_bound, skill_bound = np.empty(groups, dtype=np.uint32), np.empty(groups, dtype=np.int32)
    bound, of_code = np.empty(groups, dtype=np.int32), np.empty(groups, dtype=np.int32)
    last_places = -1
    by_code, by_skill, by_text, by_wage = weights[0], weights[1], weights[2], weights[3]
    by_place, by_school, by_years, by_start = weights[4], weights[5], weights[6], weights[7]
    for which in range(len(rows)):
        row = rows[which]
        seeker = people.fields[row]
        if seeker[3] != last_places:
            last_places = seeker[3]
            allow_places(view, people, last_places, at_places)
        allow(view, people, row, at_places, shift, allowed)
        text_bound[:] = 0
        skill_bound[:] = 0
        terms = weigh(view, people, row, columns, values)
        for at in range(terms):
            dense[columns[at]] = values[at]
            weight, of_group = np.uint32(values[at]), view.term_bounds[columns[at]]
            for group in range(groups):
                text_bound[group] += weight * np.uint32(of_group[group])
        spread(people, view, row, shares, skill_bound)
        one, two, three = near[seeker[0]], near[seeker[1]], near[seeker[2]]
        home = view.at_home[seeker[4]] if seeker[4] < len(view.at_home) else view.at_home[0]
        known_home = seeker[4] < len(view.at_home)
        for group in range(groups):
            of_code[group] = max(one[group], two[group], three[group])
            skill_bound[group] = by_skill * min(FULL, skill_bound[group])
            # Rounded up to the next whole part: the shift below gives the part itself.
            part = min(
                np.uint64(FULL), (np.uint64(FULL) * np.uint64(text_bound[group])) >> np.uint64(24)
            )
            text_bound[group] = np.uint32(by_text * np.int64(part))
            nearest = FULL if known_home and home[group] else 800
            bound[group] = (
                by_code * of_code[group]
                + skill_bound[group]
                + np.int64(text_bound[group])
                + by_wage * wage_part(view.highest[group], seeker[8])
                + by_place * nearest
                + (by_school + by_years + by_start) * FULL
            )
        heap, held, least = out[which], 0, np.int64(-1)
        for _round in range(groups):
            group, highest = 0, -1
            for other in range(groups):
                if bound[other] > highest:
                    group, highest = other, bound[other]
            if held == top and highest < (least >> 32):
                break
            bound[group] = -1
            first, last = view.groups[group], view.groups[group + 1]
            for word in range(first >> 6, ((last - 1) >> 6) + 1):
                bits = allowed[word]
                if word == first >> 6:
                    bits &= ~np.uint64(0) << np.uint64(first & 63)
                if word == (last - 1) >> 6:
                    bits &= ~np.uint64(0) >> np.uint64(63 - ((last - 1) & 63))
                while bits:
                    place = np.int64(word << 6) + np.int64(lowest(bits))
                    bits &= bits - np.uint64(1)
                    vacancy = view.fields[place]
                    if vacancy[1] < seeker[7]:
                        continue
                    score = (
                        by_code * of_code[group]
                        + by_wage * wage_part(vacancy[0], seeker[8])
                        + by_place * (FULL if vacancy[2] == seeker[4] else vacancy[3])
                        + by_school * max(0, FULL - 150 * (seeker[5] - vacancy[4]))
                        + by_years * experience_part(vacancy[5], seeker[12])
                        + by_start * max(0, FULL - 20 * max(0, seeker[13] - vacancy[6]))
                    )
                    most = score + skill_bound[group] + np.int64(text_bound[group])
                    if held == top and key_of(most, vacancy[7]) <= least:
                        continue
                    score += by_skill * skills_part(view, place, shares)
                    most = score + np.int64(text_bound[group])
                    if held == top and key_of(most, vacancy[7]) <= least:
                        continue
                    score += by_text * text_part(view, place, dense)
                    key = key_of(score, vacancy[7])
                    if held < top or key > least:
                        held = push(heap, held, key)
                        if held == top:
                            least = heap[0]
        sort_down(heap, held)
        held_by[which] = held
        for at in range(terms):
            dense[columns[at]] = 0
        for at in range(
            people.skill_starts[row], people.skill_starts[row] + people.skill_lengths[row]
        ):
            if people.skills[at] < len(shares):
                shares[people.skills[at]] = 0


@compiled
def parts_of_pairs(
    view: View, people: People, near: Array, rows: Array, places: Array, out: Array
) -> None:
    """The eight parts of some pairs, whether the hard rules allow them or not."""
    dense = np.zeros(max(1, len(view.rarity)), dtype=np.int32)
    shares = np.zeros(len(view.skill_weights), dtype=np.int32)
    bounds = np.zeros(len(view.codes), dtype=np.int32)
    for which in range(len(rows)):
        row, place = rows[which], places[which]
        if which == 0 or row != rows[which - 1]:
            dense[:] = 0
            shares[:] = 0
            columns = np.empty(max(1, people.term_lengths[row]), dtype=np.int32)
            values = np.empty(len(columns), dtype=np.int32)
            for at in range(weigh(view, people, row, columns, values)):
                dense[columns[at]] = values[at]
            spread(people, view, row, shares, bounds)
        group = np.searchsorted(view.groups, place, side="right") - 1
        seeker = people.fields[row]
        nearest = max(near[seeker[0], group], near[seeker[1], group], near[seeker[2], group])
        pair_parts(view, seeker, place, nearest, shares, dense, out[which])

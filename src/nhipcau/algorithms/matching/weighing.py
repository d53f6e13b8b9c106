"""One pass over all vacancies: weights of their terms and skills, bounds of groups, bits."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.compiling import compiled
from nhipcau.algorithms.matching import criteria

Array = npt.NDArray[Any]
TEXT_ONE = 4096.0
FULL = 1000
LEVELS = 7


@compiled
def weigh_terms(
    order: Array,
    groups: Array,
    starts: Array,
    lengths: Array,
    terms: Array,
    counts: Array,
    column_of: Array,
    rarity: Array,
    frequency: Array,
    bounds: Array,
) -> tuple[Array, Array, Array]:
    """The vectors in the order of the board: where each begins, columns, weights."""
    most = 0
    for row in order:
        most += lengths[row]
    out_starts = np.zeros(len(order) + 1, dtype=np.int64)
    out_columns = np.empty(most + 1, dtype=np.int32)
    out_weights = np.empty(most + 1, dtype=np.int16)
    raw = np.empty(most + 1, dtype=np.float64)
    highest = np.zeros(len(rarity) + 1, dtype=np.int16)
    written = 0
    for group in range(len(groups) - 1):
        first_of_group = written
        for place in range(groups[group], groups[group + 1]):
            row = order[place]
            first, square = written, 0.0
            for at in range(starts[row], starts[row] + lengths[row]):
                # Written in any case, kept by a step on: half of the terms do not count, and a
                # branch that nobody can foresee costs more than the work.
                column = column_of[terms[at]]
                one = frequency[counts[at]] * rarity[max(0, column)]
                raw[written] = one
                out_columns[written] = column
                is_kept = column >= 0
                written += is_kept
                square += one * one if is_kept else 0.0
            length = math.sqrt(square)
            for at in range(first, written):
                out_weights[at] = np.int16(np.rint(raw[at] / length * TEXT_ONE))
            out_starts[place + 1] = written
        for at in range(first_of_group, written):
            column = out_columns[at]
            highest[column] = max(highest[column], out_weights[at])
        for at in range(first_of_group, written):
            column = out_columns[at]
            if highest[column] > 0:
                bounds[column, group] = highest[column]
                highest[column] = 0
    return out_starts, out_columns[:written], out_weights[:written]


@compiled
def without(
    starts: Array, lengths: Array, terms: Array, counts: Array, left_out: Array
) -> tuple[Array, Array, Array]:
    """Rows of terms without those left out: how many each row keeps, terms, counts."""
    most = 0
    for length in lengths:
        most += length
    kept = np.zeros(len(lengths), dtype=np.int32)
    out_terms = np.empty(most + 1, dtype=np.int32)
    out_counts = np.empty(most + 1, dtype=np.uint16)
    written = 0
    for row in range(len(lengths)):
        first = written
        for at in range(starts[row], starts[row] + lengths[row]):
            out_terms[written] = terms[at]
            out_counts[written] = counts[at]
            written += not left_out[terms[at]]
        kept[row] = written - first
    return kept, out_terms[:written], out_counts[:written]


@compiled
def weigh_skills(
    order: Array,
    groups: Array,
    starts: Array,
    lengths: Array,
    skills: Array,
    weights: Array,
    bounds: Array,
) -> tuple[Array, Array, Array]:
    """Skills in the order of the board: where each begins, numbers, the weight of all asked."""
    most = 0
    for row in order:
        most += lengths[row]
    out_starts = np.zeros(len(order) + 1, dtype=np.int64)
    out = np.empty(most, dtype=np.int32)
    asked = np.zeros(len(order), dtype=np.int32)
    written = 0
    for group in range(len(groups) - 1):
        for place in range(groups[group], groups[group + 1]):
            row = order[place]
            first = written
            for at in range(starts[row], starts[row] + lengths[row]):
                out[written] = skills[at]
                asked[place] += weights[skills[at]]
                written += 1
            for at in range(first, written):
                # Rounded up, so that the shares of several skills are never below their sum.
                share = -(-FULL * np.int64(weights[out[at]]) // asked[place])
                if share > bounds[out[at], group]:
                    bounds[out[at], group] = share
            out_starts[place + 1] = written
    return out_starts, out, asked


@compiled
def set_bits(
    fields: Array,
    ages: Array,
    certificates: Array,
    place_bits: Array,
    education_bits: Array,
    age_bits: Array,
    shift_bits: Array,
    language_bits: Array,
    certificate_bits: Array,
) -> None:
    """Bits of the hard rules; fields: place, schooling, age, shift, language, level."""
    language_bits[:] = ~np.uint64(0)
    for at in range(len(fields)):
        word, bit = at >> 6, np.uint64(1) << np.uint64(at & 63)
        place_bits[fields[at, 0], word] |= bit
        for education in range(fields[at, 1], len(education_bits)):
            education_bits[education, word] |= bit
        for known in range(len(ages)):
            if fields[at, 2] <= ages[known]:
                age_bits[known + 1, word] |= bit
        shift_bits[fields[at, 3], word] |= bit
        if fields[at, 4] >= 0:
            for level in range(fields[at, 5]):
                language_bits[fields[at, 4] * LEVELS + level, word] &= ~bit
    for at in range(len(certificates)):
        place = certificates[at, 0]
        certificate_bits[certificates[at, 1], place >> 6] |= np.uint64(1) << np.uint64(place & 63)


def near_table(wanted: Sequence[int], codes: Array) -> Array:
    """The occupation part of each wanted code (rows) at each group of the board (columns)."""
    one = np.array(wanted, dtype=np.int32)[:, None]
    other = codes[None, :]
    near = np.zeros((one.shape[0], len(codes)), dtype=np.int32)
    for digits, part in zip((1000, 100, 10, 1), criteria.NEARNESS[1:], strict=True):
        near[one // digits == other // digits] = part
    return near

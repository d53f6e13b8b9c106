"""The best seekers for many vacancies: the kernel seen from the other side.

Hard rules, but the wage, are bits of seekers; occupations are bits of those who want a code that
agrees in four, three, two, one or no digits. The nearest come first, until the next ones cannot
reach the list any more.
"""

from typing import Any

import numpy.typing as npt

from nhipcau.algorithms.matching.board import View
from nhipcau.algorithms.matching.compiling import compiled
from nhipcau.algorithms.matching.kernel import weigh
from nhipcau.algorithms.matching.people import People

Array = npt.NDArray[Any]
FULL = 1000
NEAREST_FIRST = 5


@compiled
def weigh_all(
    view: View, people: People, rows: Array, columns: Array, values: Array, lengths: Array
) -> None:
    """Vectors of all texts, each where its terms begin; ``lengths``: how many count."""
    for row in rows:
        first = people.term_starts[row]
        last = first + people.term_lengths[row]
        lengths[row] = weigh(view, people, row, columns[first:last], values[first:last])

"""Names and sets of names as small numbers."""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt


class Names:
    """The number of each name in the order they first came."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._numbers)

    def number(self, name: Hashable) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def known(self, name: Hashable) -> int:
        """Its number; -1 when it never came."""
        return self._numbers.get(name, -1)

    def numbers(self, names: Sequence[Hashable]) -> list[int]:
        return [self.number(one) for one in dict.fromkeys(names)]


class Sets:
    """Sets of names, each kept once: a table of who is in which, a row for a set."""

    def __init__(self, names: Names) -> None:
        self._names, self._rows = names, Names()
        self._table = np.zeros((16, 16), dtype=np.uint8)

    def number(self, members: Sequence[str] | Sequence[tuple[str, int]]) -> int:
        """The row of a set; a member is a name, or a name with its level (1 to 255)."""
        known = self._rows.known(members)
        if known >= 0:
            return known
        row = self._rows.number(members)
        told = [(one, 1) if isinstance(one, str) else one for one in members]
        places = [(self._names.number(name), level) for name, level in told]
        self.table()  # so that it is wide enough
        for place, level in places:
            self._table[row, place] = level
        return row

    def table(self) -> npt.NDArray[np.uint8]:
        """With a column for each name there is by now."""
        rows, columns = self._table.shape
        if len(self._rows) > rows or len(self._names) > columns:
            shape = (_room(rows, len(self._rows)), _room(columns, len(self._names)))
            grown = np.zeros(shape, dtype=np.uint8)
            grown[:rows, :columns] = self._table
            self._table = grown
        return self._table


def _room(have: int, needed: int) -> int:
    return have if have >= needed else max(needed, 2 * have)

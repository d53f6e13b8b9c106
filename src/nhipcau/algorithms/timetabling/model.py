"""The full model of a small fair, for HiGHS: a yes or no for each pair and slot.

Nothing that it says is believed: its prices are rounded and give a bound by ``bounds``, and its
timetable counts only when every rule holds in whole numbers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix

from nhipcau.algorithms.timetabling.bounds import Proof
from nhipcau.algorithms.timetabling.case import Case, Standing, cells_of
from nhipcau.algorithms.timetabling.values import Values, uncovered

Array = np.ndarray[Any, np.dtype[Any]]
SCALE = 1_000
_GOOD = (0, 1)  # optimal, or out of time with something in hand


class Model:
    """Cells are pairs in slots; after them come people who may be covered."""

    def __init__(self, case: Case, standing: Standing, values: Values) -> None:
        self.case, self.standing = case, standing
        row, self.slot = np.nonzero(cells_of(case, standing))
        self.pair = np.flatnonzero(standing.is_open)[row]
        self.seeker, self.employer = case.pair_seeker[self.pair], case.pair_employer[self.pair]
        worth = case.weight[self.pair].astype(np.float64)
        is_rival = (standing.told[self.pair] == self.slot) & (standing.slot[self.pair] < 0)
        worth += values.kept * is_rival
        alone = np.unique(self.seeker[uncovered(case, standing)[self.seeker]])
        if not values.covered:
            alone = alone[:0]
        self.worth = np.concatenate((worth, np.full(len(alone), float(values.covered))))
        slots = case.slots
        self._rows: list[Array] = []
        self._columns: list[Array] = []
        self._signs: list[Array] = []
        self._most: list[Array] = []
        self._count = 0
        self._at_most(self.pair, lambda keys: np.ones(len(keys)))
        self._at_most(self.seeker, lambda keys: standing.most[keys])
        self.times = self._at_most(
            self.seeker * slots + self.slot, lambda keys: np.ones(len(keys))
        )
        self.places = self._at_most(
            self.employer * slots + self.slot,
            lambda keys: standing.desks[keys // slots, keys % slots],
        )
        self._covered_only_by_an_interview(alone)

    def _at_most(self, keys: Array, most: Callable[[Array], Array]) -> tuple[Array, int]:
        """One rule for each different key; the keys, and the row of the first."""
        names, row = np.unique(keys, return_inverse=True)
        first = self._count
        self._rows.append(first + row)
        self._columns.append(np.arange(len(keys)))
        self._signs.append(np.ones(len(keys)))
        self._most.append(most(names).astype(np.float64))
        self._count += len(names)
        return names, first

    def _covered_only_by_an_interview(self, alone: Array) -> None:
        its = np.flatnonzero(np.isin(self.seeker, alone))
        row = np.searchsorted(alone, self.seeker[its])
        numbers = np.arange(len(alone))
        self._rows += [self._count + row, self._count + numbers]
        self._columns += [its, len(self.pair) + numbers]
        self._signs += [-np.ones(len(its)), np.ones(len(alone))]
        self._most.append(np.zeros(len(alone)))
        self._count += len(alone)

    def _matrix(self) -> Any:
        entries = np.concatenate(self._rows), np.concatenate(self._columns)
        shape = self._count, len(self.worth)
        return coo_matrix((np.concatenate(self._signs), entries), shape).tocsr()

    def prices(self, seconds: float) -> Proof | None:
        """Prices of the model without its whole numbers; ``None`` when there was no time."""
        found = linprog(
            -self.worth,
            A_ub=self._matrix(),
            b_ub=np.concatenate(self._most),
            bounds=(0, 1),
            method="highs",
            options={"time_limit": seconds},
        )
        if found.status != 0:
            return None
        duals = np.rint(np.maximum(-found.ineqlin.marginals, 0) * SCALE).astype(np.int64)
        shapes = (self.places, self.standing.desks), (self.times, self.standing.free)
        place, time = (self._spread(duals, keys, of.shape) for keys, of in shapes)
        return Proof(place, SCALE, time)

    def _spread(self, duals: Array, keys: tuple[Array, int], shape: tuple[int, ...]) -> Array:
        names, first = keys
        told = np.zeros(shape, np.int64)
        told.ravel()[names] = duals[first : first + len(names)]
        return told

    def best(self, seconds: float) -> Array | None:
        """The slot of each pair in the best timetable that HiGHS finds by then, if any."""
        found = milp(
            -self.worth,
            constraints=LinearConstraint(self._matrix(), -np.inf, np.concatenate(self._most)),
            integrality=np.ones(len(self.worth)),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )
        if found.status not in _GOOD or found.x is None:
            return None
        chosen = found.x[: len(self.pair)] > 0.5
        slot = self.standing.slot.copy()
        slot[self.pair[chosen]] = self.slot[chosen]
        return slot

"""A timetable for a case, with a bound that is proven, in the time that there is."""

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.timetabling import greedy
from nhipcau.algorithms.timetabling.board import Board, empty_board, make_room, place_chosen
from nhipcau.algorithms.timetabling.bounds import Best, Proof, best_at, exact_sum
from nhipcau.algorithms.timetabling.case import (
    Case,
    Standing,
    cells_of,
    covered_by,
    stand_also,
    what_stands,
)
from nhipcau.algorithms.timetabling.flow import ALPHA, nothing_yet, refine
from nhipcau.algorithms.timetabling.improving import FROM_SEATS, FROM_SEEKERS, STEP_BACK, improve
from nhipcau.algorithms.timetabling.making import HEAVIEST
from nhipcau.algorithms.timetabling.relaxation import Chosen, Relaxed, chosen_by, proof_from, relax
from nhipcau.algorithms.timetabling.rules import broken_rule
from nhipcau.algorithms.timetabling.search import Chains, Guide, room_for_chains
from nhipcau.algorithms.timetabling.values import Values, uncovered, value_of, values_of

Array = np.ndarray[Any, np.dtype[Any]]
MOST_GAP = 0.0001  # from here on a middling fair is worth the time of a model
LOOKS = (40, 400)  # how far a chain is followed, once shorter ones bring nothing
_LOOKS_AT_ONCE = 2_000  # of all chains, before the clock is read again
_CELLS_OF_A_MODEL, _CELLS_OF_A_SMALL_MODEL = 100_000, 10_000
_LARGEST_IN_MODEL = 10**9  # HiGHS computes in floating point
_RELABELS_AT_ONCE = 100_000


class Reached(NamedTuple):
    """How far it came: the step, and the sum of weights and its bound where they are known."""

    step: str
    weight: int | None
    bound: int | None


class Figures(NamedTuple):
    """``covered``: seekers with an interview. ``weight``: the sum of the pairs' weights."""

    covered: int
    weight: int


@dataclass(frozen=True, eq=False)
class Timetable:
    """An answer.

    Args:
        slot: of each pair of the case, -1 without an interview, ``(pairs,)``.
        bound: no timetable is above it. For the goal ``fair``: none covers more, and none that
            covers as many has more weight; with published interviews, none that keeps as many.
        kept_bound: how many published interviews any timetable keeps at most.
        kept, moved, dropped: of the published ones; ``None`` when nothing was published.
        exact: no timetable is better.
        proof: prices from which ``bounds.bound_of`` computes the bound again.
    """

    slot: Array
    objective: Figures
    bound: Figures
    exact: bool
    kept_bound: int
    kept: int | None
    moved: int | None
    dropped: int | None
    proof: Proof

    @property
    def gap(self) -> float:
        """What the weight could still gain at most, as a share of its bound."""
        most = self.bound.weight
        return max(0, most - self.objective.weight) / most if most else 0.0


Show = Callable[[Reached], None]


def solve(case: Case, seconds: float = 60.0, show: Show = lambda _reached: None) -> Timetable:
    """The best timetable found in about so many seconds, the same for the same case.

    When the time runs out before the end, what was found by then depends on the machine; the rules
    and the bound hold all the same.

    Raises:
        TooLarge: the wishes of the case do not fit into one number of 64 bits.
    """
    end = time.monotonic() + seconds
    standing = what_stands(case)
    values = values_of(case, standing)
    relaxed = relax(case, standing, values)
    found = _cheapest(case, standing, values, relaxed, end, show)
    attempt = _Attempt(case, standing, values, found.chosen.kept)
    attempt.place(found.chosen, relaxed)
    attempt.tell("placed", found, show)
    if attempt.value() < found.best.total:
        attempt.fill()
        if time.monotonic() >= end:  # a flow that was not finished may be worse than none
            plain = _Attempt(case, standing, values, np.zeros(0, np.int64))
            plain.fill()
            attempt = max(attempt, plain, key=_Attempt.value)
        attempt.search(found, end, show, LOOKS[:1])
    slot = attempt.slot
    if attempt.value() < found.best.total and time.monotonic() < end:
        if _is_worth_a_model(standing, values, attempt, found):
            found, slot = _by_model(case, standing, values, attempt, found, end, show)
        else:
            attempt.search(found, end, show, LOOKS[1:])
            slot = attempt.slot
    return _answer(case, standing, values, found, slot)


# --- the bound -----------------------------------------------------------------------------------


class _Found(NamedTuple):
    best: Best
    proof: Proof
    chosen: Chosen


def _cheapest(
    case: Case, standing: Standing, values: Values, relaxed: Relaxed, end: float, show: Show
) -> _Found:
    """The best of the relaxed question, or what is known of it when the time is over.

    Every phase ends with a flow and with prices; whatever the flow, prices are a bound.
    """
    net, progress = relaxed.net, nothing_yet(relaxed.nodes)
    stands = int(case.weight[standing.slot >= 0].sum())
    room = net.room.copy()
    proof = proof_from(case, relaxed, progress.price)
    best = best_at(case, standing, values, proof)
    error = int(np.abs(net.cost).max(initial=0))
    while error > 1:
        error = max(1, error // ALPHA)
        while not refine(net, progress, error, _RELABELS_AT_ONCE):
            if time.monotonic() >= end:
                return _Found(best, proof, chosen_by(relaxed, room))
        room = net.room.copy()
        proof_here = proof_from(case, relaxed, progress.price)
        best_here = best_at(case, standing, values, proof_here)
        if best_here.total <= best.total:
            best, proof = best_here, proof_here
        show(Reached("bound", None, stands + values.split(best.total)[2]))
        if best.total == _worth(relaxed, room) or time.monotonic() >= end:
            break
    return _Found(best, proof, chosen_by(relaxed, room))


def _worth(relaxed: Relaxed, room: Array) -> int:
    """What the flow is worth, in whole points."""
    net = relaxed.net
    there = net.place
    flow = room[net.reverse[there]].astype(np.int64)
    paid = (flow > 0) & (net.cost[there] < 0)
    worth = -(net.cost[there][paid] // relaxed.scale)
    return exact_sum(flow[paid] * worth)


# --- the timetable -------------------------------------------------------------------------------


class _Attempt:
    """A timetable that grows, counted in the values of what did not stand at first."""

    def __init__(self, case: Case, standing: Standing, values: Values, kept: Array) -> None:
        self.case, self.standing, self.values = case, standing, values
        self.final = stand_also(case, standing, kept)
        self.board: Board = empty_board(case, self.final)

    @property
    def weight(self) -> int:
        return int(self.case.weight[self.slot >= 0].sum())

    def tell(self, step: str, found: _Found, show: Show) -> None:
        stands = int(self.case.weight[self.standing.slot >= 0].sum())
        bound = stands + self.values.split(found.best.total)[2]
        show(Reached(step, self.weight, bound))

    @property
    def slot(self) -> Array:
        return np.where(self.final.slot >= 0, self.final.slot, self.board.slot)

    def value(self) -> int:
        return value_of(self.case, self.standing, self.values, self.slot)

    def place(self, chosen: Chosen, relaxed: Relaxed) -> None:
        left = place_chosen(self.board, chosen, relaxed.windows, relaxed.blocks.of)
        if len(left):
            make_room(self.board, left)

    def fill(self) -> None:
        fair = self.case.goal == "fair"
        order = greedy.one_each_first if fair else greedy.heaviest_first
        greedy.fill(self.board, order(self.board))

    def search(self, found: _Found, end: float, show: Show, looks: Sequence[int]) -> None:
        """Follow chains, longer ones when the shorter bring nothing more."""
        guide, chains = self._guide(found), room_for_chains(self.board)
        look = 0
        while look < len(looks):
            gain = self._from_what_is_free(guide, chains, looks[look], end)
            gain += self._from_what_is_lost(guide, chains, looks[look], end, found)
            self.tell("search", found, show)
            if self.value() >= found.best.total or time.monotonic() >= end:
                return
            if not gain:
                look += 1

    def _guide(self, found: _Found) -> Guide:
        price, scale, _time = found.proof
        worth = np.maximum(found.best.margin // scale, 0)
        seat = np.ascontiguousarray(price // scale)
        return Guide(np.minimum(worth, HEAVIEST), seat, self.values.covered)

    def _from_what_is_free(self, guide: Guide, chains: Chains, looks: int, end: float) -> int:
        """Chains from every wish and every seat that the prices say is missed."""
        board, gain = self.board, 0
        has_wish = board.placed < board.most
        alone = has_wish & (board.placed == 0) & ~board.had & bool(guide.covered)
        roots = np.flatnonzero(has_wish & ((guide.seeker > 0) | alone))
        order = np.lexsort((-guide.seeker[roots], ~alone[roots]))
        seats = np.flatnonzero(((board.load < board.desks) & (guide.seat > 0)).ravel())
        by_price = np.argsort(-guide.seat.ravel()[seats], kind="stable")
        for some, how in ((roots[order], FROM_SEEKERS), (seats[by_price], FROM_SEATS)):
            for rows in _in_turn(some, looks, end):
                gain += int(improve(board, guide, chains, rows, how, looks))
        return gain

    def _from_what_is_lost(
        self, guide: Guide, chains: Chains, looks: int, end: float, found: _Found
    ) -> int:
        """Steps back for every seeker who has less than the best choice at these prices."""
        case, board, (price, scale, hour) = self.case, self.board, found.proof
        pairs = np.flatnonzero(board.slot >= 0)
        there = case.pair_employer[pairs], board.slot[pairs]
        has = np.zeros(case.seekers, np.int64)
        np.add.at(has, case.pair_seeker[pairs], case.weight[pairs] * scale - price[there])
        if hour is not None:
            np.subtract.at(has, case.pair_seeker[pairs], hour[case.pair_seeker[pairs], there[1]])
        has += self.values.covered * scale * ((board.placed > 0) & ~board.had)
        lost = found.best.gain - has
        who = np.flatnonzero((lost > scale // 2) & (board.placed > 0))
        who = who[np.argsort(-lost[who], kind="stable")]
        return sum(
            int(improve(board, guide, chains, rows, STEP_BACK, looks))
            for rows in _in_turn(who, looks, end)
        )


def _answer(
    case: Case, standing: Standing, values: Values, found: _Found, slot: Array
) -> Timetable:
    total = found.best.total
    kept, covered, weight = values.split(total)
    if values.covered:
        covered += covered_by(case, standing.slot)
    else:
        covered = _could_be_covered(case, standing)
    told, moved, dropped = _of_the_published(case, slot)
    stood, _moved, _dropped = _of_the_published(case, standing.slot)
    return Timetable(
        slot=slot,
        objective=Figures(covered_by(case, slot), int(case.weight[slot >= 0].sum())),
        bound=Figures(covered, weight + int(case.weight[standing.slot >= 0].sum())),
        exact=value_of(case, standing, values, slot) == total,
        kept_bound=(stood or 0) + kept,
        kept=told,
        moved=moved,
        dropped=dropped,
        proof=found.proof,
    )


# --- small fairs ---------------------------------------------------------------------------------


def _is_worth_a_model(
    standing: Standing, values: Values, attempt: _Attempt, found: _Found
) -> bool:
    """Whether a fair is small enough for HiGHS, and something may still be gained."""
    missing = found.best.total - attempt.value()
    if max(values.kept, values.covered) > _LARGEST_IN_MODEL:
        return False
    cells = cells_of(attempt.case, standing)
    size = int(cells.sum())
    is_far = missing > MOST_GAP * attempt.weight
    return size <= (_CELLS_OF_A_MODEL if is_far else _CELLS_OF_A_SMALL_MODEL)


def _by_model(
    case: Case,
    standing: Standing,
    values: Values,
    attempt: _Attempt,
    found: _Found,
    end: float,
    show: Show,
) -> tuple[_Found, Array]:
    """Nearer prices from the full model, another search with them, and then the model itself."""
    model = importlib.import_module("nhipcau.algorithms.timetabling.model")
    its = model.Model(case, standing, values)
    proof = its.prices(max(0.1, end - time.monotonic()))
    if proof is not None:
        best = best_at(case, standing, values, proof)
        if best.total < found.best.total:
            found = _Found(best, proof, found.chosen)
            attempt.tell("model", found, show)
    if attempt.value() < found.best.total and time.monotonic() < end:
        attempt.search(found, end, show, LOOKS[:1])
    slot = attempt.slot
    if attempt.value() < found.best.total and time.monotonic() < end:
        other = its.best(max(0.1, end - time.monotonic()))
        if other is not None and not broken_rule(case, other):
            slot = max(slot, other, key=lambda its: value_of(case, standing, values, its))
    return found, slot


def _in_turn(rows: Array, looks: int, end: float) -> Iterator[Array]:
    """Some at a time, as long as there is time."""
    some = max(1, _LOOKS_AT_ONCE // looks)
    for start in range(0, len(rows), some):
        if time.monotonic() >= end:
            return
        yield rows[start : start + some]


def _could_be_covered(case: Case, standing: Standing) -> int:
    """Seekers who have an interview that stands, or a pair that could be placed by itself."""
    open_to = np.zeros(case.seekers, np.bool_)
    open_to[case.pair_seeker[standing.is_open]] = True
    open_to &= uncovered(case, standing)
    return covered_by(case, standing.slot) + min(int(open_to.sum()), int(standing.desks.sum()))


def _of_the_published(case: Case, slot: Array) -> tuple[int | None, int | None, int | None]:
    """How many of the published interviews stay, get another slot, or are no more."""
    if case.published_pair is None:
        return None, None, None
    known = case.published_pair >= 0
    now = slot[case.published_pair[known]]
    kept = int((now == case.published_slot[known]).sum())
    moved = int((now >= 0).sum()) - kept
    return kept, moved, len(case.published_pair) - kept - moved

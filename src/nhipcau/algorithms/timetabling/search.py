"""Chains of changes that make a timetable better: one comes, another goes, until all gain.

From a seeker with a wish left: a pair is placed, whoever sat there looks for something else, and
so on, until somebody finds a free seat or loses less than was gained. From a free seat: somebody
takes it and leaves another seat, and so on. What looks best by the prices is tried first; what a
chain brings is counted in weights.
"""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.compiling import Number, compiled_inside
from nhipcau.algorithms.timetabling.board import FREE, Board, can_put, put, take

Array = np.ndarray[Any, np.dtype[Any]]
NOBODY = -1  # as np.int64 where it is handed on: numba compiles again for each written number
_DEEPEST = 48


class Guide(NamedTuple):
    """What seekers and seats are worth by the prices, in points of weight."""

    seeker: Array
    seat: Array
    covered: int


class Chains(NamedTuple):
    """Chains that are looked at: each is a step and what came before it.

    A step places ``added`` in ``slot``; before that ``inner`` of the same seeker moves to
    ``inner_slot``; ``ejected`` goes. ``place`` is the seat that is left, for chains from a seat.
    """

    parent: Array
    owner: Array
    added: Array
    slot: Array
    inner: Array
    inner_slot: Array
    ejected: Array
    gain: Array
    key: Array
    heap: Array
    size: Array  # of the heap, of the steps
    closed: Array
    stamp: Array


def room_for_chains(board: Board, most: int = 60_000) -> Chains:
    """Tables for chains of so many steps in all."""
    of_steps = {name: np.zeros(most, np.int64) for name in Chains._fields[:8]}
    return Chains(
        **of_steps,
        key=np.zeros(2 * most, np.float64),
        heap=np.zeros(2 * most, np.int64),
        size=np.zeros(2, np.int64),
        closed=np.zeros(max(len(board.begin), board.desks.size), np.int64),
        stamp=np.zeros(1, np.int64),
    )


@compiled_inside
def _push(chains: Chains, step: Number, key: float, ends: bool) -> None:
    """Put a step on the heap, the lowest key on top; one that ends a chain is told by its sign."""
    if chains.size[0] >= len(chains.heap):
        return
    at = chains.size[0]
    chains.size[0] += 1
    while at > 0:
        above = (at - 1) // 2
        if chains.key[above] <= key:
            break
        chains.key[at], chains.heap[at] = chains.key[above], chains.heap[above]
        at = above
    chains.key[at], chains.heap[at] = key, -1 - step if ends else step


@compiled_inside
def _pop(chains: Chains) -> Number:
    top = chains.heap[0]
    chains.size[0] -= 1
    size = chains.size[0]
    key, step = chains.key[size], chains.heap[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and chains.key[below + 1] < chains.key[below]:
            below += 1
        if chains.key[below] >= key:
            break
        chains.key[at], chains.heap[at] = chains.key[below], chains.heap[below]
        at = below
    chains.key[at], chains.heap[at] = key, step
    return top


@compiled_inside
def _new_step(
    chains: Chains,
    parent: Number,
    owner: Number,
    added: Number,
    slot: Number,
    inner: Number,
    inner_slot: Number,
    ejected: Number,
    gain: Number,
) -> Number:
    step = chains.size[1]
    if step >= len(chains.parent):
        return -1
    chains.size[1] += 1
    chains.parent[step], chains.owner[step] = parent, owner
    chains.added[step], chains.slot[step] = added, slot
    chains.inner[step], chains.inner_slot[step] = inner, inner_slot
    chains.ejected[step], chains.gain[step] = ejected, gain
    return step


@compiled_inside
def first_bonus(board: Board, guide: Guide, who: Number, count: Number) -> Number:
    """What it is worth that somebody who had ``count`` interviews gets one more, or loses one."""
    return guide.covered if count == 0 and not board.had[who] else 0


@compiled_inside
def _settle(
    board: Board,
    guide: Guide,
    chains: Chains,
    step: Number,
    added: Number,
    slot: Number,
    inner: Number,
    inner_slot: Number,
    where: Number,
    pair: Number,
    gain: Number,
) -> None:
    """Close the chain with a free seat, or let each who sits in the way look further.

    ``pair`` wants the seat of its employer in slot ``where``.
    """
    none = np.int64(NOBODY)
    at = board.employer[pair]
    if board.load[at, where] < board.desks[at, where]:
        if gain > 0:
            new = _new_step(chains, step, none, added, slot, inner, inner_slot, none, gain)
            if new >= 0:
                _push(chains, new, -float(gain), True)
        return
    base = board.base[at, where]
    for seat in range(board.load[at, where]):
        leaves = board.seated[base + seat]
        other = board.seeker[leaves]
        if chains.closed[other] == chains.stamp[0]:
            continue
        lost = board.weight[leaves]
        lost += first_bonus(board, guide, other, board.placed[other] - 1)
        its = gain - lost
        hope = (
            its + guide.seeker[other] + first_bonus(board, guide, other, board.placed[other] - 1)
        )
        if hope <= 0 and its <= 0:
            continue
        new = _new_step(chains, step, other, added, slot, inner, inner_slot, leaves, its)
        if new < 0:
            return
        if its > 0:
            _push(chains, new, -float(its), True)
        _push(chains, new, -float(hope), False)


@compiled_inside
def _look_from_seeker(
    board: Board, guide: Guide, chains: Chains, step: Number, who: Number
) -> None:
    """All ways in which a seeker with a wish left could place one more pair."""
    none = np.int64(NOBODY)
    ejected = chains.ejected[step]
    freed = board.slot[ejected] if ejected >= 0 else none
    count = board.placed[who] - (1 if ejected >= 0 else 0)
    before = chains.gain[step] + first_bonus(board, guide, who, count)
    slots = board.desks.shape[1]
    for pair in range(board.begin[who], board.begin[who + 1]):
        if not board.is_open[pair] or (board.slot[pair] >= 0 and pair != ejected):
            continue
        at = board.employer[pair]
        gain = before + board.weight[pair]
        for slot in range(slots):
            if board.desks[at, slot] == 0 or (pair == ejected and slot == freed):
                continue
            other = board.at[who, slot]
            if other == FREE or slot == freed:
                _settle(board, guide, chains, step, pair, slot, none, none, slot, pair, gain)
            elif other >= 0:  # it moves to another slot, if only one of the two seats is taken
                has_seat = board.load[at, slot] < board.desks[at, slot]
                its = board.employer[other]
                for away in range(slots):
                    if board.desks[its, away] == 0 or away == slot:
                        continue
                    if board.at[who, away] != FREE and away != freed:
                        continue
                    if has_seat:
                        _settle(
                            board, guide, chains, step, pair, slot, other, away, away, other, gain
                        )
                    elif board.load[its, away] < board.desks[its, away]:
                        _settle(
                            board, guide, chains, step, pair, slot, other, away, slot, pair, gain
                        )


@compiled_inside
def _is_in_chain(board: Board, chains: Chains, step: Number, who: Number) -> bool:
    while step >= 0:
        if chains.added[step] >= 0 and board.seeker[chains.added[step]] == who:
            return True
        step = chains.parent[step]
    return False


@compiled_inside
def _look_from_seat(
    board: Board, guide: Guide, chains: Chains, step: Number, at: Number, slot: Number
) -> None:
    """All who could take a free seat, and the seats that they would leave."""
    none = np.int64(NOBODY)
    slots = board.desks.shape[1]
    gain = chains.gain[step]
    for row in range(board.employer_begin[at], board.employer_begin[at + 1]):
        pair = board.of_employer[row]
        who = board.seeker[pair]
        there = board.at[who, slot]
        if not board.is_open[pair] or (there != FREE and there < 0) or there == pair:
            continue
        if _is_in_chain(board, chains, step, who):
            continue
        if board.slot[pair] >= 0:
            if there == FREE:
                _leave(board, guide, chains, step, pair, slot, pair, gain)
            continue
        its = gain + board.weight[pair]
        if there >= 0:
            _leave(board, guide, chains, step, pair, slot, there, its - board.weight[there])
        elif board.placed[who] < board.most[who]:
            its += first_bonus(board, guide, who, board.placed[who])
            if its > 0:
                new = _new_step(chains, step, none, pair, slot, none, none, none, its)
                if new >= 0:
                    _push(chains, new, -float(its), True)
        else:
            for other in range(slots):
                leaves = board.at[who, other]
                if leaves >= 0:
                    lost = board.weight[leaves]
                    _leave(board, guide, chains, step, pair, slot, leaves, its - lost)


@compiled_inside
def _leave(
    board: Board,
    guide: Guide,
    chains: Chains,
    step: Number,
    added: Number,
    slot: Number,
    leaves: Number,
    gain: Number,
) -> None:
    """``added`` takes the seat; ``leaves`` gives up its own, or is ``added`` itself."""
    at, where = board.employer[leaves], board.slot[leaves]
    place = at * board.desks.shape[1] + where
    if chains.closed[place] == chains.stamp[0]:
        return
    hope = gain + guide.seat[at, where]
    if hope <= 0 and gain <= 0:
        return
    none = np.int64(NOBODY)
    new = _new_step(chains, step, place, added, slot, none, none, leaves, gain)
    if new < 0:
        return
    if gain > 0:
        _push(chains, new, -float(gain), True)
    _push(chains, new, -float(hope), False)


@compiled_inside
def _take_chain(board: Board, chains: Chains, last: Number) -> bool:
    """Carry out a chain; where two of its steps are in each other's way, nothing is changed."""
    steps = np.empty(_DEEPEST, np.int64)
    length = 0
    step = last
    while step >= 0:
        if chains.added[step] >= 0:
            if length == _DEEPEST:
                return False
            steps[length] = step
            length += 1
        step = chains.parent[step]
    written = board.written[0]
    old_pair = np.empty(2 * length, np.int64)
    old_slot = np.empty(2 * length, np.int64)
    olds = 0
    for row in range(length):
        for pair in (chains.ejected[steps[row]], chains.inner[steps[row]]):
            if pair >= 0 and board.slot[pair] >= 0:
                old_pair[olds], old_slot[olds] = pair, board.slot[pair]
                olds += 1
                take(board, pair)
    new_pair = np.empty(2 * length, np.int64)
    news = 0
    is_good = True
    for row in range(length):
        step = steps[row]
        for turn in range(2):
            pair = chains.inner[step] if turn == 0 else chains.added[step]
            slot = chains.inner_slot[step] if turn == 0 else chains.slot[step]
            if pair < 0 or not is_good:
                continue
            who = board.seeker[pair]
            if (
                board.slot[pair] >= 0
                or not can_put(board, pair, slot)
                or board.placed[who] >= board.most[who]
            ):
                is_good = False
            else:
                put(board, pair, slot)
                new_pair[news] = pair
                news += 1
    if is_good:
        return True
    for row in range(news - 1, -1, -1):
        take(board, new_pair[row])
    for row in range(olds - 1, -1, -1):
        put(board, old_pair[row], old_slot[row])
    board.written[0] = written
    return False


@compiled_inside
def improve_from(
    board: Board, guide: Guide, chains: Chains, root: Number, is_seat: bool, most_looks: Number
) -> Number:
    """The best chain from one seeker or one seat, carried out; what it gained, 0 for nothing."""
    slots = board.desks.shape[1]
    chains.stamp[0] += 1
    chains.size[0] = chains.size[1] = 0
    none, nothing = np.int64(NOBODY), np.int64(0)
    step = _new_step(chains, none, root, none, none, none, none, none, nothing)
    _push(chains, step, 0.0, False)
    looks = 0
    while chains.size[0] > 0 and looks < most_looks:
        step = _pop(chains)
        if step < 0:
            step = -1 - step
            if _take_chain(board, chains, step):
                return chains.gain[step]
            continue
        owner = chains.owner[step]
        if chains.closed[owner] == chains.stamp[0]:
            continue
        chains.closed[owner] = chains.stamp[0]
        looks += 1
        if is_seat:
            _look_from_seat(board, guide, chains, step, owner // slots, owner % slots)
        else:
            _look_from_seeker(board, guide, chains, step, owner)
    return 0

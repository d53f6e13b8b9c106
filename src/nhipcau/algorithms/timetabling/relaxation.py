"""The same question without one rule, as a flow that can be solved for certain.

Slots in which everybody is as free as in one another are one block. What is left out is that a
seeker has one interview in a slot; where nobody wants more interviews than a block has slots, a
block can be filled without breaking it, and the answer is exact.

    hub → seeker → window (an employer, and the blocks in which a seeker is free) → place → hub
"""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.timetabling.bounds import Proof
from nhipcau.algorithms.timetabling.case import Case, Standing
from nhipcau.algorithms.timetabling.flow import Network, network
from nhipcau.algorithms.timetabling.values import Values, uncovered

Array = np.ndarray[Any, np.dtype[Any]]
HUB = 0


class Blocks(NamedTuple):
    """``of``: the block of each slot; ``shows``: one slot of each block; ``size``: how many."""

    of: Array
    shows: Array
    size: Array


class Relaxed(NamedTuple):
    """The network, and where in it pairs, windows and places are found.

    Args:
        pairs: open pairs. ``pair_arc``: the arc that chooses it. ``window``: its window.
        spread_window, spread_place, spread_arc: arcs from windows to places.
        place_employer, place_block: of each place; place ``x`` is node ``first_place + x``.
        rival, rival_arc: pairs that people were told of, and the arcs that keep them.
        scale: units of the network in one point of weight.
    """

    net: Network
    nodes: int
    scale: int
    blocks: Blocks
    pairs: Array
    pair_arc: Array
    window: Array
    windows: int
    spread_window: Array
    spread_place: Array
    spread_arc: Array
    place_employer: Array
    place_block: Array
    first_place: int
    rival: Array
    rival_arc: Array


class Chosen(NamedTuple):
    """What a flow says: pairs (rows of the case), and how many of a window go to which block."""

    pairs: Array
    window: Array
    spread_window: Array
    spread_block: Array
    spread_amount: Array
    kept: Array


def blocks_of(case: Case, standing: Standing) -> Blocks:
    """Slots that nobody can tell apart, together."""
    pairs = standing.is_open
    people = np.unique(case.pair_seeker[pairs])
    there = np.unique(case.pair_employer[pairs])
    told = set(standing.told[standing.rivals].tolist())
    free = np.ascontiguousarray(standing.free[people].T)
    desks = np.ascontiguousarray(standing.desks[there].T)
    known: dict[tuple[bytes, bytes, int], int] = {}
    of = np.empty(case.slots, np.int32)
    for slot in range(case.slots):
        alone = slot if slot in told else -1
        seen = (np.packbits(free[slot]).tobytes(), desks[slot].tobytes(), alone)
        of[slot] = known.setdefault(seen, len(known))
    shows = np.array([int(np.argmax(of == one)) for one in range(len(known))], np.int32)
    return Blocks(of, shows, np.bincount(of, minlength=len(known)).astype(np.int32))


def _rows_as_numbers(rows: Array) -> tuple[Array, Array]:
    """Equal rows of truth values get equal numbers; also one row index for each number."""
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    seen = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _values, shows, number = np.unique(seen, return_index=True, return_inverse=True)
    return number.ravel(), shows


def relax(case: Case, standing: Standing, values: Values) -> Relaxed:
    """Build the network of what is open."""
    blocks = blocks_of(case, standing)
    pairs = np.flatnonzero(standing.is_open)
    people, seeker = np.unique(case.pair_seeker[pairs], return_inverse=True)
    there, employer = np.unique(case.pair_employer[pairs], return_inverse=True)
    seats = standing.desks[np.ix_(there, blocks.shows)] * blocks.size
    # No more than could come, and one: what can never be full must not get a price.
    asked = np.bincount(employer, minlength=len(there))
    seats = np.minimum(seats, asked[:, None] + 1)

    patterns, shows = _rows_as_numbers(standing.free[np.ix_(people, blocks.shows)])
    key, window = np.unique(employer * len(shows) + patterns[seeker], return_inverse=True)
    open_in = standing.free[np.ix_(people[shows], blocks.shows)][key % len(shows)]
    open_in &= seats[key // len(shows)] > 0
    window, open_in, its = _same_windows(window, open_in, key // len(shows))

    spread_window, block = np.nonzero(open_in)
    at = its[spread_window]
    place_key, spread_place = np.unique(at * len(blocks.size) + block, return_inverse=True)
    place_employer, place_block = place_key // len(blocks.size), place_key % len(blocks.size)
    rival = np.flatnonzero((standing.told[pairs] >= 0) & (standing.slot[pairs] < 0))
    first_window = 1 + len(people) + len(rival)
    first_place = first_window + len(its)
    nodes = first_place + len(place_key)
    weight = case.weight[pairs]

    # Pairs that could be kept have a node of their own: kept in their slot, or placed anew.
    tail, toll = 1 + seeker, weight.copy()
    tail[rival] = 1 + len(people) + np.arange(len(rival))
    told_key = employer[rival] * len(blocks.size) + blocks.of[standing.told[pairs[rival]]]
    left = standing.most[people]
    bonus = uncovered(case, standing)[people] & (values.covered > 0)
    crowd = np.bincount(window, minlength=len(its))
    parts = [
        (tail, first_window + window, np.ones(len(pairs), np.int64), -toll),
        (1 + seeker[rival], tail[rival], np.ones(len(rival), np.int64), 0 * toll[rival]),
        (
            tail[rival],
            first_place + np.searchsorted(place_key, told_key),
            np.ones(len(rival), np.int64),
            -(toll[rival] + values.kept),
        ),
        (
            first_window + spread_window,
            first_place + spread_place,
            crowd[spread_window] + 1,
            np.zeros(len(at), np.int64),
        ),
        (
            np.full(len(people), HUB),
            1 + np.arange(len(people)),
            left - bonus,
            np.zeros(len(people), np.int64),
        ),
        (
            np.full(int(bonus.sum()), HUB),
            1 + np.flatnonzero(bonus),
            np.ones(int(bonus.sum()), np.int64),
            np.full(int(bonus.sum()), -values.covered),
        ),
        (
            first_place + np.arange(len(place_key)),
            np.full(len(place_key), HUB),
            seats[place_employer, place_block],
            np.zeros(len(place_key), np.int64),
        ),
    ]
    scale = nodes + 1
    tails, heads, rooms, costs = (np.concatenate(one) for one in zip(*parts, strict=True))
    net = network(tails, heads, rooms, costs * scale, nodes)
    ends = np.cumsum([len(part[0]) for part in parts])
    pair_arc = net.place[: len(pairs)].copy()
    pair_arc[rival] = net.place[ends[0] : ends[1]]
    return Relaxed(
        net=net,
        nodes=nodes,
        scale=scale,
        blocks=blocks,
        pairs=pairs,
        pair_arc=pair_arc,
        window=window,
        windows=len(its),
        spread_window=spread_window,
        spread_place=spread_place,
        spread_arc=net.place[ends[2] : ends[3]],
        place_employer=there[place_employer],
        place_block=place_block,
        first_place=first_place,
        rival=pairs[rival],
        rival_arc=net.place[ends[1] : ends[2]],
    )


def _same_windows(window: Array, open_in: Array, its: Array) -> tuple[Array, Array, Array]:
    """Windows of one employer that end up with the same blocks become one."""
    number, _shows = _rows_as_numbers(open_in) if len(open_in) else (its, its)
    key = its.astype(np.int64) * (len(open_in) + 1) + number
    _values, shows, merged = np.unique(key, return_index=True, return_inverse=True)
    return merged.ravel()[window], open_in[shows], its[shows]


def proof_from(case: Case, relaxed: Relaxed, price: Array) -> Proof:
    """The prices of places that the prices of the network's nodes say, slot by slot."""
    places = price[relaxed.first_place : relaxed.nodes]
    by_block = np.zeros((case.employers, len(relaxed.blocks.size)), np.int64)
    by_block[relaxed.place_employer, relaxed.place_block] = np.maximum(price[HUB] - places, 0)
    return Proof(np.ascontiguousarray(by_block[:, relaxed.blocks.of]), relaxed.scale)


def chosen_by(relaxed: Relaxed, room: Array) -> Chosen:
    """The pairs of a flow, ``room`` being what its arcs have left."""
    net = relaxed.net
    taken = room[relaxed.pair_arc] == 0
    kept = room[relaxed.rival_arc] == 0
    amount = room[net.reverse[relaxed.spread_arc]]
    used = np.flatnonzero(amount)
    is_kept = np.isin(relaxed.pairs, relaxed.rival[kept])
    placed = taken & ~is_kept
    return Chosen(
        relaxed.pairs[placed],
        relaxed.window[placed],
        relaxed.spread_window[used],
        relaxed.place_block[relaxed.spread_place[used]].astype(np.int32),
        amount[used],
        relaxed.rival[kept],
    )

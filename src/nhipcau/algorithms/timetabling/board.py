"""The timetable while it is made: who sits where, and how room is made for one more."""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.compiling import Number, compiled, compiled_inside
from nhipcau.algorithms.timetabling.case import Case, Standing
from nhipcau.algorithms.timetabling.relaxation import Chosen

Array = np.ndarray[Any, np.dtype[Any]]
FREE, AWAY = -1, -2
_MOST_LOOKED_AT = 4_000  # pairs, before room for one more is given up
_LONGEST_CHAIN = 64
_LONGEST_JOURNAL = 1 << 16
_WAS_PUT = -1


class Board(NamedTuple):
    """Tables of a timetable. What stands is not on it: those slots and seats are taken away.

    Args:
        at: the pair of a seeker in a slot, or ``FREE``, or ``AWAY``, ``(seekers, slots)``.
        slot: of a pair, or -1. ``seat``: where it stands in ``seated``.
        seated: pairs of an employer in a slot, from ``base`` on, ``load`` of at most ``desks``.
        placed: interviews of a seeker on the board; ``most``: how many there may be.
        had: whether a seeker has an interview that stands.
        is_open: pairs that may be placed. ``begin``: where a seeker's pairs begin.
        of_employer, employer_begin: the pairs of an employer.
        journal, written: what was put and taken last, to be undone.
    """

    at: Array
    slot: Array
    seat: Array
    seated: Array
    base: Array
    load: Array
    desks: Array
    placed: Array
    most: Array
    had: Array
    seeker: Array
    employer: Array
    weight: Array
    is_open: Array
    begin: Array
    of_employer: Array
    employer_begin: Array
    mark: Array
    stamp: Array
    journal: Array
    written: Array


def empty_board(case: Case, standing: Standing) -> Board:
    """A board on which nothing is placed yet."""
    pairs = np.flatnonzero(standing.is_open)
    asked = np.bincount(case.pair_employer[pairs], minlength=case.employers)
    desks = np.ascontiguousarray(np.minimum(standing.desks, asked[:, None]), np.int64)
    held = np.where(desks > 0, desks + 1, 0).ravel()  # one more while two change places
    base = np.concatenate(([0], np.cumsum(held)))
    had = np.zeros(case.seekers, np.bool_)
    had[case.pair_seeker[standing.slot >= 0]] = True
    order = np.argsort(case.pair_employer, kind="stable")
    return Board(
        at=np.ascontiguousarray(np.where(standing.free, np.int64(FREE), np.int64(AWAY))),
        slot=np.full(case.pairs, -1, np.int64),
        seat=np.zeros(case.pairs, np.int64),
        seated=np.zeros(int(base[-1]), np.int64),
        base=base[:-1].reshape(desks.shape),
        load=np.zeros(desks.shape, np.int64),
        desks=desks,
        placed=np.zeros(case.seekers, np.int64),
        most=standing.most.astype(np.int64),
        had=had,
        seeker=case.pair_seeker.astype(np.int64),
        employer=case.pair_employer.astype(np.int64),
        weight=case.weight.astype(np.int64),
        is_open=standing.is_open.copy(),
        begin=np.searchsorted(case.pair_seeker, np.arange(case.seekers + 1)),
        of_employer=order.astype(np.int64),
        employer_begin=np.searchsorted(case.pair_employer[order], np.arange(case.employers + 1)),
        mark=np.zeros(case.pairs, np.int64),
        stamp=np.zeros(1, np.int64),
        journal=np.zeros((_LONGEST_JOURNAL, 2), np.int64),
        written=np.zeros(1, np.int64),
    )


@compiled_inside
def _write_down(board: Board, pair: Number, slot: Number) -> None:
    entry = board.written[0]
    if entry < _LONGEST_JOURNAL:
        board.journal[entry, 0], board.journal[entry, 1] = pair, slot
        board.written[0] = entry + 1


@compiled_inside
def undo_all(board: Board) -> None:
    """Take back what was put and taken since ``written`` was last 0, the latest first."""
    for entry in range(board.written[0] - 1, -1, -1):
        pair, slot = board.journal[entry]
        if slot == _WAS_PUT:
            take(board, pair)
        else:
            put(board, pair, slot)
    board.written[0] = 0


@compiled_inside
def put(board: Board, pair: Number, slot: Number) -> None:
    """Place a pair; the seeker's slot is free, and there is a seat."""
    at = board.employer[pair]
    seat = board.load[at, slot]
    board.seated[board.base[at, slot] + seat] = pair
    board.seat[pair] = seat
    board.load[at, slot] = seat + 1
    board.slot[pair] = slot
    board.at[board.seeker[pair], slot] = pair
    board.placed[board.seeker[pair]] += 1
    _write_down(board, pair, np.int64(_WAS_PUT))


@compiled_inside
def take(board: Board, pair: Number) -> None:
    """Take a pair off the board."""
    at, slot = board.employer[pair], board.slot[pair]
    last = board.load[at, slot] - 1
    moved = board.seated[board.base[at, slot] + last]
    board.seated[board.base[at, slot] + board.seat[pair]] = moved
    board.seat[moved] = board.seat[pair]
    board.load[at, slot] = last
    board.slot[pair] = -1
    board.at[board.seeker[pair], slot] = FREE
    board.placed[board.seeker[pair]] -= 1
    _write_down(board, pair, slot)


@compiled_inside
def can_put(board: Board, pair: Number, slot: Number) -> bool:
    """Whether the seeker and a seat are free in this slot."""
    at = board.employer[pair]
    return board.at[board.seeker[pair], slot] == FREE and (
        board.load[at, slot] < board.desks[at, slot]
    )


@compiled_inside
def _exchange(board: Board, pair: Number, one: Number, other: Number) -> None:
    """Place a pair in slot ``one``, where all seats are taken, and mend that with ``other``.

    Both are slots of one block, the seeker is free in ``one``, the employer has a seat in
    ``other``. Interviews change between the two slots along a path; none is moved twice, so it
    ends (D. Kőnig, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre",
    Mathematische Annalen 77, 1916).
    """
    board.stamp[0] += 1
    stamp = board.stamp[0]
    put(board, pair, one)
    board.mark[pair] = stamp
    at = board.employer[pair]
    while board.load[at, one] > board.desks[at, one]:
        base = board.base[at, one]
        leaves = np.int64(-1)
        for seat in range(board.load[at, one]):
            if board.mark[board.seated[base + seat]] != stamp:
                leaves = board.seated[base + seat]
                break
        if leaves < 0:
            return
        board.mark[leaves] = stamp
        in_the_way = board.at[board.seeker[leaves], other]
        take(board, leaves)
        if in_the_way >= 0:
            take(board, in_the_way)
            put(board, in_the_way, one)
            board.mark[in_the_way] = stamp
            at = board.employer[in_the_way]
        put(board, leaves, other)
        if in_the_way < 0:
            return


@compiled_inside
def _place_in_block(board: Board, pair: Number, slots: Array) -> bool:
    """Place a pair somewhere in a block, if the seeker and the employer have a slot each in it."""
    for slot in slots:
        if can_put(board, pair, slot):
            put(board, pair, slot)
            return True
    at, who = board.employer[pair], board.seeker[pair]
    theirs = its = np.int64(FREE)
    for slot in slots:
        if theirs < 0 and board.at[who, slot] == FREE:
            theirs = slot
        if its < 0 and board.load[at, slot] < board.desks[at, slot]:
            its = slot
    if theirs < 0 or its < 0:
        return False
    _exchange(board, pair, theirs, its)
    return True


@compiled
def _place_windows(
    board: Board,
    pairs: Array,
    window_begin: Array,
    spread_begin: Array,
    spread_block: Array,
    amount: Array,
    slots: Array,
    block_begin: Array,
) -> Array:
    """Place pairs in the blocks that a flow gave their windows; returns those that do not fit."""
    left = np.empty(len(pairs), np.int64)
    count = 0
    for window in range(len(window_begin) - 1):
        for row in range(window_begin[window], window_begin[window + 1]):
            pair, most = pairs[row], 0
            best: Number = np.int64(-1)
            for arc in range(spread_begin[window], spread_begin[window + 1]):
                if amount[arc] > 0:
                    block = spread_block[arc]
                    free = 0
                    for where in range(block_begin[block], block_begin[block + 1]):
                        if board.at[board.seeker[pair], slots[where]] == FREE:
                            free += 1
                    if free > most:
                        best, most = arc, free
            if best >= 0:
                block = spread_block[best]
                if _place_in_block(
                    board, pair, slots[block_begin[block] : block_begin[block + 1]]
                ):
                    amount[best] -= 1
                    continue
            left[count] = pair
            count += 1
    return left[:count].copy()


def place_chosen(board: Board, chosen: Chosen, windows: int, block_of: Array) -> Array:
    """Place what a flow chose as far as that goes; the pairs that found no slot."""
    order = np.argsort(chosen.window, kind="stable")
    by_window = np.argsort(chosen.spread_window, kind="stable")
    slots = np.argsort(block_of, kind="stable").astype(np.int64)
    numbers = np.arange(windows + 1)
    blocks = np.arange(int(block_of.max(initial=-1)) + 2)
    left: Array = _place_windows(
        board,
        chosen.pairs[order].astype(np.int64),
        np.searchsorted(chosen.window[order], numbers),
        np.searchsorted(chosen.spread_window[by_window], numbers),
        chosen.spread_block[by_window],
        chosen.spread_amount[by_window].astype(np.int64),
        slots,
        np.searchsorted(block_of[slots], blocks),
    )
    return left


@compiled
def make_room(board: Board, wanted: Array) -> Number:
    """Place pairs by moving others to other slots, nobody losing any; how many found a slot."""
    pairs = len(board.slot)
    parent = np.empty(pairs, np.int64)
    wants = np.empty(pairs, np.int64)
    queue = np.empty(pairs, np.int64)
    placed = 0
    for pair in wanted:
        if (
            board.slot[pair] >= 0
            or board.placed[board.seeker[pair]] >= (board.most[board.seeker[pair]])
        ):
            continue
        board.stamp[0] += 1
        stamp = board.stamp[0]
        board.mark[pair] = stamp
        parent[pair] = -1
        queue[0] = pair
        head, tail = 0, 1
        done = False
        while head < tail and tail < _MOST_LOOKED_AT and not done:
            mover = queue[head]
            head += 1
            who, at = board.seeker[mover], board.employer[mover]
            # Whoever pushes this one out leaves a slot of the seeker, or a seat of the employer.
            pusher = parent[mover]
            left = board.slot[pusher] if pusher >= 0 else -1
            for slot in range(board.desks.shape[1]):
                other = board.at[who, slot]
                if other in (AWAY, mover) or board.desks[at, slot] == 0:
                    continue
                has_seat = board.load[at, slot] < board.desks[at, slot]
                if slot == left:
                    if board.seeker[pusher] == who:
                        other = FREE
                    else:
                        has_seat = True
                if other == FREE and has_seat:
                    if _move_along(board, parent, wants, mover, slot):
                        done = True
                        placed += 1
                        break
                elif other == FREE:
                    base = board.base[at, slot]
                    for seat in range(board.load[at, slot]):
                        leaves = board.seated[base + seat]
                        if board.mark[leaves] != stamp:
                            board.mark[leaves] = stamp
                            parent[leaves], wants[leaves] = mover, slot
                            queue[tail] = leaves
                            tail += 1
                elif has_seat and board.mark[other] != stamp:
                    board.mark[other] = stamp
                    parent[other], wants[other] = mover, slot
                    queue[tail] = other
                    tail += 1
    return placed


@compiled_inside
def _move_along(board: Board, parent: Array, wants: Array, last: Number, slot: Number) -> bool:
    """Move the last of a chain, and each before it into the slot that the next one left.

    Each step was possible by itself; if one is in the way of another, nothing is changed.
    """
    chain = np.empty(_LONGEST_CHAIN, np.int64)
    before = np.empty(_LONGEST_CHAIN, np.int64)
    length, pair = 0, last
    while pair >= 0:
        if length == _LONGEST_CHAIN:
            return False
        chain[length] = pair
        length += 1
        pair = parent[pair]
    for step in range(length):
        before[step] = board.slot[chain[step]]
        if before[step] >= 0:
            take(board, chain[step])
    for step in range(length):
        to = slot if step == 0 else wants[chain[step - 1]]
        if not can_put(board, chain[step], to):
            for undone in range(step):
                take(board, chain[undone])
            for back in range(length):
                if before[back] >= 0:
                    put(board, chain[back], before[back])
            return False
        put(board, chain[step], to)
    return True

"""Steps back on purpose: somebody loses an interview, and everybody may gain by what follows.

Chains only ever begin where something is free. When all is full and somebody still has less than
the prices promise, one of the interviews is taken away; chains from the seeker and from the seat
follow; and what brings nothing is undone.
"""

from typing import Any

import numpy as np

from nhipcau.algorithms.compiling import Number, compiled, compiled_inside
from nhipcau.algorithms.timetabling.board import Board, take, undo_all
from nhipcau.algorithms.timetabling.search import Chains, Guide, first_bonus, improve_from

FROM_SEEKERS, FROM_SEATS, STEP_BACK = range(3)
Array = np.ndarray[Any, np.dtype[Any]]


@compiled_inside
def _kick(
    board: Board, guide: Guide, chains: Chains, seeker: Number, most_looks: Number
) -> Number:
    """Let a seeker lose each interview in turn; the whole gain."""
    whole: Number = 0
    slots = board.desks.shape[1]
    for slot in range(slots):
        pair = board.at[seeker, slot]
        if pair < 0:
            continue
        board.written[0] = 0
        at = board.employer[pair]
        gain = -board.weight[pair] - first_bonus(board, guide, seeker, board.placed[seeker] - 1)
        take(board, pair)
        for turn in range(2):  # without the pair that was lost, and then with it
            board.is_open[pair] = turn == 1
            for is_seat in (False, True):
                if is_seat:
                    is_free = board.load[at, slot] < board.desks[at, slot]
                else:
                    is_free = board.placed[seeker] < board.most[seeker]
                if is_free:
                    root = at * slots + slot if is_seat else seeker
                    gain += improve_from(board, guide, chains, root, is_seat, most_looks)
        if gain > 0:
            whole += gain
        else:
            undo_all(board)
    return whole


@compiled_inside
def _improve(
    board: Board, guide: Guide, chains: Chains, root: Number, is_seat: bool, most_looks: Number
) -> Number:
    """Chains from one root as long as there is a wish or a seat left; the whole gain."""
    slots = board.desks.shape[1]
    whole: Number = 0
    while True:
        if is_seat:
            at, slot = root // slots, root % slots
            if board.load[at, slot] >= board.desks[at, slot]:
                break
        elif board.placed[root] >= board.most[root]:
            break
        gain = improve_from(board, guide, chains, root, is_seat, most_looks)
        if gain <= 0:
            break
        whole += gain
    return whole


@compiled
def improve(
    board: Board, guide: Guide, chains: Chains, roots: Array, how: Number, most_looks: Number
) -> Number:
    """Chains from each root; the whole gain. ``how``: one of the three ways above."""
    whole: Number = 0
    for root in roots:
        if how == STEP_BACK:
            whole += _kick(board, guide, chains, root, most_looks)
        else:
            whole += _improve(board, guide, chains, root, how == FROM_SEATS, most_looks)
    return whole

"""Steps back on purpose: somebody loses an interview, and everybody may gain by what follows.

Chains only ever begin where something is free. When all is full and somebody still has less than
the prices promise, one of the interviews is taken away; chains from the seeker and from the seat
follow; and what brings nothing is undone.
"""

from typing import Any

import numpy as np

from nhipcau.algorithms.timetabling.board import FREE, Board, take, undo_all
from nhipcau.algorithms.timetabling.compiling import compiled
from nhipcau.algorithms.timetabling.search import Chains, Guide, first_bonus, improve_from

Array = np.ndarray[Any, np.dtype[Any]]


@compiled
def kick_all(board: Board, guide: Guide, chains: Chains, who: Array, most_looks: int) -> int:
    """Try for each of these seekers to lose each interview in turn; the whole gain."""
    whole = 0
    slots = board.desks.shape[1]
    for seeker in who:
        for slot in range(slots):
            pair = board.at[seeker, slot]
            if pair < 0:
                continue
            board.written[0] = 0
            gain = -board.weight[pair] - first_bonus(board, guide, seeker, board.count[seeker] - 1)
            take(board, pair)
            board.is_open[pair] = False
            gain += improve_from(board, guide, chains, seeker, False, most_looks)
            at = board.employer[pair]
            seat = at * slots + slot
            if board.load[at, slot] < board.desks[at, slot]:
                gain += improve_from(board, guide, chains, seat, True, most_looks)
            board.is_open[pair] = True
            if board.count[seeker] < board.most[seeker]:
                gain += improve_from(board, guide, chains, seeker, False, most_looks)
            if board.load[at, slot] < board.desks[at, slot]:
                gain += improve_from(board, guide, chains, seat, True, most_looks)
            if gain > 0:
                whole += gain
            else:
                undo_all(board)
    return whole

"""Plain ways to fill a timetable, from which a better one can only gain."""

from typing import Any

import numpy as np

from nhipcau.algorithms.compiling import compiled
from nhipcau.algorithms.timetabling.board import Board, can_put, put

Array = np.ndarray[Any, np.dtype[Any]]


@compiled
def _fill(board: Board, order: Array) -> None:
    for pair in order:
        who = board.seeker[pair]
        if not board.is_open[pair] or board.slot[pair] >= 0:
            continue
        if board.placed[who] >= board.most[who]:
            continue
        for slot in range(board.desks.shape[1]):
            if can_put(board, pair, slot):
                put(board, pair, slot)
                break


def fill(board: Board, order: Array) -> None:
    """Place pairs one after the other, each in the first slot that is free for both."""
    _fill(board, order.astype(np.int64))


def heaviest_first(board: Board) -> Array:
    """Pairs by weight; of equal ones the first seeker's, then the first employer's."""
    return np.argsort(-board.weight, kind="stable")


def one_each_first(board: Board) -> Array:
    """The heaviest pair of each seeker, then everybody's second, and so on."""
    order = np.lexsort((-board.weight, board.seeker))
    rank = np.arange(len(order)) - board.begin[board.seeker[order]]
    return order[np.lexsort((-board.weight[order], rank))]

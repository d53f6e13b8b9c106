"""Sets of rows as bits, sixty-four to a word, and the best keys in a heap: inside the kernel."""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba.extending import intrinsic

from nhipcau.algorithms.compiling import compiled

Words = npt.NDArray[np.uint64]
Keys = npt.NDArray[np.int64]
RANK_BITS = 32
LAST_RANK = (1 << RANK_BITS) - 1


def _lowest(_typing: Any, word: Any) -> Any:

    def build(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return numba.types.uint64(numba.types.uint64), build


# The place of the lowest bit of a word that is not 0: one instruction of the processor.
lowest: Any = intrinsic(_lowest)


def words_for(rows: int) -> int:
    return max(1, -(-rows // 64))


@compiled
def key_of(score: int, rank: int) -> int:
    """One number to sort by: the higher score first, then the lower rank."""
    return (score << RANK_BITS) | (LAST_RANK - rank)


@compiled
def push(heap: Keys, held: int, key: int) -> int:
    """Keep the highest keys: a heap whose first is the lowest kept. How many are held then."""
    if held < len(heap):
        child = held
        while child > 0 and heap[(child - 1) >> 1] > key:
            heap[child] = heap[(child - 1) >> 1]
            child = (child - 1) >> 1
        heap[child] = key
        return held + 1
    parent = 0
    while 2 * parent + 1 < held:
        child = 2 * parent + 1
        if child + 1 < held and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[parent] = heap[child]
        parent = child
    heap[parent] = key
    return held


@compiled
def sort_down(keys: Keys, held: int) -> None:
    """The first ``held`` keys from the highest to the lowest."""
    if held > 64:
        keys[:held] = np.sort(keys[:held])[::-1]
        return
    for place in range(1, held):
        key, other = keys[place], place - 1
        while other >= 0 and keys[other] < key:
            keys[other + 1] = keys[other]
            other -= 1
        keys[other + 1] = key


@compiled
def set_bit(words: Words, row: int, value: bool) -> None:
    bit = np.uint64(1) << np.uint64(row & 63)
    if value:
        words[row >> 6] |= bit
    else:
        words[row >> 6] &= ~bit

"""Compiled functions, kept on disk where that is possible."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

# What loops count with, inside compiled functions and outside.
Number = int | np.signedinteger[Any]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """Compile at the first call; the result is kept beside the file or in the user's folder.

    Where neither can be written, it is compiled again by each process.
    """
    njit: Any = numba.njit
    told = {"nogil": True, "error_model": "numpy"}
    try:
        made: Compiled = njit(cache=True, **told)(function)
    except RuntimeError:
        made = njit(**told)(function)
    return made

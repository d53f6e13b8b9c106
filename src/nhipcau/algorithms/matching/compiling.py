"""Compiled functions, kept on disk where that is possible."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """Compile at the first call; the result is kept beside the file or in the user's folder.

    Where neither can be written, it is compiled again by each process.
    """
    told = {"nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(cache=True, **told)(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return numba.njit(**told)(function)  # type: ignore[no-any-return]

"""Compiled functions, kept on disk where that is possible."""

import functools
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

# What loops count with, inside compiled functions and outside.
Number = int | np.signedinteger[Any]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """Compile at the first call, and keep the result for the next process.

    Where no folder can be written, each process compiles for itself.
    """
    njit: Any = numba.njit
    told = {"nogil": True, "error_model": "numpy"}
    config: Any = numba.core.config
    folder = _folder()
    if folder is None:
        plain: Compiled = njit(**told)(function)
        return plain
    others = config.CACHE_DIR
    try:
        config.CACHE_DIR = str(folder)
        kept: Compiled = njit(cache=True, **told)(function)
    except RuntimeError:  # numba found that it cannot write there after all
        kept = njit(**told)(function)
    finally:
        config.CACHE_DIR = others
    return kept


@functools.cache
def _folder() -> Path | None:
    """A folder for exactly these sources.

    By itself numba looks at the file of a function alone: it would go on using an old copy of what
    that function calls in another file.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for source in sorted(here.glob("*.py")):
        digest.update(source.read_bytes())
    named = f"matching-{digest.hexdigest()[:16]}"
    for place in (here / "__pycache__", _users_own()):
        if place:
            try:
                (place / named).mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                continue
            if os.access(place / named, os.W_OK):
                return place / named
    return None


def _users_own() -> Path | None:
    try:
        return Path.home() / ".cache" / "nhipcau"
    except RuntimeError:
        return None

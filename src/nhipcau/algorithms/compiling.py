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
    return _kept(function, {})


def compiled_inside(function: Compiled) -> Compiled:
    """The same for what only compiled functions call: without the way in from Python.

    That way in, with its tables, takes longer to compile than the function itself.
    """
    return _kept(function, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})


def _kept(function: Compiled, more: dict[str, bool]) -> Compiled:
    njit: Any = numba.njit
    told = {"nogil": True, "error_model": "numpy", **more}
    config: Any = numba.core.config
    folder = _folder(Path(function.__code__.co_filename).parent)
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
def _folder(here: Path) -> Path | None:
    """A folder for exactly these sources of compiled functions: one package's, all together.

    By itself numba looks at the file of a function alone: it would go on using an old copy of what
    that function calls in another file.
    """
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for source in sorted(here.glob("*.py")):
        text = source.read_bytes()
        if b"compiled" in text:
            digest.update(text)
    named = f"{here.name}-{digest.hexdigest()[:16]}"
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

"""A case from a file; whatever is wrong in it is one line with its place."""

import json
from pathlib import Path
from typing import Any

from nhipcau.algorithms.timetabling.case import Case
from nhipcau.algorithms.timetabling.making import CaseFault, case_from
from nhipcau.algorithms.timetabling.places import line_and_column, path_to

LARGEST_FILE = 256 * 1024 * 1024  # bytes; 20,000 seekers are some ten million


class BadFile(ValueError):
    """What is wrong in a file, as one line: file, line, column, what and why."""


class _NoNumber:
    """NaN and the infinities, which JSON does not have, but Python reads."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


class _Twice(dict[str, Any]):
    """An object with one name twice: one of the values would be lost without a word."""


def read_case(file: str) -> Case:
    """The case of a file.

    Raises:
        BadFile: it is no case.
        OSError: the file cannot be read.
    """
    with open(Path(file), "rb") as stream:
        raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise BadFile(f"{file}: is larger than {LARGEST_FILE // 1024**2} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadFile(f"{file}:{line}: is not UTF-8: byte {error.start + 1}") from None
    try:
        return case_from(_parsed(text))
    except json.JSONDecodeError as error:
        told = f"{file}:{error.lineno}:{error.colno}: is not JSON: {error.msg}"
        raise BadFile(told) from None
    except CaseFault as fault:
        line, column = line_and_column(text, fault.where)
        raise BadFile(f"{file}:{line}:{column}: {fault}") from None
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{file}: is not JSON: {str(error)[:80]}") from None


def _parsed(text: str) -> Any:
    odd: list[Any] = []

    def no_number(name: str) -> _NoNumber:
        odd.append(_NoNumber(name))
        return odd[-1]

    def an_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            odd.append(_Twice(told))
            return odd[-1]
        return told

    told = json.loads(text, parse_constant=no_number, object_pairs_hook=an_object)
    if odd:
        where = path_to(told, odd[0])
        if isinstance(odd[0], _NoNumber):
            raise CaseFault(where, f"{odd[0]} is not a number of JSON")
        raise CaseFault(where, "has one name twice")
    return told

"""Files of JSON lines: every good line becomes a record, every bad one is named."""

import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nhipcau.algorithms.matching.records import Record, RecordFault

LONGEST_LINE = 2_000_000  # bytes; a record is a few thousand
_BLOCK = 1 << 20


class BadLine(NamedTuple):
    """What is wrong in a file: the line, the field and the reason."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.reason}"


class _NoNumber:
    """NaN and the infinities, which JSON does not have, but Python reads."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


def read_records(
    file: str,
    make: Callable[[object], Record],
    name_bad: Callable[[BadLine], None],
    show: Callable[[int], None] = lambda _lines: None,
) -> list[Record]:
    """The records of a file, in its order. Of two with one id the first is kept.

    ``name_bad`` is told of every line that gives none, ``show`` how many lines were read.

    Raises:
        OSError: the file cannot be read.
    """
    found: list[Record] = []
    line_of: dict[str, int] = {}
    with open(Path(file), "rb") as stream:
        for number, line in _lines(stream):
            show(number)
            try:
                record = make(_parsed(line))
                if record.id in line_of:
                    raise RecordFault("id", f"{record.id!r} stands on line {line_of[record.id]}")
            except RecordFault as fault:
                name_bad(BadLine(file, number, fault.field, fault.reason))
            else:
                line_of[record.id] = number
                found.append(record)
    return found


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, without empty ones; None for one that is too long to be read."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            rest = stream.readline(_BLOCK)
            if rest:
                while rest and not rest.endswith(b"\n"):
                    rest = stream.readline(_BLOCK)
                yield number, None
                continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield number, line


def _parsed(line: bytes | None) -> Any:
    if line is None:
        raise RecordFault("line", f"is longer than {LONGEST_LINE:,} bytes")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordFault("line", f"is not UTF-8: byte {error.start + 1}") from None
    odd: list[_NoNumber] = []

    def odd_number(name: str) -> _NoNumber:
        odd.append(_NoNumber(name))
        return odd[-1]

    try:
        told = json.loads(text, parse_constant=odd_number)
    except json.JSONDecodeError as error:
        raise RecordFault("line", f"is not JSON: {error.msg} at {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:
        raise RecordFault("line", f"is not JSON: {str(error)[:80]}") from None
    if odd:
        fields = told.items() if isinstance(told, dict) else ()
        field = next((name for name, value in fields if str(odd[0]) in repr(value)), "line")
        raise RecordFault(field, f"{odd[0]!r} is not a number of JSON")
    return told

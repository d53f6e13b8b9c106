"""Where something stands in a JSON text: as a path for programs, as line and column for people."""

import json
import re
from typing import Any

Where = tuple[str | int, ...]
_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def written(where: Where) -> str:
    """``pairs[3].weight``; the whole is ``case``."""
    text = ""
    for step in where:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "case"


def line_and_column(text: str, where: Where) -> tuple[int, int]:
    """From 1. Of something that is missing: where the thing begins in which it is missed."""
    at = _skip(text, 0)
    for step in where:
        inside = _enter(text, at, step)
        if inside < 0:
            break
        at = inside
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - line_start + 1


def path_to(told: Any, wanted: object) -> Where:
    """The way to exactly this value, ``()`` when it is not in there."""
    stack: list[tuple[Where, Any]] = [((), told)]
    while stack:
        where, one = stack.pop()
        if one is wanted:
            return where
        if isinstance(one, dict):
            stack += [((*where, name), value) for name, value in one.items()]
        elif isinstance(one, list):
            stack += [((*where, row), value) for row, value in enumerate(one)]
    return ()


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _enter(text: str, at: int, step: str | int) -> int:
    """Where the value of a name or of a row begins, -1 if it is not there; of twice, the last."""
    opens, found, row = text[at : at + 1], -1, 0
    if opens != ("{" if isinstance(step, str) else "["):
        return -1
    at = _skip(text, at + 1)
    while text[at] not in "}]":
        name: Any = row
        if opens == "{":
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if name == step:
            found = at
            if opens == "[":
                break
        _value, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        row += 1
    return found

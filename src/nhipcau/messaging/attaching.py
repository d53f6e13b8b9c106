"""Files that go with a mail: made when it leaves, from what the record says then.

``messaging`` knows no record by its kind: whoever tells of one says how its files are made.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nhipcau.messaging.models import Message


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    content_type: str


Maker = Callable[[Sequence[int]], list[File]]

_MAKERS: dict[str, Maker] = {}


def attach(about_type: str, maker: Maker) -> None:
    """Files of mails about records of one type, ``app.model``; told once, when the site starts."""
    _MAKERS[about_type] = maker


def files_for(messages: Sequence[Message]) -> tuple[File, ...]:
    """The files of all that one mail tells."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in messages:
        if one.about_type in _MAKERS:
            numbers[one.about_type].append(one.about_id)
    return tuple(file for kind, found in numbers.items() for file in _MAKERS[kind](found))

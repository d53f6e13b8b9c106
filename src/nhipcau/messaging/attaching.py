"""What goes with a mail beside its text: files, made when it leaves, and its subject.

``messaging`` knows no record by its kind: whoever tells of one says so when the site starts.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nhipcau.messaging.models import Message


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    content_type: str


Maker = Callable[[Sequence[int]], list[File]]

_MAKERS: dict[str, Maker] = {}
_SUBJECTS: dict[str, Any] = {}


def attach(about_type: str, maker: Maker) -> None:
    """Files of mails about records of one type, ``app.model``; told once, when the site starts."""
    _MAKERS[about_type] = maker


def name(about_type: str, subject: Any) -> None:
    """What stands above a mail about records of one type: lazy words, read by others too."""
    _SUBJECTS[about_type] = subject


def subject_for(message: Message) -> str:
    """Of one message; empty where nobody named it."""
    return str(_SUBJECTS.get(message.about_type, ""))


def files_for(messages: Sequence[Message]) -> tuple[File, ...]:
    """The files of all that one mail tells."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in messages:
        if one.about_type in _MAKERS:
            numbers[one.about_type].append(one.about_id)
    return tuple(file for kind, found in numbers.items() for file in _MAKERS[kind](found))

"""A file beside the backups that says which records were erased: numbers and moments, no names.

One JSON object a line. A line that was cut off by a crash is the last one, and is left out.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Stone:
    """``record_ids``: of all records of one person, in order."""

    record_ids: tuple[int, ...]
    at: datetime


def append(stones: Iterable[Stone], path: Path | None = None) -> None:
    """Write the stones at the end of the file, and wait until the disk has them.

    Raises:
        OSError: the file cannot be written.
    """
    lines = [
        json.dumps({"records": list(one.record_ids), "at": one.at.isoformat()}) + "\n"
        for one in stones
    ]
    if not lines:
        return
    path = path or Path(settings.TOMBSTONES)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_cut = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="ascii") as file:
        file.write(("\n" if is_cut else "") + "".join(lines))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[Stone]:
    """Every stone of a file, once.

    Raises:
        OSError: the file cannot be read.
    """
    found: dict[tuple[int, ...], Stone] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        try:
            told = json.loads(line)
            ids = tuple(int(one) for one in told["records"])
            found[ids] = Stone(ids, datetime.fromisoformat(told["at"]))
        except (ValueError, KeyError, TypeError):
            continue
    return list(found.values())

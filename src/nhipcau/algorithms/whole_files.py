"""Files that are there with all they hold, or as they were before."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO


def check_out(out: str, read: Sequence[str]) -> None:
    """Nobody's data is written over: neither by the answer, nor by half of it.

    :raises OSError: ``out`` is one of the files that are read, or a folder.
    """
    for told in read:
        with contextlib.suppress(FileNotFoundError):
            if os.path.samefile(told, out):
                raise OSError(f"--out is {told}, which is read")
    if Path(out).is_dir():
        raise OSError(f"{out} is a folder")


@contextlib.contextmanager
def whole_file(name: str) -> Iterator[TextIO]:
    """A file that is there with all of its lines, or as it was before."""
    path = Path(name)
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):  # a pipe, /dev/stdout
        with open(path, "w", encoding="utf-8") as out:
            yield out
        return
    path = Path(os.path.realpath(path))
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".half")
    try:
        with open(handle, "w", encoding="utf-8") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(half).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        Path(half).replace(path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise

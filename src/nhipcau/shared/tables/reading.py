"""From a file that somebody sent to its rows, or to a sentence that says what to do."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

import nhipcau
from nhipcau.shared.errors import DomainError
from nhipcau.shared.tables import limits

_PROGRAM = (
    "import sys; sys.path.insert(0, {source!r});"
    " from nhipcau.shared.tables.child import main; main()"
)

SENTENCES = {
    "empty": gettext_lazy("This file has no rows."),
    "too_large": gettext_lazy("This file is larger than 10 MB. Please send the list alone."),
    "bomb": gettext_lazy(
        "This file unpacks to far more than a list of people. It was not opened. Please copy the"
        " list into a new workbook and send that."
    ),
    "too_heavy": gettext_lazy(
        "This file could not be read within the limits of memory and time. Please copy the list"
        " into a new workbook and send that."
    ),
    "nested": gettext_lazy(
        "There are other files inside this file. Please send the list as a workbook of its own."
    ),
    "strange_names": gettext_lazy(
        "This file is put together in an unusual way and was not opened. Please save it again as"
        " an Excel workbook (.xlsx)."
    ),
    "strange_markup": gettext_lazy(
        "This file contains declarations that a list does not need; it was not opened. Please"
        " save it again as an Excel workbook (.xlsx)."
    ),
    "too_many_columns": gettext_lazy(
        "There is something far to the right of the table (%(about)s). At most 100 columns are"
        " read; please delete what stands there."
    ),
    "too_many_rows": gettext_lazy(
        "There are more rows than one list may have (25,000), or something stands far below the"
        " table. Please split the list, or delete what stands there."
    ),
    "too_many_sheets": gettext_lazy("This workbook has %(about)s sheets; at most 40 are read."),
    "locked": gettext_lazy(
        "This file is locked with a password. Please save it without a password and send it again."
    ),
    "macros": gettext_lazy(
        "This workbook contains macros. Please save it as .xlsx (without macros) and send"
        " it again."
    ),
    "xlsb": gettext_lazy("Please save this workbook as .xlsx and send it again."),
    "html": gettext_lazy(
        "This is a web page with the name of a workbook. Please open it in Excel, save it as .xlsx"
        " and send it again."
    ),
    "word": gettext_lazy(
        "This is a text document. Please copy the table into an Excel workbook and send that."
    ),
    "pdf": gettext_lazy("This is a PDF. Please send the Excel workbook that it was made from."),
    "picture": gettext_lazy("This is a picture. Please send the list as an Excel workbook."),
    "archive": gettext_lazy("This is an archive of files. Please send the workbook itself."),
    "unknown": gettext_lazy("This is not a list: neither an Excel workbook nor a CSV file."),
    "broken": gettext_lazy(
        "This file is damaged or was not sent whole. Please open it in Excel, save it again and"
        " send that."
    ),
}


class FileRefused(DomainError):
    """A file that is not read. ``code`` says why, the message what to do."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(str(SENTENCES[code]) % {"about": about}, field="file")
        self.code = code


@dataclass(frozen=True)
class Row:
    """One row that is not empty. ``number`` counts from 1 as the program of the sender shows it;
    ``cut``: places of cells that were too long to keep."""

    number: int
    cells: tuple[str, ...]
    cut: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]
    skipped: str = ""


class Tables:
    """What a file holds. As text it is its own fingerprint, so that an idempotency key can be
    bound to it without going through every cell."""

    def __init__(self, sheets: tuple[Sheet, ...], *, digest: str, starts_1904: bool = False):
        self.sheets = sheets
        self.digest = digest
        self.starts_1904 = starts_1904

    def __str__(self) -> str:
        return self.digest


def read_tables(data: bytes) -> Tables:
    """The rows of an XLSX, XLS, ODS or CSV file in any Vietnamese encoding. Legacy letters inside
    cells are left as they are: see ``shared.vietnamese.guessing``.

    Takes up to 40 s: call it outside a transaction.

    Raises:
        FileRefused: the file is no list, cannot be opened, or asks for too much.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        raise FileRefused("too_large")
    source = str(Path(nhipcau.__file__).parents[1])
    answer: dict[str, Any]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM.format(source=source)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.WALL_SECONDS,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_heavy"}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"refused": "too_heavy"}
    if "refused" in answer:
        raise FileRefused(answer["refused"], answer.get("about", ""))
    return Tables(
        tuple(
            Sheet(
                one["name"],
                tuple(Row(number, tuple(cells), tuple(cut)) for number, cells, cut in one["rows"]),
                one["skipped"],
            )
            for one in answer["sheets"]
        ),
        digest=sha256(data).hexdigest(),
        starts_1904=answer["starts_1904"],
    )

"""Reads one file from standard input and prints its rows as JSON. Plain Python, its own process.

The process gives its rights away first: memory, processor time, and every further open file, so
that neither the network nor the disk is within reach of whatever the file makes a library do.
"""

import codecs
import csv
import datetime as dt
import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

import python_calamine

from nhipcau.shared.tables import limits
from nhipcau.shared.tables.precheck import TEXT, Refused, check
from nhipcau.shared.vietnamese.files import text_of

OUT_OF_MEMORY = 3
# Found now: later no file can be opened, not even one of Python's own.
for _codec in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp437", "cp1252", "cp1258"):
    codecs.lookup(_codec)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Not every space: some stand for half a letter in text that was encoded twice.
_SPACES = re.compile("[ \t\f\v\u2000-\u200b\u3000\ufeff]+")
_LINE_ENDS = re.compile("\r\n|\r|\n")


def give_up_rights() -> None:
    """From here on: 512 MB, 20 s of processor, no new file, socket or process."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main() -> None:
    give_up_rights()
    try:
        answer = read(sys.stdin.buffer.read(limits.MAX_FILE_BYTES + 1))
    except Refused as refusal:
        answer = {"refused": refusal.code, "about": refusal.about}
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def read(data: bytes) -> dict[str, Any]:
    """The sheets of a file as plain lists.

    Raises:
        Refused: the file cannot be opened, or is larger than lists are.
    """
    checked = check(data)
    sheets = [_text_sheet(data)] if checked.kind == TEXT else _sheets(data)
    if sum(len(sheet["rows"]) for sheet in sheets) > limits.MAX_ROWS:
        raise Refused("too_many_rows", str(limits.MAX_ROWS))
    if not any(sheet["rows"] for sheet in sheets):
        raise Refused("empty")
    return {"kind": checked.kind, "starts_1904": checked.starts_1904, "sheets": sheets}


def _sheets(data: bytes) -> list[dict[str, Any]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        told = list(book.sheets_metadata)
        if len(told) > limits.MAX_SHEETS:
            raise Refused("too_many_sheets", str(len(told)))
        return [_sheet(book, one) for one in told]
    except python_calamine.PasswordError as error:
        raise Refused("locked") from error
    except (Refused, MemoryError):
        raise
    except BaseException as error:  # a library in Rust also panics, which is no Exception
        raise Refused("broken") from error


def _sheet(book: Any, told: Any) -> dict[str, Any]:
    name = _plain(told.name)[:80]
    if told.visible != python_calamine.SheetVisibleEnum.Visible:
        return {"name": name, "rows": [], "skipped": "hidden"}
    if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return {"name": name, "rows": [], "skipped": "no_table"}
    sheet = book.get_sheet_by_name(told.name)
    first_row, first_column = sheet.start or (0, 0)
    if first_column + sheet.width > limits.MAX_COLUMNS:
        raise Refused("too_many_columns", name)
    lead: list[Any] = [""] * first_column
    rows = (lead + cells for cells in sheet.to_python(skip_empty_area=True))
    return {"name": name, "rows": list(_rows(rows, first_row + 1)), "skipped": ""}


def _text_sheet(data: bytes) -> dict[str, Any]:
    text = text_of(data)
    separator = _separator(text)
    rows = _csv(text, separator, csv.QUOTE_MINIMAL)
    if any(len(cell) > limits.MAX_CELL_LENGTH and "\n" in cell for row in rows for cell in row):
        rows = _csv(text, separator, csv.QUOTE_NONE)  # a quote that nobody closed
    if any(len(row) > limits.MAX_COLUMNS for row in rows):
        raise Refused("too_many_columns", "")
    return {"name": "", "rows": list(_rows(iter(rows), 1)), "skipped": ""}


def _csv(text: str, separator: str, quoting: Any) -> list[list[str]]:
    csv.field_size_limit(limits.MAX_FILE_BYTES)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting):
            rows.append(row)
            if len(rows) > limits.MAX_LAST_ROW:
                raise Refused("too_many_rows", str(limits.MAX_ROWS))
    except csv.Error as error:
        if quoting == csv.QUOTE_NONE:
            raise Refused("broken") from error
        return _csv(text, separator, csv.QUOTE_NONE)
    return rows


def _separator(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of parts."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:25]
    if lines and (said := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        return said[1]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(",;\t|", key=weight)


def _rows(rows: Iterator[list[Any]], first_number: int) -> Iterator[list[Any]]:
    """``[number, cells, places of cells that were cut]`` for each row that is not empty."""
    length = 0
    for number, row in enumerate(rows, start=first_number):
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        cut = [place for place, cell in enumerate(cells) if len(cell) > limits.MAX_CELL_LENGTH]
        for place in cut:
            cells[place] = cells[place][:60] + "…"
        length += sum(map(len, cells))
        if length > limits.MAX_TEXT:
            raise Refused("bomb")
        yield [number, cells, cut]


def _shown(cell: Any) -> str:
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).upper()
    if isinstance(cell, float | int):
        return _number(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    return str(cell)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _plain(text: str) -> str:
    """Without control signs, half letters and double spaces; line ends stay."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "\n".join(
        _SPACES.sub(" ", _CONTROL.sub(" ", line)).strip(" ") for line in _LINE_ENDS.split(whole)
    ).strip("\n")

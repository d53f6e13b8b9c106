"""What a file is, by its content, and whether it may be opened at all. Plain Python.

A workbook of a few kilobytes can ask for gigabytes. Its parts are counted, weighed and looked
through here before a library opens them; the rein of the process catches what is left.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from nhipcau.shared.tables import limits
from nhipcau.shared.vietnamese.files import wide_encoding

XLSX, XLS, ODS, TEXT = "xlsx", "xls", "ods", "text"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "word"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<body", b"<?xml")
_NESTED = (".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".7z", ".rar", ".gz")
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(/?)>')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class Refused(Exception):
    """The file is not opened. ``code`` is a key of ``reading.SENTENCES``; ``about`` fills it."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


@dataclass(frozen=True)
class Checked:
    kind: str
    starts_1904: bool = False


def check(data: bytes) -> Checked:
    """Say what kind of table file this is.

    Raises:
        Refused: it is none, or it is larger or stranger than lists of people ever are.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("empty")
    if len(data) > limits.MAX_FILE_BYTES:
        raise Refused("too_large")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _check_archive(data)
    if data.startswith(_OLE):
        return _check_ole(data)
    for start, code in _STARTS:
        if data.startswith(start):
            raise Refused(code)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:60].lower().startswith(_MARKUP):
        raise Refused("html")
    _check_text(data)
    return Checked(TEXT)


def _check_ole(data: bytes) -> Checked:
    def names(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if names("EncryptedPackage") or names("EncryptionInfo"):
        raise Refused("locked")
    if names("WordDocument"):
        raise Refused("word")
    if names("_VBA_PROJECT"):
        raise Refused("macros")
    if not names("Workbook") and not names("Book"):
        raise Refused("unknown")
    return Checked(XLS)


def _check_text(data: bytes) -> None:
    """Text has letters and line ends; a program or a picture has every byte there is."""
    start = data[:20_000]
    zeros = start.count(0)
    control = sum(start.count(code) for code in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(data):
        return
    if zeros > len(start) * 0.01 or control > len(start) * 0.05:
        raise Refused("unknown")


def _check_archive(data: bytes) -> Checked:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        return _check_parts(archive, archive.infolist())
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused("broken") from error
    except (NotImplementedError, RuntimeError, KeyError, LookupError, OverflowError) as error:
        raise Refused("broken") from error


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Checked:
    if len(parts) > limits.MAX_PARTS:
        raise Refused("bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("locked")
    if any(_leaves_the_folder(part.filename) for part in parts):
        raise Refused("strange_names")
    if sum(part.file_size for part in parts) > limits.MAX_UNPACKED_BYTES:
        raise Refused("bomb")
    for part in parts:
        if part.file_size > limits.RATIO_FROM_BYTES and (
            part.file_size > limits.MAX_RATIO * max(1, part.compress_size)
        ):
            raise Refused("bomb")
    kind = _kind_of({part.filename for part in parts}, archive)
    if any(part.filename.lower().endswith(_NESTED) for part in parts):
        raise Refused("nested")
    starts_1904 = False
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            content = archive.read(part)
            _check_markup(content)
            if part.filename.startswith("xl/worksheets/"):
                _check_cells(content)
            if part.filename == "xl/workbook.xml":
                starts_1904 = bool(re.search(rb'date1904="(?:1|true)"', content))
            if kind == ODS and part.filename == "content.xml":
                _check_repeats(content)
    return Checked(kind, starts_1904)


def _leaves_the_folder(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return ".." in path.parts or path.is_absolute() or ":" in name


def _kind_of(names: set[str], archive: zipfile.ZipFile) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if "word/document.xml" in names:
        raise Refused("word")
    if "mimetype" in names and "content.xml" in names:
        if b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
            return ODS
        raise Refused("word")
    raise Refused("archive")


def _check_markup(content: bytes) -> None:
    """No declarations: a list of people needs none, and entities can grow without end."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise Refused("strange_markup")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.IGNORECASE):
        raise Refused("strange_markup")


def _check_cells(content: bytes) -> None:
    last_row = last_column = cells = 0
    for found in _CELL.finditer(content):
        if found[3]:
            continue  # a format without content takes no memory
        cells += 1
        last_row = max(last_row, int(found[2]))
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - 64
        if column > limits.MAX_COLUMNS:
            raise Refused("too_many_columns", f"{found[1].decode()}{int(found[2])}")
        last_column = max(last_column, column)
    if last_row > limits.MAX_LAST_ROW or last_row * last_column > limits.MAX_CELLS:
        raise Refused("too_many_rows", str(last_row))
    if cells > limits.MAX_CELLS:
        raise Refused("too_many_rows", str(last_row))


def _check_repeats(content: bytes) -> None:
    """Empty ends of a sheet are repeated up to its edge; anything in between is a trick."""
    counts = [int(found[1]) for found in _REPEATED.finditer(content) if len(found[1]) < 9]
    if sum(count for count in counts if count < 16_000) > limits.MAX_LAST_ROW * 4:
        raise Refused("bomb")

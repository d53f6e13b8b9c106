"""From the bytes of a text file to text: UTF-8, UTF-16, or single bytes of an older system."""

import re
import unicodedata

from nhipcau.shared.vietnamese.guessing import _possible
from nhipcau.shared.vietnamese.syllables import share_of_syllables, words_of

_SAMPLE = 400
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def text_of(data: bytes) -> str:
    """The text of a file, in NFC where it is Unicode. Legacy text comes as Latin-1 signs, to be
    read by ``guessing``. Never fails: a byte that fits nowhere becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _plain(data[len(mark) :].decode(encoding, errors="replace"))
    if encoding := wide_encoding(data):
        return _plain(data.decode(encoding, errors="replace"))
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut within the last letter
            return _plain(data.decode("utf-8", errors="replace"))
    lines = data.splitlines(keepends=True)
    if any(_is_utf8(line) for line in lines if not line.isascii()):
        return "".join(_line(line) for line in lines)
    return _single_bytes(data)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of digits, commas and plain letters is zero."""
    start = data[:4000]
    if len(start) < 4:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.15 and odd > 4 * even:
        return "utf-16-le"
    if even > len(start) * 0.15 and even > 4 * odd:
        return "utf-16-be"
    return ""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(line: bytes) -> str:
    return _plain(line.decode("utf-8")) if _is_utf8(line) else _single_bytes(line)


def _single_bytes(data: bytes) -> str:
    """cp1258 when more of it becomes Vietnamese that way than through TCVN3 or VNI."""
    latin = data.decode("latin-1")
    windows = _plain(data.decode("cp1258", errors="replace"))
    telling = [line for line in latin.splitlines() if not line.isascii()][:_SAMPLE]
    chosen = [line for line in windows.splitlines() if not line.isascii()][:_SAMPLE]
    legacy = max(
        (_sense([_says(line, encoding) for line in telling]) for encoding in ("tcvn3", "vni")),
        default=0.0,
    )
    return windows if _sense(chosen) > legacy else latin


def _says(line: str, encoding: str) -> str:
    for name, what, _makes_sense in _possible(unicodedata.normalize("NFC", line)):
        if name == encoding:
            return what
    return ""


def _sense(lines: list[str]) -> float:
    told = [word for line in lines for word in words_of(line) if not word.isascii()]
    strange = sum(len(re.findall(r"[^\x00-\x7f\w\s]", line)) for line in lines)
    if not told:
        return 0.0
    return sum(share_of_syllables(word) for word in told) - strange

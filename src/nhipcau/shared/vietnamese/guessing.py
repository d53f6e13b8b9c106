"""Which encoding a text is in, found by what becomes Vietnamese; doubt is said, not hidden."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nhipcau.shared.vietnamese.letters import decode_tcvn3, decode_viqr, decode_vni
from nhipcau.shared.vietnamese.syllables import is_written_in_vietnamese, share_of_syllables

UNICODE, TCVN3, VNI, VIQR, TWICE = "unicode", "tcvn3", "vni", "viqr", "utf-8 twice"
_VIQR_SIGNS = re.compile(r"[aeouy][\^(+*'`?~.]|[iy][`'?~.]|\bdd", re.IGNORECASE)
_TWICE_SIGNS = re.compile("[ÃÄÅÆáâ][\x80-\xff‘’“”•–—˜™š›œžŸƒ„…†‡ˆ‰Š‹ŒŽ€‚]")
MOST_VOTES = 4000


@dataclass(frozen=True)
class Habit:
    """How the texts of one file are written: the encoding of most, and whether others occur."""

    encoding: str = UNICODE
    is_mixed: bool = False


@dataclass(frozen=True)
class Reading:
    """What a text says. ``others``: what it might say instead. ``is_sure`` is false when people
    should look; ``is_garbled`` when no reading makes sense."""

    text: str
    encoding: str
    others: tuple[str, ...] = ()
    is_sure: bool = True
    is_garbled: bool = False


def _decode_twice(text: str) -> str:
    raw = bytearray()
    for sign in text:
        try:
            raw += sign.encode("cp1252")
        except UnicodeEncodeError:
            if ord(sign) > 255:
                return text
            raw.append(ord(sign))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


_DECODERS: dict[str, Callable[[str], str]] = {
    TCVN3: decode_tcvn3,
    VNI: decode_vni,
    TWICE: _decode_twice,
}


@functools.lru_cache(maxsize=20_000)
def _possible(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Each way to read a text in NFC: encoding, what it says, whether all of it is Vietnamese."""
    if text.isascii():
        if not _VIQR_SIGNS.search(text):
            return ((UNICODE, text, True),)
        decoded = decode_viqr(text)
        return (
            (UNICODE, text, share_of_syllables(text) == 1 and not re.search(r"[\^(+*~]", text)),
            (VIQR, decoded, share_of_syllables(decoded) == 1),
        )
    found = [(UNICODE, text)]
    is_latin = all(ord(sign) < 256 for sign in text)
    for encoding, decode in _DECODERS.items():
        # Text in a legacy encoding has no letter that those encodings do not have.
        if not (_TWICE_SIGNS.search(text) if encoding == TWICE else is_latin):
            continue
        decoded = decode(text)
        if decoded != text:
            found.append((encoding, unicodedata.normalize("NFC", decoded)))
    return tuple(
        (encoding, says, is_written_in_vietnamese(says) and share_of_syllables(says) == 1)
        for encoding, says in found
    )


def habit_of(texts: Iterable[str]) -> Habit:
    """How most of these texts are written, from those that make sense in one encoding only."""
    votes: Counter[str] = Counter()
    for text in texts:
        possible = _possible(unicodedata.normalize("NFC", text))
        if len(possible) == 1 and text.isascii():
            continue
        sensible = {encoding for encoding, _says, makes_sense in possible if makes_sense}
        if len(sensible) == 1:
            votes.update(sensible)
        if votes.total() >= MOST_VOTES:
            break
    if not votes:
        return Habit()
    encoding, count = votes.most_common(1)[0]
    if encoding == VIQR and count < 2 and votes.total() > count:
        encoding = UNICODE
    return Habit(encoding, is_mixed=votes.total() - votes[encoding] > 0)


def read(text: str, habit: Habit) -> Reading:
    """What ``text`` says in a file with this habit.

    Sure: it makes sense in the file's encoding and, if several encodings occur in the file, in no
    other one. A word that is no Vietnamese syllable (a name of another people) is taken as it is.
    """
    return _read(unicodedata.normalize("NFC", text), habit)


@functools.lru_cache(maxsize=20_000)
def _read(text: str, habit: Habit) -> Reading:
    possible = _possible(text)
    says = {encoding: what for encoding, what, _sense in possible}
    sensible = [encoding for encoding, _what, makes_sense in possible if makes_sense]
    if len(possible) == 1 and text.isascii():
        return Reading(text, UNICODE)
    if habit.encoding in sensible:
        others = _others(says, sensible, habit.encoding)
        return Reading(
            says[habit.encoding], habit.encoding, others, is_sure=not (habit.is_mixed and others)
        )
    if sensible:
        chosen = sensible[0]
        others = _others(says, sensible, chosen)
        return Reading(says[chosen], chosen, others, is_sure=not others)
    return _without_sense(says, habit)


def _without_sense(says: dict[str, str], habit: Habit) -> Reading:
    written = [encoding for encoding, what in says.items() if is_written_in_vietnamese(what)]
    if habit.encoding == UNICODE and UNICODE in written and not habit.is_mixed:
        return Reading(says[UNICODE], UNICODE)
    if not written:
        return Reading(says[UNICODE], UNICODE, tuple(says.values())[1:], False, is_garbled=True)

    def likelihood(encoding: str) -> tuple[float, bool]:
        return share_of_syllables(says[encoding]), encoding == habit.encoding

    best = max(written, key=likelihood)
    return Reading(says[best], best, _others(says, written, best), is_sure=False)


def _others(says: dict[str, str], encodings: list[str], chosen: str) -> tuple[str, ...]:
    texts = [says[one] for one in encodings if one != chosen]
    return tuple(dict.fromkeys(text for text in texts if text != says[chosen]))

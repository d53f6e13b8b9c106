"""How a Vietnamese name may be written twice: order, marks, spelling, abbreviation, slips.

Plain functions without a database. The order is family name, middle names, given name; forms of
foreigners turn it round. Whether a word *is* a Vietnamese syllable tells a slip ("Huonng") from
another name ("Hoa" for "Hà"): twins are told apart by that.
"""

import functools
import re
import unicodedata
from typing import NamedTuple

from nhipcau.shared.wording import fold

# Onsets and rhymes of Vietnamese names without marks: two of these together are a syllable.
_ONSET_LIST = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYME_LIST = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng enh eo ep et ech eu i ia ich iec"
    " iem ien ieng iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat"
    " oay oc oe oen oeo oet oi om on ong op ot u ua uan uat uau uay uc ue uech uenh ui"
    " um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyp"
    " y yem yen yeng yet yeu"
)
_ONSETS = frozenset(_ONSET_LIST.split())
_RHYMES = frozenset(_RHYME_LIST.split())
_SYLLABLES = _RHYMES | {onset + rhyme for onset in _ONSETS for rhyme in _RHYMES}
# Family names of one root, and the ways in which names of ethnic groups are written down. Given
# names are left alone: Châu and Chu are two people. Source "D": both units correct it here.
_SPELLINGS = {
    "chau": "chu",
    "chieu": "trieu",
    "huynh": "hoang",
    "vo": "vu",
    "xeo": "seo",
    "xin": "sin",
    "xung": "sung",
    "zang": "giang",
}
# Written as heard in the north; only for words before the given name, where little hangs on it.
_SOUNDS = (("tr", "ch"), ("s", "x"), ("gi", "d"), ("r", "d"), ("z", "d"))
_TELEX_DOUBLES = (
    *(("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o")),
    *(("aw", "a"), ("ow", "o"), ("uw", "u")),
)
_SIGNS = {ord(sign): " " for sign in ".,-‐–"} | {ord(sign): None for sign in "'’0123456789"}
_VOWELS = frozenset("aeiouy")


class NameForm(NamedTuple):
    """A name taken apart.

    ``words``: without marks; ``marked``: each word with its marks in one order, wherever they are
    put; ``spelled``: without leftovers of Telex and in one spelling; ``heard``: as it sounds.
    """

    words: tuple[str, ...]
    marked: tuple[str, ...]
    decoded: tuple[str, ...]
    spelled: tuple[str, ...]
    heard: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        return self.words == self.marked


@functools.lru_cache(maxsize=65_536)
def read_name(full_name: str) -> NameForm:
    """Take a name apart: dots and hyphens part words, apostrophes and digits go."""
    text = unicodedata.normalize("NFC", full_name).lower().translate(_SIGNS)
    read = [_read_word(word) for word in text.split()]
    if not read:
        return NameForm((), (), (), (), ())
    words, marked, decoded, spelled = zip(*read, strict=True)
    spelled = (*(_SPELLINGS.get(word, word) for word in spelled[:-1]), spelled[-1])
    heard = (*(_sound(word) for word in spelled[:-1]), spelled[-1])
    return NameForm(words, marked, decoded, spelled, heard)


@functools.lru_cache(maxsize=16_384)
def _read_word(word: str) -> tuple[str, str, str, str]:
    """Words of names are few: taken apart once. Without marks, with them, decoded, spelled."""
    bare = fold(word)
    decoded = _without_leftovers(bare)
    return bare, _marks(word), decoded, _spelling(decoded)


@functools.lru_cache(maxsize=131_072)
def compare_names(one: str, other: str) -> str:
    """The row of ``points.NAME`` that applies; the order of the two does not matter."""
    mine, theirs = read_name(one), read_name(other)
    if not mine.words or not theirs.words:
        return "name.other"
    for judge in (_same_letters, _same_in_another_form, _shortened, _one_word_apart):
        found = judge(mine, theirs)
        if found:
            return found
    if mine.spelled[-1] != theirs.spelled[-1]:
        return "name.other"
    same_family = mine.heard[0] == theirs.heard[0]
    return "name.other_middle" if same_family else "name.other_family"


def given_words(full_name: str) -> frozenset[str]:
    """Words at which a record of this name may begin or end: for finding whom to compare."""
    form = read_name(full_name)
    if not form.words:
        return frozenset()
    ends = {one[place] for one in (form.words, form.decoded, form.spelled) for place in (0, -1)}
    return frozenset(ends | {_with_y(form.spelled[-1])})


def _same_letters(one: NameForm, other: NameForm) -> str:
    if one.words != other.words:
        return ""
    if one.marked == other.marked:
        return "name.same"
    # "An" beside "Ân" says another name, unless the whole name is plainly typed without marks.
    before = one.marked[:-1] != other.marked[:-1]
    is_bare = (one.is_bare or other.is_bare) and before
    return "name.unmarked" if is_bare else "name.other_marks"


def _same_in_another_form(one: NameForm, other: NameForm) -> str:
    if one.decoded == other.decoded:
        return "name.typing_leftover"
    if one.spelled == other.spelled or one.heard == other.heard:
        return "name.spelling"
    if "".join(one.words) == "".join(other.words):
        return "name.spaces"
    turned = (*other.spelled[::-1],)
    turns = [other.spelled[at:] + other.spelled[:at] for at in range(1, len(other.spelled))]
    # "Minh Anh" and "Anh Minh" of one family are two people: the family name has to move.
    return "name.order" if one.spelled in (turned, *turns) else ""


def _shortened(one: NameForm, other: NameForm) -> str:
    """Each word of the shorter stands in the longer, in order, from family name to given name."""
    short, long = sorted((one.spelled, other.spelled), key=len)
    if short[-1] != long[-1] or not _stands_for(short[0], long[0]):
        return ""
    place, abbreviated = 0, False
    for word in short:
        while place < len(long) and not _stands_for(word, long[place]):
            place += 1
        if place == len(long):
            return ""
        abbreviated = abbreviated or word != long[place]
        place += 1
    if abbreviated:
        return "name.abbreviated"
    return "name.middle_missing" if len(short) > 1 else ""


def _one_word_apart(one: NameForm, other: NameForm) -> str:
    if len(one.spelled) != len(other.spelled):
        return ""
    pairs = list(zip(one.spelled, other.spelled, strict=True))
    apart = [place for place, (mine, theirs) in enumerate(pairs) if mine != theirs]
    if len(apart) != 1 or not _one_slip(*pairs[apart[0]]):
        return ""
    if not all(word in _SYLLABLES for word in pairs[apart[0]]):
        return "name.slip"
    return "name.near" if apart[0] == len(pairs) - 1 else ""


def _stands_for(one: str, other: str) -> bool:
    """The same word, or one is the beginning of the other and no word by itself: N., Ng., Th."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return short not in _SYLLABLES and long.startswith(short)


def _one_slip(one: str, other: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    return (
        short[start + 2 :] == long[start + 2 :]
        and short[start : start + 2] == long[start : start + 2][::-1]
    )


def _marks(word: str) -> str:
    """The letters, then the marks: ``hoà`` and ``hòa`` are one word."""
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
    signs = sorted(sign for sign in decomposed if unicodedata.combining(sign))
    return fold(word) + "".join(signs)


def _without_leftovers(word: str) -> str:
    """``nguyeenx`` → ``nguyen``, ``thij`` → ``thi``: Telex typed where nothing read it."""
    if word in _SYLLABLES:
        return word
    told = word
    for typed, meant in _TELEX_DOUBLES:
        told = told.replace(typed, meant)
    first = next((place for place, sign in enumerate(told) if sign in _VOWELS), len(told))
    told = told[: first + 1] + re.sub("[sfrxj]", "", told[first + 1 :])
    return told if told in _SYLLABLES else word


def _spelling(word: str) -> str:
    """``ly`` → ``li``."""
    return word[:-1] + "i" if word.endswith("y") and word[:-1] in _ONSETS else word


def _with_y(word: str) -> str:
    return word[:-1] + "y" if word.endswith("i") and word[:-1] in _ONSETS else word


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        if word.startswith(written):
            return heard + word[len(written) :]
    return word

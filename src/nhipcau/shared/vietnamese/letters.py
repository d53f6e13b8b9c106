"""The three legacy encodings as tables of our own: Python has no codec for them.

Text in TCVN3 or VNI is what a program shows that knows nothing of the font: a string of Latin-1
signs, whether it came from a file of single bytes or from a cell of a workbook.
"""

import re
import unicodedata

TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below

# Each letter without tone, then grave, hook, tilde, acute, dot below.
_TCVN3 = {
    "a": " µ¶·¸¹",
    "ă": "¨»¼½¾Æ",
    "â": "©ÇÈÉÊË",
    "e": " ÌÎÏÐÑ",
    "ê": "ªÒÓÔÕÖ",
    "i": " ×ØÜÝÞ",
    "o": " ßáâãä",
    "ô": "«åæçèé",
    "ơ": "¬êëìíî",
    "u": " ïñòóô",
    "ư": "\xadõö÷øù",
    "y": " úûüýþ",
    "đ": "®",
}
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}

# VNI writes a letter and then a sign for its shape and tone together.
_VNI_SIGNS = {"": " øûõùï", "â": "âàåãáä", "ă": "êèúüéë"}
_VNI = {
    "a": ("a", ""),
    "ă": ("a", "ă"),
    "â": ("a", "â"),
    "e": ("e", ""),
    "ê": ("e", "â"),
    "o": ("o", ""),
    "ô": ("o", "â"),
    "ơ": ("ô", ""),
    "u": ("u", ""),
    "ư": ("ö", ""),
    "y": ("y", ""),
}
_VNI_WHOLE = {"đ": "ñ", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î"}

_VIQR_TONES = "`?~'."
_VIQR_SHAPES = {"ă": "a(", "â": "a^", "ê": "e^", "ô": "o^", "ơ": "o+", "ư": "u+"}


def _with_tones(letter: str) -> list[str]:
    return [letter, *(unicodedata.normalize("NFC", letter + tone) for tone in TONES)]


def _tcvn3_table() -> dict[str, str]:
    table = {
        sign: written
        for letter, signs in _TCVN3.items()
        for sign, written in zip(signs, _with_tones(letter), strict=False)
        if sign != " "
    }
    return table | {sign: letter for letter, sign in _TCVN3_CAPITALS.items()}


def _vni_table() -> dict[str, str]:
    table = {}
    for letter, (base, shape) in _VNI.items():
        for sign, written in zip(_VNI_SIGNS[shape], _with_tones(letter), strict=True):
            if written not in _VNI_WHOLE:
                table[(base + sign).strip()] = written
    table.update({sign: letter for letter, sign in _VNI_WHOLE.items()})
    return {signs: letter for signs, letter in table.items() if signs != letter}


def _viqr_table() -> dict[str, str]:
    table = {"dd": "đ"}
    for letter in "aăâeêioôơuưy":
        for tone, written in zip(("", *_VIQR_TONES), _with_tones(letter), strict=True):
            table[_VIQR_SHAPES.get(letter, letter) + tone] = written
    for signs in [signs for signs in table if "+" in signs]:
        table[signs.replace("+", "*")] = table[signs]
    return {signs: letter for signs, letter in table.items() if signs != letter}


_FROM_TCVN3 = _tcvn3_table()
_TO_TCVN3 = {letter: sign for sign, letter in _FROM_TCVN3.items()}
_FROM_VNI = _vni_table()
_TO_VNI = {letter: signs for signs, letter in _FROM_VNI.items()}
_FROM_VIQR = _viqr_table()
_TO_VIQR = {letter: signs for signs, letter in _FROM_VIQR.items() if "*" not in signs}

_TRANSLATE_TCVN3 = str.maketrans(_FROM_TCVN3)
_TRANSLATE_BACK = str.maketrans(_TO_TCVN3)


def _any_of(table: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


_VNI_PATTERN = _any_of(_FROM_VNI)
_VIQR_PATTERN = re.compile(r"\\(.)|" + _any_of(_FROM_VIQR).pattern, re.IGNORECASE)


def decode_tcvn3(text: str) -> str:
    """Unicode for TCVN3 signs. Capitals with a tone share their sign with the small letter and
    become small: names are put into their case afterwards (``name_case``)."""
    return text.translate(_TRANSLATE_TCVN3)


def decode_vni(text: str) -> str:
    """Unicode for VNI signs; the case is that of the first sign of each letter."""
    return _VNI_PATTERN.sub(lambda found: _cased(found[0], _FROM_VNI), text)


def decode_viqr(text: str) -> str:
    r"""Unicode for VIQR, for example ``Nguye^~n DDu+'c``; ``\.`` is a plain stop."""
    return _VIQR_PATTERN.sub(
        lambda found: found[1] if found[1] else _cased(found[0], _FROM_VIQR), text
    )


def _cased(signs: str, table: dict[str, str]) -> str:
    letter = table[signs.lower()]
    return letter.upper() if signs[0].isupper() else letter


def encode_tcvn3(text: str) -> str:
    """TCVN3 signs for a text. Only Ă Â Ê Ô Ơ Ư Đ keep their capital: it has no others."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(
        sign if sign.isascii() or sign in _TO_TCVN3 else sign.lower() for sign in plain
    ).translate(_TRANSLATE_BACK)


def encode_vni(text: str) -> str:
    """VNI signs for a text."""
    return "".join(_coded(sign, _TO_VNI) for sign in unicodedata.normalize("NFC", text))


def encode_viqr(text: str) -> str:
    """VIQR for a text; signs that would be read as tones are marked as plain."""
    plain = re.sub(r"([`?~'.^(+*\\])", r"\\\1", unicodedata.normalize("NFC", text))
    return "".join(_coded(sign, _TO_VIQR) for sign in plain)


def _coded(sign: str, table: dict[str, str]) -> str:
    signs = table.get(sign.lower())
    if signs is None:
        return sign
    return signs.upper() if sign.isupper() else signs


def name_case(name: str) -> str:
    """``nguyÔN thị ÁNH`` → ``Nguyễn Thị Ánh``: each word with one capital, also after a hyphen."""
    return re.sub(r"[^\s-]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), name)

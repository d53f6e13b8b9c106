"""How long a text is as SMS, and how it is written without Vietnamese marks.

A segment holds 160 characters of the GSM alphabet (153 when there are several) but only 70 (67)
as soon as one Vietnamese letter with its mark is among them.
"""

import unicodedata

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "–": "-",
        "—": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "·": "-",
        "•": "-",
        "\N{NO-BREAK SPACE}": " ",
        "×": "x",
    }
)


def without_marks(text: str) -> str:
    """``Đăng ký`` → ``Dang ky``; what no phone could show becomes ``?``."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return "".join(sign if sign in GSM or sign in GSM_EXTENDED else "?" for sign in bare)


def segments(text: str) -> int:
    """How many SMS the text takes, as the carrier counts and bills them."""
    if all(sign in GSM or sign in GSM_EXTENDED for sign in text):
        length = len(text) + sum(sign in GSM_EXTENDED for sign in text)
        return 1 if length <= 160 else -(-length // 153)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)

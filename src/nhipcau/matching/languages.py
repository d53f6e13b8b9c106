"""A foreign language and its level, as forms tell them in free words."""

import re

from nhipcau.shared.wording import fold

_NAMES = (
    ("zh", r"tieng (trung|hoa)|trung quoc|han ngu|chinese|hsk"),
    ("en", r"tieng anh|anh van|english|ielts|toeic|toefl"),
    ("ja", r"tieng nhat|nhat ban|japanese|jlpt"),
    ("ko", r"tieng han|han quoc|korean|topik"),
    ("de", r"tieng duc|german"),
    ("fr", r"tieng phap|french"),
    ("ru", r"tieng nga|russian"),
)
_BARE = {"trung": "zh", "anh": "en", "nhat": "ja", "han": "ko", "duc": "de", "phap": "fr"}
_NOT_ASKED = re.compile(
    r"khong (yeu cau|can|bat buoc)|uu tien|loi the|prefer|advantage|not needed"
)
_STEPS = re.compile(r"\b(?:hsk|topik|bac)\s*([1-6])\b")
_JAPANESE = re.compile(r"\bn\s*([1-5])\b")
_EUROPEAN = re.compile(r"\b([abc])([12])\b")
_WORDS = (
    (5, r"thanh thao|fluent|luu loat"),
    (4, r"\btot\b|\bgood\b"),
    (3, r"\bkha\b|\bfair\b"),
    (2, r"giao tiep|communicat|trung binh|average"),
    (1, r"co ban|basic|so cap"),
)
TOLD = {"GOOD": 4, "FAIR": 3, "AVERAGE": 2}
USUAL = 2


def language_in(words: str) -> str | None:
    """Code of the first language that is named; none when none is."""
    folded = fold(words)
    named = [(found.start(), code) for code, name in _NAMES if (found := re.search(name, folded))]
    return min(named)[1] if named else _BARE.get(folded.strip())


def level_in(words: str) -> int | None:
    """1 to 6 by the scales that certificates use, else by everyday words."""
    folded = fold(words)
    if found := _STEPS.search(folded):
        return int(found[1])
    if found := _JAPANESE.search(folded):
        return 6 - int(found[1])
    if found := _EUROPEAN.search(folded):
        return "abc".index(found[1]) * 2 + int(found[2])
    return next((level for level, name in _WORDS if re.search(name, folded)), None)


def asked_for(words: str) -> tuple[str | None, int]:
    """What a vacancy requires; what it only prefers is no requirement."""
    language = language_in(words)
    if language is None or _NOT_ASKED.search(fold(words)):
        return None, 0
    return language, level_in(words) or USUAL

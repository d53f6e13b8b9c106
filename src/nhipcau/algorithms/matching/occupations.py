"""A free title, Vietnamese or English, to codes of VSCO 2020. It proposes; a person decides.

Titles are compared by the parts of words of three letters that they share, the rarer the part the
more it counts, so that a slip of typing costs little; and by whole everyday words found inside the
title. Both are folded: a title with and without marks gives the same.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching.text import tokens

PART = 3
FULL = 1000
LEAST = 250  # below it a title says nothing about work
INSIDE = 0.3  # what the everyday words add that stand in the title as they are
OFFICIAL = 0.9  # nobody writes official names: an everyday word as near as one comes first
_NOISE = re.compile(
    r"\b(?:can )?(?:tuyen(?: dung| gap)?|gap|nhan vien|chuyen vien|cong viec|lam viec|viec lam|"
    r"so luong|luong cao|di lam ngay|khong yeu cau kinh nghiem|co kinh nghiem|nam nu|nam|nu|"
    r"looking for|wanted|needed|hiring|urgent|job|position|full time|part time|staff)\b"
)


class Proposal(NamedTuple):
    """A code that may fit, how well (0 to 1000), and the words that led to it."""

    code: str
    score: int
    words: str


class Coder:
    """Titles against the names and the everyday words of occupations.

    ``occupations``: code and names; ``synonyms``: code and everyday words, either language.
    """

    def __init__(
        self,
        occupations: Iterable[tuple[str, Iterable[str]]],
        synonyms: Iterable[tuple[str, str]],
    ) -> None:
        phrases = [(code, name, OFFICIAL) for code, names in occupations for name in names if name]
        phrases += [(code, words, 1.0) for code, words in synonyms]
        self._codes = [code for code, _words, _share in phrases]
        self._words = [words for _code, words, _share in phrases]
        self._shares = np.array([share for _code, _words, share in phrases])
        plain = [" ".join(tokens(words)) for words in self._words]
        self._inside = [
            f" {words} " if share == 1.0 else ""
            for words, share in zip(plain, self._shares, strict=True)
        ]
        counts = [_parts(words) for words in plain]
        having = Counter(part for one in counts for part in one)
        self._rarity = {
            part: math.log((len(plain) + 1) / (count + 1)) + 1 for part, count in having.items()
        }
        found: dict[str, list[tuple[int, float]]] = {}
        for row, one in enumerate(counts):
            for part, weight in self._vector(one).items():
                found.setdefault(part, []).append((row, weight))
        self._rows: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]] = {
            part: (np.array([row for row, _ in its]), np.array([weight for _, weight in its]))
            for part, its in found.items()
        }

    @classmethod
    def from_folder(cls, folder: Path) -> "Coder":
        """From ``vsco2020.csv`` and ``occupation_synonyms.csv`` of the national lists."""
        occupations = [
            (row["code"], (row["name_vi"], row["name_en"]))
            for row in _table(folder / "vsco2020.csv")
            if len(row["code"]) > 1
        ]
        synonyms = [
            (row["code"], words.strip())
            for row in _table(folder / "occupation_synonyms.csv")
            for words in row["words"].split(",")
        ]
        return cls(occupations, synonyms)

    def propose(self, title: str, most: int = 5) -> list[Proposal]:
        """Codes that may fit, the best first; none when the title says nothing about work."""
        plain = " ".join(tokens(title)[:40])
        scores = np.zeros(len(self._codes))
        short = " ".join(_NOISE.sub(" ", plain).split()) or plain
        for written in dict.fromkeys((plain, short)):
            np.maximum(scores, self._likeness(written), out=scores)
        best: dict[str, tuple[int, int]] = {}
        for row in np.argsort(-scores, kind="stable")[: 40 * most].tolist():
            score = int(FULL * min(1.0, scores[row]))
            if score >= LEAST:
                best.setdefault(self._codes[row], (score, row))
        ordered = sorted(best.items(), key=lambda one: (-scores[one[1][1]], one[0]))
        return [Proposal(code, score, self._words[row]) for code, (score, row) in ordered[:most]]

    def _likeness(self, written: str) -> npt.NDArray[np.float64]:
        scores = np.zeros(len(self._codes))
        for part, weight in self._vector(_parts(written)).items():
            if part in self._rows:
                rows, weights = self._rows[part]
                scores[rows] += weight * weights
        scores *= self._shares / (1 + INSIDE)
        around = f" {written} "
        for row in np.flatnonzero(scores > 0).tolist():
            inside = self._inside[row]
            if inside and inside in around:
                # All of a title counts fully, one word of many little.
                scores[row] += INSIDE / (1 + INSIDE) * (0.5 + 0.5 * len(inside) / len(around))
        return scores

    def _vector(self, parts: Counter[str]) -> dict[str, float]:
        raw = {part: count * self._rarity.get(part, 1.0) for part, count in parts.items()}
        length = math.sqrt(sum(one * one for one in raw.values())) or 1.0
        return {part: one / length for part, one in raw.items()}


def _parts(words: str) -> Counter[str]:
    """Three letters each, ends of words as spaces, and the whole words."""
    around = f" {words} "
    found = Counter(around[at : at + PART] for at in range(len(around) - PART + 1))
    found.update(f"={word}" for word in words.split())
    return found


def _table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))

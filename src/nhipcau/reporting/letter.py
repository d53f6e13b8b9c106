"""The monthly report as an office writes it (layout of Decree 30/2020), as plain text parts.

Both documents, Word and Excel, are made from one ``Letter``, so they cannot differ.
"""

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nhipcau.reporting.monthly import FigureRow, MonthlyFigures
from nhipcau.shared import wording

DASH = "\N{EN DASH}"
BLANK = "\N{HORIZONTAL ELLIPSIS}" * 40


@dataclass(frozen=True)
class LetterRow:
    """``figures``: plan, done, year to date; ``None`` where the row has no such figure."""

    number: str
    label: str
    unit: str
    figures: tuple[int | None, int | None, int | None]
    is_main: bool
    is_caption: bool

    @property
    def written(self) -> tuple[str, ...]:
        if self.is_caption:
            return ("", "", "")
        return tuple(DASH if one is None else wording.number(one) for one in self.figures)


@dataclass(frozen=True)
class Letter:
    superiors: tuple[str, ...]
    units: tuple[str, ...]
    day: str
    month: str
    subject: str
    rows: tuple[LetterRow, ...]
    assessment: tuple[str, ...]
    proposals: tuple[str, ...]
    recipients: tuple[str, ...]
    notes: tuple[str, ...]


def letter_of(figures: MonthlyFigures) -> Letter:
    """The parts of the letter in the language that is active now."""
    on = timezone.localdate(figures.counted_at, timezone.get_default_timezone())
    superiors = tuple(dict.fromkeys(str(party.supervised_by) for party in figures.parties))
    units = tuple(str(party.organisation) for party in figures.parties)
    words = figures.words
    month = figures.month.first
    return Letter(
        superiors=superiors,
        units=units,
        day=_("day %(day)s month %(month)s year %(year)s")
        % {"day": f"{on.day:02d}", "month": f"{on.month:02d}", "year": on.year},
        month=_("month %(month)s year %(year)s")
        % {"month": f"{month.month:02d}", "year": month.year},
        subject=_(
            "Results of the joint programme of career guidance, counselling and job introduction"
        ),
        rows=tuple(_row(row) for row in figures.rows),
        assessment=_lines(words.assessment if words else ""),
        proposals=_lines(words.proposals if words else ""),
        recipients=(*superiors, *units, _("Archives")),
        notes=tuple(_notes(figures)),
    )


def in_language(figures: MonthlyFigures, language: str) -> Letter:
    with translation.override(language):
        return letter_of(figures)


def _row(row: FigureRow) -> LetterRow:
    label = str(row.label)
    return LetterRow(
        number=row.number,
        label=label if row.is_main or row.is_caption else f"{DASH} {label}",
        unit=str(row.unit),
        figures=(row.plan, row.done, row.year),
        is_main=row.is_main,
        is_caption=row.is_caption,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip()) or (BLANK,)


def _notes(figures: MonthlyFigures) -> list[str]:
    counted = wording.moment(figures.counted_at)
    notes = [
        _(
            "A turn is one person attending one session; a person is counted once in the month and"
            " once in the year. Figures counted at %(moment)s."
        )
        % {"moment": counted}
    ]
    if not figures.is_over:
        notes.append(_("The month is not over yet: these figures are preliminary."))
    if figures.programme.is_sample:
        notes.append(_("Sample data: these figures are invented."))
    return notes

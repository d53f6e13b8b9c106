"""The sheet of one grading round as an Excel workbook: facts and an empty column, no names."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.matching.errors import SheetRefused
from nhipcau.matching.models import GradingPair, GradingRound
from nhipcau.seekers.models import JobWish
from nhipcau.shared.tables.reading import Tables
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.queries import places
from nhipcau.vacancies.wording import wage_in_words

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = (6, 10, 44, 44, 10)
HEAD_ROWS = 3


def sheet_xlsx(grading_round: GradingRound, *, language: str = "vi") -> bytes:
    """One line a pair; the order tells nothing of rank or score."""
    made = BytesIO()
    with translation.override(language), xlsxwriter.Workbook(made, OPTIONS) as book:
        sheet = book.add_worksheet("1")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        empty = book.add_format({"bg_color": "#FDF0D5", "border": 1, "valign": "top"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        title = _("Grading round %(number)d") % {"number": grading_round.pk}
        if grading_round.is_invented:
            title = _("%(title)s — invented sample data, not real people") % {"title": title}
        sheet.write_string(0, 0, title, bold)
        sheet.write_string(
            1, 0, _("0 does not fit · 1 fits a little · 2 fits · 3 fits very well"), text
        )
        for column, name in enumerate(
            (_("Line"), _("Person no."), _("Who looks"), _("What is offered"), _("Grade 0–3"))
        ):
            sheet.write_string(HEAD_ROWS - 1, column, name, bold)
        for row, (pair, wish, vacancy) in enumerate(_pairs(grading_round), start=HEAD_ROWS):
            sheet.write_number(row, 0, pair.place, text)
            sheet.write_number(row, 1, pair.wish_id, text)
            for column, told in ((2, _of_wish(wish)), (3, _of_vacancy(vacancy))):
                style = quoted if told.startswith(FORMULA_SIGNS) else text
                sheet.write_string(row, column, told, style)
            sheet.write_blank(row, 4, None, empty)
        sheet.freeze_panes(HEAD_ROWS, 0)
    return made.getvalue()


def _pairs(grading_round: GradingRound) -> Iterator[tuple[GradingPair, JobWish, Vacancy]]:
    pairs = (
        GradingPair.objects.filter(round=grading_round)
        .select_related("wish__occupation", "wish__commune", "vacancy__commune")
        .select_related("vacancy__occupation")
        .prefetch_related("wish__languages", "wish__experiences")
    )
    for pair in pairs.order_by("place"):
        yield pair, pair.wish, pair.vacancy


def _of_wish(wish: JobWish) -> str:
    wage = wish.wage_from or 0
    return _lines(
        wish.title,
        wish.occupation,
        wish.get_market_display(),
        wish.commune,
        f"≥ {wage // 1000:,} 000 đ".replace(",", " ") if wage else "",
        wish.get_schooling_display(),
        wish.get_training_display(),
        wish.speciality,
        wish.trade_skill,
        *(f"{one.language} {one.get_level_display()}" for one in wish.languages.all()),
        wish.get_experience_display(),
        *(one.position for one in wish.experiences.all()),
        wish.get_ready_display(),
    )


def _of_vacancy(vacancy: Vacancy) -> str:
    return _lines(
        vacancy.title,
        vacancy.occupation,
        places().of(vacancy),
        wage_in_words(vacancy),
        vacancy.get_education_display(),
        vacancy.get_training_display(),
        vacancy.major,
        vacancy.skill,
        vacancy.languages,
        vacancy.get_experience_display(),
    )


def _lines(*told: Any) -> str:
    return "\n".join(str(one).strip() for one in told if one and str(one).strip())


def grades_in(tables: Tables) -> dict[int, int]:
    """Line → grade, of the lines that have one.

    Raises:
        SheetRefused: it is not our sheet, or a grade is not 0 to 3; it says which line.
    """
    found: dict[int, int] = {}
    for sheet in tables.sheets[:1]:
        for row in sheet.rows:
            cells = [*(one.strip() for one in row.cells), *[""] * len(WIDTHS)]
            if row.number <= HEAD_ROWS or not cells[4]:
                continue
            try:
                line, grade = float(cells[0]), float(cells[4].replace(",", "."))
            except ValueError:
                line = grade = -1.0
            if line < 1 or line != int(line) or grade not in (0, 1, 2, 3):
                raise SheetRefused(
                    _("Row %(row)d: please write 0, 1, 2 or 3 and leave the line number.")
                    % {"row": row.number},
                    field="file",
                )
            found[int(line)] = int(grade)
    return found


def file_name(grading_round: GradingRound) -> str:
    return f"cham-diem-{grading_round.pk}-{localdate(grading_round.made_at):%Y-%m-%d}.xlsx"

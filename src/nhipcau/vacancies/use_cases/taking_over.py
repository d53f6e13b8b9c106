"""A whole list of vacancies as an employer sends it: looked through, taken over, taken back."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import Employer
from nhipcau.organisations.queries import commune_list
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.tables.reading import Sheet, Tables
from nhipcau.shared.transitions import begin, move
from nhipcau.shared.vietnamese.guessing import Habit, habit_of
from nhipcau.vacancies import rules
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.details import VacancyDetails
from nhipcau.vacancies.errors import ListClosed, NothingToTakeOver, TooLate
from nhipcau.vacancies.guessing import occupation_of, place_in
from nhipcau.vacancies.list_columns import Column, Layout, layout_of
from nhipcau.vacancies.list_judging import Around, Judge, Place, reason, same_vacancy
from nhipcau.vacancies.models import Occupation, Vacancy, VacancyList, VacancyRow
from nhipcau.vacancies.publishing import end, locked
from nhipcau.vacancies.states import (
    Closing,
    ListState,
    RowOutcome,
    RowVerdict,
    VacancyState,
)
from nhipcau.vacancies.use_cases.many import enter_vacancies, send_in_each

NAME_LENGTH = 120
AT_ONCE = 500
WAITING = frozenset({VacancyState.DRAFT, VacancyState.SUBMITTED})


@write
def upload_list(
    *,
    by: Any,
    at: datetime,
    employer: Employer,
    tables: Tables,
    file_name: str,
    closes_on: dt.date,
) -> VacancyList:
    """Keep the rows of a file as a draft, each with its verdict. No vacancy is written.

    ``closes_on``: the last day of rows that tell none.

    Raises:
        NotAllowed: ``by`` works neither for the employer's Centre nor at the employer's desk.
    """
    require(rules.may_enter(by, employer), _("You do not write vacancies of this employer."))
    habit = habit_of(cell for sheet in tables.sheets for row in sheet.rows for cell in row.cells)
    layouts = [layout_of(sheet, habit) for sheet in tables.sheets]
    kept = VacancyList.objects.create(
        employer=employer,
        file_name=_clean_file_name(file_name),
        file_digest=tables.digest,
        sheets=[
            _told(sheet, layout, habit)
            for sheet, layout in zip(tables.sheets, layouts, strict=True)
        ],
        closes_on=closes_on,
        created_by=user_or_none(by),
        created_at=at,
    )
    begin(kept, by=by, at=at)
    rows = list(_rows(kept, tables.sheets, layouts))
    _judge(kept, rows, at=at)
    VacancyRow.objects.bulk_create(rows, AT_ONCE)
    return kept


@write
def map_columns(
    *,
    by: Any,
    at: datetime,
    vacancy_list: VacancyList,
    sheet: int,
    columns: Sequence[str],
    header_row: int,
) -> VacancyList:
    """Say what the columns of a sheet hold, and in which row their names stand (0: in none).

    Raises:
        NotAllowed, ListClosed: see ``upload_list``; it is no draft any more.
    """
    require(rules.may_work_on_list(by, vacancy_list), _("You do not work on this list."))
    kept = _held(vacancy_list, ListState.DRAFT)
    told = kept.sheets[sheet]
    rows = list(kept.rows.all())
    header = next((one for one in rows if (one.sheet, one.number) == (sheet, header_row)), None)
    if header is not None:
        told["headers"] = list(header.cells)
    told["columns"] = [one if one in Column.values else "" for one in columns]
    told["header_row"] = header_row
    for row in rows:
        if row.sheet == sheet:
            is_above = row.number <= header_row
            code = "header" if row.number == header_row else "above_header"
            row.verdict = RowVerdict.IGNORED if is_above else RowVerdict.NEW
            row.reasons = [reason(code)] if is_above else []
    kept.save(update_fields=["sheets"])
    _judge_again(kept, rows, at=at)
    audit.record("vacancylist.columns", about=kept, by=by, at=at, fields=["sheets"])
    return kept


@write
def correct_row(*, by: Any, at: datetime, row: VacancyRow, typed: Mapping[str, str]) -> VacancyRow:
    """Write values in place of a row's cells. What the file said stays.

    Raises:
        NotAllowed, ListClosed: see ``map_columns``.
    """
    require(rules.may_work_on_list(by, row.vacancy_list), _("You do not work on this list."))
    kept = _held(row.vacancy_list, ListState.DRAFT)
    rows = list(kept.rows.all())
    chosen = next(one for one in rows if one.pk == row.pk)
    chosen.typed = {
        name: value.strip()[:2000] for name, value in typed.items() if name in Column.values
    }
    if chosen.verdict == RowVerdict.IGNORED:
        chosen.verdict, chosen.reasons = RowVerdict.NEW, []
    _judge_again(kept, rows, at=at)
    audit.record("vacancyrow.corrected", about=chosen, by=by, at=at, fields=sorted(typed))
    return chosen


@write
def confirm_list(*, by: Any, at: datetime, vacancy_list: VacancyList) -> VacancyList:
    """Write a vacancy for each row that can be taken over; all of them wait to be checked.

    Raises:
        NotAllowed, ListClosed: see ``map_columns``.
        NothingToTakeOver: no row can be.
    """
    require(rules.may_work_on_list(by, vacancy_list), _("You do not work on this list."))
    kept = _held(vacancy_list, ListState.DRAFT)
    rows = list(kept.rows.all())
    _judge_again(kept, rows, at=at)
    taken = [row for row in rows if row.verdict == RowVerdict.NEW]
    if not taken:
        raise NothingToTakeOver(_("No row of this list can be taken over yet."))
    occupations = Occupation.objects.in_bulk([one.read["occupation"] for one in taken])
    communes = {one.pk: one for one in commune_list()}
    told = [(kept.employer, _details(row.read, occupations, communes)) for row in taken]
    made = enter_vacancies(by=by, at=at, told=told)
    send_in_each(by=by, at=at, vacancies=made)
    for row, vacancy in zip(taken, made, strict=True):
        row.vacancy = vacancy
        row.outcome = RowOutcome.MADE
        row.cells, row.typed = [], {}
    VacancyRow.objects.bulk_update(taken, ["vacancy", "outcome", "cells", "typed"], AT_ONCE)
    kept.confirmed_at = at
    kept.save(update_fields=["confirmed_at"])
    move(kept, ListState.CONFIRMED, by=by, at=at)
    return kept


@write
def undo_list(*, by: Any, at: datetime, vacancy_list: VacancyList, reason: str) -> VacancyList:
    """Take a list back as one act: its vacancies are closed; what moved on since is left.

    Raises:
        NotAllowed, ListClosed: see ``map_columns``; it was not taken over, or taken back already.
        TooLate: more than seven days ago.
        ReasonMissing: ``reason`` is empty.
    """
    require(rules.may_work_on_list(by, vacancy_list), _("You do not work on this list."))
    kept = _held(vacancy_list, ListState.CONFIRMED)
    if kept.confirmed_at is None or at > kept.confirmed_at + rules.UNDO_WITHIN:
        raise TooLate(_("A list can be taken back for seven days. Please close single vacancies."))
    rows = list(kept.rows.filter(outcome=RowOutcome.MADE).order_by("place"))
    for row in rows:
        vacancy = locked(Vacancy(pk=row.vacancy_id))
        if vacancy.state in WAITING:
            end(vacancy, Closing.WITHDRAWN, by=by, at=at, reason=reason)
            row.outcome = RowOutcome.TAKEN_BACK
        else:
            row.outcome = RowOutcome.CHANGED
    VacancyRow.objects.bulk_update(rows, ["outcome"], AT_ONCE)
    move(kept, ListState.UNDONE, by=by, at=at, reason=reason)
    return kept


@write
def discard_list(*, by: Any, at: datetime, vacancy_list: VacancyList) -> VacancyList:
    """Put a draft aside: its rows are deleted at once.

    Raises:
        NotAllowed, ListClosed: see ``map_columns``.
    """
    require(rules.may_work_on_list(by, vacancy_list), _("You do not work on this list."))
    kept = _held(vacancy_list, ListState.DRAFT)
    _empty(kept, by=by, at=at)
    return kept


@write
def forget_lists(*, by: Any, at: datetime) -> int:
    """Delete the rows of drafts after a week and of lists taken over after a month; how many."""
    require(rules.may_run_jobs(by), _("Only the installation cleans up."))
    drafts = VacancyList.objects.filter(
        state=ListState.DRAFT, created_at__lt=at - rules.DRAFT_KEPT
    ).select_for_update()
    gone = sum(_empty(one, by=by, at=at) for one in drafts)
    old = VacancyRow.objects.filter(
        vacancy_list__state__in=[ListState.CONFIRMED, ListState.UNDONE],
        vacancy_list__confirmed_at__lt=at - rules.ROWS_KEPT,
    )
    return gone + int(old.delete()[0])


# --- judging -------------------------------------------------------------------------------------


def _judge_again(kept: VacancyList, rows: list[VacancyRow], *, at: datetime) -> None:
    _judge(kept, rows, at=at)
    VacancyRow.objects.bulk_update(rows, ["typed", "read", "verdict", "reasons"], AT_ONCE)


def _judge(kept: VacancyList, rows: Sequence[VacancyRow], *, at: datetime) -> None:
    """Ask the verdict of every row anew; rows outside of the table stay outside."""
    around = _around(kept, at)
    judges = [Judge(sheet["columns"], around) for sheet in kept.sheets]
    open_now = {
        same_vacancy(one)
        for one in Vacancy.objects.filter(employer=kept.employer_id)
        .exclude(state=VacancyState.CLOSED)
        .values("title", "market", "commune", "province_code", "country_code")
    }
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.verdict == RowVerdict.IGNORED and _is_outside(row):
            continue
        cut = [at for at, cell in enumerate(row.cells) if cell.endswith("…") and len(cell) == 61]
        told = judges[row.sheet].tell(row.cells, cut, row.typed)
        row.verdict, row.reasons, row.read = told.verdict, told.reasons, told.read
        if row.verdict != RowVerdict.NEW:
            continue
        # The wage tells apart what has one name: day and night shift, two workshops.
        same = same_vacancy(row.read)
        exact = (*same, str(row.read["wage_from"]), str(row.read["wage_to"]))
        if same in open_now:
            row.verdict = RowVerdict.KNOWN
            row.reasons = [*row.reasons, reason("known")]
        elif exact in first:
            row.verdict = RowVerdict.REPEATED
            row.reasons = [*row.reasons, reason("repeated", about=str(first[exact]))]
        else:
            first[exact] = row.number


def _is_outside(row: VacancyRow) -> bool:
    outside = {"header", "above_header", "sheet_without_header"}
    return any(one["code"] in outside for one in row.reasons)


def _around(kept: VacancyList, at: datetime) -> Around:
    on, employer = localdate(at), kept.employer
    home = reference_value("home_province_code", on=on)
    sheets = kept.sheets[0] if kept.sheets else {}
    habit = Habit(sheets.get("writing", Habit().encoding), sheets.get("is_mixed", False))
    is_away = employer.province_code not in ("", home)
    return Around(
        habit=habit,
        today=on,
        last_day=kept.closes_on,
        days_most=int(reference_value("vacancy_open_days_most", on=on)),
        at_home=Place(Market.OTHER_PROVINCE, province_code=employer.province_code)
        if is_away
        else Place(Market.HOME, commune_id=employer.commune_id),
        place_in=lambda text: _place(text, home),
        occupation_of=occupation_of,
    )


def _place(text: str, home: str) -> Place | None:
    found = place_in(text, home_province=home)
    if found is None:
        return None
    return Place(found.market, found.commune_id, found.province_code, found.country_code)


def _details(
    read: Mapping[str, Any], occupations: Mapping[int, Occupation], communes: Mapping[int, Any]
) -> VacancyDetails:
    told = {**read, "closes_on": dt.date.fromisoformat(read["closes_on"])}
    told["occupation"] = occupations.get(read["occupation"]) if read["occupation"] else None
    told["commune"] = communes.get(read["commune"]) if read["commune"] else None
    return VacancyDetails(**told)


# --- keeping -------------------------------------------------------------------------------------


def _held(vacancy_list: VacancyList, state: ListState) -> VacancyList:
    kept = (
        VacancyList.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employer")
        .get(pk=vacancy_list.pk)
    )
    if kept.state != state:
        raise ListClosed(_("Somebody was faster: this list has moved on. Please look again."))
    return kept


def _empty(kept: VacancyList, *, by: Any, at: datetime) -> int:
    gone = int(kept.rows.all().delete()[0])
    move(kept, ListState.DISCARDED, by=by, at=at)
    kept.file_name = ""
    kept.save(update_fields=["file_name"])
    return gone


def _told(sheet: Sheet, layout: Layout, habit: Habit) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "skipped": sheet.skipped,
        "header_row": sheet.rows[layout.header_at[-1]].number if layout.is_found else 0,
        "headers": [one[:200] for one in layout.headers],
        "columns": [str(one) for one in layout.columns],
        "writing": habit.encoding,
        "is_mixed": habit.is_mixed,
    }


def _rows(
    kept: VacancyList, sheets: Sequence[Sheet], layouts: Sequence[Layout]
) -> Iterator[VacancyRow]:
    place = 0
    for number, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True)):
        for at, row in enumerate(sheet.rows):
            code = _outside(at, layout)
            yield VacancyRow(
                vacancy_list=kept,
                place=place,
                sheet=number,
                number=row.number,
                cells=list(row.cells),
                verdict=RowVerdict.IGNORED if code else RowVerdict.NEW,
                reasons=[reason(code)] if code else [],
            )
            place += 1


def _outside(at: int, layout: Layout) -> str:
    if not layout.is_found:
        return "sheet_without_header"
    if at in layout.header_at:
        return "header"
    return "above_header" if at < layout.header_at[0] else ""


def _clean_file_name(name: str) -> str:
    """The last part alone, without signs that mean something to a system or a page."""
    last = re.split(r"[\\/]", name)[-1]
    return " ".join(re.sub(r"[^\w .()-]+", " ", last).split())[-NAME_LENGTH:] or "-"

"""From a file to rows with verdicts, mended until they can be taken over."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nhipcau.events.models import Session
from nhipcau.organisations.models import Organisation
from nhipcau.rosters import rules
from nhipcau.rosters.columns import Field, fingerprint, plain
from nhipcau.rosters.errors import RosterClosed
from nhipcau.rosters.judging import reason
from nhipcau.rosters.layout import Layout, layout_of
from nhipcau.rosters.models import ColumnMapping, Roster, RosterLink, RosterRow
from nhipcau.rosters.settling import TOLD_FIELDS, NewRow, settle, told_of
from nhipcau.rosters.states import RosterState, Verdict
from nhipcau.rosters.values import Unclear, phones
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.fields import clean_mobile
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.tables.reading import Row, Sheet, Tables
from nhipcau.shared.transitions import begin, move
from nhipcau.shared.vietnamese.guessing import Habit, habit_of

NAME_LENGTH = 120
_CONTACT = re.compile(r"gvcn|giao vien|lien he|sdt|dien thoai|phu trach|bi thu|doi truong")
_NUMBER = re.compile(r"(?:\+?84|0)\d(?:[ .-]?\d){7,9}")


@write
def upload(
    *,
    by: Any,
    at: datetime,
    session: Session,
    organisation: Organisation,
    tables: Tables,
    file_name: str,
    link: RosterLink | None = None,
) -> Roster:
    """Keep the rows of a file as a draft, each with its verdict. Nobody is entered.

    Raises:
        NotAllowed: ``by`` does not work on the event, or the link is over.
    """
    require(
        rules.may_upload(by, session, organisation, link, at=at),
        _("You cannot send a list for this session."),
    )
    habit = habit_of(_texts(tables))
    remembered = dict(
        ColumnMapping.objects.filter(organisation=organisation).values_list(
            "fingerprint", "fields"
        )
    )
    layouts = [layout_of(sheet, habit, remembered) for sheet in tables.sheets]
    roster = Roster.objects.create(
        session=session,
        organisation=organisation,
        link=link,
        file_name=_clean_file_name(file_name),
        file_digest=tables.digest,
        starts_1904=tables.starts_1904,
        writing=habit.encoding,
        is_mixed=habit.is_mixed,
        sheets=[_told(sheet, one) for sheet, one in zip(tables.sheets, layouts, strict=True)],
        contact_phone=_contact_phone(tables, layouts, habit),
        created_by=user_or_none(by),
        created_at=at,
    )
    begin(roster, by=by, at=at)
    rows = list(_rows(tables.sheets, layouts))
    settle(roster, rows, by=by, at=at)
    _keep(roster, rows)
    return roster


@write
def map_columns(
    *, by: Any, at: datetime, roster: Roster, sheet: int, fields: Sequence[str], header_row: int
) -> Roster:
    """Say what the columns of a sheet hold, and remember it for the organisation's next list.

    ``header_row``: the number of the row with the column names, as the sender sees it; 0 when
    there is none, and every row is a person.

    Raises:
        NotAllowed: ``by`` does not work on the event.
        RosterClosed: it is no draft any more.
    """
    require(rules.may_prepare(by, roster), _("Your role does not work on this list."))
    roster = _draft(roster)
    rows = list(roster.rows.all())
    told = roster.sheets[sheet]
    mine = [row for row in rows if row.sheet == sheet]
    header = next((row for row in mine if row.number == header_row), None)
    if header is not None and header_row != told["header_row"]:
        told["headers"] = list(header.cells)
    told["header_row"] = header_row or -1
    told["fields"] = [one if one in Field.values else Field.IGNORED for one in fields]
    for row in mine:
        if row.number <= header_row:
            code = "header" if row.number == header_row else "above_header"
            row.verdict, row.reasons = Verdict.IGNORED, [reason(code)]
        else:
            row.verdict, row.reasons = Verdict.NEW, []
    habit = Habit(roster.writing, roster.is_mixed)
    if told["headers"]:
        ColumnMapping.objects.update_or_create(
            organisation_id=roster.organisation_id,
            fingerprint=fingerprint(told["headers"], habit),
            defaults={"fields": told["fields"], "set_by": user_or_none(by), "set_at": at},
        )
    roster.save(update_fields=["sheets"])
    _settle_again(roster, rows, by=by, at=at, all_rows=True)
    audit.record("roster.columns", about=roster, by=by, at=at, fields=["sheets"])
    return roster


@write
def give_contact_phone(*, by: Any, at: datetime, roster: Roster, phone: str) -> Roster:
    """The number that stands in for those who have none; empty takes it away.

    Raises:
        NotAllowed: ``by`` does not work on the event.
        RosterClosed: it is no draft any more.
        InvalidValue: it is no Vietnamese mobile number.
    """
    require(rules.may_prepare(by, roster), _("Your role does not work on this list."))
    roster = _draft(roster)
    roster.contact_phone = clean_mobile(phone, field="phone") if phone.strip() else ""
    roster.save(update_fields=["contact_phone"])
    _settle_again(roster, list(roster.rows.all()), by=by, at=at)
    audit.record("roster.contact_phone", about=roster, by=by, at=at, fields=["contact_phone"])
    return roster


@write
def correct_row(
    *, by: Any, at: datetime, row: RosterRow, typed: Mapping[str, str], decision: str = ""
) -> RosterRow:
    """Write values in place of a row's cells, or settle a choice. What the file said stays.

    ``typed``: field → value, for those that differ from the file. What is typed and still cannot
    be read is kept, with the reason.

    Raises:
        NotAllowed: ``by`` does not work on the event.
        RosterClosed: it is no draft any more.
    """
    require(rules.may_prepare(by, row.roster), _("Your role does not work on this list."))
    roster = _draft(row.roster)
    rows = list(roster.rows.all())
    chosen = next(one for one in rows if one.pk == row.pk)
    chosen.typed = {name: value.strip()[:200] for name, value in typed.items()}
    chosen.decision = decision
    if chosen.verdict == Verdict.IGNORED:
        chosen.verdict, chosen.reasons = Verdict.NEW, []
    chosen.save(update_fields=["typed", "decision"])
    _settle_again(roster, rows, by=by, at=at)
    audit.record("rosterrow.corrected", about=chosen, by=by, at=at, fields=sorted(typed))
    return chosen


@write
def discard(*, by: Any, at: datetime, roster: Roster) -> Roster:
    """Put a draft aside: its rows are deleted at once.

    Raises:
        NotAllowed: ``by`` does not work on the event.
        RosterClosed: it is no draft any more.
    """
    require(rules.may_prepare(by, roster), _("Your role does not work on this list."))
    roster = _draft(roster)
    _empty(roster, by=by, at=at)
    return roster


@write
def forget_rosters(*, by: Any, at: datetime) -> int:
    """Delete the rows of drafts after a week and of lists taken over after a month; how many."""
    require(rules.may_clean_up(by), _("Only the installation cleans up."))
    drafts = Roster.objects.filter(
        state=RosterState.DRAFT, created_at__lt=at - rules.DRAFT_KEPT
    ).select_for_update()
    gone = sum(_empty(roster, by=by, at=at) for roster in drafts)
    old = RosterRow.objects.filter(
        roster__state__in=[RosterState.CONFIRMED, RosterState.UNDONE],
        roster__confirmed_at__lt=at - rules.ROWS_KEPT,
    )
    return gone + old.delete()[0]


def _empty(roster: Roster, *, by: Any, at: datetime) -> int:
    gone = roster.rows.all().delete()[0]
    move(roster, RosterState.DISCARDED, by=by, at=at)
    roster.file_name, roster.contact_phone = "", ""
    roster.save(update_fields=["file_name", "contact_phone"])
    return gone


def _draft(roster: Roster) -> Roster:
    roster = (
        Roster.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__event__plan_line", "organisation")
        .get(pk=roster.pk)
    )
    if roster.state != RosterState.DRAFT:
        raise RosterClosed(_("This list is no draft any more."))
    return roster


def _settle_again(
    roster: Roster, rows: list[RosterRow], *, by: Any, at: datetime, all_rows: bool = False
) -> None:
    before = {row.pk: told_of(row) for row in rows}
    settle(roster, rows, by=by, at=at)
    changed = [row for row in rows if all_rows or told_of(row) != before[row.pk]]
    names = [name.removesuffix("_id") for name in TOLD_FIELDS]
    RosterRow.objects.bulk_update(changed, names, 500)


def _texts(tables: Tables) -> Iterator[str]:
    for sheet in tables.sheets:
        for row in sheet.rows:
            yield from (cell for cell in row.cells if not cell.isdigit())


def _told(sheet: Sheet, layout: Layout) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "skipped": sheet.skipped,
        "rows": len(sheet.rows),
        "header_row": sheet.rows[layout.header_at[-1]].number if layout.is_found else 0,
        "headers": [one[:200] for one in layout.headers],
        "fields": [str(one) for one in layout.fields],
    }


def _keep(roster: Roster, rows: Sequence[NewRow]) -> None:
    """Plain COPY: 20,000 rows through the models would take as long as all the rest."""
    names = [one.name for one in fields(NewRow)]
    columns = ["roster_id", *names, "is_new_person", "outcome"]
    with connection.cursor() as cursor:
        values_of = attrgetter(*names)
        told = f"COPY rosters_rosterrow ({', '.join(columns)}) FROM STDIN"
        with cursor.copy(told) as copy:
            for row in rows:
                plain = [_written(value) for value in values_of(row)]
                copy.write_row((roster.pk, *plain, False, ""))


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else "[]"
    return "{}" if isinstance(value, dict) else value


def _rows(sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> Iterator[NewRow]:
    has_header = any(layout.is_found for layout in layouts)
    place = 0
    for number, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True)):
        not_kept = [at for at, one in enumerate(layout.fields) if one == Field.NOT_KEPT]
        for at, row in enumerate(sheet.rows):
            code = _outside(at, layout, has_header)
            yield NewRow(
                place=place,
                sheet=number,
                number=row.number,
                cells=_kept(row, not_kept),
                cut=list(row.cut),
                verdict=Verdict.IGNORED if code else Verdict.NEW,
                reasons=[reason(code)] if code else [],
            )
            place += 1


def _outside(at: int, layout: Layout, has_header: bool) -> str:
    if not layout.is_found:
        return "sheet_without_header" if has_header else ""
    if at in layout.header_at:
        return "header"
    return "above_header" if at < layout.header_at[0] else ""


def _kept(row: Row, not_kept: Sequence[int]) -> list[str]:
    return ["" if place in not_kept else cell for place, cell in enumerate(row.cells)]


def _contact_phone(tables: Tables, layouts: Sequence[Layout], habit: Habit) -> str:
    """A number above or below the table that is said to be for asking back."""
    for sheet, layout in zip(tables.sheets, layouts, strict=True):
        first = layout.header_at[0] if layout.is_found else 0
        for row in (*sheet.rows[:first], *sheet.rows[-6:]):
            cells = [cell for cell in row.cells if cell]
            if len(cells) > 3:
                continue
            for cell in cells:
                if _CONTACT.search(plain(cell, habit)) and (found := _NUMBER.search(cell)):
                    try:
                        return phones(found[0])[0]
                    except Unclear:
                        continue
    return ""


def _clean_file_name(name: str) -> str:
    """The last part alone, without signs that mean something to a system or a page."""
    last = re.split(r"[\\/]", name)[-1]
    return " ".join(re.sub(r"[^\w .()-]+", " ", last).split())[-NAME_LENGTH:] or "-"

"""The sheet that a parent or guardian signs for a child: one page a child, in Vietnamese.

The words of the consent are those in force, with their version: what is signed is what is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import override

from nhipcau.people.models import Purpose
from nhipcau.people.queries import ASKED_AT_REGISTRATION, consent_texts
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.queries import children_of
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.typesetting import typeset
from nhipcau.shared.wording import day, when
from nhipcau.shared.wording import phone as written_phone

_SHEET = Path(__file__).with_name("guardian_sheet.typ")


@dataclass(frozen=True)
class GuardianSheets:
    roster: Roster
    children: Sequence[RosterRow]
    texts: tuple[tuple[Purpose, int, str], ...]
    age: int


def guardian_sheets(roster: Roster, *, today: date) -> GuardianSheets:
    """The children of a list who need a sheet, and the consent texts in force: purpose, version,
    words."""
    age = int(reference_value("child_below_age", on=today))
    born_after = today.replace(year=today.year - age, day=min(today.day, 28))
    texts = consent_texts(today)
    told = tuple(
        (purpose, texts[purpose].version, texts[purpose].body_vi)
        for purpose in ASKED_AT_REGISTRATION
        if purpose in texts
    )
    return GuardianSheets(roster, children_of(roster, born_after=born_after), told, age)


_TITLES = {
    Purpose.PARTICIPATION: "Tham gia hoạt động",
    Purpose.CONTACT: "Nhận tin nhắc và thông tin về các hoạt động sau",
    Purpose.STATISTICS: "Thống kê theo giới tính, dân tộc, đoàn viên",
}


def guardian_sheets_pdf(sheets: GuardianSheets) -> bytes:
    """One page a child, ready to print. Data goes in as data, never as markup."""
    with override("vi"):
        return _pdf(sheets)


def _pdf(sheets: GuardianSheets) -> bytes:
    event = sheets.roster.session.event
    line = event.plan_line
    told = {
        "age": str(sheets.age),
        "event": event.title,
        "time": f"{when(sheets.roster.session.starts_at, sheets.roster.session.ends_at)},"
        f" {event.place}",
        "units": f"{line.lead.name_vi}; {line.supporting.name_vi}",
        "purposes": [
            {"title": _TITLES[purpose], "version": str(version), "body": body}
            for purpose, version, body in sheets.texts
        ],
        "children": [
            {
                "number": number,
                "name": row.full_name,
                "born": day(row.birth_on) if row.birth_on else "",
                "school": ", ".join(
                    filter(None, (sheets.roster.organisation.name_vi, row.class_name))
                ),
                "guardian": row.guardian_name,
                "phone": written_phone(row.guardian_phone) if row.guardian_phone else "",
            }
            for number, row in enumerate(sheets.children, start=1)
        ],
    }
    return typeset(_SHEET, told)

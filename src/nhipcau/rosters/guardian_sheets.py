"""The sheet that a parent or guardian signs for a child: one page a child, in Vietnamese.

The words of the consent are those in force, with their version: what is signed is what is kept.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import fontpkg_be_vietnam_pro  # type: ignore[import-untyped]
import typst
from django.utils.translation import override

from nhipcau.people.models import Purpose
from nhipcau.people.queries import consent_texts
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.queries import children_of
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.wording import day, when
from nhipcau.shared.wording import phone as written_phone

_PAGE = """
#let told = json(bytes(sys.inputs.told))
#set page(paper: "a4", margin: (x: 2cm, y: 1.5cm))
#set text(font: "Be Vietnam Pro", size: 10.5pt, lang: "vi")
#set par(leading: 0.65em, justify: true)
#let line-of(label, value) = grid(columns: (5.6cm, 1fr), gutter: 6pt,
  text(fill: luma(90), label), if value == "" { box(width: 100%, height: 1em,
  stroke: (bottom: 0.6pt + luma(120))) } else { strong(value) })
#for child in told.children [
  #if child.number > 1 { pagebreak() }
  #align(center)[#text(13pt, weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \\
    Độc lập – Tự do – Hạnh phúc]
  #v(0.4cm)
  #align(center)[#text(15pt, weight: "bold")[PHIẾU ĐỒNG Ý CỦA CHA MẸ HOẶC NGƯỜI GIÁM HỘ] \\
    #text(fill: luma(90))[dành cho người dưới #told.age tuổi]]
  #v(0.4cm)
  #line-of("Họ và tên con", child.name)
  #line-of("Ngày sinh", child.born)
  #line-of("Trường, lớp", child.school)
  #line-of("Hoạt động", told.event)
  #line-of("Thời gian, nơi tổ chức", told.time)
  #line-of("Cha, mẹ hoặc người giám hộ", child.guardian)
  #line-of("Số điện thoại", child.phone)
  #v(0.4cm)
  #for purpose in told.purposes [
    #block(stroke: 0.6pt + luma(150), inset: 7pt, radius: 4pt, width: 100%, breakable: false)[
      #strong(purpose.title) #h(1fr) #text(9pt, fill: luma(90))[phiên bản #purpose.version] \\
      #purpose.body
      #v(0.1cm)
      #box(stroke: 0.8pt, width: 0.38cm, height: 0.38cm) Tôi đồng ý #h(1.2cm)
      #box(stroke: 0.8pt, width: 0.38cm, height: 0.38cm) Tôi không đồng ý
    ]
  ]
  #v(0.3cm)
  #text(9.5pt)[Có thể rút lại sự đồng ý bất cứ lúc nào, bằng cách báo cho đơn vị tổ chức:
  #told.units. Trẻ từ đủ 7 tuổi cùng ký tên.]
  #v(0.6cm)
  #grid(columns: (1fr, 1fr), align: center,
    [Ngày …… tháng …… năm 20…… \\ *Người con* \\ #text(9pt)[(ký, ghi rõ họ tên)]],
    [Ngày …… tháng …… năm 20…… \\ *Cha, mẹ hoặc người giám hộ* \\
     #text(9pt)[(ký, ghi rõ họ tên)]])
]
"""


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
        for purpose in Purpose
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
    fonts = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    return bytes(
        typst.compile(
            cast(Any, _PAGE.encode()),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        )
    )

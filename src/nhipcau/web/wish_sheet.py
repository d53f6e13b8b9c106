"""Forms 01 and 01a on paper, from what was told; what was not told is left to be written by hand.

The layout follows the forms of Decree 23/2021 as they were used; the file beside this one can be
replaced when the forms of Decree 352/2025 are known. Numbers of identity cards are never kept.
"""

from pathlib import Path

from django.utils.translation import override

from nhipcau.shared.typesetting import typeset
from nhipcau.shared.wording import day
from nhipcau.shared.wording import phone as written_phone
from nhipcau.web.wish_steps import overview

_SHEET = Path(__file__).with_name("wish_sheet.typ")


def wish_pdf(person, wish, *, today, shows_needs):
    """Two pages in Vietnamese, ready to be signed."""
    with override("vi"):
        steps = overview(wish, shows_needs=shows_needs)
        told = {
            "date": day(today),
            "person": [
                ["Họ và tên", person.full_name],
                ["Ngày sinh", day(person.birth_on)],
                ["Giới tính", person.get_gender_display() if person.gender else ""],
                ["Số CCCD", ""],
                ["Nơi ở hiện nay", str(person.commune or "")],
                ["Điện thoại", written_phone(person.phone)],
                ["E-mail", person.email],
            ],
            "steps": [
                {"name": one.name, "facts": [list(pair) for pair in one.facts]} for one in steps
            ],
        }
        return typeset(_SHEET, told)

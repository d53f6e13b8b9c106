"""The slip of introduction and the notice of the result, as PDF and as Word.

Layout after forms seen at centres of employment services; what we do not know stays a dotted line
to be filled in by hand. What people typed goes in as data, never as markup.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from nhipcau.people.models import Gender
from nhipcau.referrals.links import live_link, path_of
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome, ReferralState
from nhipcau.shared import wording
from nhipcau.shared.typesetting import typeset

HERE = Path(__file__).parent
SLIP, NOTICE = "slip", "notice"
MOST = 100
QR_WIDTH = Cm(3)


@dataclass(frozen=True)
class Paper:
    """What stands on one slip or notice; an empty text is a dotted line."""

    centre: str
    number: str
    issued: str
    employer: str
    employer_address: str
    full_name: str
    born: str
    gender: str
    phone: str
    home: str
    position: str
    work_place: str
    wage: str
    valid_until: str
    counsellor: str
    address: str
    is_hired: bool
    is_not_hired: bool
    first_day: str


def paper_of(referral: Referral) -> Paper:
    """The words of one introduction, in Vietnamese."""
    person, vacancy = referral.young_person, referral.vacancy
    employer = vacancy.employer
    link = live_link(referral)
    with translation.override("vi"):
        return Paper(
            centre=str(employer.centre),
            number=str(referral.pk),
            issued=_day_in_words(referral.issued_at),
            employer=employer.name,
            employer_address=employer.address,
            full_name=person.full_name,
            born=wording.day(person.birth_on),
            gender=str(Gender(person.gender).label) if person.gender else "",
            phone=wording.phone(person.phone).replace("\N{NO-BREAK SPACE}", " "),
            home=str(person.commune or ""),
            position=vacancy.title,
            work_place=vacancy.address,
            wage=_wage(vacancy),
            valid_until=wording.day(referral.valid_until) if referral.valid_until else "",
            counsellor=referral.created_by.full_name if referral.created_by else "",
            address=settings.SITE_URL + path_of(link) if link else "",
            is_hired=referral.state == ReferralState.HIRED or referral.outcome == Outcome.STARTED,
            is_not_hired=referral.outcome == Outcome.NOT_HIRED,
            first_day=wording.day(referral.starts_on) if referral.starts_on else "",
        )


def papers_pdf(referrals: Sequence[Referral], kind: str) -> bytes:
    """One page each. ``kind``: ``SLIP`` or ``NOTICE``."""
    told = {"papers": [_with_qr(paper_of(one)) for one in referrals[:MOST]]}
    return typeset(HERE / f"{kind}.typ", told)


def slip_docx(referral: Referral) -> bytes:
    """The slip as a document that an office can still change; its own template goes first."""
    own = Path(settings.PROVINCE_DIR) / "documents" / "referral_slip_v1.docx"
    ours = HERE / "templates_docx" / "referral_slip_v1.docx"
    document = DocxTemplate(own if own.exists() else ours)
    paper = paper_of(referral)
    told: dict[str, Any] = {
        name: value if value != "" else "…" * 24 for name, value in asdict(paper).items()
    }
    if paper.address:
        picture = BytesIO()
        segno.make_qr(paper.address, error="m").save(picture, kind="png", scale=6)
        picture.seek(0)
        told["qr"] = InlineImage(document, picture, width=QR_WIDTH)
    document.render(told, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _with_qr(paper: Paper) -> dict[str, Any]:
    qr = ""
    if paper.address:
        qr = str(segno.make_qr(paper.address, error="m").svg_inline(border=2, dark="#000"))
    return {**asdict(paper), "qr": qr}


def _day_in_words(moment: datetime | None) -> str:
    if moment is None:
        return ""
    day = localdate(moment)
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"


def _wage(vacancy: Any) -> str:
    told = [wording.money(one) for one in (vacancy.wage_from, vacancy.wage_to) if one]
    return " – ".join(dict.fromkeys(told)).replace("\N{NO-BREAK SPACE}", " ")

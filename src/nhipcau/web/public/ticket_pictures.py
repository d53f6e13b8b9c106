"""A ticket as QR, as PDF and as a picture to keep on the phone (``ticket.typ``)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import segno
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.events.models import Registration
from nhipcau.events.queries import public_event
from nhipcau.events.tickets import ticket_of
from nhipcau.shared import wording
from nhipcau.shared.typesetting import typeset

TEMPLATE = Path(__file__).with_name("ticket.typ")
PATTERNS = Path(__file__).parents[1] / "static" / "nhipcau" / "icons"
INK = "#2c3a8a"
LONGEST_TITLE = 110
LONGEST_PLACE = 130
ON_A_SHEET_FROM = 3
MOST = 200

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32"'
    ' fill="none" stroke="#2c3a8a" stroke-width="3.2" stroke-linecap="round">'
    '<path d="M5 22c4-11 18-11 22 0"/><path stroke="#e06a8d" d="M5 7v19M27 7v19"/></svg>'
)


@dataclass(frozen=True)
class Card:
    """What is printed on one ticket."""

    name: str
    title: str
    when: str
    where: str
    reference: str
    qr: str


def reference_of(registration: Registration) -> str:
    """What one reads aloud when a camera fails: the first signs of the code."""
    return f"{registration.code[:4]} {registration.code[4:8]}".upper()


def qr_of(registration: Registration) -> segno.QRCode:
    """The signed ticket as a QR of capitals and digits, coarse enough for a cheap camera."""
    return segno.make_qr(
        ticket_of(registration), error="m", mode="alphanumeric", boost_error=False
    )


def qr_svg(registration: Registration) -> str:
    """For the page: black on white in light and dark, sized by the style sheet."""
    return qr_of(registration).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )


def card_of(registration: Registration, *, at: datetime) -> Card:
    """Of an event with the army, no more than its kind and day."""
    session = registration.session
    event = public_event(session.event, at=at)
    if event.kind.hides_host:
        title, when, where = event.title, wording.long_day(event.starts_at), ""
    else:
        parts = (event.title, session.title if session.title != event.title else "")
        title = ": ".join(filter(None, parts))
        when = wording.when(session.starts_at, session.ends_at)
        where = ", ".join(str(one) for one in (session.room, event.place, event.commune) if one)
    return Card(
        name=registration.young_person.full_name,
        title=Truncator(title).chars(LONGEST_TITLE),
        when=when.replace("–", "\N{WORD JOINER}–\N{WORD JOINER}"),
        where=Truncator(where).chars(LONGEST_PLACE),
        reference=reference_of(registration),
        qr=_svg_file(qr_of(registration)),
    )


def tickets_pdf(registrations: list[Registration], *, at: datetime) -> bytes:
    """One page a person for one or two, else eight on a sheet to be cut."""
    layout = "sheet" if len(registrations) >= ON_A_SHEET_FROM else "card"
    return _made(registrations, layout, "pdf", at=at)


def ticket_png(registration: Registration, *, at: datetime) -> bytes:
    """The whole ticket as a picture."""
    return _made([registration], "card", "png", at=at)


def _made(
    registrations: list[Registration], layout: str, kind: Literal["pdf", "png"], *, at: datetime
) -> bytes:
    told = {
        "title": _("Ticket"),
        "layout": layout,
        "band": _band(),
        "mark": MARK,
        "tickets": [asdict(card_of(one, at=at)) for one in registrations[:MOST]],
        "words": {
            "ticket": _("Ticket"),
            "qr": _("QR code of the ticket"),
            "reference": _("Reference"),
            "when": _("When"),
            "where": _("Where"),
            "keep": _("Show this code at the entrance, on the phone or on paper. It works once."),
            "sheet": _("Cut along the lines. Each code works once, for the person named."),
        },
    }
    return typeset(TEMPLATE, told, kind=kind)


@cache
def _band() -> str:
    drawn = (PATTERNS / "band-warp.svg").read_text(encoding="utf-8")
    return drawn.replace("<svg ", f'<svg fill="{INK}" ', 1)


def _svg_file(qr: segno.QRCode) -> str:
    return str(qr.svg_inline(border=4, dark="#000", light="#fff"))

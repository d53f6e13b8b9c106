"""The signed link by which a young person answers without an account: of nobody but one question.

A link is, in base32 without padding: kind (1 byte), number of the record (4), last day (2, days
since 2020) and the first ten bytes of a keyed hash of all before. It is good through its last day
and for one answer: whether it was answered stands in the record.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.placements.errors import LinkExpired, LinkForged

HEAD = struct.Struct(">BIH")
SIGNED_BYTES = 10
BEGIN = date(2020, 1, 1)
START, CHECK = 1, 2


@dataclass(frozen=True)
class Link:
    """``kind``: ``START`` of a placement or ``CHECK`` of a stay. ``number``: its primary key."""

    kind: int
    number: int
    last_day: date


def link_of(kind: int, number: int, *, last_day: date) -> str:
    """The text of a link, 28 small letters and digits."""
    head = HEAD.pack(kind, number, (last_day - BEGIN).days)
    return base64.b32encode(head + _signature(head)).decode().rstrip("=").lower()


def read_link(text: str, *, at: datetime) -> Link:
    """What a link asks, once its signature holds.

    Raises:
        LinkForged: this installation did not sign it.
        LinkExpired: its last day is over.
    """
    try:
        told = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        head, signature = told[: HEAD.size], told[HEAD.size :]
        kind, number, days = HEAD.unpack(head)
    except (ValueError, struct.error) as problem:
        raise LinkForged(_("This link is not one of ours.")) from problem
    if not hmac.compare_digest(signature, _signature(head)):
        raise LinkForged(_("This link is not one of ours."))
    last_day = BEGIN + timedelta(days=days)
    if localdate(at) > last_day:
        raise LinkExpired(_("This link is too old. Please call us; we are glad to hear from you."))
    return Link(kind, number, last_day)


def _signature(head: bytes) -> bytes:
    key = settings.SECRET_KEY.encode() + b" placement link"
    return hmac.new(key, head, hashlib.sha256).digest()[:SIGNED_BYTES]

"""The ticket in the QR: signed, and of nobody. Whoever reads it learns a number and an event.

A ticket is ``NC1`` and, in base32 without padding, 90 bytes: key number (1), event (4, big
endian), minute of expiry since 1970 (4), a second key byte kept 0 (1), the random id of the
registration (16), and the Ed25519 signature over all before it (64). Capital letters and digits
alone, so that a QR stays coarse enough for a cheap camera.

The private keys are made from the installation's ticket secrets; the gate's phones hold the
public keys and tell a forged ticket without a network.
"""

import base64
import hashlib
import hmac
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.events.errors import TicketExpired, TicketForged
from nhipcau.events.models import Registration

PREFIX = "NC1"
HEAD = struct.Struct(">BIIB16s")
SIGNATURE_BYTES = 64
GOOD_AFTER_END = timedelta(days=2)


@dataclass(frozen=True)
class Ticket:
    """What a QR says. ``key_number`` names the public key it was checked with."""

    ticket_id: uuid.UUID
    event_id: int
    expires_at: datetime
    key_number: int


def ticket_of(registration: Registration) -> str:
    """The signed text of one registration's ticket, 147 capital letters and digits."""
    number = len(settings.TICKET_SECRETS)
    event = registration.session.event
    minute = int((event.ends_at + GOOD_AFTER_END).timestamp()) // 60
    told = HEAD.pack(number, event.pk, minute, 0, registration.ticket_id.bytes)
    signed = told + _private_key(settings.TICKET_SECRETS[number - 1]).sign(told)
    return PREFIX + base64.b32encode(signed).decode().rstrip("=")


def read_ticket(text: str, *, at: datetime) -> Ticket:
    """What a scanned text says, once its signature holds.

    Raises:
        TicketForged: this installation did not sign it.
        TicketExpired: its event is over for more than two days.
    """
    try:
        signed = base64.b32decode(_padded(text.strip().upper().removeprefix(PREFIX)))
        told, signature = signed[: HEAD.size], signed[HEAD.size :]
        number, event_id, minute, _spare, ticket_id = HEAD.unpack(told)
        public_keys()[number].verify(signature, told)
    except (ValueError, struct.error, KeyError, InvalidSignature) as problem:
        raise TicketForged(_("This is not a ticket of ours.")) from problem
    expires_at = datetime.fromtimestamp(minute * 60, tz=UTC)
    if expires_at < at:
        raise TicketExpired(_("This ticket is of an event that is over."))
    return Ticket(uuid.UUID(bytes=ticket_id), event_id, expires_at, number)


def public_keys() -> dict[int, Ed25519PublicKey]:
    """Key number → public key. A new secret is added at the end; old tickets stay good."""
    return {
        number: _private_key(secret).public_key()
        for number, secret in enumerate(settings.TICKET_SECRETS, start=1)
    }


@cache
def _private_key(secret: str) -> Ed25519PrivateKey:
    seed = hmac.new(secret.encode(), b"nhipcau ticket", hashlib.sha256).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 8)

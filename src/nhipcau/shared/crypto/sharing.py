"""A secret divided so that any two of three people find it again, and one alone learns nothing.

Shamir's scheme over GF(256) with the polynomial of AES: byte by byte, the secret is where a line
through the shares crosses zero. A share carries a checksum, for slips of typing; and the secret
carries one too, so that shares of different secrets are noticed.
"""

import hashlib
import re
import secrets as random_source
from collections.abc import Sequence

from django.utils.translation import gettext as _

from nhipcau.shared.crypto.errors import SharesRefused

POLYNOMIAL = 0x11B
CHECK_BYTES = 4
_TEXT = re.compile(r"^NC([1-9])-([0-9A-F]+)$")


def multiply(one: int, other: int) -> int:
    """The product of two elements of GF(256)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 0x100:
            one ^= POLYNOMIAL
        other >>= 1
    return product


def inverse(one: int) -> int:
    """What gives 1 when multiplied with ``one``: its 254th power.

    Raises:
        ZeroDivisionError: of zero there is none.
    """
    if not one:
        raise ZeroDivisionError
    power = 1
    for _again in range(254):
        power = multiply(power, one)
    return power


def divide(secret: bytes, *, shares: int = 3, slopes: bytes | None = None) -> list[str]:
    """``shares`` texts, any two of which give the secret back.

    ``slopes``: for known answers in tests alone; otherwise random, one for each byte.
    """
    whole = secret + _check(secret)
    slopes = slopes if slopes is not None else random_source.token_bytes(len(whole))
    return [
        _told(
            at,
            bytes(byte ^ multiply(slope, at) for byte, slope in zip(whole, slopes, strict=True)),
        )
        for at in range(1, shares + 1)
    ]


def join(texts: Sequence[str]) -> bytes:
    """The secret of two different shares.

    Raises:
        SharesRefused: fewer than two, a slip of typing, the same one twice, or not of one secret.
    """
    found = dict(_read(text) for text in texts)
    if len(found) < 2:
        raise SharesRefused(_("Two different shares are needed."))
    (first, one), (second, other) = sorted(found.items())[:2]
    if len(one) != len(other):
        raise SharesRefused(_("These shares do not belong together."))
    weight_one = multiply(second, inverse(first ^ second))
    weight_other = multiply(first, inverse(first ^ second))
    whole = bytes(
        multiply(a, weight_one) ^ multiply(b, weight_other)
        for a, b in zip(one, other, strict=True)
    )
    secret, check = whole[:-CHECK_BYTES], whole[-CHECK_BYTES:]
    if check != _check(secret):
        raise SharesRefused(_("These shares do not belong together."))
    return secret


def _check(told: bytes) -> bytes:
    return hashlib.sha256(told).digest()[:CHECK_BYTES]


def _told(at: int, share: bytes) -> str:
    return f"NC{at}-{(share + _check(bytes([at]) + share)).hex().upper()}"


def _read(text: str) -> tuple[int, bytes]:
    read = _TEXT.match("".join(text.split()).upper())
    if not read or len(read[2]) % 2:
        raise SharesRefused(_("This is no share; please copy the whole line."))
    at, told = int(read[1]), bytes.fromhex(read[2])
    share, check = told[:-CHECK_BYTES], told[-CHECK_BYTES:]
    if check != _check(bytes([at]) + share):
        raise SharesRefused(_("There is a slip of typing in this share."))
    return at, share

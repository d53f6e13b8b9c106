"""Text sealed with AES-256-GCM: a header with versions, a size class, and the row it belongs to.

What lies on the disk: two letters, the format, the version of the key, a nonce, then ciphertext
and tag. The header and the names of the row are authenticated with it: moved to another row, read
as another version or cut by a byte, it is refused.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from nhipcau.shared.crypto.errors import CiphertextRefused

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
MARK, FORMAT = b"NC", 1
HEADER = struct.Struct(">2sBI")
LENGTH = struct.Struct(">I")
# The length of a note says something about it: it is hidden in one of these sizes.
SIZE_CLASSES = (256, 1024, 4096, 16_384, 65_536)
LONGEST = SIZE_CLASSES[-1] - LENGTH.size


def new_secret() -> bytes:
    return os.urandom(KEY_BYTES)


def derive(*secrets: bytes, purpose: str) -> bytes:
    """One key out of several secrets, all of which are needed; another one for each purpose.

    Raises:
        ValueError: a secret does not have the full length.
    """
    if any(len(one) != KEY_BYTES for one in secrets):
        raise ValueError("every secret has 32 bytes")
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return made.derive(b"".join(secrets))


def bound(*names: str | int) -> bytes:
    """The names of a row in one unmistakable form: each with its length before it."""
    told = [str(name).encode() for name in names]
    return b"".join(LENGTH.pack(len(one)) + one for one in told)


def seal(text: bytes, *, key: bytes, key_version: int, belongs_to: bytes) -> bytes:
    """``text`` for the row that ``belongs_to`` names, padded to a size class.

    Raises:
        ValueError: longer than ``LONGEST`` bytes.
    """
    header = HEADER.pack(MARK, FORMAT, key_version)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, _padded(text), header + belongs_to)


def unseal(sealed: bytes, *, key: bytes, key_version: int, belongs_to: bytes) -> bytes:
    """What was sealed.

    Raises:
        CiphertextRefused: any byte was changed, it was sealed for another row or with another key,
        or its header tells another version than the one in force.
    """
    start = HEADER.size + NONCE_BYTES
    header, nonce, body = sealed[: HEADER.size], sealed[HEADER.size : start], sealed[start:]
    if len(body) < TAG_BYTES or header != HEADER.pack(MARK, FORMAT, key_version):
        raise _refused()
    try:
        padded = AESGCM(key).decrypt(nonce, body, header + belongs_to)
    except InvalidTag:
        raise _refused() from None
    (length,) = LENGTH.unpack_from(padded)
    return padded[LENGTH.size : LENGTH.size + length]


def version_of(sealed: bytes) -> int:
    """The version of the key that the header tells.

    Raises:
        CiphertextRefused: this is nothing that was sealed here.
    """
    if len(sealed) < HEADER.size or sealed[:3] != MARK + bytes([FORMAT]):
        raise _refused()
    return int(HEADER.unpack(sealed[: HEADER.size])[2])


def _padded(text: bytes) -> bytes:
    whole = LENGTH.pack(len(text)) + text
    for size in SIZE_CLASSES:
        if len(whole) <= size:
            return whole.ljust(size, b"\0")
    raise ValueError(f"at most {LONGEST} bytes are sealed at once")


def _refused() -> CiphertextRefused:
    return CiphertextRefused(
        _("This cannot be opened: it was changed or moved, or its key is gone.")
    )

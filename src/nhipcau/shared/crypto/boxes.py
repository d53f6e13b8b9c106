"""A secret handed to one reader: X25519 with a key made for this one box, then ``sealing``."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.crypto.sealing import KEY_BYTES, seal, unseal

PURPOSE = b"nhipcau box 1"


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public one, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def hand_over(secret: bytes, *, to: bytes, key_version: int, belongs_to: bytes) -> bytes:
    """``secret`` in a box that only the holder of the private key of ``to`` can open."""
    once = X25519PrivateKey.generate()
    own = once.public_key().public_bytes_raw()
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(to)), own, to)
    return own + seal(secret, key=key, key_version=key_version, belongs_to=belongs_to)


def take_out(box: bytes, *, private: bytes, key_version: int, belongs_to: bytes) -> bytes:
    """The secret in a box.

    Raises:
        CiphertextRefused: it is another reader's, was changed or moved, or is of another version.
    """
    own, sealed = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(own)
        )
    except ValueError:  # a point of no use: nobody made this box
        raise CiphertextRefused(
            _("This cannot be opened: it was changed or moved, or its key is gone.")
        ) from None
    key = _key(shared, own, public_of(private))
    return unseal(sealed, key=key, key_version=key_version, belongs_to=belongs_to)


def _key(shared: bytes, own: bytes, to: bytes) -> bytes:
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=own + to, info=PURPOSE)
    return made.derive(shared)

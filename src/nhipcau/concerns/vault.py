"""Keys of concerns: one secret each, in a box for every named reader and one for the receipt.

What is sealed needs that secret and one of the folder of keys, which goes when the concern is
forgotten: no copy of the database opens it then. See ADR 0032 for who could read what.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.concerns.models import Concern, ConcernKey, Entry, Handover, Recipient
from nhipcau.counselling.models import ReaderKey
from nhipcau.counselling.vault import pair_of, private_of
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.boxes import hand_over, take_out
from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.crypto.sealing import bound, derive, new_secret, seal, unseal
from nhipcau.shared.row_security import acting

FOLDER = "concerns"
VERSION = 1


class ConcernVault:
    """Seals and opens what belongs to one concern."""

    def __init__(self, concern: Concern, secret: bytes, *, makes_key: bool = False) -> None:
        folder = key_folder()
        own = (
            folder.kept_made(FOLDER, concern.pk) if makes_key else folder.kept(FOLDER, concern.pk)
        )
        self.concern = concern
        self.key = derive(secret, own, purpose=f"concern {concern.pk}")

    def seal_entry(self, text: str, *, number: int, side: str) -> bytes:
        return self._seal(text, "entry", number, side)

    def open_entry(self, entry: Entry) -> str:
        """
        Raises:
            CiphertextRefused: it was changed or stands in another place.
        """
        return self._open(bytes(entry.sealed), "entry", entry.number, entry.side)

    def seal_handover(self, text: str) -> bytes:
        return self._seal(text, "handover")

    def open_handover(self, handover: Handover) -> str:
        return self._open(bytes(handover.sealed), "handover")

    def _seal(self, text: str, *names: str | int) -> bytes:
        belongs_to = bound("concern", self.concern.pk, *names)
        return seal(text.encode(), key=self.key, key_version=VERSION, belongs_to=belongs_to)

    def _open(self, sealed: bytes, *names: str | int) -> str:
        belongs_to = bound("concern", self.concern.pk, *names)
        return unseal(sealed, key=self.key, key_version=VERSION, belongs_to=belongs_to).decode()


def new_vault(concern: Concern, *, box_key: bytes, at: datetime) -> ConcernVault:
    """The secret of a new concern, for its readers and its receipt. In the installation's
    context."""
    secret = new_secret()
    box = seal(secret, key=box_key, key_version=VERSION, belongs_to=_names_of_box(concern, 0))
    ConcernKey.objects.create(concern=concern, box=box)
    _give_each(concern, secret, _readers_of(concern), at=at)
    return ConcernVault(concern, secret, makes_key=True)


def vault_by_receipt(concern: Concern, box_key: bytes) -> ConcernVault:
    """
    Raises:
        CiphertextRefused: the concern was forgotten, or its box was changed.
    """
    key = ConcernKey.objects.filter(concern=concern, user=None).first()
    if key is None:
        raise CiphertextRefused(_("This was deleted."))
    return ConcernVault(
        concern,
        unseal(
            bytes(key.box),
            key=box_key,
            key_version=VERSION,
            belongs_to=_names_of_box(concern, 0),
        ),
    )


def vault_for(concern: Concern, user: Any) -> ConcernVault:
    """By the reader's own box.

    Raises:
        CiphertextRefused: there is none, or it cannot be opened.
    """
    return ConcernVault(concern, _secret_for(concern, user.pk))


def settle_readers(concern: Concern, *, at: datetime) -> None:
    """Exactly the named readers hold a key afterwards; the last key is never thrown away, unless
    the concern went to the other unit."""
    with acting(SYSTEM, at=at):
        wanted = _readers_of(concern)
        held = set(
            ConcernKey.objects.filter(concern=concern, user__isnull=False).values_list(
                "user_id", flat=True
            )
        )
        missing = wanted - held
        if missing and held:
            _give_each(concern, _secret_by_any(concern), missing, at=at)
        if wanted:
            ConcernKey.objects.filter(concern=concern, user__in=held - wanted).delete()


def renew_boxes(at: datetime) -> None:
    """All boxes of readers into their newest pairs of keys, before the old pairs go."""
    with acting(SYSTEM, at=at):
        for key in ConcernKey.objects.filter(user__isnull=False).select_related("concern"):
            pair = pair_of(key.user_id or 0, at=at)
            if pair.version != key.reader_version:
                secret = _secret_for(key.concern, key.user_id or 0)
                key.box, key.reader_version = _box(key.concern, secret, pair), pair.version
                key.save(update_fields=["box", "reader_version"])


def destroy(concern_id: int) -> None:
    """The secret without which nothing of this concern opens, in no copy of the database."""
    key_folder().forget_kept(FOLDER, concern_id)


def _readers_of(concern: Concern) -> set[int]:
    named = Recipient.objects.current().filter(unit=concern.unit_id)
    if concern.about_unit_id:
        named = named.exclude(
            user__memberships__organisation=concern.about_unit_id,
            user__memberships__ended_at=None,
        )
    return set(named.values_list("user_id", flat=True))


def _give_each(concern: Concern, secret: bytes, users: Iterable[int], *, at: datetime) -> None:
    pairs = [pair_of(user, at=at) for user in sorted(users)]
    ConcernKey.objects.bulk_create(
        [
            ConcernKey(
                concern=concern,
                user_id=pair.user_id,
                reader_version=pair.version,
                box=_box(concern, secret, pair),
            )
            for pair in pairs
        ]
    )


def _box(concern: Concern, secret: bytes, pair: ReaderKey) -> bytes:
    return hand_over(
        secret,
        to=bytes(pair.public),
        key_version=pair.version,
        belongs_to=_names_of_box(concern, pair.user_id),
    )


def _secret_for(concern: Concern, user_id: int) -> bytes:
    key = ConcernKey.objects.filter(concern=concern, user=user_id).first()
    pair = (
        ReaderKey.objects.filter(user=user_id, version=key.reader_version).first() if key else None
    )
    if key is None or pair is None:
        raise CiphertextRefused(_("There is no key of this concern for you."))
    return take_out(
        bytes(key.box),
        private=private_of(pair),
        key_version=key.reader_version,
        belongs_to=_names_of_box(concern, user_id),
    )


def _secret_by_any(concern: Concern) -> bytes:
    users = ConcernKey.objects.filter(concern=concern, user__isnull=False)
    for user_id in users.values_list("user_id", flat=True):
        try:
            return _secret_for(concern, user_id or 0)
        except CiphertextRefused:
            continue
    raise CiphertextRefused(_("No key opens this concern any more."))


def _names_of_box(concern: Concern, user_id: int) -> bytes:
    return bound("concerns_concernkey", "box", concern.pk, user_id)

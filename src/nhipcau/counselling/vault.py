"""Secrets of cases: in a box for each reader, opened for one purpose, never kept.

A note is sealed with a key that needs two secrets: that of the case, from a reader's box, and that
of the person, from the folder of keys. Which tables of this are seen is told by the caller's
context (``shared.row_security.acting``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nhipcau.counselling.models import Case, CaseKey, CustodianKey, Note, ReaderKey
from nhipcau.counselling.states import Scope
from nhipcau.shared.crypto.boxes import hand_over, new_pair, take_out
from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.crypto.sealing import bound, derive, new_secret, seal, unseal

NEXT_ID = "SELECT nextval(pg_get_serial_sequence('counselling_note', 'id'))"
STORE = (
    "UPDATE counselling_note SET sealed = fresh.sealed"
    " FROM unnest(%s::bigint[], %s::bytea[]) AS fresh(id, sealed)"
    " WHERE counselling_note.id = fresh.id"
)


STORE_BOXES = (
    "UPDATE counselling_casekey SET box = fresh.box, version = fresh.version,"
    " reader_version = fresh.reader_version"
    " FROM unnest(%s::bigint[], %s::bytea[], %s::int[], %s::int[])"
    " AS fresh(id, box, version, reader_version)"
    " WHERE counselling_casekey.id = fresh.id"
)


@dataclass(frozen=True)
class NoteKey:
    """What seals and opens the notes of one case, in one version of its secret."""

    case_id: int
    person_id: int
    version: int
    key: bytes

    def seal(self, text: str, *, note_id: int, author_id: int) -> bytes:
        return seal(
            text.encode(),
            key=self.key,
            key_version=self.version,
            belongs_to=self._names(note_id, author_id),
        )

    def open(self, note: Note) -> str:
        """The text of a note.

        Raises:
            CiphertextRefused: it was changed, stands in another row, or is of another version.
        """
        return unseal(
            bytes(note.sealed),
            key=self.key,
            key_version=self.version,
            belongs_to=self._names(note.pk, note.author_id),
        ).decode()

    def _names(self, note_id: int, author_id: int) -> bytes:
        return bound(
            "counselling_note", "sealed", note_id, self.case_id, self.person_id, author_id
        )


def note_key(case: Case, secret: bytes, *, makes_person: bool = False) -> NoteKey:
    """The key of the notes of ``case``, from its secret and that of its person.

    ``makes_person``: the person's secret is made when there is none: only where something is
    sealed, never where something is opened.

    Raises:
        CiphertextRefused: the person's secret was destroyed.
    """
    folder, number = key_folder(), case.young_person_id
    person = folder.person_made(number) if makes_person else folder.person(number)
    key = derive(secret, person, purpose=f"note {case.pk} {case.key_version}")
    return NoteKey(case.pk, number, case.key_version, key)


def next_note_id() -> int:
    """The number a note will have: it is bound into what is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_ID)
        return int(cursor.fetchone()[0])


def store(sealed: dict[int, bytes]) -> None:
    """Replace what is sealed in notes (id → bytes) in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(sealed), list(sealed.values())])


# --- pairs of keys of readers --------------------------------------------------------------------


def pair_of(user_id: int, *, at: datetime) -> ReaderKey:
    """The pair in force of a reader, made when there is none. In the installation's context."""
    newest = ReaderKey.objects.filter(user=user_id).order_by("-version").first()
    return newest or make_pair(user_id, version=1, at=at)


def make_pair(user_id: int, *, version: int, at: datetime) -> ReaderKey:
    folder = key_folder()
    private, public = new_pair()
    master = folder.current()
    wrapped = seal(
        private,
        key=folder.master(master),
        key_version=master,
        belongs_to=_names_of_pair(user_id, version),
    )
    pair, _is_new = ReaderKey.objects.get_or_create(
        user_id=user_id,
        version=version,
        defaults={
            "public": public,
            "wrapped": wrapped,
            "master_version": master,
            "made_at": at,
        },
    )
    return pair


def private_of(pair: ReaderKey) -> bytes:
    """The private key of a pair.

    Raises:
        KeysMissing: its master key is not in the folder.
        CiphertextRefused: it was changed or moved.
    """
    return unseal(
        bytes(pair.wrapped),
        key=key_folder().master(pair.master_version),
        key_version=pair.master_version,
        belongs_to=_names_of_pair(pair.user_id, pair.version),
    )


# --- the secret of a case ------------------------------------------------------------------------


def fresh_secret() -> bytes:
    return new_secret()


def boxed(case: Case, secret: bytes, to: ReaderKey | CustodianKey) -> bytes:
    """The secret of a case in a box that one reader, or the custodians, can open."""
    return hand_over(
        secret,
        to=bytes(to.public),
        key_version=to.version,
        belongs_to=_names_of_box(case, getattr(to, "user_id", 0)),
    )


def store_boxes(fresh: Sequence[tuple[int, bytes, int, int]]) -> None:
    """Replace boxes in one statement: number of the key, box, version of the secret and of the
    reader's pair."""
    columns = [list(column) for column in zip(*fresh, strict=True)] or [[], [], [], []]
    with connection.cursor() as cursor:
        cursor.execute(STORE_BOXES, columns)


def give(
    case: Case,
    secret: bytes,
    pair: ReaderKey,
    *,
    scope: Scope,
    at: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Put the secret of a case into the box of one reader, instead of an earlier one."""
    CaseKey.objects.update_or_create(
        case=case,
        user_id=pair.user_id,
        defaults={
            "scope": scope,
            "version": case.key_version,
            "reader_version": pair.version,
            "box": boxed(case, secret, pair),
            "granted_at": at,
            "expires_at": expires_at,
        },
    )


def give_custodians(case: Case, secret: bytes, *, at: datetime) -> None:
    """The same for the custodians, once there are any."""
    custodians = CustodianKey.objects.order_by("-version").first()
    if custodians is None:
        return
    CaseKey.objects.update_or_create(
        case=case,
        user=None,
        defaults={
            "version": case.key_version,
            "reader_version": custodians.version,
            "box": boxed(case, secret, custodians),
            "granted_at": at,
        },
    )


def secret_from(case: Case, key: CaseKey, private: bytes) -> bytes:
    """What lies in one box.

    Raises:
        CiphertextRefused: it was changed or moved, or is of an earlier version of the secret.
    """
    if key.version != case.key_version:
        raise CiphertextRefused(_("This key is of an earlier version, and opens nothing."))
    return take_out(
        bytes(key.box),
        private=private,
        key_version=key.reader_version,
        belongs_to=_names_of_box(case, key.user_id or 0),
    )


def secret_for(case: Case, user: Any) -> bytes:
    """The secret of a case from the reader's own box.

    Raises:
        CiphertextRefused: there is no box for this reader, or it cannot be opened.
    """
    key = CaseKey.objects.filter(case=case, user=user.pk).first()
    pair = (
        ReaderKey.objects.filter(user=user.pk, version=key.reader_version).first() if key else None
    )
    if key is None or pair is None:
        raise CiphertextRefused(_("There is no key of this case for you."))
    return secret_from(case, key, private_of(pair))


def secret_by_any(case: Case) -> bytes:
    """The secret of a case from whichever box opens: for the installation, to hand it on.

    Raises:
        CiphertextRefused: none does; the custodians can help.
    """
    keys = CaseKey.objects.filter(case=case, user__isnull=False).order_by("pk")
    return secret_of_boxes(case, keys, pairs_of(keys))


def pairs_of(keys: Iterable[CaseKey]) -> dict[tuple[int, int], ReaderKey]:
    readers = {key.user_id for key in keys}
    return {
        (pair.user_id, pair.version): pair for pair in ReaderKey.objects.filter(user__in=readers)
    }


def secret_of_boxes(
    case: Case, keys: Iterable[CaseKey], pairs: dict[tuple[int, int], ReaderKey]
) -> bytes:
    for key in keys:
        pair = pairs.get((key.user_id or 0, key.reader_version))
        if pair is None:
            continue
        try:
            return secret_from(case, key, private_of(pair))
        except CiphertextRefused:
            continue
    raise CiphertextRefused(_("No key opens this case any more. The custodians can help."))


def _names_of_pair(user_id: int, version: int) -> bytes:
    return bound("counselling_readerkey", "wrapped", user_id, version)


def _names_of_box(case: Case, user_id: int) -> bytes:
    return bound("counselling_casekey", "box", case.pk, user_id, case.key_version)

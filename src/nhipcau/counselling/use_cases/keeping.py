"""Keys over the years: changed all at once, found again by the custodians, destroyed for ever."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.ending import end_cases
from nhipcau.counselling.errors import NoCustodians
from nhipcau.counselling.models import (
    SUPERVISORS,
    Case,
    CaseKey,
    CustodianKey,
    KeyRotation,
    Note,
    ReaderKey,
)
from nhipcau.counselling.readers import settle_readers
from nhipcau.counselling.renewing import renew_all
from nhipcau.counselling.states import ClosingReason, Scope
from nhipcau.counselling.vault import (
    boxed,
    fresh_secret,
    give,
    give_custodians,
    make_pair,
    note_key,
    pair_of,
    pairs_of,
    secret_by_any,
    secret_from,
    secret_of_boxes,
    store,
    store_boxes,
)
from nhipcau.organisations.models import Membership
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import may_withdraw_consent
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.boxes import new_pair
from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.crypto.sharing import divide, join
from nhipcau.shared.errors import ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

CASES_AT_ONCE = 50


# --- a change of all keys ------------------------------------------------------------------------


@write
def begin_rotation(*, by: Any, at: datetime) -> KeyRotation:
    """A new master key, and new pairs for all readers. One that was stopped is taken up again.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_keep_keys(by), _("Only the installation changes keys."))
    rotation = KeyRotation.objects.select_for_update().filter(ended_at=None).first()
    if rotation is None:
        version = key_folder().add_master()
        rotation = KeyRotation.objects.create(master_version=version, started_at=at)
        audit.record("keys.rotation_began", about=rotation, by=by, at=at)
    with acting(SYSTEM, at=at):
        newest: dict[int, ReaderKey] = {}
        for pair in ReaderKey.objects.order_by("user", "version"):
            newest[pair.user_id] = pair
        for pair in newest.values():
            if pair.master_version < rotation.master_version:
                make_pair(pair.user_id, version=pair.version + 1, at=at)
    return rotation


@write
def rotate_some(*, by: Any, at: datetime, rotation: KeyRotation, most: int = CASES_AT_ONCE) -> int:
    """New secrets for some of the cases that still have old ones, and their notes sealed anew; how
    many are left. Each case is held for as long as its own turn takes.

    Raises:
        NotAllowed: ``by`` is not the installation.
        CiphertextRefused: no key opens a case; the custodians can help.
    """
    require(rules.may_keep_keys(by), _("Only the installation changes keys."))
    waiting = Case.objects.filter(rotation__lt=rotation.pk)
    chosen = list(waiting.order_by("pk").select_for_update()[:most])
    with acting(SYSTEM, at=at):
        count = _rotate(chosen, rotation, at=at)
    KeyRotation.objects.filter(pk=rotation.pk).update(note_count=rotation.note_count + count)
    rotation.note_count += count
    return waiting.count()


@write
def end_rotation(*, by: Any, at: datetime, rotation: KeyRotation) -> KeyRotation:
    """Throw the old pairs and master keys away; from now on nothing opens with them.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_keep_keys(by), _("Only the installation changes keys."))
    assert not Case.objects.filter(rotation__lt=rotation.pk).exists(), "cases are left"
    with acting(SYSTEM, at=at):
        renew_all(at)
        used = CaseKey.objects.filter(user=OuterRef("user"), reader_version=OuterRef("version"))
        old = ReaderKey.objects.filter(~Exists(used), master_version__lt=rotation.master_version)
        old.delete()
        still = set(ReaderKey.objects.values_list("master_version", flat=True))
    rotation.ended_at = at
    rotation.save(update_fields=["ended_at"])
    audit.record("keys.rotation_ended", about=rotation, by=by, at=at)
    folder = key_folder()
    for version in folder.versions():
        if version < rotation.master_version and version not in still:
            transaction.on_commit(partial(folder.drop_master, version))
    return rotation


def _rotate(cases: Sequence[Case], rotation: KeyRotation, *, at: datetime) -> int:
    keys: dict[int, list[CaseKey]] = defaultdict(list)
    for key in CaseKey.objects.filter(case__in=cases).order_by("pk"):
        keys[key.case_id].append(key)
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(case__in=cases).order_by("pk"):
        notes[note.case_id].append(note)
    pairs = pairs_of(key for of_case in keys.values() for key in of_case if key.user_id)
    readers = _Readers(pairs, CustodianKey.objects.order_by("-version").first())
    fresh: dict[int, bytes] = {}
    boxes: list[tuple[int, bytes, int, int]] = []
    for case in cases:
        if keys[case.pk]:
            fresh |= _rotate_case(case, keys[case.pk], notes[case.pk], readers, boxes)
        case.rotation = rotation.pk
    store(fresh)
    store_boxes(boxes)
    Case.objects.bulk_update(cases, ["key_version", "rotation"])
    return len(fresh)


class _Readers:
    """All pairs of keys at hand, and the newest of each reader."""

    def __init__(
        self, pairs: dict[tuple[int, int], ReaderKey], custodians: CustodianKey | None
    ) -> None:
        self.pairs, self.custodians = pairs, custodians
        in_order = sorted(pairs.values(), key=lambda one: one.version)
        self.newest = {pair.user_id: pair for pair in in_order}

    def to(self, key: CaseKey) -> ReaderKey | CustodianKey | None:
        return self.newest.get(key.user_id) if key.user_id else self.custodians


def _rotate_case(
    case: Case,
    keys: Sequence[CaseKey],
    notes: Sequence[Note],
    readers: _Readers,
    boxes: list[tuple[int, bytes, int, int]],
) -> dict[int, bytes]:
    secret = secret_of_boxes(case, [key for key in keys if key.user_id], readers.pairs)
    try:
        before = note_key(case, secret) if notes else None
    except CiphertextRefused:
        before = None  # the person was erased: what is left opens with nothing
    words = {note.pk: before.open(note) for note in notes} if before else {}
    case.key_version += 1
    renewed = fresh_secret()
    for key in keys:
        to = readers.to(key)
        if to is not None:
            boxes.append((key.pk, boxed(case, renewed, to), case.key_version, to.version))
    after = note_key(case, renewed) if words else None
    return {
        note.pk: after.seal(words[note.pk], note_id=note.pk, author_id=note.author_id)
        for note in notes
        if after
    }


# --- custodians ----------------------------------------------------------------------------------


@write
def appoint_custodians(*, by: Any, at: datetime) -> list[str]:
    """A key for the custodians: its private half is divided into three shares, any two of which
    open every case. They are told once, here, and kept nowhere.

    Raises:
        NotAllowed: ``by`` is not the installation.
        CiphertextRefused: no key opens a case.
    """
    require(rules.may_keep_keys(by), _("Only the installation changes keys."))
    private, public = new_pair()
    newest = CustodianKey.objects.order_by("-version").first()
    made = CustodianKey.objects.create(
        version=newest.version + 1 if newest else 1, public=public, made_at=at
    )
    with acting(SYSTEM, at=at):
        held = CaseKey.objects.filter(case=OuterRef("pk"), user__isnull=False)
        for case in Case.objects.filter(Exists(held)).order_by("pk").iterator(chunk_size=500):
            give_custodians(case, secret_by_any(case), at=at)
    audit.record("keys.custodians_appointed", about=made, by=by, at=at)
    return divide(private)


@write
def recover(*, by: Any, at: datetime, shares: Sequence[str], reader: Any, reason: str) -> int:
    """Two custodians together give a supervisor the keys of every case of the unit, for when the
    keys of its readers are lost; how many cases.

    Raises:
        NotAllowed: ``by`` is not the installation.
        ReasonMissing: no reason is written.
        SharesRefused: the shares are not two of this key.
        NoCustodians: there is no such key.
    """
    require(rules.may_keep_keys(by), _("Only the installation changes keys."))
    if not reason.strip():
        raise ReasonMissing(_("Please write why the custodians open this."), field="reason")
    private = join(shares)
    custodians = CustodianKey.objects.order_by("-version").first()
    if custodians is None:
        raise NoCustodians(_("No custodians are appointed."))
    units = Membership.objects.active().filter(user=reader, role__in=SUPERVISORS)
    count = 0
    with acting(SYSTEM, at=at):
        _drop_lost_pairs()
        pair = pair_of(reader.pk, at=at)
        keys = CaseKey.objects.filter(user=None, case__unit__in=units.values("organisation"))
        for key in keys.select_related("case").order_by("case"):
            secret = secret_from(key.case, key, private)
            give(key.case, secret, pair, scope=Scope.ALL, at=at)
            audit.record("case.recovered", about=key.case, by=by, at=at)
            count += 1
    audit.record("keys.custodians_used", about=custodians, by=by, at=at)
    return count


def _drop_lost_pairs() -> None:
    """Pairs whose master key is gone open nothing: their readers get new ones."""
    there = key_folder().versions()
    lost = ReaderKey.objects.exclude(master_version__in=there)
    users = list(lost.values_list("user_id", flat=True))
    CaseKey.objects.filter(user__in=users).delete()
    lost.delete()


# --- readers who left ----------------------------------------------------------------------------


@write
def settle_keys(*, by: Any, at: datetime) -> int:
    """Take the keys of colleagues who left, and of openings that are over; how many cases.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    with acting(SYSTEM, at=at):
        working = Membership.objects.active().filter(user=OuterRef("user"))
        over = CaseKey.objects.filter(expires_at__lte=at)
        left = CaseKey.objects.filter(~Exists(working), user__isnull=False)
        touched = set(over.values_list("case", flat=True)) | set(
            left.values_list("case", flat=True)
        )
    for case in Case.objects.select_for_update().filter(pk__in=touched).order_by("pk"):
        settle_readers(case, at=at)
    return len(touched)


# --- destroyed -----------------------------------------------------------------------------------


@write
def forget_notes(*, by: Any, at: datetime, young_person: YoungPerson) -> YoungPerson:
    """The consent to be counselled is withdrawn: live cases end, notes are deleted, and the key
    without which no copy of them opens is destroyed. The coded record stays for the counts.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
    """
    require(may_withdraw_consent(by, young_person), _("This is not your record."))
    people = list(YoungPerson.objects.same_as(young_person))
    end_cases(people, reason=ClosingReason.CONSENT_WITHDRAWN, by=by, at=at)
    with acting(SYSTEM, at=at):
        notes = Note.objects.filter(case__young_person__in=people)
        cases = set(notes.values_list("case", flat=True))
        notes.delete()
    _destroy_keys(people)
    audit.record("case.notes_deleted", about=young_person, by=by, at=at)
    # What was noted is gone; that somebody was met stays.
    for case in Case.objects.filter(pk__in=cases):
        case.contacts.update(has_note=False)
    return young_person


@write
def erase_cases(*, by: Any, at: datetime, people: Sequence[YoungPerson]) -> None:
    """A part of the erasure of a person: live cases end, and the person's keys are destroyed once
    everything else is certain.

    Raises:
        NotAllowed: ``by`` is no data officer.
    """
    require(rules.may_erase_cases(by), _("The data officer of the unit answers this."))
    end_cases(people, reason=ClosingReason.ERASED, by=by, at=at)
    _destroy_keys(people)
    audit.record_each("person.key_destroyed", about=people, by=by, at=at)


def _destroy_keys(people: Sequence[YoungPerson]) -> None:
    # Only when the transaction is kept: a key that is gone does not come back with a rollback.
    folder = key_folder()
    for person in people:
        transaction.on_commit(partial(folder.forget_person, person.pk))

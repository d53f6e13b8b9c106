"""Contacts and their notes: written and read by few, and never without a trace."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.details import OpenedNote
from nhipcau.counselling.models import (
    SUPERVISORS,
    Case,
    Contact,
    EmergencyNotice,
    EmergencyOpening,
    Note,
)
from nhipcau.counselling.readers import settle_readers
from nhipcau.counselling.responsible import lock, lock_handled
from nhipcau.counselling.states import Channel
from nhipcau.counselling.vault import next_note_id, note_key, secret_for
from nhipcau.organisations.models import Role
from nhipcau.organisations.queries import colleagues
from nhipcau.people.models import Purpose
from nhipcau.people.rules import require_consent
from nhipcau.shared import audit
from nhipcau.shared.crypto.sealing import LONGEST
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

READ, READ_IN_EMERGENCY = "case.notes_read", "case.notes_read_in_emergency"


@write
def write_contact(
    *,
    by: Any,
    at: datetime,
    case: Case,
    held_on: date,
    channel: Channel,
    text: str = "",
) -> Contact:
    """That the person was met, and what was said: the words are sealed before they are kept.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        CaseEnded: the case is closed.
        ConsentMissing: the person no longer agrees.
        InvalidValue: the day is to come, or the note is too long.
    """
    require(
        bool(by.pk) and rules.may_handle(by, case),
        _("This is not your case."),
    )
    case = lock_handled(case, by)
    rules.check_live(case)
    require_consent(case.young_person, Purpose.COUNSELLING)
    if held_on > localdate(at):
        raise InvalidValue(_("This day is still to come."), field="held_on")
    words = text.strip()
    if len(words.encode()) > LONGEST:
        raise InvalidValue(_("This note is too long. Please divide it."), field="text")
    contact = Contact.objects.create(
        case=case, held_on=held_on, channel=channel, has_note=bool(words), by=by, at=at
    )
    if words:
        _seal(case, contact, words, by=by, at=at)
    if held_on > case.contacted_on:
        case.contacted_on = held_on
        case.save(update_fields=["contacted_on"])
    audit.record("contact.written", about=contact, by=by, at=at)
    return contact


def _seal(case: Case, contact: Contact, words: str, *, by: Any, at: datetime) -> None:
    settle_readers(case, at=at)
    number = next_note_id()
    with acting(by, at=at):
        key = note_key(case, secret_for(case, by), makes_person=True)
        Note.objects.bulk_create(
            [
                Note(
                    id=number,
                    case=case,
                    contact=contact,
                    author=by,
                    written_at=at,
                    sealed=key.seal(words, note_id=number, author_id=by.pk),
                )
            ]
        )


@write
def read_notes(*, by: Any, at: datetime, case: Case) -> list[OpenedNote]:
    """Open the notes of a case that ``by`` may read, the newest first. Leaves a trace each time.

    Raises:
        NotAllowed: ``by`` is neither counsellor nor supervisor nor author, and opened nothing in
        an emergency.
        CiphertextRefused: a note was changed or moved, or the person's key was destroyed.
        KeysMissing: the folder of keys is not there.
    """
    require(rules.may_read_notes(by, case, at=at), _("You may not read these notes."))
    # Held, so that a change of keys does not come between the box and what it opens.
    case = Case.objects.select_for_update().get(pk=case.pk)
    settle_readers(case, at=at)
    with acting(by, at=at):
        notes = list(
            Note.objects.filter(case=case)
            .select_related("author", "contact")
            .order_by("-written_at", "-pk")
        )
        key = note_key(case, secret_for(case, by)) if notes else None
    in_emergency = not rules.may_handle(by, case) and rules.opened_in_emergency(by, case, at=at)
    audit.record(READ_IN_EMERGENCY if in_emergency else READ, about=case, by=by, at=at)
    return [
        OpenedNote(
            author=note.author,
            written_at=note.written_at,
            held_on=note.contact.held_on if note.contact else None,
            text=key.open(note) if key else "",
        )
        for note in notes
    ]


@write
def open_in_emergency(*, by: Any, at: datetime, case: Case, reason: str) -> EmergencyOpening:
    """For an hour ``by`` may read the notes of a colleague's case. The unit's supervisors and data
    officers are told, and it stands in a list.

    Raises:
        NotAllowed: ``by`` does not work on cases of the unit, or may read them anyway.
        ReasonMissing: no reason is written.
    """
    require(
        rules.may_open_in_emergency(by, case),
        _("Only colleagues who work on cases of the unit open them in an emergency."),
    )
    if len(reason.split()) < 3:
        raise ReasonMissing(
            _("Please write in a sentence why this cannot wait; others will read it."),
            field="reason",
        )
    case = lock(case)
    opening = EmergencyOpening.objects.create(
        case=case,
        unit=case.unit,
        by=by,
        reason=reason.strip(),
        opened_at=at,
        until=at + rules.OPEN_IN_EMERGENCY,
    )
    told = colleagues([case.unit_id], *SUPERVISORS, Role.DATA_OFFICER).exclude(pk=by.pk)
    EmergencyNotice.objects.bulk_create(
        [EmergencyNotice(opening=opening, user=user) for user in told]
    )
    settle_readers(case, at=at)
    audit.record("case.opened_in_emergency", about=case, by=by, at=at)
    return opening


@write
def acknowledge(*, by: Any, at: datetime, opening: EmergencyOpening) -> EmergencyOpening:
    """Who was told of an emergency opening has seen it.

    Raises:
        NotAllowed: ``by`` was not told of this one.
    """
    require(rules.may_acknowledge(by, opening), _("This notice is for somebody else."))
    opening.notices.filter(user=by, seen_at=None).update(seen_at=at)
    audit.record("emergency.seen", about=opening, by=by, at=at)
    return opening

"""A person's intention to come, from the form to a place, the waiting list or a cancellation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from nhipcau.events import places, rules, rush, telling, waiting
from nhipcau.events.ending import end_registration, locked_registration
from nhipcau.events.errors import (
    AttendanceRecorded,
    RegistrationClosed,
    SessionFull,
)
from nhipcau.events.models import (
    Attendance,
    Channel,
    Event,
    Registration,
    Session,
)
from nhipcau.events.rush import CODE_LENGTH
from nhipcau.events.states import FILLING_STATES, LIVE, RegistrationState
from nhipcau.messaging import outbox
from nhipcau.organisations.models import Organisation
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.entering import checked_entry
from nhipcau.people.models import ConsentChannel, YoungPerson
from nhipcau.shared.idempotency import Claim, write, write_in_one_call
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin_each


@write_in_one_call
def register(
    *,
    by: Any,
    at: datetime,
    claim: Claim,
    session: Session,
    person: PersonDetails,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    channel: Channel = Channel.WEB,
    evidence: str = "",
    reserved_code: str = "",
) -> Registration:
    """Register one person for one session: a place, else the waiting list.

    ``reserved_code``: of the link by which a school's people take the places kept for them.

    Raises:
        NotAllowed: this kind of event takes no registration from ``by``.
        RegistrationClosed: the event does not take registrations at ``at``.
        AlreadyRegistered: the person has a live registration for this session.
        SessionFull: no place, and the waiting list is full too.
        InvalidValue, ConsentMissing, GuardianMissing: see ``people.use_cases.enter_person``.
    """
    require(
        rules.may_register(by, session),
        _("The unit registers its own people for this event; there is no public registration."),
    )
    _check_open(session.event, session, at)
    entry = checked_entry(
        person,
        _both_units(session),
        purposes,
        guardian,
        channel=ConsentChannel.WEB if channel == Channel.WEB else ConsentChannel.PAPER,
        evidence=evidence,
        at=at,
    )
    registration = Registration(
        session=session,
        young_person=entry.person,
        state=RegistrationState.CONFIRMED,
        code=get_random_string(CODE_LENGTH),
        channel=channel,
        registered_at=at,
    )
    if_placed, if_waiting = telling.answers(registration)
    made = rush.register(
        registration,
        entry,
        if_placed=if_placed,
        if_waiting=if_waiting,
        reserved_code=reserved_code,
        claim=claim,
        by=by,
        at=at,
    )
    # What was typed is forgotten here: of somebody known before, what is on record counts.
    registration.young_person_id = made.person_id
    registration.pk, registration.ticket_id = made.registration_id, made.ticket_id
    registration.state, registration.reserved_id = made.state, made.reserved_id
    registration._state.adding = False
    return registration


@write
def register_list(
    *, by: Any, at: datetime, session: Session, people: Sequence[YoungPerson]
) -> None:
    """Register a whole list of people who are entered already: all of them or none.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        SessionFull: fewer places are left than people are on the list.
    """
    require(
        rules.may_organise(by, session.event.plan_line),
        _("Your role does not organise this event."),
    )
    if not places.take_places(session, len(people)):
        raise SessionFull(_("Fewer places are left than people are on the list."))
    registrations = Registration.objects.bulk_create(
        [
            Registration(
                session=session,
                young_person=person,
                state=RegistrationState.CONFIRMED,
                code=get_random_string(CODE_LENGTH),
                channel=Channel.STAFF,
                registered_at=at,
            )
            for person in people
        ],
        2000,
    )
    begin_each(registrations, by=by, at=at)


@write
def cancel_registration(
    *, by: Any, at: datetime, registration: Registration, code: str = "", reason: str = ""
) -> Registration:
    """Give a place back; the first on the waiting list gets it in the same transaction.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor organises the event.
        IllegalTransition: it was cancelled already.
        AttendanceRecorded: the person's attendance is recorded; that is corrected instead.
        RegistrationClosed: the event was held or cancelled.
    """
    require(
        rules.may_cancel_registration(by, registration, code),
        _("This registration belongs to somebody else."),
    )
    session = places.locked(registration.session_id)
    registration = locked_registration(registration)
    if (
        registration.state in LIVE
        and Attendance.objects.filter(registration=registration).exists()
    ):
        raise AttendanceRecorded(_("Attendance is recorded already. Please correct that instead."))
    if registration.state in LIVE and session.event.state not in FILLING_STATES:
        raise RegistrationClosed(_("This event is over; its registrations stay as they are."))
    end_registration(registration, RegistrationState.CANCELLED, by=by, at=at, reason=reason)
    outbox.put(telling.cancelled_note(registration), at=at)
    waiting.promote(session, by=by, at=at)
    return registration


def _check_open(event: Event, session: Session, at: datetime) -> None:
    if not rules.takes_registrations(event, at=at) or at >= session.ends_at:
        raise RegistrationClosed(_("This event does not take registrations now."))


def _both_units(session: Session) -> list[Organisation]:
    """By their ids alone: nothing else of them is needed here."""
    line = session.event.plan_line
    return [Organisation(pk=line.lead_id), Organisation(pk=line.supporting_id)]

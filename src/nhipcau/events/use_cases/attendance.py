"""Who came. Five values, corrected only with a reason; nothing is written over in silence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events import places, rules
from nhipcau.events.admissions import AT_THE_DOOR
from nhipcau.events.errors import AttendanceRecorded, RegistrationClosed, TooEarly
from nhipcau.events.models import (
    Attendance,
    AttendanceCorrection,
    Channel,
    Registration,
    Session,
)
from nhipcau.events.rush import CODE_LENGTH
from nhipcau.events.states import HOLDING, LIVE, AttendanceValue, RegistrationState
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.models import ConsentChannel, YoungPerson
from nhipcau.people.use_cases import enter_person
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def record_attendance(
    *, by: Any, at: datetime, registration: Registration, value: AttendanceValue
) -> Attendance:
    """Record what became of one registration. The same value again changes nothing.

    Raises:
        NotAllowed: ``by`` does not work at this event.
        TooEarly: the day has not come.
        RegistrationClosed: the registration or the event was cancelled.
        AttendanceRecorded: another value stands there; correct it with a reason.
    """
    require(
        rules.may_record_attendance(by, registration.session.event),
        _("You are not assigned to this event."),
    )
    session = places.locked(registration.session_id)
    registration = Registration.objects.select_for_update(of=("self",), no_key=True).get(
        pk=registration.pk
    )
    registration.session = session
    _check_day(session, at)
    if registration.state not in LIVE:
        raise RegistrationClosed(_("This registration was cancelled, or its offer ran out."))
    earlier = Attendance.objects.filter(registration=registration).first()
    if earlier and earlier.value == value:
        return earlier
    if earlier:
        raise AttendanceRecorded(
            _("“%(value)s” is recorded already. Correct it with a reason.")
            % {"value": earlier.get_value_display()}
        )
    _admit_from_waiting(registration, by=by, at=at)
    recorded = Attendance.objects.create(
        registration=registration,
        session_id=registration.session_id,
        young_person_id=registration.young_person_id,
        value=value,
        recorded_by=user_or_none(by),
        recorded_at=at,
    )
    audit.record(f"attendance.{value.lower()}", about=recorded, by=by, at=at)
    return recorded


@write
def record_attendances(
    *, by: Any, at: datetime, session: Session, values: Mapping[int, AttendanceValue]
) -> None:
    """Record a whole list at once: registration id → value. Recorded ones are left as they are.

    Raises:
        NotAllowed: ``by`` does not work at this event.
        TooEarly: the day has not come.
    """
    require(
        rules.may_record_attendance(by, session.event), _("You are not assigned to this event.")
    )
    session = places.locked(session.pk)
    _check_day(session, at)
    registrations = session.registrations.filter(
        pk__in=values, state__in=sorted(HOLDING), attendance=None
    )
    recorded = Attendance.objects.bulk_create(
        [
            Attendance(
                registration=one,
                session_id=session.pk,
                young_person_id=one.young_person_id,
                value=values[one.pk],
                recorded_by=user_or_none(by),
                recorded_at=at,
            )
            for one in registrations.select_for_update(of=("self",), no_key=True)
        ],
        2000,
    )
    audit.record_each("attendance.recorded", about=recorded, by=by, at=at)


@write
def record_walk_in(
    *,
    by: Any,
    at: datetime,
    session: Session,
    person: PersonDetails,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
) -> Attendance:
    """Someone came without registering: enter, register and admit in one step.

    Raises:
        NotAllowed: ``by`` does not work at this event.
        TooEarly: the day has not come.
        InvalidValue, ConsentMissing, GuardianMissing: see ``people.use_cases.enter_person``.
    """
    require(
        rules.may_record_attendance(by, session.event), _("You are not assigned to this event.")
    )
    _check_day(session, at)
    line = session.event.plan_line
    young_person = enter_person(
        by=by,
        at=at,
        details=person,
        followed_by=[line.lead, line.supporting],
        purposes=purposes,
        guardian=guardian,
        channel=ConsentChannel.PAPER,
        evidence="walk-in",
    )
    YoungPerson.objects.select_for_update(no_key=True).get(pk=young_person.pk)
    registration = session.registrations.live().of_person(young_person).first()
    if registration is None:
        places.take_door_place(session)
        registration = Registration.objects.create(
            session=session,
            young_person=young_person,
            state=RegistrationState.CONFIRMED,
            code=get_random_string(CODE_LENGTH),
            channel=Channel.WALK_IN,
            registered_at=at,
        )
        begin(registration, by=by, at=at)
    return record_attendance(
        by=by, at=at, registration=registration, value=AttendanceValue.ATTENDED
    )


@write
def correct_attendance(
    *, by: Any, at: datetime, attendance: Attendance, value: AttendanceValue, reason: str
) -> Attendance:
    """Change a recorded value. The old one, the reason and the name of who did it stay.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        ReasonMissing: ``reason`` is empty.
    """
    require(
        rules.may_correct_attendance(by, attendance.session.event),
        _("Your role does not correct attendance."),
    )
    if not reason.strip():
        raise ReasonMissing(_("Please write why it is corrected."), field="reason")
    attendance = Attendance.objects.select_for_update(of=("self",), no_key=True).get(
        pk=attendance.pk
    )
    AttendanceCorrection.objects.create(
        attendance=attendance,
        from_value=attendance.value,
        to_value=value,
        reason=reason.strip(),
        by=user_or_none(by),
        at=at,
    )
    attendance.value = value
    attendance.save(update_fields=["value"])
    audit.record("attendance.corrected", about=attendance, by=by, at=at, fields=["value"])
    return attendance


def _check_day(session: Session, at: datetime) -> None:
    if session.event.state not in AT_THE_DOOR:
        raise RegistrationClosed(_("This event takes no attendance in its present state."))
    if localdate(at) < localdate(session.starts_at):
        raise TooEarly(_("Attendance can be recorded from the day of the session on."))


def _admit_from_waiting(registration: Registration, *, by: Any, at: datetime) -> None:
    if registration.state == RegistrationState.OFFERED:  # the offer holds a place already
        move(registration, RegistrationState.CONFIRMED, by=by, at=at, reason="at the door")
    if registration.state == RegistrationState.WAITING:
        places.free_waiting_places(registration.session_id)
        places.take_door_place(registration.session)
        move(registration, RegistrationState.CONFIRMED, by=by, at=at, reason="at the door")

"""Scanners at the door: pair, fetch the list, tell scans."""

import base64

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from nhipcau.api.v1.auth import DeviceKey, actor_of
from nhipcau.api.v1.schemas import ListOut, PairingIn, ProblemOut, SyncIn, SyncOut
from nhipcau.events import tickets
from nhipcau.gate import queries, use_cases
from nhipcau.gate.errors import DeviceRevoked
from nhipcau.gate.scans import ToldScan, milliseconds_of
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.models import Purpose
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, InvalidValue, TooManyAttempts

router = Router(tags=["gate"])
PROBLEMS = {401: ProblemOut, 403: ProblemOut, 422: ProblemOut, 429: ProblemOut}


@router.post(
    "/pair",
    response={200: ListOut, **PROBLEMS},
    url_name="gate-pair",
)
def pair(request, told: PairingIn):
    """The code comes from an organiser and works once, for ten minutes. Sending the same code
    with the same key again, after a lost answer, is the same device."""
    device = use_cases.pair_device(
        by=PUBLIC, at=timezone.now(), code=told.code, device_key=told.device_key
    )
    return _list_for(device)


@router.get(
    "/list",
    auth=DeviceKey(),
    response={200: ListOut, **PROBLEMS},
    url_name="gate-list",
)
def door_list(request):
    """Names, last four digits and states, the gates, the public keys of tickets, and everybody
    who was let in so far. Enough to work without a network until the event is over."""
    device = request.auth
    if device.revoked_at:
        raise DeviceRevoked(_("This phone was revoked. Please ask the organiser."))
    return _list_for(queries.device_of(device))


@router.post(
    "/scans",
    auth=DeviceKey(),
    response={200: SyncOut, **PROBLEMS},
    url_name="gate-scans",
)
def scans(request, told: SyncIn):
    """Each (device, sequence) is kept once, however often it is told. A scan with ``ask`` waits
    for the answer: of all gates that ask for one ticket, exactly one hears `ADMITTED`.

    Outcome `kept`: strike it from the queue. `refused`: the device was revoked when it scanned.
    `sequence_taken`: tell it again under a new number. `mend`: a walk-in whose `field` must be
    corrected; nothing was kept, tell it again under the same number.
    """
    device, at = request.auth, timezone.now()
    actor = actor_of(device)
    measured = milliseconds_of(at) - told.phone_now - told.round_trip // 2
    plain = [_told(one) for one in told.scans if one.kind != "WALK_IN"]
    taken = use_cases.take_scans(
        by=actor, at=at, device=device, scans=plain, measured=measured, queued=told.queued
    )
    if taken.to_settle:
        use_cases.settle_admissions(by=actor, at=at, device=device, registrations=taken.to_settle)
    results = [_answer(one) for one in taken.scans]
    walk_ins = [one for one in told.scans if one.kind == "WALK_IN"]
    if walk_ins:
        sessions = {one.pk: one for one in queries.door_sessions(device.event_id)}
        results += [_walk_in(one, actor, at, device, measured, sessions) for one in walk_ins]
    answer = {"server_now": milliseconds_of(at), "measured": measured, "results": results}
    answer["revoked"] = device.revoked_at is not None
    if told.since is not None and not device.revoked_at:
        answer["admissions"], answer["cursor"] = queries.news(device, since=told.since)
    return answer


def _told(one):
    return ToldScan(
        sequence=one.sequence,
        kind=one.kind,
        phone_at=one.phone_at,
        offset=one.offset,
        shown=str(one.shown.value),
        admits=one.admits,
        is_decision=one.decision,
        is_online=one.ask,
        text=one.text,
        ticket_id=one.ticket,
    )


def _answer(taken):
    return {
        "sequence": taken.sequence,
        "outcome": taken.outcome,
        "verdict": taken.word,
        "admits": taken.admits,
        "double": taken.is_double,
        "earlier_gate": taken.earlier_gate,
        "earlier_at": taken.earlier_at,
    }


def _walk_in(one, actor, at, device, measured, sessions):
    """One form; a bad one comes back with the field that must be mended."""
    try:
        if one.walk_in is None or one.walk_in.session not in sessions:
            raise InvalidValue(_("Please choose a session of this event."), field="session")
        form = one.walk_in
        guardian = (
            GuardianDetails(**form.guardian.model_dump(mode="json")) if form.guardian else None
        )
        taken = use_cases.take_walk_in(
            by=actor,
            at=at,
            device=device,
            scan=_told(one.model_copy(update={"admits": True, "ask": False})),
            measured=measured,
            session=sessions[form.session],
            person=PersonDetails(
                full_name=form.full_name, birth_on=form.birth_on, phone=form.phone
            ),
            purposes=frozenset({Purpose.PARTICIPATION}) if form.agreed else frozenset(),
            guardian=guardian,
        )
    except TooManyAttempts:
        raise
    except DomainError as problem:
        return {
            "sequence": one.sequence,
            "outcome": "mend",
            "field": problem.field,
            "message": str(problem),
        }
    return _answer(taken)


def _list_for(device):
    event, now = device.event, timezone.now()
    admissions, cursor = queries.all_admissions(device)
    return {
        "server_now": milliseconds_of(now),
        "device": device.pk,
        "gate": device.gate_id,
        "label": device.label,
        "event": event.pk,
        "title": queries.title_at_the_door(event),
        "starts_at": milliseconds_of(event.starts_at),
        "ends_at": milliseconds_of(event.ends_at),
        "utc_offset_minutes": int(timezone.localtime(now).strftime("%z")[:-2]) * 60,
        "gates": queries.gates_of(event),
        "sessions": queries.sessions_of(event),
        "keys": {
            str(number): base64.b64encode(key.public_bytes_raw()).decode()
            for number, key in tickets.public_keys().items()
        },
        "places": queries.door_list(event),
        "admissions": admissions,
        "cursor": cursor,
    }

"""One scan, many scans, the same scan again: what is kept and what is said."""

import pytest
import time_machine

from nhipcau.events.models import Attendance
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.events.tickets import ticket_of
from nhipcau.gate import queries, use_cases
from nhipcau.gate.models import Scan
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.models import AuditEvent
from tests.factories import GateFactory, RegistrationFactory, SessionFactory, reference_data
from tests.gate.scanner import DOORS_OPEN, Phone, later, open_door

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day_has_come():
    with time_machine.travel(DOORS_OPEN, tick=False):
        yield


@pytest.fixture
def door():
    return open_door()


def word(answer):
    (result,) = answer["results"]
    return result["verdict"]


def test_a_ticket_lets_its_person_in_once_and_attendance_is_written(door):
    session, (gate_a, gate_b) = door
    registration = RegistrationFactory(session=session)
    here, there = Phone(gate_a), Phone(gate_b)

    assert word(here.tell(here.ask(registration))) == "ADMITTED"
    answer = there.tell(there.ask(registration, at=later(60)), at=later(60))

    assert word(answer) == "ALREADY"
    assert answer["results"][0]["earlier_gate"] == gate_a.pk
    attendance = Attendance.objects.get()
    assert attendance.registration == registration
    assert attendance.value == AttendanceValue.ATTENDED
    assert (
        AuditEvent.objects.filter(action="attendance.attended", actor_kind="device").count() == 1
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RegistrationState.WAITING, "WAITING"),
        (RegistrationState.OFFERED, "NOT_CONFIRMED"),
        (RegistrationState.EXPIRED, "EXPIRED"),
        (RegistrationState.CANCELLED, "CANCELLED"),
    ],
)
def test_without_a_place_nobody_is_let_in_by_asking(door, state, said):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session, state=state, offer_expires_at=later(3600))
    phone = Phone(gate)

    assert word(phone.tell(phone.ask(registration))) == said
    assert not Attendance.objects.exists()
    assert not Scan.objects.get().admits


def test_a_ticket_of_another_day_is_told_apart(door):
    session, (gate, _other) = door
    tomorrow = SessionFactory(event=session.event, starts_at=later(86_400), ends_at=later(90_000))
    phone = Phone(gate)

    assert word(phone.tell(phone.ask(RegistrationFactory(session=tomorrow)))) == "NOT_TODAY"


def test_a_foreign_events_ticket_is_not_admitted(door):
    _session, (gate, _other) = door
    foreign = RegistrationFactory(session=open_door()[0])
    phone = Phone(gate)

    by_qr = phone.tell(phone.ask(foreign))
    by_number = phone.tell(phone.ask(foreign, kind="NAME"))
    told = phone.tell(phone.scan(foreign))

    assert word(by_qr) == "OTHER_EVENT"
    assert word(by_number) == "UNLISTED"
    assert told["results"][0]["outcome"] == "kept"
    assert not Attendance.objects.exists()
    assert not Scan.objects.exclude(registration=None).exists()


def test_a_forged_ticket_is_not_ours_and_its_text_is_not_kept(door):
    session, (gate, _other) = door
    genuine = ticket_of(RegistrationFactory(session=session))
    forged = genuine[:-4] + ("AAAA" if not genuine.endswith("AAAA") else "BBBB")
    phone = Phone(gate)

    answers = [
        word(phone.tell(phone.ask(text=text))) for text in (forged, "NC1", "xin chào", "NC1ABC")
    ]

    assert answers == ["NOT_OURS"] * 4
    for scan in Scan.objects.all():
        assert scan.registration is None
        assert len(scan.unknown_hash) == 64


def test_a_retry_is_one_row_and_the_same_answer(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session)
    phone = Phone(gate)
    scan = phone.ask(registration)

    first, again = phone.tell(scan), phone.tell(scan, at=later(90))

    assert Scan.objects.count() == 1
    assert first["results"] == again["results"]


def test_a_number_used_for_another_scan_is_told_anew(door):
    session, (gate, _other) = door
    phone = Phone(gate)
    phone.tell(phone.scan(RegistrationFactory(session=session)))
    other = phone.scan(RegistrationFactory(session=session), at=later(5))

    (result,) = phone.tell({**other, "sequence": 1})["results"]

    assert result["outcome"] == "sequence_taken"
    assert Scan.objects.count() == 1


def test_the_same_phone_twice_within_seconds_is_no_second_admission(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session)
    phone = Phone(gate)

    assert word(phone.tell(phone.ask(registration))) == "ADMITTED"
    assert word(phone.tell(phone.ask(registration, at=later(4)))) == "ADMITTED"
    assert word(phone.tell(phone.ask(registration, at=later(40)))) == "ALREADY"
    assert queries.double_admissions(session.event) == []


def test_two_gates_without_a_network_both_let_in_and_both_facts_are_found(door):
    session, (gate_a, gate_b) = door
    registration = RegistrationFactory(session=session)
    here, there = Phone(gate_a), Phone(gate_b)

    there.tell(there.scan(registration, at=later(120)))
    (result,) = here.tell(here.scan(registration, at=later(30)))["results"]

    (double,) = queries.double_admissions(session.event)
    assert [scan.gate for scan in double.times] == [gate_a, gate_b]
    assert double.is_open
    assert result["outcome"] == "kept"
    assert [count.people for count in queries.gate_counts(session.event)] == [1, 0]
    assert Attendance.objects.count() == 1


def test_the_earlier_scan_is_the_admission_whatever_arrives_first(door):
    session, (gate_a, gate_b) = door
    registration = RegistrationFactory(session=session)
    here, there = Phone(gate_a), Phone(gate_b)

    there.tell(there.scan(registration, at=later(120)))
    here.tell(here.scan(registration, at=later(30)), at=later(7200))

    first = queries.double_admissions(session.event)[0].times[0]
    assert first.gate == gate_a


@pytest.mark.parametrize("skew", [0, 36 * 3_600_000, -36 * 3_600_000])
def test_a_wrong_clock_is_corrected(door, skew):
    session, (gate_a, gate_b) = door
    registration = RegistrationFactory(session=session)
    wrong, right = Phone(gate_a, skew=skew), Phone(gate_b)

    right.tell(right.scan(registration, at=later(60)))
    wrong.tell(wrong.scan(registration, at=later(30)), at=later(90))

    double = queries.double_admissions(session.event)[0]
    assert [scan.gate for scan in double.times] == [gate_a, gate_b]
    assert double.times[0].corrected_at == later(30)


def test_a_clock_set_behind_the_pages_back_is_measured_at_receipt(door):
    session, (gate, _other) = door
    phone = Phone(gate, skew=36 * 3_600_000)
    scan = phone.scan(RegistrationFactory(session=session), at=later(30))

    phone.tell({**scan, "offset": 0}, at=DOORS_OPEN)

    assert Scan.objects.get().corrected_at == later(30)


def test_a_volunteer_lets_a_waiting_person_in_by_decision(door):
    session, (gate, _other) = door
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    offered = RegistrationFactory(
        session=session, state=RegistrationState.OFFERED, offer_expires_at=later(3600)
    )
    phone = Phone(gate)

    phone.tell(
        phone.scan(waiting, shown="WAITING", decision=True),
        phone.scan(offered, shown="NOT_CONFIRMED", decision=True),
    )

    for registration in (waiting, offered):
        registration.refresh_from_db()
        assert registration.state == RegistrationState.CONFIRMED
        assert registration.attendance.value == AttendanceValue.ATTENDED
    assert Scan.objects.filter(is_decision=True).count() == 2


def test_what_a_colleague_recorded_is_never_overwritten(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session)
    use = {"by": SYSTEM, "at": DOORS_OPEN}
    from nhipcau.events import use_cases as events  # noqa: PLC0415

    events.record_attendance(**use, registration=registration, value=AttendanceValue.ABSENT)
    phone = Phone(gate)

    phone.tell(phone.scan(registration))

    assert Attendance.objects.get().value == AttendanceValue.ABSENT
    (scan,) = queries.admitted_without_attendance(session.event)
    assert scan.registration == registration


def test_a_ticket_cancelled_behind_the_phones_back_stays_a_fact_to_look_at(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session, state=RegistrationState.CANCELLED)
    phone = Phone(gate)

    phone.tell(phone.scan(registration))

    assert queries.admitted_without_attendance(session.event).get().registration == registration
    assert not Attendance.objects.exists()


def test_no_attendance_for_a_cancelled_event(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session)
    phone = Phone(gate)
    session.event.state = EventState.CANCELLED
    session.event.save()

    phone.tell(phone.scan(registration))

    assert Scan.objects.count() == 1
    assert not Attendance.objects.exists()


def test_a_batch_of_500_is_kept_whole_and_501_are_not_taken(door):
    session, (gate, _other) = door
    registrations = [RegistrationFactory(session=session) for _number in range(25)]
    phone = Phone(gate)
    scans = [
        phone.scan(registrations[number % 25], at=later(number * 60), kind="NAME")
        for number in range(501)
    ]

    assert phone.tell(*scans) == 422
    answer = phone.tell(*scans[:500])

    assert [one["sequence"] for one in answer["results"]] == list(range(1, 501))
    assert Scan.objects.count() == 500
    assert Attendance.objects.count() == 25


def test_a_revoked_phone_gives_nothing_new_and_loses_nothing_old(door):
    session, (gate, _other) = door
    before, after = (RegistrationFactory(session=session) for _number in range(2))
    phone = Phone(gate)
    use_cases.revoke_device(by=SYSTEM, at=later(60), device=phone.device)

    with time_machine.travel(later(600), tick=False):
        answer = phone.tell(
            phone.scan(before, at=later(59)), phone.scan(after, at=later(60)), at=later(600)
        )
        asked = phone.tell(phone.ask(after, at=later(601)), at=later(601))

    assert [one["outcome"] for one in answer["results"]] == ["kept", "refused"]
    assert asked["results"][0]["outcome"] == "refused"
    assert asked["revoked"]
    assert phone.fetch_list().status_code == 403
    (late,) = queries.late_scans_of_revoked(session.event)
    assert late.registration == before


def test_a_phone_ends_with_its_event(door):
    _session, (gate, _other) = door
    phone = Phone(gate)

    with time_machine.travel(later(4 * 86_400), tick=False):
        assert phone.fetch_list().status_code == 401
        assert phone.tell() == 401


def test_the_news_tell_who_was_let_in_elsewhere(door):
    session, (gate_a, gate_b) = door
    registration = RegistrationFactory(session=session)
    here, there = Phone(gate_a), Phone(gate_b)
    here.tell(here.scan(registration), here.scan(text="NC1", admits=False, shown="NOT_OURS"))

    answer = there.tell(since=0)

    (told,) = answer["admissions"]
    assert told["ticket"] == str(registration.ticket_id)
    assert told["gate"] == gate_a.pk
    assert here.tell(since=0)["admissions"] == []


def test_the_list_holds_the_own_event_and_no_more_than_the_door_needs(door):
    session, (gate, _other) = door
    registration = RegistrationFactory(session=session)
    foreign = RegistrationFactory(session=SessionFactory())
    phone = Phone(gate)

    response = phone.fetch_list()

    person = registration.young_person
    assert response.json()["places"] == [
        [
            str(registration.ticket_id),
            person.full_name,
            person.phone[-4:],
            "CONFIRMED",
            session.pk,
        ]
    ]
    text = response.content.decode()
    for secret in (person.phone, str(person.birth_on), registration.code, foreign.code):
        assert secret not in text
    assert str(foreign.ticket_id) not in text


def walk_in(session, more=None):
    return {
        "session": session.pk,
        "full_name": "Hoàng Văn Thụ",
        "birth_on": "2006-11-04",
        "phone": "0912 345 678",
        "agreed": True,
    } | (more or {})


def test_a_walk_in_is_entered_once(door):
    reference_data()
    session, (gate, _other) = door
    phone = Phone(gate)
    told = phone.scan(kind="WALK_IN", walk_in=walk_in(session))

    first, again = phone.tell(told), phone.tell(told)

    assert [first["results"][0]["outcome"], again["results"][0]["outcome"]] == ["kept", "kept"]
    assert Attendance.objects.count() == 1
    assert Scan.objects.get().registration.channel == "WALK_IN"


def test_a_bad_walk_in_comes_back_to_be_mended_and_is_not_lost(door):
    reference_data()
    session, (gate, _other) = door
    phone = Phone(gate)
    told = phone.scan(kind="WALK_IN", walk_in=walk_in(session, {"phone": "12345"}))
    good = phone.scan(RegistrationFactory(session=session))

    kept, mend = phone.tell(told, good)["results"]

    assert (mend["outcome"], mend["field"], kept["outcome"]) == ("mend", "phone", "kept")
    assert Scan.objects.count() == 1
    mended = phone.tell({**told, "walk_in": walk_in(session)})
    assert mended["results"][0]["outcome"] == "kept"
    assert Scan.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"birth_on": "2012-01-01"}, "guardian_name"),
        ({"agreed": False}, "consent_participation"),
        ({"session": 987654321}, "session"),
        ({"full_name": "12"}, "full_name"),
    ],
)
def test_a_walk_in_keeps_the_rules_of_every_registration(door, change, field):
    reference_data()
    session, (gate, _other) = door
    phone = Phone(gate)

    (result,) = phone.tell(phone.scan(kind="WALK_IN", walk_in=walk_in(session, change)))["results"]

    assert (result["outcome"], result["field"]) == ("mend", field)


def test_a_session_of_another_event_takes_no_walk_in(door):
    reference_data()
    _session, (gate, _other) = door
    foreign = open_door()[0]
    phone = Phone(gate)

    (result,) = phone.tell(phone.scan(kind="WALK_IN", walk_in=walk_in(foreign)))["results"]

    assert result["outcome"] == "mend"


def test_without_a_key_or_with_a_foreign_one_nothing_is_told(client, door):
    for header in ({}, {"Authorization": "Device nope"}, {"Authorization": "Bearer x"}):
        assert client.get("/api/v1/gate/list", headers=header).status_code == 401


def test_a_gate_of_another_event_counts_on_its_own(door):
    session, (gate, _other) = door
    GateFactory()
    phone = Phone(gate)
    phone.tell(phone.scan(RegistrationFactory(session=session)))

    counts = queries.gate_counts(session.event)

    assert [(count.people, count.scans) for count in counts] == [(1, 1), (0, 0)]

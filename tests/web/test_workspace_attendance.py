"""Lists of people, people entered on paper, and the door."""

import pytest

from nhipcau.events.models import Attendance, EventStaff, Registration
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import OFFICE_ROLES
from nhipcau.people.models import ConsentChannel
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import at_work, page, staff

pytestmark = pytest.mark.django_db
AT_THE_DOOR = moment("2026-12-12 08:30")
SEES_LISTS = {Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR, Role.DATA_OFFICER}
RECORDS = {Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(AT_THE_DOOR)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def session(programme):
    return SessionFactory(
        event__plan_line=PlanLineFactory(programme=programme),
        event__registration_closes_at=moment("2026-12-12 11:00"),
    )


def person_answers(**other):
    return {
        "full_name": "Hoàng Văn Nam",
        "birth_on_0": "4",
        "birth_on_1": "5",
        "birth_on_2": "2005",
        "phone": "0912 345 678",
        "commune": "other",
        "consent_participation": "on",
        "evidence": "Tập 12, tờ 14",
        **other,
    }


def volunteer_of(client, programme, event=None):
    user = staff(client, programme, Role.GATE_VOLUNTEER)
    if event:
        EventStaff.objects.create(event=event, user=user, assigned_at=NOON)
    return user


# --- the list of a session -----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_costs_the_same_for_any_number_of_people(
    client, programme, session, django_assert_num_queries, count
):
    RegistrationFactory.create_batch(count, session=session)
    RegistrationFactory()  # of another province: must not show
    staff(client, programme)

    with django_assert_num_queries(6):
        shown = client.get(page("events:registrations", session.pk)).content.decode()

    assert shown.count("<tr><th") == count + 1


def test_the_list_masks_phones_and_finds_names_without_marks(client, programme, session):
    found = RegistrationFactory(
        session=session,
        young_person=YoungPersonFactory(
            full_name="Lương Thị Đào",
            phone="+84912345678",
            followed_by=[palace_of(programme)],
        ),
    )
    RegistrationFactory(session=session)
    staff(client, programme)

    for query in ("q=luong+thi+dao", "q=5678", "q=0912345678"):
        response = client.get(f"{page('events:registrations', session.pk)}?{query}")

        assert list(response.context["page"]) == [found]
        assert "345 678" not in response.content.decode().replace("\xa0", " ")
    bad = client.get(f"{page('events:registrations', session.pk)}?q=%00%25&state=NO&page=x")
    assert bad.status_code == 200


def found_on(client, address, typed):
    return len(client.get(address, {"q": typed, "show": "all"}).context["page"].object_list)


@pytest.mark.parametrize("typed", ["8", "678", "45678", "345 678", "12345678", "0912 345 67"])
def test_no_list_reads_a_phone_out_digit_by_digit(client, programme, session, typed):
    person = YoungPersonFactory(phone="+84912345678", followed_by=[palace_of(programme)])
    RegistrationFactory(session=session, young_person=person)
    staff(client, programme)

    for address in (
        page("events:registrations", session.pk),
        page("events:attendance", session.event_id),
    ):
        assert found_on(client, address, "5678") == 1
        assert found_on(client, address, typed) == 0


def test_at_the_door_a_whole_number_finds_nobody(client, programme, session):
    person = YoungPersonFactory(phone="+84912345678", followed_by=[palace_of(programme)])
    RegistrationFactory(session=session, young_person=person)
    volunteer_of(client, programme, session.event)

    for address in (
        page("events:registrations", session.pk),
        page("events:attendance", session.event_id),
    ):
        assert found_on(client, address, "5678") == 1
        assert found_on(client, address, "0912 345 678") == 0


@pytest.mark.parametrize("role", sorted(Role))
def test_lists_open_to_those_who_work_with_people(client, programme, session, role):
    RegistrationFactory(session=session)
    staff(client, programme, role, centre_of)
    expected = 200 if role in SEES_LISTS else 404

    for name in ("registrations", "print-list"):
        address = page(f"events:{name}", session.pk)
        assert client.get(address).status_code == expected
        detail = client.get(page("events:detail", session.event_id))
        assert detail.status_code == (200 if role in OFFICE_ROLES else 404)
        assert (address in detail.content.decode()) == (expected == 200)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_on_paper_costs_the_same_and_has_no_whole_phone(
    client, programme, session, django_assert_num_queries, count
):
    made = RegistrationFactory.create_batch(count, session=session)
    staff(client, programme)

    with django_assert_num_queries(5):
        shown = client.get(page("events:print-list", session.pk)).content.decode()

    assert made[0].young_person.phone[-9:] not in shown.replace("\xa0", "")


# --- entering and cancelling ---------------------------------------------------------------------


def test_staff_register_a_person_with_the_paper_as_proof(client, programme, session):
    reference_data()
    staff(client, programme, Role.COUNSELLOR)
    sent = person_answers(idempotency_key="k1")

    first = client.post(page("events:register", session.pk), sent)
    second = client.post(page("events:register", session.pk), sent)

    registration = Registration.objects.get()
    consent = registration.young_person.consents.get()
    assert first.status_code == second.status_code == 302
    assert registration.channel == "STAFF"
    assert (consent.channel, consent.evidence) == (ConsentChannel.PAPER, "Tập 12, tờ 14")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("phone", "không nhớ"),
        ("phone", "12"),
        ("full_name", "x" * 500),
        ("full_name", "Nam 9"),
        ("birth_on_0", "31"),
        ("birth_on_1", "13"),
        ("birth_on_2", "2025"),
        ("commune", "99999"),
        ("evidence", ""),
        ("consent_participation", ""),
    ],
)
def test_a_bad_answer_comes_back_with_what_was_typed(client, programme, session, name, typed):
    reference_data()
    staff(client, programme)
    extra = {"birth_on_1": "4"} if name == "birth_on_0" else {}

    response = client.post(
        page("events:register", session.pk), person_answers(**extra, **{name: typed})
    )

    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert not Registration.objects.exists()


def test_a_closed_and_a_full_session_say_so(client, programme, session):
    reference_data()
    staff(client, programme)
    type(session).objects.update(capacity=0, waiting_limit=0)
    full = client.post(page("events:register", session.pk), person_answers())
    type(session.event).objects.update(state=EventState.CLOSED)
    closed = client.post(page("events:register", session.pk), person_answers())

    for response in (full, closed):
        assert response.status_code == 422
        assert "Hoàng Văn Nam" in response.content.decode()


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR})
)
def test_other_roles_register_nobody(client, programme, session, role):
    reference_data()
    staff(client, programme, role)

    response = client.post(page("events:register", session.pk), person_answers())

    assert response.status_code == 404
    assert not Registration.objects.exists()


def test_an_organiser_cancels_with_a_reason_and_the_next_moves_up(client, programme, session):
    reference_data()
    session.capacity = 1
    session.save()
    first = RegistrationFactory(session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    staff(client, programme, Role.COUNSELLOR)
    address = page("events:cancel-registration", first.pk)
    assert client.post(address, {"reason": "x"}).status_code == 404
    staff(client, programme)

    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "Bị ốm"}).status_code == 302
    assert client.post(address, {"reason": "Bị ốm"}).status_code == 422
    waiting.refresh_from_db()
    # The session began already: nobody is asked any more, whoever comes is let in.
    assert waiting.state == RegistrationState.CONFIRMED


def test_people_of_another_province_are_not_there(client, programme, session):
    other = RegistrationFactory(session__event__state=EventState.CLOSED)
    recorded = Attendance.objects.create(
        registration=other,
        session=other.session,
        young_person=other.young_person,
        value=AttendanceValue.ABSENT,
        recorded_at=NOON,
    )
    for user in (staff_of(palace_of(programme)), YouthUserFactory()):
        sign_in(client, user)
        for address in (
            page("events:register", other.session_id),
            page("events:cancel-registration", other.pk),
            page("events:mark", other.pk),
            page("events:mark-all", other.session_id),
            page("events:walk-in", other.session_id),
            page("events:correct-attendance", recorded.pk),
        ):
            assert client.post(address, {"value": "ATTENDED", "reason": "x"}).status_code == 404
        for name in ("registrations", "print-list"):
            assert client.get(page(f"events:{name}", other.session_id)).status_code == 404
        assert client.get(page("events:attendance", other.session.event_id)).status_code == 404


# --- the door ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_door_costs_the_same_for_any_number_of_people(
    client, programme, session, django_assert_num_queries, count
):
    RegistrationFactory.create_batch(count, session=session)
    staff(client, programme)

    with django_assert_num_queries(8):
        shown = client.get(page("events:attendance", session.event_id)).content.decode()

    assert shown.count('value="ATTENDED"') == count


@pytest.mark.parametrize("role", sorted(Role))
def test_the_door_opens_to_those_who_work_there(client, programme, session, role):
    registration = RegistrationFactory(session=session)
    staff(client, programme, role)

    listed = client.get(page("events:attendance", session.event_id))
    pressed = client.post(page("events:mark", registration.pk), {"value": "ATTENDED"})

    assert listed.status_code == (200 if role in RECORDS else 404)
    assert pressed.status_code == (302 if role in RECORDS else 404)
    assert Attendance.objects.exists() == (role in RECORDS)


def test_a_volunteer_works_at_the_assigned_event_alone(client, programme, session):
    registration = RegistrationFactory(session=session)
    other = RegistrationFactory(session__event=EventFactory(plan_line=session.event.plan_line))
    volunteer_of(client, programme, session.event)

    assert client.get(page("events:attendance", session.event_id)).status_code == 200
    client.post(page("events:mark", registration.pk), {"value": "LATE"})
    assert (
        registration.young_person.full_name
        in client.get(f"{page('events:attendance', session.event_id)}?show=all").content.decode()
    )
    assert client.post(page("events:mark", other.pk), {"value": "LATE"}).status_code == 404
    assert client.get(page("events:attendance", other.session.event_id)).status_code == 404
    recorded = Attendance.objects.get()
    assert client.get(page("events:correct-attendance", recorded.pk)).status_code == 404


@pytest.mark.parametrize("value", AttendanceValue.values)
def test_each_of_the_five_values_is_one_press(client, programme, session, value):
    registration = RegistrationFactory(session=session)
    staff(client, programme)
    here = f"{page('events:attendance', session.event_id)}?q=nong"

    response = client.post(page("events:mark", registration.pk), {"value": value, "here": here})

    assert response.url == f"{here}#door-list"
    assert registration.attendance.value == value


def test_a_press_does_not_lead_to_another_site(client, programme, session):
    registration = RegistrationFactory(session=session)
    staff(client, programme)

    for here in ("https://evil.example/", "//evil.example", page("people:list")):
        response = client.post(
            page("events:mark", registration.pk), {"value": "LATE", "here": here}
        )
        assert response.url.startswith(page("events:attendance", session.event_id))


def test_an_unknown_value_and_a_second_other_value_change_nothing(client, programme, session):
    registration = RegistrationFactory(session=session)
    staff(client, programme)
    address = page("events:mark", registration.pk)

    assert client.post(address, {"value": "MAYBE"}).status_code == 302
    assert not Attendance.objects.exists()
    client.post(address, {"value": "ATTENDED"})
    client.post(address, {"value": "ABSENT"})
    assert Attendance.objects.get().value == AttendanceValue.ATTENDED


def test_before_the_day_there_are_no_buttons_and_a_press_is_refused(
    client, programme, session, time_machine
):
    registration = RegistrationFactory(session=session)
    time_machine.move_to(NOON)
    staff(client, programme)

    shown = client.get(page("events:attendance", session.event_id)).content.decode()
    client.post(page("events:mark", registration.pk), {"value": "ATTENDED"})

    assert 'name="value"' not in shown
    assert not Attendance.objects.exists()


def test_the_whole_list_is_looked_through_and_written_at_once(client, programme, session):
    made = RegistrationFactory.create_batch(3, session=session)
    staff(client, programme)
    client.post(page("events:mark", made[0].pk), {"value": "ABSENT"})
    address = page("events:mark-all", session.pk)

    looked = client.get(address)
    assert {int(pk) for pk, _name in looked.context["form"].fields["people"].choices} == {
        made[1].pk,
        made[2].pk,
    }
    for wrong in ({}, {"people": ["x"]}, {"people": ["1", "99999999999999999999"]}):
        assert client.post(address, {"value": "ATTENDED", **wrong}).status_code == 422
    assert client.post(address, {"value": "NO", "people": [made[1].pk]}).status_code == 422
    done = client.post(address, {"value": "ATTENDED", "people": [made[1].pk, made[2].pk]})

    assert done.status_code == 302
    assert sorted(Attendance.objects.values_list("value", flat=True)) == [
        "ABSENT",
        "ATTENDED",
        "ATTENDED",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_whole_list_costs_the_same_for_any_number_of_people(
    client, programme, session, django_assert_num_queries, count
):
    RegistrationFactory.create_batch(count, session=session)
    staff(client, programme)

    with django_assert_num_queries(5):
        assert client.get(page("events:mark-all", session.pk)).status_code == 200


def test_a_walk_in_is_entered_registered_and_present(client, programme, session):
    reference_data()
    volunteer_of(client, programme, session.event)
    sent = person_answers(idempotency_key="k1")

    for _time in range(2):
        assert client.post(page("events:walk-in", session.pk), sent).status_code == 302

    assert Attendance.objects.get().value == AttendanceValue.ATTENDED
    child = person_answers(birth_on_2="2014")
    assert client.post(page("events:walk-in", session.pk), child).status_code == 422
    assert Attendance.objects.count() == 1


def test_a_correction_needs_a_reason_and_keeps_the_old_value(client, programme, session):
    registration = RegistrationFactory(session=session)
    staff(client, programme)
    client.post(page("events:mark", registration.pk), {"value": "ABSENT"})
    address = page("events:correct-attendance", registration.attendance.pk)

    refused = client.post(address, {"value": "LATE", "reason": ""})
    assert refused.status_code == 422
    assert 'value="LATE"' in refused.content.decode()
    assert client.post(address, {"value": "NO", "reason": "x"}).status_code == 422
    assert client.post(address, {"value": "LATE", "reason": "Đến cửa sau"}).status_code == 302

    registration.attendance.refresh_from_db()
    assert registration.attendance.value == AttendanceValue.LATE
    assert "Đến cửa sau" in client.get(address).content.decode()
    assert AuditEvent.objects.filter(action="attendance.corrected").count() == 1


def test_an_event_without_a_session_says_what_to_do(client, programme):
    event = EventFactory(plan_line=PlanLineFactory(programme=programme))
    staff(client, programme)

    shown = client.get(page("events:attendance", event.pk))

    assert shown.status_code == 200
    wrong = f"{page('events:attendance', event.pk)}?session=99999999999999999"
    assert client.get(wrong).status_code == 404


def test_a_session_of_another_event_is_not_shown_at_this_door(client, programme, session):
    other = SessionFactory(event=EventFactory(plan_line=session.event.plan_line))
    at_work(client, staff_of(palace_of(programme)))

    address = f"{page('events:attendance', session.event_id)}?session={other.pk}"

    assert client.get(address).status_code == 404

"""Events in the workspace: found, prepared, changed, taken from state to state."""

import pytest

from nhipcau.events.models import Event, EventStaff, Session
from nhipcau.events.states import AttendanceValue, EventState
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import OFFICE_ROLES
from tests.factories import (
    NOON,
    EventFactory,
    EventKindFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    YouthUserFactory,
    centre_of,
    moment,
    palace_of,
    staff_of,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db
OTHERS = sorted(set(Role) - {Role.COORDINATOR, Role.FOCAL_POINT})


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def line(programme):
    return PlanLineFactory(programme=programme)


def answers(**other):
    return {
        "title": "Ngày hội việc làm",
        "summary": "Gặp 20 đơn vị tuyển dụng.",
        "starts_at": "2026-12-19",
        "starts_time": "08:00",
        "ends_at": "11:30",
        "place": "Cung Thiếu nhi",
        "registration_closes_at": "18/12/2026",
        "closes_time": "17:00",
        "speakers": "Nông Văn Hải, tư vấn viên\n\nLý Thị Mai",
        "capacity": "150",
        "waiting_limit": "20",
        **other,
    }


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_costs_the_same_for_any_number_of_events(
    client, line, django_assert_num_queries, count
):
    for _number in range(count):
        SessionFactory(event__plan_line=line)
    EventFactory()  # of another province: must not show
    staff(client, line.version.year_plan.programme)

    with django_assert_num_queries(8):
        shown = client.get(page("events:list")).content.decode()

    assert shown.count('class="event-row event-row--wide"') == count


def test_the_list_is_narrowed_and_an_unknown_value_narrows_nothing(client, line):
    fair = EventFactory(plan_line=line, title="Ngày hội mùa đông")
    EventFactory(plan_line=line, title="Tư vấn", kind=EventKindFactory(), state=EventState.DRAFT)
    staff(client, line.version.year_plan.programme)

    def titles(query):
        response = client.get(f"{page('events:list')}?{query}")
        assert response.status_code == 200
        return {event.title for event in response.context["page"]}

    assert titles("q=mùa+đông") == {"Ngày hội mùa đông"}
    assert titles(f"kind={fair.kind_id}") == {"Ngày hội mùa đông"}
    assert titles("state=DRAFT") == {"Tư vấn"}
    assert titles("month=2026-12&span=all") == {"Ngày hội mùa đông", "Tư vấn"}
    assert titles("span=past") == set()
    for bad in ("kind=x", "commune=99999999999999999999", "state=NO", "month=2026-13", "page=-4"):
        assert titles(bad) == {"Ngày hội mùa đông", "Tư vấn"}
    assert titles("q=%00&page=abc") == {"Ngày hội mùa đông", "Tư vấn"}


def test_an_empty_list_teaches_the_first_step(client, line):
    staff(client, line.version.year_plan.programme)

    assert page("events:choose-line") in client.get(page("events:list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_event_costs_the_same_for_any_number_of_sessions(
    client, line, django_assert_num_queries, count
):
    event = EventFactory(plan_line=line)
    for _number in range(count):
        session = SessionFactory(event=event)
        RegistrationFactory(session=session)
        EventStaff.objects.create(
            event=event, user=staff_of(line.lead, Role.GATE_VOLUNTEER), assigned_at=NOON
        )
    staff(client, line.version.year_plan.programme)

    with django_assert_num_queries(9):
        assert client.get(page("events:detail", event.pk)).status_code == 200


def test_both_units_see_an_event_and_nobody_else(client, line):
    event = EventFactory(plan_line=line)
    programme = line.version.year_plan.programme
    for unit in (palace_of, centre_of):
        for role in OFFICE_ROLES:
            staff(client, programme, role, unit)
            assert client.get(page("events:detail", event.pk)).status_code == 200
    for user in (staff_of(palace_of(ProgrammeFactory())), YouthUserFactory()):
        sign_in(client, user)
        assert client.get(page("events:detail", event.pk)).status_code == 404
    assert client.get(page("events:detail", 10**30)).status_code == 404


# --- preparing -----------------------------------------------------------------------------------


def test_an_event_is_prepared_from_a_line_once_for_the_same_form(client, programme, line):
    staff(client, programme)
    sent = answers(idempotency_key="k1")

    first = client.post(page("events:create", line.pk), sent)
    second = client.post(page("events:create", line.pk), sent)

    event = Event.objects.get()
    assert first.url == second.url == page("events:detail", event.pk)
    assert event.state == EventState.DRAFT
    assert event.registration_closes_at == moment("2026-12-18 17:00")
    assert event.sessions.get().capacity == 150
    assert [one.position for one in event.speakers.all()] == ["tư vấn viên", ""]


def test_the_same_key_with_another_content_is_refused_and_keeps_what_was_typed(
    client, programme, line
):
    staff(client, programme)
    client.post(page("events:create", line.pk), answers(idempotency_key="k1"))

    response = client.post(
        page("events:create", line.pk), answers(title="Khác hẳn", idempotency_key="k1")
    )

    assert response.status_code == 422
    assert "Khác hẳn" in response.content.decode()
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("starts_at", "30/02/2026"),
        ("starts_at", "0001-01-01"),
        ("starts_at", "9999-12-31"),
        ("starts_time", "25:00"),
        ("ends_at", "07:00"),
        ("last_day", "2026-12-01"),
        ("registration_closes_at", "2027-01-01"),
        ("registration_closes_at", "hôm qua"),
        ("capacity", "-1"),
        ("capacity", "0"),
        ("capacity", "1000000000000"),
        ("capacity", "nhiều"),
        ("waiting_limit", "99999999999"),
        ("commune", "abc"),
        ("host", "99999999999999999999"),
        ("online_address", "javascript:alert(1)"),
        ("speakers", "Hải 9, tư vấn viên"),
        ("speakers", "A, " + "x" * 161),
        ("speakers", "A\n" * 30),
    ],
)
def test_a_bad_answer_comes_back_with_what_was_typed(client, programme, line, name, typed):
    staff(client, programme)

    response = client.post(page("events:create", line.pk), answers(**{name: typed}))

    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert "Gặp 20 đơn vị tuyển dụng." in response.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_find_no_way_to_prepare_or_change(client, programme, line, role):
    event = SessionFactory(event__plan_line=line).event
    session = event.sessions.get()
    staff(client, programme, role)

    for address in (
        page("events:create", line.pk),
        page("events:change", event.pk),
        page("events:move", event.pk, "cancelled"),
        page("events:add-session", event.pk),
        page("events:change-session", session.pk),
        page("events:change-capacity", session.pk),
        page("events:assign-volunteer", event.pk),
    ):
        assert client.post(address, answers(reason="x")).status_code == 404
        assert address not in client.get(page("events:detail", event.pk)).content.decode()
    assert client.get(page("events:choose-line")).status_code == 404


def test_a_line_that_is_not_in_force_gives_no_event(client, programme):
    draft = PlanLineFactory(programme=programme, state="DRAFT")
    staff(client, programme)

    assert client.get(page("events:create", draft.pk)).status_code == 404


def test_a_school_event_is_not_asked_for_sponsors_nor_an_army_event_for_jobs_abroad(
    client, programme
):
    staff(client, programme)
    school = PlanLineFactory(programme=programme, kind__is_in_school=True)
    army = PlanLineFactory(programme=programme, kind__hides_host=True)

    in_school = client.get(page("events:create", school.pk)).content.decode()
    at_the_army = client.get(page("events:create", army.pk)).content.decode()

    assert 'name="sponsor_text"' not in in_school
    assert 'name="education_agreement"' in in_school
    assert 'name="overseas_information"' not in at_the_army


def test_changing_keeps_the_speakers_and_the_sample_mark(client, programme, line):
    event = SessionFactory(event__plan_line=line, event__is_sample=True).event
    staff(client, programme)
    form = client.get(page("events:change", event.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    response = client.post(page("events:change", event.pk), {**sent, "title": "Tên mới"})

    event.refresh_from_db()
    assert response.status_code == 302
    assert (event.title, event.is_sample) == ("Tên mới", True)
    assert event.starts_at == moment("2026-12-12 08:00")


# --- sessions and helpers ------------------------------------------------------------------------


def test_sessions_are_added_and_changed_within_the_event(client, programme, line):
    event = EventFactory(plan_line=line)
    staff(client, programme)
    sent = {
        "title_vi": "Buổi 2",
        "starts_at": "2026-12-12",
        "starts_time": "09:00",
        "ends_at": "10:00",
        "capacity": "40",
        "waiting_limit": "5",
    }

    assert client.post(page("events:add-session", event.pk), sent).status_code == 302
    session = Session.objects.get()
    late = {**sent, "ends_at": "23:00"}
    assert client.post(page("events:change-session", session.pk), late).status_code == 422
    fewer = {**sent, "waiting_limit": "-3"}
    assert client.post(page("events:change-session", session.pk), fewer).status_code == 422


def test_a_waiting_list_is_not_cut_below_those_who_wait(client, programme, line):
    session = SessionFactory(event__plan_line=line)
    RegistrationFactory.create_batch(2, session=session, state="WAITING")
    Session.objects.update(capacity=0)
    staff(client, programme)
    form = client.get(page("events:change-session", session.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    response = client.post(
        page("events:change-session", session.pk),
        {**sent, "capacity": "1", "waiting_limit": "0"},
    )

    assert response.status_code == 422


def test_places_are_not_taken_from_people_who_have_them(client, programme, line):
    session = SessionFactory(event__plan_line=line)
    RegistrationFactory.create_batch(2, session=session)
    staff(client, programme)
    address = page("events:change-capacity", session.pk)

    assert client.post(address, {"capacity": "1"}).status_code == 422
    assert client.post(address, {"capacity": "2147483648"}).status_code == 422
    assert client.post(address, {"capacity": "2"}).status_code == 302


@pytest.mark.parametrize("role", sorted(Role))
def test_an_army_event_opens_to_those_who_organise_counsel_or_lead(client, programme, role):
    army = EventFactory(
        plan_line=PlanLineFactory(programme=programme, kind__hides_host=True),
        kind__hides_host=True,
    )
    staff(client, programme, role)
    sees = role in {Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR}

    shown = client.get(page("events:detail", army.pk))

    assert shown.status_code == (200 if sees else 404)


def test_a_volunteer_of_either_unit_is_assigned_and_released(client, programme, line):
    event = EventFactory(plan_line=line)
    helper = staff_of(centre_of(programme), Role.GATE_VOLUNTEER)
    counsellor = staff_of(centre_of(programme), Role.COUNSELLOR)
    staff(client, programme)
    address = page("events:assign-volunteer", event.pk)

    assert client.post(address, {"user": counsellor.pk}).status_code == 422
    assert client.post(address, {"user": helper.pk}).status_code == 302
    assigned = EventStaff.objects.get()
    assert client.post(page("events:release-volunteer", event.pk, assigned.pk)).status_code == 302
    assert not EventStaff.objects.exists()
    other = EventStaff.objects.create(event=EventFactory(), user=helper, assigned_at=NOON)
    assert client.post(page("events:release-volunteer", event.pk, other.pk)).status_code == 404


# --- steps ---------------------------------------------------------------------------------------


def test_an_event_goes_its_way_one_confirmed_step_at_a_time(client, programme, line, time_machine):
    event = SessionFactory(event__plan_line=line, event__state=EventState.DRAFT).event
    staff(client, programme)

    for to in ("published", "open", "closed"):
        asked = client.get(page("events:move", event.pk, to))
        assert asked.status_code == 200
        event.refresh_from_db()
        assert event.state != to.upper()
        assert client.post(page("events:move", event.pk, to)).status_code == 302
    assert client.post(page("events:move", event.pk, "held")).status_code == 422

    time_machine.move_to(moment("2026-12-12 12:00"))
    staff(client, programme)
    assert client.post(page("events:move", event.pk, "held")).status_code == 302
    event.refresh_from_db()
    assert event.state == EventState.HELD


def test_cancelling_needs_a_reason_says_how_many_and_marks_them(client, programme, line):
    session = SessionFactory(event__plan_line=line)
    registrations = RegistrationFactory.create_batch(2, session=session)
    staff(client, programme)
    address = page("events:move", session.event_id, "cancelled")

    assert "2" in client.get(address).context["consequences"][0]
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Bão"}).status_code == 302
    for registration in registrations:
        registration.refresh_from_db()
        assert registration.attendance.value == AttendanceValue.CANCELLED_BY_US
    assert "Bão" in client.get(page("events:detail", session.event_id)).content.decode()


@pytest.mark.parametrize("to", ["held", "draft", "nonsense"])
def test_a_step_that_does_not_follow_changes_nothing(client, programme, line, to):
    event = EventFactory(plan_line=line)
    staff(client, programme)

    response = client.post(page("events:move", event.pk, to), {"reason": "x"})

    event.refresh_from_db()
    assert response.status_code in (302, 404)
    assert event.state == EventState.OPEN


def test_a_school_event_with_sponsors_is_not_published(client, programme):
    line = PlanLineFactory(programme=programme, kind__is_in_school=True)
    event = EventFactory(plan_line=line, state=EventState.DRAFT, sponsor_text="Mua ngay")
    staff(client, programme)

    response = client.post(page("events:move", event.pk, "published"))

    assert response.status_code == 422
    assert 'name="sponsor_text"' in client.get(page("events:change", event.pk)).content.decode()

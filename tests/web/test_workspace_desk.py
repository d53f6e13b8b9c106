"""The desk says what needs this colleague now, and nothing that would be refused."""

import datetime as dt

import pytest

from nhipcau.events.models import Event, EventStaff, Session
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Invitation, Organisation, Role
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from tests.factories import (
    NOON,
    EventFactory,
    MembershipFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    YouthUserFactory,
    moment,
    palace_of,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def line(programme):
    return PlanLineFactory(programme=programme)


def links(client):
    response = client.get(page("desk"))
    assert response.status_code == 200
    return [need.url for need in response.context["needs"]]


def event_on(line, starts, state, **other):
    starts_at = moment(starts)
    return SessionFactory(
        event__plan_line=line,
        event__starts_at=starts_at,
        event__ends_at=starts_at + dt.timedelta(hours=3),
        event__registration_closes_at=starts_at,
        event__state=state,
        **other,
    ).event


@pytest.mark.parametrize("count", [1, 3, 15])
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.LEADER, 13),
        (Role.COORDINATOR, 16),
        (Role.COUNSELLOR, 8),
        (Role.GATE_VOLUNTEER, 6),
        (Role.DATA_OFFICER, 9),
        (Role.ADMINISTRATOR, 6),
    ],
)
def test_the_desk_costs_the_same_for_any_number_of_events(
    client, programme, line, django_assert_num_queries, role, queries, count
):
    user = staff(client, programme, role)
    for _number in range(count):
        event = event_on(line, "2026-11-30 08:00", EventState.DRAFT)
        EventStaff.objects.create(event=event, user=user, assigned_at=NOON)
        PlanLineFactory(programme=programme)
        Invitation.objects.create(
            organisation=palace_of(programme),
            role=role,
            full_name="x",
            email="x@example.vn",
            token_hash=str(Invitation.objects.count()),
            created_at=NOON,
            expires_at=NOON + dt.timedelta(days=1),
        )

    with django_assert_num_queries(queries):
        assert client.get(page("desk")).status_code == 200


def test_each_state_asks_the_organiser_for_its_next_step(client, programme, line):
    draft = event_on(line, "2026-12-10 08:00", EventState.DRAFT)
    published = event_on(line, "2026-12-08 08:00", EventState.PUBLISHED)
    late = event_on(line, "2026-11-23 11:00", EventState.OPEN)
    over = event_on(line, "2026-11-20 08:00", EventState.CLOSED)
    held = event_on(line, "2026-11-10 08:00", EventState.HELD)
    RegistrationFactory(session=held.sessions.get())
    full = event_on(line, "2026-12-09 08:00", EventState.OPEN, capacity=0)
    RegistrationFactory(session=full.sessions.get(), state="WAITING")
    event_on(line, "2026-12-11 08:00", EventState.CANCELLED)
    staff(client, programme)

    found = links(client)

    for expected in (
        page("events:move", draft.pk, "published"),
        page("events:move", published.pk, "open"),
        page("events:move", late.pk, "closed"),
        page("events:move", over.pk, "held"),
        page("events:attendance", held.pk),
        page("events:detail", full.pk),
    ):
        assert found.count(expected) == 1
    assert len([url for url in found if "/events/" in url and "from-the-plan" not in url]) == 6


def test_a_promise_without_an_event_waits_for_the_organiser(client, programme, line):
    staff(client, programme)
    create = page("events:create", line.pk)

    assert create in links(client)
    EventFactory(plan_line=line)
    assert create not in links(client)
    Event.objects.update(state=EventState.CANCELLED)
    assert create in links(client)


def test_a_month_without_an_event_is_red_for_leader_and_organiser(client, programme, line):
    for role, url in (
        (Role.LEADER, page("reports:overview")),
        (Role.COORDINATOR, page("events:choose-line")),
    ):
        staff(client, programme, role)
        assert url in links(client)
        assert page("reports:explain", "2026-01") in links(client)
    staff(client, programme, Role.COUNSELLOR)
    assert links(client) == []


def test_a_proposed_plan_waits_for_the_leader_until_the_own_unit_approved(client, programme):
    line = PlanLineFactory(programme=programme, state=PlanState.PROPOSED)
    user = staff(client, programme, Role.LEADER)
    address = page("plans:version", line.version_id)

    assert address in links(client)
    line.version.approvals.create(organisation=palace_of(programme), by=user, at=NOON)
    assert address not in links(client)


def test_a_returned_plan_waits_for_the_coordinator(client, programme):
    line = PlanLineFactory(programme=programme, state=PlanState.DRAFT)
    PlanVersion.objects.update(state=PlanState.RETURNED)
    staff(client, programme)

    assert page("plans:version", line.version_id) in links(client)


def test_a_volunteer_has_one_big_button(client, programme, line):
    event = event_on(line, "2026-11-23 13:00", EventState.OPEN)
    other = event_on(line, "2026-11-23 14:00", EventState.OPEN)
    user = staff(client, programme, Role.GATE_VOLUNTEER)
    EventStaff.objects.create(event=event, user=user, assigned_at=NOON)

    shown = client.get(page("desk")).content.decode()

    assert page("events:attendance", event.pk) in shown
    assert page("events:attendance", other.pk) not in shown


def test_today_and_coming_are_apart_in_local_time(client, programme, line):
    today = event_on(line, "2026-11-23 23:30", EventState.OPEN)
    tomorrow = event_on(line, "2026-11-24 00:30", EventState.OPEN)
    staff(client, programme, Role.COUNSELLOR)

    page_shown = client.get(page("desk")).context

    assert page_shown["today"] == [today]
    assert page_shown["coming"] == [tomorrow]


def test_who_has_no_role_and_a_young_person_are_told_what_to_do(client):
    former = MembershipFactory(ended_at=NOON).user
    for user in (UserFactory(), former, YouthUserFactory()):
        sign_in(client, user)
        response = client.get(page("desk"))

        assert response.status_code == 200
        assert response.context["is_outsider"]


def test_a_member_of_a_unit_outside_the_programme_sees_a_quiet_desk(client):
    school = MembershipFactory(
        organisation=Organisation.objects.create(
            kind="SCHOOL", code="t", name_vi="t", name_en="t", short_name_vi="t", short_name_en="t"
        )
    )
    sign_in(client, school.user)

    assert client.get(page("desk")).status_code == 200
    assert client.get(page("events:list")).status_code == 404
    assert page("events:list") not in client.get(page("desk")).content.decode()
    assert client.get(page("programme:current")).status_code == 200
    assert Session.objects.count() == 0

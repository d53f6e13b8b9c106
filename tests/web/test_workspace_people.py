"""Young people in the workspace: found sparingly, opened with a trace."""

import datetime as dt

import pytest

from nhipcau.events.models import Attendance
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import UNIT_ROLES
from nhipcau.people.models import Consent, ConsentChannel, ConsentText, Purpose
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    CommuneFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    centre_of,
    guardian_of,
    palace_of,
    reference_data,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db
WORKS_WITH_PEOPLE = {Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR, Role.DATA_OFFICER}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def person(programme):
    return YoungPersonFactory(
        full_name="Lương Thị Đào", phone="+84912345678", followed_by=[palace_of(programme)]
    )


def opened(client, person):
    return client.post(page("people:open", person.pk))


def agree(person, purpose=Purpose.CONTACT, **other):
    return Consent.objects.create(
        young_person=person,
        text=ConsentText.objects.get(purpose=purpose),
        channel=ConsentChannel.PAPER,
        evidence="tờ 14",
        given_at=NOON,
        **other,
    )


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize(("query", "queries"), [("", 5), ("?q=nong", 7)])
def test_the_list_costs_the_same_for_any_number_of_people(
    client, programme, django_assert_num_queries, query, queries, count
):
    YoungPersonFactory.create_batch(count, followed_by=[palace_of(programme)])
    YoungPersonFactory()  # followed by nobody here: must not show
    staff(client, programme)

    with django_assert_num_queries(queries):
        response = client.get(page("people:list") + query)

    assert len(response.context["page"].object_list) == count


def test_the_list_shows_no_phone_and_searches_without_marks(client, programme, person):
    YoungPersonFactory(followed_by=[palace_of(programme)])
    staff(client, programme)

    for typed in ("luong thi", "ĐÀO", "5678", "0912 345 678", "+84912345678"):
        response = client.get(page("people:list"), {"q": typed})

        assert list(response.context["page"]) == [person]
        table = response.content.decode().partition("<tbody>")[2]
        assert "5678" not in table
    for typed in ("\x00", "%", "x" * 5000, "9" * 100):
        assert client.get(page("people:list"), {"q": typed}).status_code == 200


@pytest.mark.parametrize("typed", ["78", "678", "45678", "345 678", "12345678", "0912 345 67"])
def test_a_phone_is_not_read_out_digit_by_digit(client, programme, person, typed):
    staff(client, programme)

    response = client.get(page("people:list"), {"q": typed})

    assert not list(response.context["page"])
    assert "bốn số cuối" in response.content.decode()


def test_one_letter_is_no_search_and_the_commune_narrows(client, programme, person):
    person.commune = CommuneFactory()
    person.save()
    YoungPersonFactory(followed_by=[palace_of(programme)])
    staff(client, programme)

    short = client.get(page("people:list"), {"q": "l"})
    narrow = client.get(page("people:list"), {"commune": person.commune_id})

    assert "field__error" in short.content.decode()
    assert list(narrow.context["page"].object_list) == [person]
    assert client.get(page("people:list"), {"commune": "x"}).status_code == 200


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_people_open_to_those_who_work_with_them(client, programme, person, role):
    staff(client, programme, role)
    expected = 200 if role in WORKS_WITH_PEOPLE else 404

    assert client.get(page("people:list")).status_code == expected
    assert client.get(page("people:detail", person.pk)).status_code == expected
    assert opened(client, person).status_code == (302 if expected == 200 else 404)
    assert (page("people:list") in client.get(page("desk")).content.decode()) == (expected == 200)


def test_a_unit_that_does_not_follow_and_a_young_person_find_nothing(client, programme, person):
    reference_data()
    staff(client, programme, unit=centre_of)
    addresses = (
        page("people:open", person.pk),
        page("people:withdraw-consent", person.pk, "contact"),
    )
    youth = YouthUserFactory(phone=person.phone)
    for _user in range(2):
        assert client.get(page("people:detail", person.pk)).status_code == 404
        for address in addresses:
            assert client.post(address).status_code == 404
        sign_in(client, youth)
    assert not AuditEvent.objects.filter(action="person.opened").exists()


# --- one record ----------------------------------------------------------------------------------


def test_a_record_opens_with_a_trace_for_a_quarter_of_an_hour(
    client, programme, person, time_machine
):
    user = staff(client, programme)
    closed = client.get(page("people:detail", person.pk)).content.decode()

    opened(client, person)
    shown = client.get(page("people:detail", person.pk)).content.decode()

    assert person.full_name not in closed
    assert person.full_name in shown
    trace = AuditEvent.objects.get(action="person.opened")
    assert (trace.by, trace.about_id) == (user, person.pk)
    staff(client, programme)  # a colleague's opening is not one's own
    assert person.full_name not in client.get(page("people:detail", person.pk)).content.decode()
    sign_in(client, user)
    time_machine.move_to(NOON + dt.timedelta(minutes=16))
    assert person.full_name not in client.get(page("people:detail", person.pk)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_costs_the_same_for_any_number_of_rows(
    client, programme, person, django_assert_num_queries, count
):
    reference_data()
    line = PlanLineFactory(programme=programme)
    for _number in range(count):
        registration = RegistrationFactory(
            session=SessionFactory(event__plan_line=line), young_person=person
        )
        Attendance.objects.create(
            registration=registration,
            session=registration.session,
            young_person=person,
            value="LATE",
            recorded_at=NOON,
        )
        guardian = guardian_of(
            person, full_name="Lương Văn Bình", phone="+84987654321", relation="FATHER"
        )
        agree(person, guardian=guardian, withdrawn_at=NOON)
    staff(client, programme)
    opened(client, person)

    with django_assert_num_queries(21):
        response = client.get(page("people:detail", person.pk))

    assert response.content.decode().count("Lương Văn Bình") == 2 * count


def test_a_consent_is_withdrawn_after_a_question_and_only_once(client, programme, person):
    reference_data()
    consent = agree(person, Purpose.STATISTICS)
    person.gender = "FEMALE"
    person.save()
    staff(client, programme)
    address = page("people:withdraw-consent", person.pk, "statistics")

    asked = client.get(address)
    consent.refresh_from_db()
    assert (asked.status_code, consent.withdrawn_at) == (200, None)
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 422
    person.refresh_from_db()
    consent.refresh_from_db()
    assert consent.withdrawn_at
    assert person.gender == ""
    assert client.get(page("people:withdraw-consent", person.pk, "nothing")).status_code == 404

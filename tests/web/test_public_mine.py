import pytest
import time_machine
from django.urls import reverse

from nhipcau.events.models import Attendance
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.people.models import Consent, ConsentText, Purpose
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    YoungPersonFactory,
    YouthUserFactory,
    moment,
    reference_data,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"
MINE = "/my/"


@pytest.fixture(autouse=True)
def _today(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def lan():
    return YoungPersonFactory(full_name="Nông Thị Lan", phone=PHONE)


@pytest.fixture
def signed_in(client):
    return sign_in(client, YouthUserFactory(phone=PHONE))


def past_session():
    day = "2026-11-02"
    event = EventFactory(
        title="Buổi đã qua",
        state=EventState.HELD,
        starts_at=moment(f"{day} 08:00"),
        ends_at=moment(f"{day} 10:00"),
        registration_closes_at=moment(f"{day} 08:00"),
    )
    return SessionFactory(event=event)


def consent(person, purpose, **given):
    return Consent.objects.create(
        young_person=person,
        text=ConsentText.objects.get(purpose=purpose),
        channel="WEB",
        given_at=NOON,
        **given,
    )


def page(client):
    return client.get(MINE).content.decode()


def test_my_registrations_asks_to_sign_in_by_phone_and_comes_back(client):
    response = client.get(MINE)

    assert response.status_code == 302
    assert response.url == reverse("account:phone") + "?next=%2Fmy%2F"


def test_my_registrations_sends_staff_to_their_desk(client):
    sign_in(client, UserFactory())

    assert "dành cho thanh niên" in page(client)


def test_my_registrations_shows_everybody_of_the_phone_and_nobody_else(signed_in, lan):
    brother = YoungPersonFactory(full_name="Nông Văn Sơn", phone=PHONE)
    session = SessionFactory()
    for person in (lan, brother, YoungPersonFactory(full_name="Người Lạ")):
        RegistrationFactory(session=session, young_person=person)

    told = page(signed_in)

    assert "Nông Thị Lan" in told
    assert "Nông Văn Sơn" in told
    assert "Người Lạ" not in told
    assert "0912 345 678" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_my_registrations_says_how_each_one_stands(signed_in, lan):
    RegistrationFactory(session=SessionFactory(event__title="Sắp tới"), young_person=lan)
    full = SessionFactory(event__title="Đang chờ")
    RegistrationFactory(session=full, state=RegistrationState.WAITING)
    RegistrationFactory(session=full, young_person=lan, state=RegistrationState.WAITING)
    past = RegistrationFactory(session=past_session(), young_person=lan)
    Attendance.objects.create(
        registration=past,
        session=past.session,
        young_person=lan,
        value="ATTENDED",
        recorded_at=NOON,
    )

    told = page(signed_in)

    assert "Đã giữ chỗ" in told
    assert "Danh sách chờ, số 2" in told
    assert told.index("Buổi đã qua") > told.index("Đang chờ")
    assert past.attendance.get_value_display() in told


def test_my_registrations_puts_what_i_cancelled_behind_what_is_coming(signed_in, lan):
    line = PlanLineFactory()
    for title, state in (("Đã thôi", "CANCELLED"), ("Vẫn đến", "CONFIRMED")):
        session = SessionFactory(event__plan_line=line, event__title=title)
        RegistrationFactory(session=session, young_person=lan, state=state)

    told = page(signed_in)

    assert told.index("Vẫn đến") < told.index("Đã qua và đã hủy") < told.index("Đã thôi")


def test_my_registrations_of_a_phone_that_never_registered(signed_in):
    assert "Chưa ai đăng ký bằng số này" in page(signed_in)


@pytest.mark.parametrize("count", [1, 12])
def test_my_registrations_cost_the_same_for_one_and_twelve(
    signed_in, lan, count, django_assert_num_queries
):
    line = PlanLineFactory()
    for _number in range(count):
        session = SessionFactory(event__plan_line=line)
        RegistrationFactory(session=session, young_person=lan, state=RegistrationState.WAITING)
        consent(YoungPersonFactory(phone=PHONE), Purpose.CONTACT, evidence="t")

    # session, user, registrations, people, consents, wishes, one figure of law, introductions,
    # placements, talks, cases, difficulties, service
    with django_assert_num_queries(13):
        signed_in.get(MINE)


def test_withdraw_consent_ends_it_and_empties_the_statistics(signed_in, lan):
    lan.gender = "FEMALE"
    lan.save()
    given = consent(lan, Purpose.STATISTICS)
    assert reverse("public:withdraw-consent", args=[given.pk]) in page(signed_in)

    response = signed_in.post(
        reverse("public:withdraw-consent", args=[given.pk]), {"idempotency_key": "k1"}, follow=True
    )

    given.refresh_from_db()
    lan.refresh_from_db()
    assert given.withdrawn_at == NOON
    assert lan.gender == ""
    assert "Bạn đã rút lại đồng ý" in response.content.decode()


def test_withdraw_consent_twice_says_so(signed_in, lan):
    given = consent(lan, Purpose.CONTACT)
    address = reverse("public:withdraw-consent", args=[given.pk])
    signed_in.post(address)

    assert signed_in.post(address, follow=True).status_code == 200


def test_withdraw_consent_of_somebody_else_is_not_found(signed_in):
    given = consent(YoungPersonFactory(), Purpose.CONTACT)

    response = signed_in.post(reverse("public:withdraw-consent", args=[given.pk]))

    given.refresh_from_db()
    assert response.status_code == 404
    assert given.withdrawn_at is None


def test_withdraw_consent_needs_to_be_signed_in(client, lan):
    given = consent(lan, Purpose.CONTACT)

    response = client.post(reverse("public:withdraw-consent", args=[given.pk]))

    given.refresh_from_db()
    assert response.status_code == 302
    assert given.withdrawn_at is None

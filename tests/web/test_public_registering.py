import re

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext, override

from nhipcau.events.models import Registration
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.people.models import Consent, Guardian, Purpose, YoungPerson
from nhipcau.web.public import registering
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    RegistrationFactory,
    SessionFactory,
    YouthUserFactory,
    every_row,
    moment,
    reference_data,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def commune():
    return CommuneFactory(name="Thất Khê", code="06040")


def typed(**changes):
    return {
        "full_name": "Nông Thị Lan",
        "birth_on_0": "2",
        "birth_on_1": "3",
        "birth_on_2": "2009",
        "phone": "0912 345 678",
        "commune": "other",
        "consent_participation": "on",
        "idempotency_key": "abc123",
        **changes,
    }


def post(client, session, **changes):
    told = {name: value for name, value in typed(**changes).items() if value is not None}
    return client.post(reverse("public:register", args=[session.pk]), told)


def refusal(response):
    """The lines of the summary at the top, and the page."""
    page = response.content.decode()
    summary = re.search(r'id="form-errors".*?</ul>', page, re.S)
    return re.sub(r"<[^>]+>", " ", summary[0]) if summary else "", page


# --- the good way --------------------------------------------------------------------------------


def test_register_in_one_post_and_see_ones_own_page(client, session, commune):
    response = post(client, session, commune=commune.code)

    registration = Registration.objects.get()
    assert response.status_code == 303
    assert response.url == reverse("public:registration", args=[registration.code])
    assert registration.young_person.commune == commune
    assert Consent.objects.get().evidence == "web form abc123"
    page = client.get(response.url).content.decode()
    assert "Đã giữ chỗ cho bạn" in page
    assert "Nông Thị Lan" in page
    assert "Thứ Bảy 12/12/2026, 8:00–11:30" in page
    assert "912" not in re.sub(r"<(head|header).*?</\1>", "", page, flags=re.S)


def test_the_form_asks_for_no_consent_beforehand(client, session):
    page = client.get(reverse("public:register", args=[session.pk])).content.decode()

    assert 'name="consent_participation"' in page
    assert "checked" not in page


def test_register_keeps_statistics_only_with_their_own_tick(client, session):
    post(client, session, gender="FEMALE", ethnicity="TAY")
    assert YoungPerson.objects.get().gender == ""

    post(
        client,
        session,
        full_name="Nông Văn Sơn",
        idempotency_key="k2",
        gender="MALE",
        is_union_member="no",
        consent_statistics="on",
    )
    son = YoungPerson.objects.get(full_name="Nông Văn Sơn")
    assert (son.gender, son.is_union_member) == ("MALE", False)


def test_a_child_registers_with_a_guardian(client, session):
    response = post(
        client,
        session,
        birth_on_2="2012",
        guardian_name="Hoàng Thị Mến",
        guardian_phone="0912345679",
        guardian_relation="MOTHER",
        guardian_agrees="on",
    )

    assert response.status_code == 303
    with every_row():
        assert Consent.objects.get().guardian == Guardian.objects.get()


def test_register_when_full_waits_in_line(client):
    session = SessionFactory(capacity=0)
    RegistrationFactory(session=session, state=RegistrationState.WAITING)

    assert (
        "sau 1 người" in client.get(reverse("public:register", args=[session.pk])).content.decode()
    )
    response = post(client, session)

    page = client.get(response.url).content.decode()
    assert "Bạn đứng thứ 2 trong danh sách chờ" in page


def test_a_replayed_form_registers_once_and_shows_the_same_page(client, session):
    first, second = post(client, session), post(client, session)

    session.refresh_from_db()
    assert first.url == second.url
    assert session.taken_count == 1


def test_a_young_person_who_signed_in_finds_the_own_number(client, session):
    sign_in(client, YouthUserFactory(phone="+84912345678"))

    page = client.get(reverse("public:register", args=[session.pk])).content.decode()

    assert 'value="0912 345 678"' in page


# --- what goes wrong -----------------------------------------------------------------------------

LONG_NAME = " ".join(["Nguyễn"] * 72)


class Domain(str):
    """Words of the domain, as its own catalogue says them."""

    __slots__ = ()

    @property
    def said(self):
        with override("vi"):
            return re.split(r"%\(", gettext(self))[0]


def said(told):
    return told.said if isinstance(told, Domain) else told


ALREADY = Domain("This person is registered for this session already. See “My registrations”.")
CLOSED = Domain("This event does not take registrations now.")
FULL = Domain("This session and its waiting list are full. Please see other dates.")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"phone": "09mười hai"},
            Domain("Please write a mobile number with digits, for example %(example)s."),
        ),
        (
            {"phone": "0912 345"},
            Domain(
                "This is not a Vietnamese mobile number."
                " It has 10 digits, for example %(example)s."
            ),
        ),
        ({"phone": ""}, "Bạn hãy điền số điện thoại"),
        ({"full_name": LONG_NAME}, "503 "),
        ({"full_name": ""}, "Bạn hãy điền họ và tên"),
        (
            {"full_name": "Lan123"},
            Domain("A name has letters only. Please check it for digits or signs."),
        ),
        ({"full_name": "Lan\0"}, "ký tự không đọc được"),
        ({"birth_on_0": "31", "birth_on_1": "2"}, "Tháng 2 năm 2009 không có ngày 31"),
        ({"birth_on_0": "29", "birth_on_1": "2"}, "Tháng 2 năm 2009 không có ngày 29"),
        ({"birth_on_1": "13"}, "Không có tháng 13"),
        ({"birth_on_2": "09"}, "bốn chữ số"),
        ({"birth_on_2": "9" * 5000}, "bằng chữ số"),
        ({"birth_on_0": "²"}, "bằng chữ số"),
        ({"birth_on_0": ""}, "đủ ngày, tháng, năm sinh"),
        (
            {"birth_on_2": "2030"},
            Domain("Please check the date of birth: by it the age would be %(age)d."),
        ),
        (
            {"birth_on_2": "2025"},
            Domain("Please check the date of birth: by it the age would be %(age)d."),
        ),
        ({"commune": ""}, "chọn xã, phường"),
        ({"commune": "99999"}, "chọn xã, phường trong danh sách"),
        ({"commune": "\0"}, "chọn xã, phường trong danh sách"),
        ({"gender": "ROBOT"}, "Giới tính"),
        (
            {"consent_participation": None},
            Domain(
                "Please tick that you agree to take part; without it we may not keep your name."
            ),
        ),
        (
            {"birth_on_2": "2012"},
            Domain("Under 16, a parent or guardian agrees with you. Please write who it is."),
        ),
        ({"birth_on_2": "2012", "guardian_name": "Hoàng Thị Mến"}, "số điện thoại của cha, mẹ"),
        ({"birth_on_2": "2012", "guardian_phone": "0912345679"}, "họ tên cha, mẹ"),
        (
            {
                "birth_on_2": "2012",
                "guardian_name": "Hoàng Thị Mến",
                "guardian_phone": "0912345679",
                "guardian_relation": "MOTHER",
            },
            "đọc và đánh dấu vào ô này",
        ),
        ({"guardian_name": "Mến", "guardian_relation": "X"}, "chọn một mục trong danh sách"),
    ],
)
def test_register_says_in_vietnamese_what_to_put_right_and_keeps_what_was_typed(
    client, session, changes, told
):
    response = post(client, session, **changes)

    summary, page = refusal(response)
    assert response.status_code == 422
    assert said(told) in summary
    assert 'value="abc123"' in page
    for name, value in typed(**changes).items():
        if name in ("full_name", "phone") and value and value.isprintable():
            assert f'value="{value.strip()}"' in page
    assert not Registration.objects.exists()


def test_register_names_everything_at_once_with_links(client, session):
    response = post(
        client,
        session,
        full_name="",
        phone="x",
        birth_on_0="31",
        birth_on_1="4",
        commune="",
        consent_participation=None,
    )

    summary, page = refusal(response)
    assert "5 " in summary.split("\n")[1]
    for target in ("full_name", "phone", "commune", "consent_participation"):
        assert f'href="#id_{target}"' in page
    assert 'href="#id_birth_on_0"' in page


def test_register_with_nothing_typed_is_a_form_and_no_failure(client, session):
    response = client.post(reverse("public:register", args=[session.pk]), {})

    assert response.status_code == 422
    assert "cần sửa" in refusal(response)[0] or "sửa" in refusal(response)[0]


def test_register_twice_points_to_ones_registrations(client, session):
    post(client, session)

    response = post(client, session, idempotency_key="another")

    assert response.status_code == 409
    assert said(ALREADY) in refusal(response)[0]


def test_a_key_used_for_another_form_keeps_what_was_typed_and_gets_a_fresh_key(client, session):
    post(client, session)

    response = post(client, session, full_name="Nông Văn Sơn")

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Nông Văn Sơn"' in page
    assert 'value="abc123"' not in page
    fresh = re.search(r'name="idempotency_key" value="(\w+)"', page)[1]
    again = post(client, session, full_name="Nông Văn Sơn", idempotency_key=fresh)
    assert again.status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        {"state": EventState.CLOSED},
        {"state": EventState.CANCELLED},
        {"state": EventState.HELD},
        {"registration_closes_at": moment("2026-11-20 08:00")},
    ],
)
def test_a_closed_event_says_so_keeps_what_was_typed_and_offers_another(client, session, change):
    other = SessionFactory(
        event__plan_line=session.event.plan_line, event__title="Buổi còn chỗ khác"
    )
    for name, value in change.items():
        setattr(session.event, name, value)
    session.event.save()

    opened = client.get(reverse("public:register", args=[session.pk]))
    sent = post(client, session)

    assert opened.status_code == 200
    assert "Hiện bạn không đăng ký được ở đây" in opened.content.decode()
    page = sent.content.decode()
    assert sent.status_code == 409
    assert said(CLOSED) in refusal(sent)[0]
    assert 'value="Nông Thị Lan"' in page
    assert f'formaction="{reverse("public:register", args=[other.pk])}"' in page


def test_a_full_event_says_so_keeps_what_was_typed_and_offers_another(client):
    session = SessionFactory(capacity=0, waiting_limit=0)
    other = SessionFactory(event=session.event, title_vi="Buổi chiều")

    response = post(client, session)

    assert response.status_code == 409
    assert said(FULL) in refusal(response)[0]
    assert f'formaction="{reverse("public:register", args=[other.pk])}"' in (
        response.content.decode()
    )
    moved = post(client, other)
    assert moved.status_code == 303


def test_too_many_from_one_address_keeps_what_was_typed(client, session, monkeypatch):
    few = registering.Budget("registration", limit=1, per=registering.BUDGET.per)
    monkeypatch.setattr(registering, "BUDGET", few)
    post(client, session)

    response = post(client, session, full_name="Nông Văn Sơn", idempotency_key="k2")

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "phút" in refusal(response)[0]
    assert 'value="Nông Văn Sơn"' in response.content.decode()
    assert Registration.objects.count() == 1


def test_one_phone_has_a_budget_however_it_is_written_and_from_wherever(
    client, session, monkeypatch
):
    few = registering.Budget("registration-phone", 1, registering.BUDGET_OF_A_PHONE.per)
    monkeypatch.setattr(registering, "BUDGET_OF_A_PHONE", few)
    post(client, session)

    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    again = {"full_name": "Nông Văn Sơn", "phone": "+84 912.345.678", "idempotency_key": "k2"}
    response = post(client, session, **again)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "số điện thoại này" in refusal(response)[0]
    assert 'value="Nông Văn Sơn"' in response.content.decode()
    assert Registration.objects.count() == 1
    another = post(client, session, **{**again, "phone": "0987 654 321"})
    assert another.status_code == 303


def test_a_draft_is_not_there(client):
    session = SessionFactory(event=EventFactory(state=EventState.DRAFT))

    assert client.get(reverse("public:register", args=[session.pk])).status_code == 404
    assert post(client, session).status_code == 404


def test_an_enormous_form_is_refused_calmly(client, session):
    response = post(client, session, full_name="x" * 3_000_000)
    assert response.status_code == 400

    many = {f"field{number}": "x" for number in range(600)}
    response = client.post(reverse("public:register", args=[session.pk]), many)
    assert response.status_code == 400

    response = post(client, session, full_name="x" * 100_000)
    assert response.status_code == 422
    assert "100000" in refusal(response)[0].replace(".", "")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_register_answers_no_other_method(client, session, method):
    response = getattr(client, method)(reverse("public:register", args=[session.pk]))

    assert response.status_code == 405


def test_the_form_costs_the_same_for_every_number_of_registrations(
    client, session, django_assert_num_queries
):
    address = reverse("public:register", args=[session.pk])
    with django_assert_num_queries(3):  # session, communes, texts
        client.get(address)
    RegistrationFactory.create_batch(3, session=session)
    with django_assert_num_queries(3):
        client.get(address)


# --- behind the secret link ----------------------------------------------------------------------


def test_the_own_page_stays_between_us_and_its_owner(client):
    registration = RegistrationFactory()

    for name in ("registration", "cancel"):
        response = client.get(reverse(f"public:{name}", args=[registration.code]))
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("code", ["unknown", "x" * 500, "-", "0"])
def test_an_unknown_code_is_a_friendly_page(client, code):
    for name in ("registration", "cancel"):
        for answer in (client.get, client.post):
            response = answer(reverse(f"public:{name}", args=[code]))
            assert response.status_code in (404, 405)
            if response.status_code == 404:
                assert "Không tìm thấy đăng ký này" in response.content.decode()


def test_cancel_gives_the_place_back_and_says_how_to_return(client):
    registration = RegistrationFactory()
    waiting = RegistrationFactory(session=registration.session, state=RegistrationState.WAITING)
    registration.session.capacity = registration.session.taken_count
    registration.session.save()
    address = reverse("public:cancel", args=[registration.code])

    assert "Có, hủy đăng ký của tôi" in client.get(address).content.decode()
    response = client.post(address, {"reason": "Em bị ốm"})

    waiting.refresh_from_db()
    assert response.status_code == 303
    assert waiting.state == RegistrationState.OFFERED
    page = client.get(response.url).content.decode()
    assert "Đăng ký của bạn đã hủy" in page
    assert "Đăng ký lại" in page
    assert client.post(address).status_code == 303


@pytest.mark.parametrize(
    ("reason", "told"), [("x" * 501, "501 ký tự"), ("a\0b", "ký tự không đọc được")]
)
def test_cancel_with_a_reason_that_cannot_be_kept(client, reason, told):
    registration = RegistrationFactory()

    response = client.post(reverse("public:cancel", args=[registration.code]), {"reason": reason})

    registration.refresh_from_db()
    assert response.status_code == 422
    assert told in response.content.decode()
    assert registration.state == RegistrationState.CONFIRMED


def test_after_the_event_nothing_is_cancelled(client):
    registration = RegistrationFactory()

    with time_machine.travel(moment("2026-12-13 08:00"), tick=False):
        client.post(reverse("public:cancel", args=[registration.code]))
        page = client.get(reverse("public:registration", args=[registration.code]))

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert "đã diễn ra" in page.content.decode()


def test_only_a_place_opens_the_online_room(client):
    registration = RegistrationFactory()
    event = registration.session.event
    event.kind.is_online = True
    event.kind.save()
    event.online_address = "https://meet.example/room"
    event.save()
    waiting = RegistrationFactory(session=registration.session, state=RegistrationState.WAITING)

    def page(name, argument):
        return client.get(reverse(f"public:{name}", args=[argument])).content.decode()

    assert "meet.example" in page("registration", registration.code)
    assert "meet.example" not in page("registration", waiting.code)
    assert "meet.example" not in page("event", event.pk)
    event.online_address = "javascript:alert(1)"
    event.save()
    assert "javascript:alert" not in page("registration", registration.code)


def test_names_are_shown_as_text(client, session):
    shown = RegistrationFactory(session=session)
    shown.young_person.full_name = "<script>x</script>"
    shown.young_person.save()

    page = client.get(reverse("public:registration", args=[shown.code])).content.decode()

    assert "<script>x" not in page


def test_consent_purposes_are_those_ticked(client, session):
    post(client, session, consent_contact="on")

    purposes = set(Consent.objects.values_list("text__purpose", flat=True))
    assert purposes == {Purpose.PARTICIPATION, Purpose.CONTACT}

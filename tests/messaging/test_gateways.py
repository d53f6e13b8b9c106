"""Real calls on this computer: an HTTP carrier for SMS and Zalo, an SMTP server for mail."""

import json
import socket
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nhipcau.messaging.channels.mail import Mail
from nhipcau.messaging.channels.text import TextMessage
from nhipcau.messaging.channels.zalo import Zalo
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState
from nhipcau.shared import gateways, sms
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.gateways import GatewayRefused, GatewayUnreachable, signature
from nhipcau.shared.models import ReferenceValue
from nhipcau.shared.sms_text import segments, without_marks
from tests.factories import NOON, YoungPersonFactory, agree, reference_data

pytestmark = pytest.mark.django_db
TO, TEXT, REFERENCE = "+84912345678", "Nhịp Cầu: An: Có chỗ cho bạn.", "0b1c"


@pytest.fixture(autouse=True)
def _reference_data(db):
    reference_data()


@pytest.fixture
def brand_sms(settings, carrier):
    settings.SMS_BACKEND = "nhipcau.shared.brand_sms.BrandNameSms"
    settings.SMS_URL, settings.SMS_SECRET, settings.SMS_BRAND = carrier.url, "secret", "NhipCau"
    return carrier


@pytest.fixture
def zalo(settings, carrier):
    settings.ZALO_URL, settings.ZALO_SECRET = carrier.url, "secret"
    settings.ZALO_TOKEN, settings.ZALO_TEMPLATE = "token", "7"
    return carrier


def test_an_sms_is_signed_and_carries_our_reference_and_no_marks(brand_sms):
    TextMessage().send(TO, TEXT, REFERENCE)

    [(headers, body)] = brand_sms.told
    assert headers["X-Signature"] == signature("secret", body)
    assert json.loads(body) == {
        "brand": "NhipCau",
        "to": "84912345678",
        "text": "Nhip Cau: An: Co cho cho ban.",
        "reference": REFERENCE,
    }


def test_an_sms_keeps_its_marks_when_the_installation_pays_for_them(brand_sms):
    ReferenceValue.objects.filter(code="sms_keeps_marks").update(value="1")

    TextMessage().send(TO, TEXT, REFERENCE)

    assert brand_sms.bodies[0]["text"] == TEXT
    assert TextMessage().fits("ă" * 134)
    assert not TextMessage().fits("ă" * 135)


def test_a_zalo_notice_is_signed_and_keeps_its_marks(zalo):
    Zalo().send(TO, TEXT, REFERENCE)

    [(headers, body)] = zalo.told
    assert headers["access_token"] == "token"
    assert headers["X-Signature"] == signature("secret", body)
    assert json.loads(body) == {
        "phone": "84912345678",
        "template_id": "7",
        "template_data": {"content": TEXT},
        "tracking_id": REFERENCE,
    }


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((200, b'{"code": 0}', 0), None),
        ((200, b'{"code": 7}', 0), GatewayRefused),
        ((400, b"", 0), GatewayRefused),
        ((401, b"", 0), GatewayRefused),
        ((429, b"", 0), GatewayUnreachable),
        ((302, b"", 0), GatewayUnreachable),
        ((500, b"<html>", 0), GatewayUnreachable),
        ((503, b"", 0), GatewayUnreachable),
        ((200, b"", 0), GatewayUnreachable),
        ((200, b"<html>ok</html>", 0), GatewayUnreachable),
        ((200, b"[0]", 0), GatewayUnreachable),
        ((200, b"\xff\xfe\x00", 0), GatewayUnreachable),
        ((200, b'{"code": 0}', 1.0), GatewayUnreachable),
    ],
)
def test_every_answer_is_understood_or_tried_again(brand_sms, monkeypatch, answer, verdict):
    monkeypatch.setattr(gateways, "SECONDS", 0.4)
    brand_sms.answer = answer

    if verdict is None:
        TextMessage().send(TO, TEXT, REFERENCE)
    else:
        with pytest.raises(verdict):
            TextMessage().send(TO, TEXT, REFERENCE)
    assert len(brand_sms.told) == 1  # no redirect was followed


@hypothesis_settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    status=st.sampled_from([200, 200, 201, 204, 302, 404, 500]),
    answer=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda part: (
                st.lists(part, max_size=3)
                | st.dictionaries(st.sampled_from(["error", "code", "x"]), part, max_size=3)
            ),
            max_leaves=6,
        ).map(lambda told: json.dumps(told).encode()),
    ),
)
def test_garbage_never_breaks_a_channel(zalo, brand_sms, status, answer):
    zalo.answer = brand_sms.answer = (status, b"" if status == 204 else answer, 0)

    for channel in (Zalo(), TextMessage()):
        try:
            channel.send(TO, TEXT, REFERENCE)
        except (GatewayRefused, GatewayUnreachable):
            continue
        said = json.loads(answer)
        assert said.get("error") == 0 or said.get("code") == 0


def test_a_carrier_that_is_not_there_is_tried_again(settings):
    settings.SMS_BACKEND = "nhipcau.shared.brand_sms.BrandNameSms"
    settings.SMS_URL = "http://127.0.0.1:9/"

    with pytest.raises(GatewayUnreachable):
        TextMessage().send(TO, TEXT, REFERENCE)


def test_zalo_first_and_sms_for_whoever_has_no_zalo(zalo, brand_sms, settings):
    settings.PHONE_CHANNELS = [
        "nhipcau.messaging.channels.zalo.Zalo",
        "nhipcau.messaging.channels.text.TextMessage",
    ]
    zalo.answer = (200, b'{"error": -118, "code": 0}', 0)
    message = tell(agree(YoungPersonFactory()))

    while send_next(by=SYSTEM, at=NOON):
        pass

    message.refresh_from_db()
    first, second = zalo.bodies
    assert (message.state, message.letter.channel) == (MessageState.SENT, "sms")
    assert first["tracking_id"] == second["reference"]


def test_a_sign_in_code_goes_out_beside_the_answer_of_the_page(brand_sms):
    brand_sms.answer = (200, b'{"code": 0}', 0.2)

    sms.send_sms(to=TO, text="1", really=True)
    sms.send_sms(to=TO, text="2", really=False)
    ways = [one for one in threading.enumerate() if one.name == "sms"]
    assert ways  # the first one is still talking to the carrier
    for way in ways:
        way.join()

    assert [body["text"] for body in brand_sms.bodies] == ["1"]


# --- segments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ạ" * 70, 1),
        ("ạ" * 71, 2),
        ("ạ" * 135, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_the_carrier_bills_them(text, count):
    assert segments(text) == count


@given(st.text(max_size=60))
def test_a_text_without_marks_never_costs_the_price_of_marks(text):
    plain = without_marks(text)

    assert segments(plain) <= -(-max(1, 2 * len(plain)) // 153)
    assert without_marks(plain) == plain


def test_vietnamese_without_marks_keeps_its_letters():
    assert without_marks("Đặng Thị Ổn – “Ngày hội” ở Lạng Sơn…") == (
        'Dang Thi On - "Ngay hoi" o Lang Son...'
    )


# --- mail ----------------------------------------------------------------------------------------


class Postbox(MailHandler):
    """Keeps what arrives; refuses addresses that begin with ``nobody`` or ``later``."""

    def __init__(self):
        super().__init__()
        self.arrived = []

    async def handle_RCPT(  # noqa: N802 -- as the server calls it
        self, _server, _session, envelope, address, _options
    ):
        if address.startswith("nobody"):
            return "550 no such user"
        if address.startswith("later"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message):
        self.arrived.append(message)


@contextmanager
def running_mail_server():
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


@pytest.fixture
def postbox(settings):
    with running_mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield box


def tell(person, **told):
    put(Note(person, Topic.CHANGE, "Có chỗ cho bạn.", person, **told), at=NOON)
    return Message.objects.latest("pk")


def test_a_message_arrives_by_real_smtp_in_vietnamese(postbox, settings):
    settings.PHONE_CHANNELS = ["tests.messaging.gateways.Kept"]
    person = agree(YoungPersonFactory(full_name="Nông Văn An", email="an@example.vn"))
    message = tell(person, path="/registrations/abc/")
    assert message.route == "MAIL"

    while send_next(by=SYSTEM, at=NOON):
        pass

    message.refresh_from_db()
    [mail] = postbox.arrived
    body = mail.get_payload(decode=True).decode()
    assert message.state == MessageState.SENT
    assert mail["To"] == "an@example.vn"
    assert str(message.letter.reference) in mail["Message-ID"]
    assert "An: Có chỗ cho bạn. https://nhipcau.example.vn/registrations/abc/" in body


def test_an_address_that_does_not_exist_is_refused(postbox):
    with pytest.raises(GatewayRefused):
        Mail().send("nobody@example.vn", TEXT, REFERENCE)


def test_a_mail_server_that_asks_for_patience_gets_it(postbox):
    with pytest.raises(GatewayUnreachable):
        Mail().send("later@example.vn", TEXT, REFERENCE)


def test_a_mail_server_that_is_not_there_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2

    with pytest.raises(GatewayUnreachable):
        Mail().send("an@example.vn", TEXT, REFERENCE)


def test_an_address_with_a_line_in_it_brings_no_header_in(postbox):
    with pytest.raises(GatewayRefused):
        Mail().send("an@example.vn\nBcc: all@example.vn", TEXT, REFERENCE)

    assert postbox.arrived == []

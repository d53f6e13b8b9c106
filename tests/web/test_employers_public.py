"""Form 03 on the website and the desk: what is typed stays, links are good once, nobody peeks."""

import re

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse

from nhipcau.employers import letters
from nhipcau.employers.models import DeskLink, DeskSession, Employer, EmployerContact
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.web.employers.entrance import ASKED_FOR_ONE, REGISTRATIONS
from tests.factories import (
    NOON,
    DeskSessionFactory,
    EmployerContactFactory,
    OrganisationFactory,
    VacancyFactory,
    reference_data,
    staff_of,
    tax_code,
)

REGISTER, ASK, DESK = (
    reverse("employers:register"),
    reverse("employers:ask"),
    reverse("employers:desk"),
)
FORM = {
    "kind": "ENTERPRISE",
    "name": "Công ty TNHH May Kỳ Cùng",
    "tax_code": tax_code(7),
    "province_code": "20",
    "address": "Số 5 đường Hùng Vương",
    "sections": ["C"],
    "wanted_count": "1.200",
    "contact_full_name": "Hoàng Thị Tuyển",
    "contact_phone": "0912 345 678",
    "contact_email": "tuyen@maykycung.example",
    "idempotency_key": "k1",
}


@pytest.fixture(autouse=True)
def centre(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def contact():
    return EmployerContactFactory()


def with_desk(client, contact):
    key = "d" * 40
    DeskSessionFactory(contact=contact, key=key)
    client.cookies[settings.DESK_COOKIE_NAME] = key
    return client


# --- form 03 -------------------------------------------------------------------------------------


def test_an_employer_registers_without_an_account(client):
    answer = client.post(REGISTER, FORM)

    assert (answer.status_code, answer["Location"]) == (303, reverse("employers:registered"))
    employer = Employer.objects.get()
    assert employer.state == EmployerState.REGISTERED
    assert (employer.wanted_count, employer.sections) == (1200, ["C"])
    assert "Đã nhận được đăng ký" in client.get(answer["Location"]).content.decode()


def test_the_same_form_sent_twice_registers_once(client):
    for _again in range(2):
        assert client.post(REGISTER, FORM).status_code == 303
    assert Employer.objects.count() == 1


def test_all_that_is_wrong_is_said_at_once_and_all_that_was_typed_stays(client):
    wrong = FORM | {
        "tax_code": "4900123450",
        "email": "không phải thư",
        "phone": "12",
        "contact_phone": "",
        "contact_email": "",
        "sections": [],
    }

    answer = client.post(REGISTER, wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "chữ số thứ mười không khớp",
        "đầy đủ địa chỉ thư điện tử",
        "không phải số điện thoại Việt Nam",
        "ít nhất một ngành",
        "tốt nhất là cả hai",
    ):
        assert said in page, said
    for typed in ("4900123450", "không phải thư", "May Kỳ Cùng", "Hoàng Thị Tuyển", "1.200"):
        assert f'value="{typed}"' in page or typed in page, typed
    assert 'value="k1"' in page
    assert not Employer.objects.exists()


def test_a_foreign_commune_is_told_at_its_question(client):
    answer = client.post(REGISTER, FORM | {"province_code": "99"})
    assert answer.status_code == 422


def test_too_many_registrations_from_one_place_wait_and_nothing_typed_is_lost(client):
    for number in range(REGISTRATIONS.limit):
        client.post(REGISTER, FORM | {"tax_code": tax_code(number), "idempotency_key": ""})

    answer = client.post(REGISTER, FORM | {"name": "Công ty Cuối cùng"})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Công ty Cuối cùng" in answer.content.decode()


# --- the link ------------------------------------------------------------------------------------


def ask(client, email):
    return client.post(ASK, {"email": email, "idempotency_key": ""})


def link_in_mail():
    letters.send_next(by=SYSTEM, at=NOON)
    found = re.search(r"https://nhipcau\.example\.vn(/employers/enter/\w+/)", mail.outbox[-1].body)
    return found[1]


def test_from_the_address_to_the_open_desk(client, contact):
    assert ask(client, contact.email)["Location"] == reverse("employers:asked")
    address = link_in_mail()
    page = client.get(address)
    assert contact.full_name in page.content.decode()
    assert not DeskSession.objects.exists()

    answer = client.post(address, {"idempotency_key": "k2"})

    assert (answer.status_code, answer["Location"]) == (303, DESK)
    cookie = answer.cookies[settings.DESK_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 8 * 3600
    assert contact.employer.name in client.get(DESK).content.decode()


def test_a_known_and_an_unknown_address_get_the_same_answer(client, contact):
    known, unknown = ask(client, contact.email), ask(client, "ai-do@example.vn")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.content == unknown.content
    assert set(known.cookies) == set(unknown.cookies)


def test_both_kinds_of_addresses_run_out_of_tries_alike(client, contact):
    for email in (contact.email, "ai-do@example.vn"):
        answers = [ask(client, email) for _n in range(ASKED_FOR_ONE.limit + 1)]
        assert [one.status_code for one in answers] == [303] * ASKED_FOR_ONE.limit + [429]
        assert email in answers[-1].content.decode()
    assert DeskLink.objects.count() == ASKED_FOR_ONE.limit


@pytest.mark.parametrize("typed", ["", "tuyen", "tuyen@", "tuyen@ example.vn"])
def test_what_is_no_address_is_refused_and_stays(client, typed):
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert typed in answer.content.decode()


def test_a_used_link_opens_no_second_desk(client, contact):
    ask(client, contact.email)
    address = link_in_mail()
    client.post(address, {"idempotency_key": "k2"})
    thief = type(client)()

    assert thief.get(address).status_code == 404
    assert thief.post(address, {"idempotency_key": "k3"}).status_code == 404
    assert thief.get(DESK).status_code == 302
    assert DeskSession.objects.count() == 1


def test_a_double_press_opens_the_same_desk(client, contact):
    ask(client, contact.email)
    address = link_in_mail()

    first, second = (client.post(address, {"idempotency_key": "k2"}) for _n in range(2))

    name = settings.DESK_COOKIE_NAME
    assert first.cookies[name].value == second.cookies[name].value
    assert client.get(DESK).status_code == 200


def test_an_old_and_a_forged_link_say_what_to_do(client, contact):
    ask(client, contact.email)
    address = link_in_mail()
    forged = reverse("employers:enter", args=["f" * 64])
    with time_machine.travel("2026-11-23 12:30:01+07:00", tick=False):
        for one in (address, forged):
            for answer in (client.get(one), client.post(one, {"idempotency_key": "x"})):
                assert answer.status_code == 404
                assert "Yêu cầu đường dẫn mới" in answer.content.decode()
    assert not DeskSession.objects.exists()


def test_pages_with_a_link_are_kept_by_nobody(client, contact):
    ask(client, contact.email)
    answer = client.get(link_in_mail())

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


# --- the desk ------------------------------------------------------------------------------------


def test_without_a_key_the_way_is_to_ask(client, contact):
    for key in ("", "x", "d" * 40, "d" * 500):
        client.cookies[settings.DESK_COOKIE_NAME] = key
        assert client.get(DESK)["Location"] == ASK


def test_a_desk_shows_its_own_and_nothing_of_others(client, contact):
    own = VacancyFactory(employer=contact.employer, title="Thợ may riêng", state="DRAFT")
    other = EmployerContactFactory(full_name="Người Khác")
    VacancyFactory(employer=other.employer, title="Thợ hàn lạ")

    page = with_desk(client, contact).get(DESK).content.decode()

    assert own.title in page
    assert contact.full_name in page
    assert "Người Khác" not in page
    assert "Thợ hàn lạ" not in page
    foreign = reverse("employers:change-contact", args=[other.pk])
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"full_name": "Kẻ Gian"}).status_code == 404


def test_a_desk_changes_its_details_and_never_its_tax_code(client, contact):
    employer = contact.employer
    form = {
        "province_code": "24",
        "address": "Lô 7",
        "industrial_zone": "KCN Quang Châu",
        "sections": ["C", "H"],
        "phone": "0204 3812 345",
        "name": "Tên khác",
        "tax_code": tax_code(99),
        "idempotency_key": "k9",
    }

    answer = with_desk(client, contact).post(reverse("employers:change"), form)

    assert answer["Location"] == DESK
    changed = Employer.objects.get(pk=employer.pk)
    assert (changed.address, changed.sections) == ("Lô 7", ["C", "H"])
    assert (changed.name, changed.tax_code) == (employer.name, employer.tax_code)
    assert changed.state == EmployerState.VERIFIED


def test_a_contact_is_added_and_another_one_ended(client, contact):
    with_desk(client, contact)
    add = reverse("employers:add-contact")
    refused = client.post(add, {"full_name": "Lê Văn Mới", "idempotency_key": "a"})
    assert refused.status_code == 422
    assert "Lê Văn Mới" in refused.content.decode()

    client.post(add, {"full_name": "Lê Văn Mới", "phone": "0912345679", "idempotency_key": "b"})
    new = EmployerContact.objects.get(full_name="Lê Văn Mới")
    client.post(reverse("employers:end-contact", args=[new.pk]), {"idempotency_key": "c"})
    new.refresh_from_db()
    assert new.ended_at == NOON

    client.post(reverse("employers:end-contact", args=[contact.pk]), {"idempotency_key": "d"})
    contact.refresh_from_db()
    assert contact.ended_at is None
    assert "Đây là chính bạn" in client.get(DESK).content.decode()


def test_leaving_ends_the_desk_everywhere(client, contact):
    with_desk(client, contact)

    answer = client.post(reverse("employers:leave"))

    assert answer["Location"] == ASK
    client.cookies[settings.DESK_COOKIE_NAME] = "d" * 40
    assert client.get(DESK).status_code == 302


def test_a_desk_ends_by_itself_after_eight_hours(client, contact):
    with_desk(client, contact)
    DeskSession.objects.update(expires_at=NOON)

    assert client.get(DESK).status_code == 302


def test_a_suspended_employer_reads_so_at_its_desk(client, contact):
    Employer.objects.update(state=EmployerState.SUSPENDED)

    page = with_desk(client, contact).get(DESK).content.decode()

    assert "đang không được hiển thị" in page


def test_a_colleague_at_the_website_is_no_employer(client, contact):
    client.force_login(staff_of(contact.employer.centre, Role.COUNSELLOR))
    assert client.get(DESK)["Location"] == ASK
    assert ask(client, contact.email).status_code == 303

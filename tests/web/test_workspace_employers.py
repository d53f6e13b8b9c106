"""Employers in the workspace: enter, check by two, suspend, decide, licences."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from nhipcau.employers import letters
from nhipcau.employers.models import (
    Branch,
    DeskSession,
    Employer,
    EmployerCheck,
    EmployerContact,
    PossibleSameEmployer,
    SendingLicence,
)
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies.models import Vacancy
from tests.factories import (
    NOON,
    DeskSessionFactory,
    EmployerContactFactory,
    EmployerFactory,
    ProgrammeFactory,
    SendingLicenceFactory,
    VacancyFactory,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
    tax_code,
)

LIST, ENTER = reverse("workspace:employers:list"), reverse("workspace:employers:enter")
TODAY = NOON.date()
FORM = {
    "kind": "ENTERPRISE",
    "name": "Công ty TNHH Gỗ Lộc Bình",
    "tax_code": tax_code(70),
    "province_code": "20",
    "address": "Khu 3",
    "sections": ["C"],
    "bank_account": "0123 456 789",
    "contact_full_name": "Hoàng Thị Tuyển",
    "contact_email": "tuyen@golocbinh.example",
    "idempotency_key": "k1",
}
CHECK = {
    "register": "BUSINESS",
    "looked_up": "mã số thuế",
    "finding": "CONFIRMED",
    "evidence": "dangkykinhdoanh.gov.vn",
    "checked_on": f"{TODAY:%Y-%m-%d}",
}


@pytest.fixture(autouse=True)
def programme(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield ProgrammeFactory()


@pytest.fixture
def centre(programme):
    return centre_of(programme)


@pytest.fixture
def counsellor(client, centre):
    user = staff_of(centre, Role.COUNSELLOR)
    client.force_login(user)
    return user


@pytest.fixture
def employer(centre):
    return EmployerFactory(centre=centre)


def page_of(name, *args):
    return reverse(f"workspace:employers:{name}", args=args)


def read(client, name, *args):
    return client.get(page_of(name, *args)).content.decode()


def test_a_colleague_enters_form_03(client, counsellor, centre):
    answer = client.post(ENTER, FORM)

    employer = Employer.objects.get()
    assert answer["Location"] == page_of("detail", employer.pk)
    assert (employer.centre, employer.entered) == (centre, "STAFF")
    assert employer.bank_account == "0123456789"
    assert "chờ xác minh" in read(client, "detail", employer.pk)


def test_a_wrong_tax_code_is_told_and_everything_typed_stays(client, counsellor):
    answer = client.post(ENTER, FORM | {"tax_code": "4900123450"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chữ số thứ mười không khớp" in page
    for typed in ("4900123450", "Gỗ Lộc Bình", "0123 456 789", "tuyen@golocbinh.example"):
        assert typed in page
    assert not Employer.objects.exists()


def test_two_colleagues_check_and_the_employer_is_verified(client, counsellor, centre):
    client.post(ENTER, FORM)
    pk = Employer.objects.get().pk
    assert "Cần cán bộ thứ hai xác nhận" in read(client, "check", pk)
    client.post(page_of("check", pk), CHECK | {"idempotency_key": "a"})
    client.post(page_of("check", pk), CHECK | {"register": "TAX", "idempotency_key": "b"})
    assert Employer.objects.get().state == EmployerState.REGISTERED
    page = read(client, "detail", pk)
    assert "cán bộ thứ hai" in page
    assert counsellor.full_name in page

    client.force_login(staff_of(centre, Role.LEADER))
    answer = client.post(
        page_of("check", pk), CHECK | {"register": "CALL", "idempotency_key": "c"}, follow=True
    )

    assert Employer.objects.get().state == EmployerState.VERIFIED
    assert "nhà tuyển dụng đã được xác minh" in answer.content.decode()
    assert "23/11/2027" in answer.content.decode()


def test_a_check_without_evidence_keeps_what_was_typed(client, counsellor, employer):
    answer = client.post(
        page_of("check", employer.pk), CHECK | {"evidence": " ", "note": "đã gọi ba lần"}
    )

    assert answer.status_code == 422
    assert "Bạn hãy viết bằng chứng" in answer.content.decode()
    assert "đã gọi ba lần" in answer.content.decode()
    assert not EmployerCheck.objects.exists()


def test_suspension_with_a_reason_hides_the_vacancies_and_can_be_read_later(
    client, counsellor, employer
):
    VacancyFactory(employer=employer)
    suspend = page_of("step", employer.pk, "suspend")
    assert client.post(suspend, {"reason": ""}).status_code == 422
    assert Vacancy.objects.public(on=NOON.date()).exists()

    client.post(suspend, {"reason": "thu tiền môi giới", "idempotency_key": "a"})
    assert not Vacancy.objects.public(on=NOON.date()).exists()
    assert "thu tiền môi giới" in read(client, "history", employer.pk)
    assert client.get(suspend).status_code == 404

    client.post(
        page_of("step", employer.pk, "reopen"), {"reason": "đã trả lại", "idempotency_key": "b"}
    )
    assert Vacancy.objects.public(on=NOON.date()).exists()


def test_the_palace_reads_and_changes_nothing(client, programme, employer):
    client.force_login(staff_of(palace_of(programme), Role.COORDINATOR))

    page = read(client, "detail", employer.pk)

    assert employer.name in page
    for name in ("check", "change", "add-contact", "enter-licence"):
        assert page_of(name, employer.pk) not in page
        assert client.get(page_of(name, employer.pk)).status_code == 404
    assert client.get(ENTER).status_code == 404


def test_contacts_and_branches_are_kept(client, counsellor, employer):
    contact = EmployerContactFactory(employer=employer)
    client.post(
        page_of("add-contact", employer.pk),
        {"full_name": "Lê Thị Hai", "phone": "0912345679", "is_main": "on"},
    )
    assert EmployerContact.objects.get(full_name="Lê Thị Hai").is_main
    answer = client.post(page_of("change-contact", contact.pk), {"full_name": "Đổi Tên"})
    assert answer.status_code == 422
    client.post(page_of("end-contact", contact.pk))
    contact.refresh_from_db()
    assert contact.ended_at
    branch = {"name": "Chi nhánh 1", "province_code": "24", "address": "Lô 1"}
    wrong = client.post(page_of("add-branch", employer.pk), branch | {"tax_code": tax_code(3)})
    assert wrong.status_code == 422
    assert "Chi nhánh 1" in wrong.content.decode()
    client.post(page_of("add-branch", employer.pk), branch)
    client.post(page_of("end-branch", Branch.objects.get().pk))
    assert Branch.objects.get().ended_at


def test_a_colleague_sends_the_link_and_ends_the_desks(client, counsellor, employer):
    contact = EmployerContactFactory(employer=employer)
    desk = DeskSessionFactory(contact=contact)
    client.post(page_of("send-link", contact.pk), {"idempotency_key": "a"})
    letters.send_next(by=SYSTEM, at=NOON)
    assert mail.outbox[0].to == [contact.email]
    link = mail.outbox[0].body
    page = read(client, "detail", employer.pk)
    assert "bàn tuyển dụng đang mở" in page
    token = link.split("/employers/enter/")[1].split("/")[0]
    assert token not in page

    client.post(page_of("end-desks", employer.pk), {"idempotency_key": "b"})
    assert DeskSession.objects.get(pk=desk.pk).ended_at == NOON
    assert client.get(reverse("employers:enter", args=[token])).status_code == 404


def test_a_pair_is_shown_with_its_reasons_and_decided(client, counsellor, centre):
    client.post(ENTER, FORM)
    client.post(ENTER, FORM | {"name": "Gỗ Lộc Bình 2", "idempotency_key": "k2"})
    pair = PossibleSameEmployer.objects.get()
    assert "Cùng mã số thuế" in read(client, "duplicates")
    page = read(client, "compare", pair.pk)
    assert "Gỗ Lộc Bình 2" in page
    assert "Cùng số tài khoản" in page

    client.post(page_of("same", pair.pk, pair.first_id), {"idempotency_key": "a"})

    closed = Employer.objects.get(pk=pair.second_id)
    assert (closed.state, closed.same_as_id) == (EmployerState.CLOSED, pair.first_id)
    assert page_of("detail", pair.first_id) in read(client, "detail", closed.pk)
    assert "Không có gì cần quyết định" in read(client, "duplicates")


def test_two_employers_are_told_apart(client, counsellor):
    client.post(ENTER, FORM)
    client.post(ENTER, FORM | {"name": "Gỗ Lộc Bình 2", "idempotency_key": "k2"})
    pair = PossibleSameEmployer.objects.get()

    client.post(page_of("different", pair.pk), {"idempotency_key": "a"})

    pair.refresh_from_db()
    assert pair.decision == "DIFFERENT"
    assert client.get(page_of("same", pair.pk, pair.first_id)).status_code == 404


def test_a_licence_without_a_date_is_told_and_nothing_is_lost(client, counsellor, employer):
    form = {
        "number": "12/LĐTBXH-GP",
        "issued_on": "",
        "expires_on": "31/02/2027",
        "scope": "Nhật Bản",
        "source": "dolab.gov.vn",
        "checked_on": f"{TODAY:%Y-%m-%d}",
    }
    answer = client.post(page_of("enter-licence", employer.pk), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "12/LĐTBXH-GP" in page
    assert "31/02/2027" in page

    client.post(
        page_of("enter-licence", employer.pk),
        form | {"issued_on": "01/02/2023", "expires_on": "01/02/2028"},
    )
    assert SendingLicence.objects.get().expires_on == dt.date(2028, 2, 1)


def test_a_look_up_and_a_withdrawal_stand_in_the_record(client, counsellor, employer):
    licence = SendingLicenceFactory(employer=employer)
    look_up = {
        "finding": "IN_FORCE",
        "expires_on": "2028-05-01",
        "source": "dolab.gov.vn trang 3",
        "checked_on": f"{TODAY:%Y-%m-%d}",
    }
    client.post(page_of("look-up-licence", licence.pk), look_up | {"idempotency_key": "a"})
    assert "dolab.gov.vn trang 3" in read(client, "history", employer.pk)

    client.post(
        page_of("withdraw-licence", licence.pk),
        {
            "withdrawn_on": f"{TODAY:%Y-%m-%d}",
            "reason": "Cục thu hồi",
            "idempotency_key": "b",
        },
    )
    page = read(client, "detail", employer.pk)
    assert "giấy phép đã bị thu hồi" in page
    assert "Cục thu hồi" in page
    assert client.get(page_of("withdraw-licence", licence.pk)).status_code == 404
    assert "Đã ghi nhận thu hồi giấy phép" in read(client, "history", employer.pk)


def test_the_list_is_searched_filtered_and_sorted(client, counsellor, centre):
    EmployerFactory(centre=centre, name="Công ty Dệt Đông Kinh")
    EmployerFactory(
        centre=centre,
        name="Hợp tác xã Hồi",
        state=EmployerState.REGISTERED,
        province_code="24",
        tax_code=tax_code(12345),
        phone="+842053812345",
    )
    sender = SendingLicenceFactory(
        employer=EmployerFactory(centre=centre, name="An Biên", verify_again_on=TODAY)
    )

    def names(query):
        page = client.get(f"{LIST}?{query}").content.decode()
        shown = ("Dệt Đông Kinh", "Hợp tác xã Hồi", "An Biên")
        return sorted((one for one in shown if one in page), key=page.index)

    assert names("") == ["An Biên", "Dệt Đông Kinh", "Hợp tác xã Hồi"]
    assert names("q=det+dong") == ["Dệt Đông Kinh"]
    assert names(f"q={tax_code(12345)}") == ["Hợp tác xã Hồi"]
    assert names("q=0205+3812+345") == ["Hợp tác xã Hồi"]
    assert names("state=REGISTERED") == ["Hợp tác xã Hồi"]
    assert names("province=24") == ["Hợp tác xã Hồi"]
    assert names("show=to-check") == ["Hợp tác xã Hồi"]
    assert names("show=again") == ["An Biên"]
    assert names("show=sending") == ["An Biên"]
    assert names("sort=due")[0] == "An Biên"
    assert names("state=NONSENSE&sort=x&show=y") == ["An Biên", "Dệt Đông Kinh", "Hợp tác xã Hồi"]
    assert sender.employer.name == "An Biên"
    assert "Không có nhà tuyển dụng phù hợp" in client.get(f"{LIST}?q=khong+co").content.decode()


def test_an_empty_list_says_how_to_begin(client, counsellor):
    assert "Chưa có nhà tuyển dụng" in client.get(LIST).content.decode()


def test_the_desk_of_the_centre_says_what_waits(client, counsellor, centre):
    EmployerFactory(centre=centre, state=EmployerState.REGISTERED)
    SendingLicenceFactory(
        employer=EmployerFactory(centre=centre, name="Sắp Hết Hạn", verify_again_on=TODAY),
        expires_on=TODAY + dt.timedelta(days=30),
    )

    page = client.get(reverse("workspace:desk")).content.decode()

    assert "1 nhà tuyển dụng chờ xác minh" in page
    assert "1 nhà tuyển dụng đã hết hạn xác minh" in page
    assert "sắp hết hạn: Sắp Hết Hạn" in page


def test_the_desk_of_the_palace_is_not_asked_to_check(client, programme, centre):
    EmployerFactory(centre=centre, state=EmployerState.REGISTERED)
    client.force_login(staff_of(palace_of(programme), Role.COUNSELLOR))

    assert "chờ xác minh" not in client.get(reverse("workspace:desk")).content.decode()

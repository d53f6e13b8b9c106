"""Vacancies for colleagues: writing with the picker, checking, steps, reports, lists."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.models import CostLine, OverseasTerms, Vacancy, VacancyList
from tests.factories import CommuneFactory, EmployerFactory, csv_of, reference_data
from tests.vacancies.made import (
    abroad,
    counsellor_of,
    details,
    licence,
    national_data,
    occupation,
    published,
    terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(db):
    reference_data()
    national_data()


@pytest.fixture
def employer():
    return EmployerFactory(name="Công ty Bắc Sơn", commune=CommuneFactory(name="Bắc Sơn"))


@pytest.fixture
def client(employer):
    client = Client()
    client.force_login(counsellor_of(employer))
    return client


def soon(days=30):
    return timezone.localdate() + dt.timedelta(days=days)


def url(name, *args):
    return reverse(f"workspace:vacancies:{name}", args=args)


def body(response):
    return response.content.decode()


def typed(employer, **changes):
    told = {
        "title": "Công nhân may",
        "headcount": "50",
        "closes_on": soon().isoformat(),
        "position": "STAFF",
        "market": "HOME",
        "commune": employer.commune_id,
        "wage_kind": "RANGE",
        "wage_from": "8.000.000",
        "wage_to": "12.000.000",
        "wage_period": "MONTH",
        "benefits": ["INSURANCE", "BUS"],
        "condition_lifting": "LIGHT",
    }
    return told | changes


def draft(employer, told=None, **changes):
    return use_cases.enter_vacancy(
        by=counsellor_of(employer),
        at=timezone.now(),
        employer=employer,
        details=told or details(closes_on=soon(), **changes),
    )


def test_a_vacancy_is_written_as_a_draft_with_all_that_was_told(client, employer):
    answer = client.post(url("add", employer.pk), typed(employer))

    made = Vacancy.objects.get()
    assert answer.status_code == 302
    assert (made.state, made.headcount, made.wage_to) == ("DRAFT", 50, 12_000_000)
    assert made.benefits == ["INSURANCE", "BUS"]
    assert made.conditions == {"lifting": "LIGHT"}


def test_the_picker_finds_an_occupation_without_a_script_and_keeps_what_was_typed(
    client, employer
):
    occupation("834", "Thợ vận hành thiết bị chuyển động", "lái xe nâng")
    told = typed(employer, title="Lái xe kho", occupation_words="lai xe nang", find="1")

    page = client.post(url("add", employer.pk), told)

    assert page.status_code == 200
    assert 'value="834"' in body(page)
    assert 'value="Lái xe kho"' in body(page)
    assert 'value="8.000.000"' in body(page)
    assert not Vacancy.objects.exists(), "looking for an occupation writes nothing"
    del told["find"]
    client.post(url("add", employer.pk), told | {"occupation": "834"})
    assert Vacancy.objects.get().occupation_code == "834"


def test_a_wage_that_ends_lower_is_refused_and_nothing_is_lost(client, employer):
    told = typed(employer, wage_to="7.000.000", description="Việc nhẹ")

    page = client.post(url("add", employer.pk), told)

    assert page.status_code == 422
    assert "7.000.000" in body(page)
    assert "Việc nhẹ" in body(page)
    assert not Vacancy.objects.exists()


def test_a_limit_without_a_reason_of_law_is_refused_with_a_word_on_it(client, employer):
    page = client.post(url("add", employer.pk), typed(employer, only_for="MALE"))

    assert page.status_code == 422
    assert "lý do theo luật" in body(page)


def test_the_same_form_sent_twice_is_one_vacancy(client, employer):
    told = typed(employer, idempotency_key="a" * 32)

    for _time in range(2):
        client.post(url("add", employer.pk), told)

    assert Vacancy.objects.count() == 1


def test_the_queue_says_what_is_missing(client, employer):
    made = draft(employer, commune=None)
    use_cases.send_in(by=counsellor_of(employer), at=timezone.now(), vacancy=made)

    page = body(client.get(url("queue")))

    assert made.title in page
    assert "nơi làm việc" in page


def test_publishing_shows_doubts_first_and_a_missing_point_stops_it(client, employer):
    made = draft(employer, commune=None, wage_note="Chỉ nhận nữ, đặt cọc đồng phục")

    page = client.get(url("step", made.pk, "publish"))
    assert "dat coc" in body(page)
    assert "chi nhan nu" in body(page)
    answer = client.post(url("step", made.pk, "publish"))

    assert answer.status_code == 422
    assert Vacancy.objects.get().state == "DRAFT"


def test_a_draft_is_published_frozen_and_let_go_by_its_pages(client, employer):
    made = draft(employer)

    for step, told in (
        ("publish", {}),
        ("freeze", {"reason": "Kiểm tra"}),
        ("unfreeze", {"reason": "Đã xem"}),
        ("filled", {"filled_count": "3"}),
        ("still-open", {"closes_on": soon(60).isoformat()}),
        ("close", {"closing": "WITHDRAWN", "reason": ""}),
        ("reopen", {"reason": "Cần thêm", "closes_on": soon(40).isoformat()}),
    ):
        answer = client.post(url("step", made.pk, step), told)
        assert answer.status_code == 302, step

    made.refresh_from_db()
    assert (made.state, made.filled_count, made.closes_on) == ("PUBLISHED", 3, soon(40))
    assert "Kiểm tra" in body(client.get(url("detail", made.pk)))


def test_a_step_that_does_not_follow_leads_back_with_a_word(client, employer):
    made = draft(employer)

    answer = client.get(url("step", made.pk, "unfreeze"), follow=True)

    assert answer.redirect_chain[0][0] == url("detail", made.pk)


def told_terms(**changes):
    told = {
        "channel": "LICENSED",
        "contract_number": "9/QL",
        "contract_on": "2026-01-01",
        "contract_valid_until": soon(400).isoformat(),
        "contract_headcount": "50",
        "foreign_employer": "Hokkai",
        "foreign_place": "Sapporo",
        "term_months": "36",
        "hours_week": "40",
        "overtime_note": "25 %",
        "deductions_note": "không",
        "refund_rule": "Hoàn lại",
        "rights_note": "Quyền",
        "emergency_contact": "113",
        "complaint_contact": "Cục",
        "cost_SERVICE_FEE_amount": "360.000",
        "cost_SERVICE_FEE_currency": "JPY",
        "cost_SERVICE_FEE_due": "sau khi ký",
        "cost_TRAINING_amount": "0",
        "cost_HEALTH_amount": "0",
        "cost_PAPERS_amount": "0",
    }
    return told | changes


def test_the_terms_of_work_abroad_are_written_with_their_costs(client, employer):
    made = draft(employer, told=abroad(closes_on=soon()))
    licence(employer, expires_on=soon(400))

    answer = client.post(url("terms", made.pk), told_terms())

    assert answer.status_code == 302, body(answer)
    assert OverseasTerms.objects.get().contract_headcount == 50
    assert CostLine.objects.count() == 4
    page = body(client.get(url("detail", made.pk)))
    assert "540.000" in page
    assert client.post(url("step", made.pk, "publish")).status_code == 302


def test_a_fee_above_the_ceiling_is_refused_and_the_form_keeps_it(client, employer):
    made = draft(employer, told=abroad(closes_on=soon()))

    page = client.post(url("terms", made.pk), told_terms(cost_SERVICE_FEE_amount="540.001"))

    assert page.status_code == 422
    assert "540.001" in body(page)
    assert "Hokkai" in body(page)
    assert not CostLine.objects.exists()


def test_work_abroad_without_licence_stands_out(client, employer):
    made = draft(employer, told=abroad(closes_on=soon()))
    use_cases.tell_terms(
        by=counsellor_of(employer), at=timezone.now(), vacancy=made, details=terms()
    )

    page = client.post(url("step", made.pk, "publish"))

    assert page.status_code == 422
    assert "giấy phép" in body(page)


def test_a_report_is_read_and_decided(client, employer):
    made = published(employer=employer, at=timezone.now(), told=details(closes_on=soon()))
    told = {"suspicion": "MONEY", "text": "Đòi tiền cọc", "sender": "x"}
    report = use_cases.report_vacancy(by=PUBLIC, at=timezone.now(), vacancy=made, **told)

    assert "Đòi tiền cọc" in body(client.get(url("reports")))
    refused = client.post(url("decide", report.pk), {"decision": "UPHELD", "note": ""})
    assert refused.status_code == 422
    client.post(url("decide", report.pk), {"decision": "UPHELD", "note": "Đã gọi"})

    made.refresh_from_db()
    assert made.state == "FROZEN"
    assert "Đã gọi" in body(client.get(url("reports") + "?decided=1"))


def test_a_list_is_read_looked_through_mended_taken_over_and_back(client, employer):
    rows = csv_of(
        ("Vị trí", "Số lượng", "Mức lương"),
        ("Phụ kho", 3, "8 triệu"),
        ("Lễ tân", "", "9 triệu"),
    )
    file = SimpleUploadedFile("tuyen.csv", rows)
    client.post(
        url("upload", employer.pk), {"file": file, "pasted": "", "closes_on": soon().isoformat()}
    )
    kept = VacancyList.objects.get()

    page = body(client.get(url("list-detail", kept.pk)))
    assert "Phụ kho" in page
    assert "Thiếu số lượng" in page
    row = kept.rows.get(number=3)
    client.post(url("row", row.pk), {"TITLE": "Lễ tân", "HEADCOUNT": "2", "WAGE": "9 triệu"})
    client.post(url("confirm", kept.pk))
    assert Vacancy.objects.filter(state="SUBMITTED").count() == 2
    client.post(url("undo", kept.pk), {"reason": "Nhầm"})
    assert Vacancy.objects.filter(state="CLOSED").count() == 2


def test_pasted_rows_are_read_and_nothing_at_all_is_refused(client, employer):
    pasted = "Vị trí\tSố lượng\tLương\nPhụ bếp\t3\t7.500.000\n"
    told = {"pasted": pasted, "closes_on": soon().isoformat()}

    empty = client.post(url("upload", employer.pk), told | {"pasted": " "})
    assert empty.status_code == 422
    client.post(url("upload", employer.pk), told)

    assert VacancyList.objects.get().rows.get(number=2).verdict == "NEW"


def test_a_file_that_is_no_list_is_refused_with_a_word(client, employer):
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")

    answer = client.post(
        url("upload", employer.pk), {"file": file, "closes_on": soon().isoformat()}
    )

    assert answer.status_code == 422
    assert "PDF" in body(answer)


def test_the_list_is_searched_and_narrowed(client, employer):
    draft(employer, title="Thợ hàn")
    published(
        employer=employer,
        at=timezone.now(),
        told=details(title="Phụ bếp", closes_on=soon(), description="Sơ chế, rửa dọn."),
    )

    assert "Phụ bếp" not in body(client.get(url("list") + "?q=tho+han"))
    page = body(client.get(url("list") + "?state=PUBLISHED&sort=soon"))
    assert "Phụ bếp" in page
    assert "Thợ hàn" not in page


@pytest.mark.parametrize("role", [Role.LEADER, Role.DATA_OFFICER])
def test_who_only_reads_sees_no_steps(employer, role):
    made = draft(employer)
    reader = Client()
    reader.force_login(counsellor_of(employer, role))

    page = body(reader.get(url("detail", made.pk)))

    assert url("step", made.pk, "publish") not in page
    assert reader.get(url("step", made.pk, "publish")).status_code == 404

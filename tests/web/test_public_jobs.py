"""Work for everybody: search, one vacancy, the map, reports, saved searches."""

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.messaging.models import Message
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.models import SavedSearch, VacancyReport
from nhipcau.vacancies.telling import PAGE
from tests.factories import (
    EmployerFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    every_row,
    reference_data,
)
from tests.vacancies.made import (
    abroad,
    counsellor_of,
    details,
    drafted_abroad,
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


def soon():
    return timezone.localdate() + dt.timedelta(days=30)


def at_home(**told):
    return published(at=timezone.now(), told=details(closes_on=soon(), **told))


def in_japan(**told):
    made = drafted_abroad(
        at=timezone.now(),
        told=abroad(closes_on=soon(), **told),
        told_terms=terms(contract_valid_until=soon() + dt.timedelta(days=300)),
    )
    licence(made.employer, expires_on=soon() + dt.timedelta(days=300))
    return use_cases.publish(by=counsellor_of(made.employer), at=timezone.now(), vacancy=made)


def get(name, *args, query="", client=None):
    return (client or Client()).get(reverse(f"public:{name}", args=args) + query)


def body(response):
    return response.content.decode()


def test_one_search_finds_home_other_provinces_and_abroad():
    at_home(title="Công nhân may Một")
    published(
        at=timezone.now(),
        told=details(
            title="Công nhân may Hai",
            market="OTHER_PROVINCE",
            province_code="24",
            closes_on=soon(),
        ),
    )
    in_japan(title="Công nhân may Ba")

    page = body(get("jobs", query="?q=cong+nhan+may"))

    for title in ("Một", "Hai", "Ba"):
        assert f"Công nhân may {title}" in page
    assert "Bắc Ninh" in page
    assert "Nhật Bản" in page


def test_the_filters_stay_in_the_address_and_in_the_form():
    at_home()

    page = body(get("jobs", query="?q=may&wage=8&market=HOME&sort=wage"))

    assert 'value="may"' in page
    assert re.search(r'<option value="8" selected', page)
    assert "market=OVERSEAS" in page
    assert "wage=8" in page


@pytest.mark.parametrize(
    "query",
    ["?page=x", "?wage=abc", "?market=MOON&q=%00", "?occupation=%27%22", "?q=" + "a" * 500],
)
def test_a_strange_address_is_a_page_all_the_same(query):
    at_home()

    assert get("jobs", query=query).status_code == 200


def test_nothing_found_says_what_to_do():
    page = body(get("jobs", query="?q=phi+hành+gia"))

    assert "Không" in page or "Hãy bớt từ" in page


def test_a_page_of_twenty_leads_on_to_the_next():
    employer = EmployerFactory()
    by = counsellor_of(employer)
    for number in range(21):
        published(
            employer=employer,
            by=by,
            at=timezone.now(),
            told=details(title=f"Việc {number}", closes_on=soon()),
        )

    first = body(get("jobs"))
    second = body(get("jobs", query="?page=2"))

    assert first.count('<li class="job-row') == 20
    assert second.count('<li class="job-row') == 1


def test_a_draft_a_frozen_one_and_one_without_licence_are_nowhere():
    drafted = drafted_abroad(at=timezone.now(), told=abroad(closes_on=soon(), title="Chưa đăng"))
    frozen = at_home(title="Bị khóa")
    use_cases.freeze(
        by=counsellor_of(frozen.employer), at=timezone.now(), vacancy=frozen, reason="x"
    )
    lapsed = in_japan(title="Hết phép")
    lapsed.employer.licences.update(expires_on=timezone.localdate() - dt.timedelta(days=1))

    page = body(get("jobs")) + body(get("job-map"))

    for title in ("Chưa đăng", "Bị khóa", "Hết phép"):
        assert title not in page
    for one in (drafted, frozen, lapsed):
        assert get("job", one.pk).status_code == 404
        assert get("report-job", one.pk).status_code == 404


def test_a_vacancy_tells_search_engines_who_where_how_much_and_until_when():
    welder = occupation("7212", "Thợ hàn")
    made = at_home(title="Thợ hàn </script><b>", occupation=welder, experience="FROM_1")

    page = body(get("job", made.pk))
    block = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    posting = json.loads(block[1])

    assert posting["@type"] == "JobPosting"
    assert posting["title"] == "Thợ hàn </script><b>"
    assert posting["validThrough"].startswith(soon().isoformat())
    assert posting["hiringOrganization"]["name"] == made.employer.name
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 8_000_000,
        "maxValue": 12_000_000,
    }
    assert posting["jobLocation"]["address"]["addressLocality"] == "xã Đồng Đăng"
    assert posting["totalJobOpenings"] == 10
    assert "<b>" not in page.replace(block[0], "")


def test_work_abroad_warns_shows_ceilings_licence_and_whom_to_call():
    made = in_japan()

    page = body(get("job", made.pk))

    for words in (
        "Trung tâm và Đoàn không thu tiền",
        "540.000",
        "360.000",
        made.employer.licences.get().number,
        "+81 3 0000 0000",
        "Hokkai Foods",
        reverse("public:report-job", args=[made.pk]),
    ):
        assert words in page
    assert "Trung tâm và Đoàn không thu tiền" in body(get("jobs", query="?market=OVERSEAS"))


def report(made, client=None, **told):
    client = client or Client()
    address = reverse("public:report-job", args=[made.pk])
    return client.post(address, {"suspicion": "MONEY", "text": "", "contact": "", **told})


def test_anybody_reports_without_a_name_and_work_abroad_is_gone_at_once():
    made = in_japan()

    answer = report(made, text="Đòi cọc 20 triệu")

    assert answer.status_code == 302
    assert get("job", made.pk).status_code == 404
    with every_row():
        kept = VacancyReport.objects.get()
    assert (kept.text, kept.contact, kept.has_frozen) == ("Đòi cọc 20 triệu", "", True)


def test_a_report_of_a_signed_in_person_is_nameless_too():
    made = in_japan()
    client = Client()
    client.force_login(YouthUserFactory())

    report(made, client)

    assert made.changes.order_by("pk").last().by is None


def test_a_report_without_a_reason_keeps_what_was_typed():
    made = at_home()

    answer = report(made, suspicion="", text="Họ bảo nộp tiền")

    assert answer.status_code == 422
    assert "Họ bảo nộp tiền" in body(answer)
    with every_row():
        assert not VacancyReport.objects.exists()


def test_the_eleventh_report_of_a_day_from_one_address_is_put_off():
    made = at_home()
    for _number in range(10):
        report(made)

    answer = report(made, text="nữa")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "nữa" in body(answer)


def test_the_map_says_the_same_in_tiles_and_in_a_table():
    made = at_home()
    in_japan()

    page = body(get("job-map"))

    assert "<svg" in page
    assert f"?market=HOME&amp;commune={made.commune.code}" in page
    assert "?market=OVERSEAS&amp;country=JP" in page


def test_everyday_words_lead_to_an_occupation_and_its_vacancies():
    forklift = occupation("834", "Thợ vận hành thiết bị chuyển động", "lái xe nâng")
    at_home(title="Lái xe nâng", occupation=forklift)

    page = body(get("occupations", query="?q=lai+xe+nang"))

    assert "?occupation=834" in page
    assert "Lái xe nâng" in body(get("jobs", query="?occupation=834"))


# --- saved searches ------------------------------------------------------------------------------


def youth():
    person = agree(YoungPersonFactory(phone="+84912000333"))
    client = Client()
    client.force_login(YouthUserFactory(phone=person.phone))
    return person, client


def test_whoever_is_not_signed_in_does_so_by_phone_and_comes_back():
    answer = get("save-search", query="?q=may")

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account:phone"))
    assert "q%253Dmay" in answer["Location"] or "q%3Dmay" in answer["Location"]


def test_a_search_is_kept_told_and_stopped_by_the_link_in_the_message():
    person, client = youth()
    address = reverse("public:save-search") + "?q=may&market=HOME"
    assert person.full_name in body(client.get(address))

    answer = client.post(address, {"young_person": person.pk, "frequency": "DAILY"})
    assert answer.status_code == 302
    kept = SavedSearch.objects.get()
    assert kept.query == {"q": "may", "market": "HOME"}
    at_home()
    use_cases.send_digests(by=SYSTEM, at=timezone.now() + dt.timedelta(days=2))
    message = Message.objects.get(topic="JOBS")

    anyone = Client()
    assert message.path == reverse("public:search", args=[kept.code])
    assert message.path == PAGE.format(code=kept.code)
    assert "Công nhân may" in body(anyone.get(message.path))
    anyone.post(reverse("public:stop-search", args=[kept.code]))
    kept.refresh_from_db()
    assert kept.stopped_at
    assert "Đã dừng" in body(anyone.get(message.path))


def test_a_search_for_everything_or_for_nobody_is_explained():
    _person, client = youth()
    stranger = Client()
    stranger.force_login(YouthUserFactory(phone="+84912000444"))

    assert "Hãy tìm kiếm trước" in body(get("save-search", client=client))
    assert "chưa biết bạn" in body(get("save-search", query="?q=may", client=stranger))


def test_another_person_cannot_be_chosen():
    _person, client = youth()
    other = YoungPersonFactory()

    answer = client.post(
        reverse("public:save-search") + "?q=may",
        {"young_person": other.pk, "frequency": "DAILY"},
    )

    assert answer.status_code == 422
    assert not SavedSearch.objects.exists()


def test_an_unknown_code_is_no_page():
    assert get("search", "x" * 32).status_code == 404

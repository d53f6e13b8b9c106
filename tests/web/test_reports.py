import datetime as dt
import re

import pytest
from django.urls import reverse

from nhipcau.events.states import EventState
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.organisations.rules import OFFICE_ROLES
from nhipcau.programmes.models import CadenceExplanation
from nhipcau.reporting.models import MonthlyReport
from tests.factories import (
    NOON,
    CommuneFactory,
    EventKindFactory,
    OrganisationFactory,
    PlanLineFactory,
    ProgrammeFactory,
    YouthUserFactory,
    centre_of,
    palace_of,
    staff_of,
)
from tests.reporting.people import came, held_session
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = NOON.astimezone(dt.UTC)
PAGES = (
    "/workspace/reports/",
    "/workspace/reports/plan-done/",
    "/workspace/reports/2026-11/",
    "/workspace/reports/2026-11/report.docx",
    "/workspace/reports/2026-11/report.xlsx",
)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def programme():
    return ProgrammeFactory()


def staff(client, programme, role=Role.COORDINATOR, unit=palace_of):
    return sign_in(client, staff_of(unit(programme), role))


def a_year(programme, count):
    """``count`` events of one kind held in November, each with a person of a commune."""
    for day in range(1, count + 1):
        session = held_session(programme, f"2026-11-{day:02d} 08:00")
        came(session, commune=CommuneFactory())


# --- who may look --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
@pytest.mark.parametrize("unit", [palace_of, centre_of])
def test_the_office_of_both_units_sees_the_figures(client, programme, role, unit):
    client = staff(client, programme, role, unit)

    assert [client.get(url).status_code for url in PAGES] == [200] * len(PAGES)


def test_others_find_no_page(client, programme):
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    urls = [*PAGES, EXPLAIN, WRITE]
    volunteer = staff_of(palace_of(programme), Role.GATE_VOLUNTEER)

    for user in (staff_of(school, Role.LEADER), YouthUserFactory(), volunteer):
        sign_in(client, user)
        assert [client.get(url).status_code for url in urls] == [404] * len(urls)


def test_a_visitor_is_asked_to_sign_in(client, programme):
    assert {client.get(url).status_code for url in (*PAGES, EXPLAIN, WRITE)} == {302}


def test_another_pair_of_units_has_figures_of_its_own(client, programme):
    a_year(programme, 2)
    other = ProgrammeFactory(title_vi="Chương trình khác")

    page = staff(client, other).get("/workspace/reports/2026-11/").content.decode()

    assert "Chương trình khác" in page
    assert figure(page, "turns") == ["0", "0", "0"]


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-1", "2025-12", "2029-01", "1926-11", "abcd-ef"]
)
def test_a_month_that_is_none_is_not_found(client, programme, month):
    assert staff(client, programme).get(f"/workspace/reports/{month}/").status_code == 404


# --- what stands there ---------------------------------------------------------------------------


def figure(page, code):
    row = re.search(rf'<tr data-code="{re.escape(code)}"[^>]*>(.*?)</tr>', page, re.DOTALL)
    cells = re.findall(r'<td class="number">(.*?)</td>', row.group(1))
    return [re.sub(r"<[^>]*>", "", cell) for cell in cells]


def test_the_month_shows_plan_done_and_year(client, programme):
    kind = EventKindFactory(code="fair")
    line = PlanLineFactory(
        programme=programme,
        month=dt.date(2026, 11, 1),
        kind=kind,
        target_turns=4,
        target_persons=3,
    )
    november = held_session(programme, "2026-11-03 08:00", line=line)
    lan = came(november).young_person
    came(november)
    came(held_session(programme, "2026-10-06 08:00", line=line), lan)

    page = staff(client, programme).get("/workspace/reports/2026-11/").content.decode()

    assert figure(page, "events") == ["1", "1", "2"]
    assert figure(page, "turns") == ["4", "2", "3"]
    assert figure(page, "persons") == ["3", "2", "2"]
    assert figure(page, "turns.kind.fair") == ["4", "2", "3"]
    assert "50%" in page


def test_the_overview_warns_of_this_month_and_asks_to_explain_the_last(client, programme):
    page = staff(client, programme).get("/workspace/reports/").content.decode()

    assert reverse("workspace:events:choose-line") in page
    assert "/workspace/reports/2026-10/explain/" in page
    assert "/workspace/reports/2026-12/" not in page


def test_small_communes_stay_without_a_figure(client, programme):
    dong_kinh = CommuneFactory(name="Đông Kinh", youth_count=1000)
    session = held_session(programme, "2026-11-03 08:00")
    for _number in range(4):
        came(session, commune=dong_kinh)
    page = staff(client, programme).get("/workspace/reports/").content.decode()
    assert "&lt;5" in page

    came(session, commune=dong_kinh)
    page = staff(client, programme).get("/workspace/reports/").content.decode()
    assert "&lt;5" not in page
    assert "5,0" in page


@pytest.mark.parametrize("year", ["2031", "abc", "99999999999999999999", "0"])
def test_a_year_without_a_programme_is_an_empty_state_or_this_year(client, programme, year):
    assert staff(client, programme).get(f"/workspace/reports/?year={year}").status_code == 200


def test_a_unit_without_a_programme_learns_what_comes_first(client):
    palace = OrganisationFactory()

    response = sign_in(client, staff_of(palace)).get("/workspace/reports/")

    assert response.status_code == 200
    assert reverse("workspace:programme:current") in response.content.decode()


def test_plan_done_narrows_by_lead_and_state(client, programme):
    a_year(programme, 1)
    PlanLineFactory(
        programme=programme,
        title="Phiên lưu động xã biên giới",
        lead=centre_of(programme),
        supporting=palace_of(programme),
    )
    client = staff(client, programme)
    url = "/workspace/reports/plan-done/"

    assert client.get(url).content.decode().count("badge tone-") == 2
    led = client.get(url, {"lead": centre_of(programme).pk}).content.decode()
    assert "Phiên lưu động" in led
    assert led.count("badge tone-") == 1
    assert "Phiên lưu động" not in client.get(url, {"status": "HELD"}).content.decode()
    assert client.get(url, {"status": "<x>", "lead": "x"}).status_code == 200


def test_an_empty_plan_is_an_empty_state(client, programme):
    page = staff(client, programme).get("/workspace/reports/plan-done/").content.decode()

    assert reverse("workspace:plans:list") in page


# --- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 12])
@pytest.mark.parametrize(
    ("url", "queries"),
    [
        # session, user, memberships, programmes; then the page's own
        ("/workspace/reports/", 12),
        ("/workspace/reports/plan-done/", 7),
        ("/workspace/reports/2026-11/", 12),
        ("/workspace/reports/2026-11/report.xlsx", 12),
    ],
)
def test_a_page_costs_the_same_for_few_and_many(
    client, programme, django_assert_num_queries, url, queries, count
):
    a_year(programme, count)
    client = staff(client, programme)
    client.get(url)

    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


# --- the words -----------------------------------------------------------------------------------

WRITE = "/workspace/reports/2026-11/words/"
EXPLAIN = "/workspace/reports/2026-10/explain/"


@pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT])
def test_the_words_of_a_report_are_written_and_shown(client, programme, role):
    client = staff(client, programme, role)

    response = client.post(WRITE, {"assessment": "Tốt.\r\nĐông.", "proposals": "Thêm kinh phí."})

    assert response["Location"] == "/workspace/reports/2026-11/"
    report = MonthlyReport.objects.get()
    assert (report.assessment, report.proposals) == ("Tốt.\nĐông.", "Thêm kinh phí.")
    assert report.written_for == palace_of(programme)
    assert "Thêm kinh phí." in client.get("/workspace/reports/2026-11/").content.decode()
    assert "Tốt." in client.get(WRITE).content.decode()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.GATE_VOLUNTEER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("url", [WRITE, EXPLAIN])
def test_who_does_not_write_finds_no_form(client, programme, role, url):
    client = staff(client, programme, role)

    assert client.get(url).status_code == 404
    assert client.post(url, {"text": "x"}).status_code == 404
    assert "/words/" not in client.get("/workspace/reports/2026-11/").content.decode()


def test_too_long_words_come_back_as_typed(client, programme):
    typed = "Nội dung rất dài. " * 700

    response = staff(client, programme).post(WRITE, {"assessment": typed, "proposals": "Giữ lại"})

    assert response.status_code == 422
    page = response.content.decode()
    assert typed.strip() in page
    assert "Giữ lại" in page
    assert not MonthlyReport.objects.exists()


def test_the_same_form_sent_twice_writes_once_and_another_content_is_refused(client, programme):
    client = staff(client, programme)
    form = {"assessment": "Tốt.", "proposals": "", "idempotency_key": "a1"}

    assert client.post(WRITE, form).status_code == 302
    assert client.post(WRITE, form).status_code == 302
    refused = client.post(WRITE, {**form, "assessment": "Khác."})

    assert refused.status_code == 422
    assert "Khác." in refused.content.decode()


def test_no_words_for_a_month_that_lies_ahead(client, programme):
    assert staff(client, programme).get("/workspace/reports/2026-12/words/").status_code == 404
    assert staff(client, programme).get("/workspace/reports/2026-12/").status_code == 200


def test_a_missed_month_is_explained_and_shown(client, programme):
    client = staff(client, programme)
    assert client.get(EXPLAIN).status_code == 200
    assert client.post(EXPLAIN, {"text": "  "}).status_code == 422

    response = client.post(EXPLAIN, {"text": "Mưa lũ, đường bị chia cắt."})

    assert response["Location"] == "/workspace/reports/2026-10/"
    assert CadenceExplanation.objects.get().text == "Mưa lũ, đường bị chia cắt."
    assert "chia cắt" in client.get("/workspace/reports/2026-10/").content.decode()
    assert "chia cắt" in client.get("/workspace/reports/").content.decode()


def test_a_month_that_kept_its_promise_is_not_explained(client, programme):
    held_session(programme, "2026-10-03 08:00")
    client = staff(client, programme)

    assert client.get(EXPLAIN).status_code == 404
    assert client.get("/workspace/reports/2026-11/explain/").status_code == 404


def test_the_files_are_named_and_typed(client, programme):
    client = staff(client, programme)
    for ending, kind in (("docx", "wordprocessingml"), ("xlsx", "spreadsheetml")):
        response = client.get(f"/workspace/reports/2026-11/report.{ending}")
        assert kind in response["Content-Type"]
        assert f"bao-cao-thang-2026-11.{ending}" in response["Content-Disposition"]
        assert response.content[:2] == b"PK"


def test_half_held_events_are_no_finding(client, programme):
    held_session(programme, "2026-11-03 08:00", state=EventState.CLOSED)

    page = staff(client, programme).get("/workspace/reports/2026-11/").content.decode()

    assert figure(page, "events")[1] == "0"

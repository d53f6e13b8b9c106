"""Reports of any period, closing, the list behind a number, files: as pages."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from nhipcau.organisations.models import Role
from nhipcau.reporting.models import Export, ReportingPeriod
from nhipcau.reporting.reports import KINDS
from nhipcau.reporting.use_cases import make_next_export
from nhipcau.shared.actors import SYSTEM
from tests.factories import (
    ProgrammeFactory,
    ReferralFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = moment("2026-12-03 09:00").astimezone(dt.UTC)
R = "workspace:reports:"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def programme():
    reference_data()
    programme = ProgrammeFactory()
    session = held_session(programme, "2026-11-03 08:00")
    person = came(session, gender="FEMALE", full_name="Nông Thị Mẫu").young_person
    person.followed_by.add(palace_of(programme), through_defaults={"since": AT})
    for _one in range(6):
        came(session, gender="MALE")
    came(session, gender="OTHER")
    return programme


def staff(client, programme, role=Role.COORDINATOR, unit=palace_of):
    return sign_in(client, staff_of(unit(programme), role))


def url(name, *args, **query):
    told = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(R + name, args=args) + (f"?{told}" if told else "")


def text_of(response):
    return re.sub(r"<[^>]+>", " ", response.content.decode())


@pytest.mark.parametrize("kind", [one.code for one in KINDS])
def test_every_report_of_every_period_opens(client, programme, kind):
    ReferralFactory()
    staff(client, programme)
    for slug in ("2026-11", "2026-q4", "2026-h2", "2026", "programme"):
        assert client.get(url("report", kind, slug)).status_code == 200


def test_the_catalogue_and_the_three_questions_open_for_the_office(client, programme):
    for role in (Role.LEADER, Role.COORDINATOR, Role.DATA_OFFICER):
        staff(client, programme, role)
        for name in ("catalogue", "leaders", "exports"):
            assert client.get(url(name)).status_code == 200
    staff(client, programme, Role.GATE_VOLUNTEER)
    assert client.get(url("catalogue")).status_code == 404


def test_what_is_not_known_is_said_to_be_not_known(client, programme):
    staff(client, programme, Role.LEADER)
    page = text_of(client.get(url("leaders")))

    assert page.count("Chưa biết") == 2


def test_proposed_confirmed_and_read_by_a_leader(client, programme):
    coordinator = staff(client, programme)
    coordinator.post(url("propose", "2026-11"))
    period = ReportingPeriod.objects.get()
    assert period.state == "PROPOSED"
    told = {"content_hash": period.pending.content_hash}
    assert client.get(url("confirm", "2026-11")).status_code == 404
    assert client.post(url("confirm", "2026-11"), told).status_code == 404

    staff(client, programme, unit=centre_of)
    assert client.get(url("confirm", "2026-11")).status_code == 200
    client.post(url("confirm", "2026-11"), told)
    period.refresh_from_db()
    assert period.state == "CLOSED"

    staff(client, programme, Role.LEADER)
    page = client.get(url("version", period.in_force.pk, "coordination"))
    assert page.status_code == 200
    rows = url("version-behind", period.in_force.pk, measure="turns")
    assert rows.replace("&", "&amp;") in page.content.decode()
    behind = text_of(client.get(rows))
    assert "8" in behind
    assert "Nông Thị Mẫu" not in behind


def test_given_back_and_amended(client, programme):
    staff(client, programme).post(url("propose", "2026-11"))
    staff(client, programme, unit=centre_of)
    assert client.post(url("give-back", "2026-11"), {"reason": ""}).status_code == 422
    client.post(url("give-back", "2026-11"), {"reason": "Thiếu một buổi"})
    assert ReportingPeriod.objects.get().state == "OPEN"
    assert "Thiếu một buổi" in text_of(client.get(url("period", "2026-11")))

    client.post(url("propose", "2026-11"))
    staff(client, programme)
    hash_told = ReportingPeriod.objects.get().pending.content_hash
    client.post(url("confirm", "2026-11"), {"content_hash": hash_told})
    came(held_session(programme, "2026-11-09 08:00"))
    assert url("amend", "2026-11") in client.get(url("period", "2026-11")).content.decode()
    client.post(url("amend", "2026-11"), {"reason": "Ghi thêm một buổi"})
    period = ReportingPeriod.objects.get()
    assert (period.state, period.versions.count()) == ("AMENDING", 3)


def test_a_number_opens_to_its_list_for_who_may_see_it(client, programme):
    told = {"measure": "turns", "gender": "FEMALE"}
    staff(client, programme)
    assert "Nông Thị Mẫu" in text_of(client.get(url("behind", "2026-11", **told)))

    staff(client, programme, unit=centre_of)
    page = client.get(url("behind", "2026-11", **told))
    assert page.status_code == 200
    assert "Nông Thị Mẫu" not in text_of(page)


def test_a_leader_sees_no_cell_from_which_somebody_could_be_guessed(client, programme):
    """One woman and one of another gender among eight: both would be known by now."""
    staff(client, programme, Role.LEADER)
    page = client.get(url("report", "coordination", "2026-11")).content.decode()
    row = re.search(r'data-code="gender.FEMALE".*?</tr>', page, re.S)[0]
    assert ">*<" in row.replace("\n", "")
    assert (
        client.get(url("behind", "2026-11", measure="turns", gender="FEMALE")).status_code == 404
    )

    staff(client, programme)
    page = client.get(url("report", "coordination", "2026-11")).content.decode()
    row = re.search(r'data-code="gender.FEMALE".*?</tr>', page, re.S)[0]
    assert ">*<" not in row


def test_an_address_that_tells_nothing_is_not_found(client, programme):
    staff(client, programme)
    for address in (
        url("report", "coordination", "2035"),
        url("report", "nothing", "2026-11"),
        url("behind", "2026-11", measure="nothing"),
        url("report-file", "coordination", "2026-11", "exe"),
        url("period", "2035-01"),
        url("version", 4711, "coordination"),
    ):
        assert client.get(address).status_code == 404


def test_a_short_list_is_made_and_fetched_by_who_asked_alone(client, programme):
    user = staff_of(palace_of(programme), Role.COORDINATOR)
    sign_in(client, user)
    asked = url("ask-export", "2026-11", measure="turns")
    assert client.post(asked, {"purpose": ""}).status_code == 422
    client.post(asked, {"purpose": "Gọi điện cảm ơn"})
    export = Export.objects.get()
    assert (export.state, export.row_count) == ("APPROVED", 1)
    make_next_export(by=SYSTEM, at=AT)

    answer = client.post(url("fetch-export", export.pk))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    staff(client, programme)
    assert client.post(url("fetch-export", export.pk)).status_code == 404
    staff(client, programme, Role.LEADER)
    assert client.get(asked).status_code == 404

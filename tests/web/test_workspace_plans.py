"""The agreement and the year plan in the workspace."""

import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import OFFICE_ROLES
from nhipcau.programmes.models import (
    FocalPoint,
    PlanApproval,
    PlanLine,
    PlanVersion,
    Programme,
    YearPlan,
)
from nhipcau.programmes.queries import plan_difference
from nhipcau.programmes.states import PlanState, ProgrammeState
from tests.factories import (
    NOON,
    PlanLineFactory,
    ProgrammeFactory,
    YouthUserFactory,
    centre_of,
    palace_of,
    staff_of,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def programme():
    return ProgrammeFactory()


def draft_with_lines(programme, count=1):
    """Version 2 of the plan 2026 as a draft; nothing is in force unless a test makes it."""
    year_plan, _made = YearPlan.objects.get_or_create(programme=programme, year=2026)
    version = PlanVersion.objects.create(year_plan=year_plan, number=2, created_at=NOON)
    for _number in range(count):
        PlanLineFactory(programme=programme, version=version)
    return version


def answers(line, **other):
    return {
        "title": "Ngày hội mùa xuân",
        "kind": line.kind_id,
        "content": line.content_id,
        "lead": line.lead_id,
        "month": "3",
        "place": "Quảng trường",
        "audience": "JOB_SEEKERS",
        "target_turns": "1.200",
        "target_persons": "900",
        "budget_vnd": "95.000.000",
        "source": "JOINT",
        **other,
    }


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_plan_costs_the_same_for_any_number_of_lines(
    client, programme, django_assert_num_queries, count
):
    version = draft_with_lines(programme, count)
    PlanLineFactory(programme=programme)
    staff(client, programme)

    with django_assert_num_queries(12):
        response = client.get(page("plans:version", version.pk))

    assert response.content.decode().count('id="line-') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_plans_costs_the_same_for_any_number_of_versions(
    client, programme, django_assert_num_queries, count
):
    for number in range(count):
        line = PlanLineFactory(programme=programme, state=PlanState.SUPERSEDED)
        PlanVersion.objects.filter(pk=line.version_id).update(number=number + 1)
        line.version.year_plan.versions.filter(pk=line.version_id).update(
            state=PlanState.DRAFT if number == count - 1 else PlanState.SUPERSEDED
        )
    staff(client, programme)

    with django_assert_num_queries(6):
        assert client.get(page("plans:list")).status_code == 200


def test_every_office_role_of_both_units_reads_plan_and_programme(client, programme):
    version = PlanLineFactory(programme=programme).version
    for role in OFFICE_ROLES:
        for unit in (palace_of, centre_of):
            staff(client, programme, role, unit)

            assert client.get(page("plans:version", version.pk)).status_code == 200
            assert client.get(page("programme:detail", programme.pk)).status_code == 200


def test_another_province_and_young_people_find_no_plan_and_no_programme(client, programme):
    version = PlanLineFactory(programme=programme).version
    for user in (staff_of(palace_of(ProgrammeFactory())), YouthUserFactory()):
        sign_in(client, user)
        for address in (
            page("plans:version", version.pk),
            page("programme:detail", programme.pk),
            page("plans:propose", version.pk),
            page("plans:approve", version.pk, palace_of(programme).pk),
            page("plans:return", version.pk),
            page("plans:add-line", version.pk),
        ):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_costs_the_same_for_any_number_of_contents(
    client, programme, django_assert_num_queries, count
):
    for number in range(2, count + 1):
        programme.contents.create(number=number, text_vi="…", text_en="…", source_sentence="…")
    staff(client, programme)

    with django_assert_num_queries(10):
        assert client.get(page("programme:detail", programme.pk)).status_code == 200


# --- versions and lines --------------------------------------------------------------------------


def test_a_coordinator_opens_a_version_and_the_same_form_twice_opens_one(client, programme):
    staff(client, programme)
    sent = {"of": f"{programme.pk}-2027", "idempotency_key": "abc"}

    first = client.post(page("plans:open"), sent)
    second = client.post(page("plans:open"), sent)

    version = PlanVersion.objects.get()
    assert first.url == second.url == page("plans:version", version.pk)
    assert version.year_plan.year == 2027


@pytest.mark.parametrize("of", ["", "x", "1-1999", "999999999999-2027"])
def test_a_year_that_is_not_offered_is_refused_in_place(client, programme, of):
    staff(client, programme)

    response = client.post(page("plans:open"), {"of": of})

    assert response.status_code == 422
    assert "field__error" in response.content.decode()


def test_a_leader_opens_no_version(client, programme):
    staff(client, programme, Role.LEADER)

    assert client.post(page("plans:open"), {"of": f"{programme.pk}-2027"}).status_code == 404
    assert not PlanVersion.objects.exists()


def test_a_line_is_added_as_people_write_numbers(client, programme):
    version = draft_with_lines(programme)
    line = version.lines.get()
    staff(client, programme)

    response = client.post(page("plans:add-line", version.pk), answers(line))

    added = PlanLine.objects.get(title="Ngày hội mùa xuân")
    assert response.status_code == 302
    assert (added.target_turns, added.budget_vnd) == (1200, 95_000_000)
    assert added.month == dt.date(2026, 3, 1)
    assert added.supporting == line.supporting


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("target_turns", "mười"),
        ("target_turns", "-5"),
        ("target_turns", "1000000000000"),
        ("target_turns", "99999999999999999999999"),
        ("target_turns", "12.5"),
        ("target_persons", "0"),
        ("target_persons", "5000"),
        ("budget_vnd", "9" * 30),
        ("month", "13"),
        ("month", "x"),
        ("lead", "0"),
        ("lead", "99999999999999999999"),
        ("kind", "99999999999999999999"),
        ("content", "abc"),
        ("commune", "77777"),
        ("audience", "EVERYBODY"),
        ("title", "x" * 201),
        ("title", "\x00"),
        ("place", ""),
    ],
)
def test_a_bad_answer_comes_back_with_what_was_typed(client, programme, name, typed):
    version = draft_with_lines(programme)
    line = version.lines.get()
    staff(client, programme)

    response = client.post(page("plans:add-line", version.pk), answers(line, **{name: typed}))

    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert "Quảng trường" in response.content.decode() or name == "place"
    assert version.lines.count() == 1


def test_a_line_of_a_plan_in_force_is_not_changed(client, programme):
    line = PlanLineFactory(programme=programme)
    staff(client, programme)

    for name in ("change-line", "remove-line", "swap-units"):
        response = client.post(page(f"plans:{name}", line.pk), answers(line))

        assert response.url == page("plans:version", line.version_id)
    line.refresh_from_db()
    assert line.title == "Ngày hội việc làm"
    assert line.lead == palace_of(programme)


def test_units_change_places_and_a_line_goes_only_after_a_question(client, programme):
    line = draft_with_lines(programme).lines.get()
    staff(client, programme, unit=centre_of)

    client.post(page("plans:swap-units", line.pk))
    asked = client.get(page("plans:remove-line", line.pk))
    line.refresh_from_db()

    assert line.lead == centre_of(programme)
    assert asked.status_code == 200
    assert client.post(page("plans:remove-line", line.pk)).status_code == 302
    assert not PlanLine.objects.filter(pk=line.pk).exists()


def test_a_gate_volunteer_sees_no_plan(client, programme):
    line = draft_with_lines(programme).lines.get()
    staff(client, programme, Role.GATE_VOLUNTEER)

    for address in (
        page("plans:list"),
        page("plans:version", line.version_id),
        page("programme:current"),
        page("programme:detail", programme.pk),
    ):
        assert client.get(address).status_code == 404
    desk = client.get(page("desk")).content.decode()
    assert page("plans:list") not in desk
    assert page("reports:overview") not in desk


@pytest.mark.parametrize("role", [Role.LEADER, Role.COUNSELLOR])
def test_other_roles_find_no_way_to_change_lines(client, programme, role):
    line = draft_with_lines(programme).lines.get()
    staff(client, programme, role)

    for name in ("change-line", "remove-line", "swap-units"):
        assert client.post(page(f"plans:{name}", line.pk), answers(line)).status_code == 404
    shown = client.get(page("plans:version", line.version_id)).content.decode()
    assert page("plans:change-line", line.pk) not in shown


# --- approval ------------------------------------------------------------------------------------


def test_a_plan_goes_from_proposal_to_force_by_both_leaders(client, programme):
    version = draft_with_lines(programme)
    PlanLineFactory(programme=programme)
    staff(client, programme)
    client.post(page("plans:propose", version.pk), {"note": "Thêm một phiên"})

    for unit in (palace_of, centre_of):
        staff(client, programme, Role.LEADER, unit)
        approve = page("plans:approve", version.pk, unit(programme).pk)
        assert client.post(approve, {}).status_code == 422
        assert client.post(approve, {"has_read": "on"}).status_code == 302

    version.refresh_from_db()
    assert version.state == PlanState.APPROVED
    assert version.note == "Thêm một phiên"


def test_a_leader_approves_for_the_own_unit_alone(client, programme):
    version = draft_with_lines(programme)
    PlanVersion.objects.update(state=PlanState.PROPOSED)
    staff(client, programme, Role.LEADER)

    other = page("plans:approve", version.pk, centre_of(programme).pk)

    assert client.post(other, {"has_read": "on"}).status_code == 404
    assert other not in client.get(page("plans:version", version.pk)).content.decode()
    assert not PlanApproval.objects.exists()


def test_a_plan_comes_back_only_with_a_reason(client, programme):
    version = draft_with_lines(programme)
    PlanVersion.objects.update(state=PlanState.PROPOSED)
    staff(client, programme, Role.LEADER)

    assert client.post(page("plans:return", version.pk), {"reason": " "}).status_code == 422
    client.post(page("plans:return", version.pk), {"reason": "Thiếu tháng 7"})

    shown = client.get(page("plans:version", version.pk)).content.decode()
    assert "Thiếu tháng 7" in shown


def test_the_difference_names_added_changed_and_removed_lines(programme):
    kept = PlanLineFactory(programme=programme)
    PlanLineFactory(programme=programme, title="Bỏ")
    version = PlanVersion.objects.create(
        year_plan=kept.version.year_plan, number=2, created_at=NOON
    )
    same = {"version": version, "kind": kept.kind, "programme": programme}
    PlanLineFactory(**same, lineage=kept.lineage, target_turns=400)
    PlanLineFactory(**same, title="Mới")

    changes = plan_difference(kept.version, version)

    kinds = {(change.before is None, change.after is None): change.fields for change in changes}
    assert kinds == {
        (False, False): ("target_turns",),
        (True, False): (),
        (False, True): (),
    }


# --- the agreement -------------------------------------------------------------------------------


def test_leader_and_administrator_appoint_for_the_own_unit(client, programme):
    for role in (Role.LEADER, Role.ADMINISTRATOR):
        holder = staff_of(palace_of(programme), Role.FOCAL_POINT)
        staff(client, programme, role)
        own = page("programme:appoint", programme.pk, palace_of(programme).pk)
        other = page("programme:appoint", programme.pk, centre_of(programme).pk)

        assert client.post(own, {"holder": holder.pk, "deputy": holder.pk}).status_code == 422
        assert client.post(own, {"holder": holder.pk}).status_code == 302
        assert client.post(other, {"holder": holder.pk}).status_code == 404
        assert FocalPoint.objects.current().get().holder == holder


def test_a_stranger_is_not_appointed(client, programme):
    stranger = staff_of(palace_of(ProgrammeFactory()), Role.FOCAL_POINT)
    staff(client, programme, Role.LEADER)
    own = page("programme:appoint", programme.pk, palace_of(programme).pk)

    assert client.post(own, {"holder": stranger.pk}).status_code == 422


def test_a_programme_is_closed_after_its_end_with_a_report_and_renewed_once(
    client, programme, time_machine
):
    staff(client, programme, Role.LEADER)
    report = {"closing_report": "Đã đạt mọi chỉ tiêu."}
    renewal = {
        "title_vi": "Chương trình 2029–2031",
        "title_en": "Programme 2029–2031",
        "starts_on": "2029-01-01",
        "ends_on": "2031-12-31",
        "source": "Biên bản",
    }

    assert client.post(page("programme:close", programme.pk), report).status_code == 422
    time_machine.move_to(NOON.replace(year=2029))
    staff(client, programme, Role.LEADER)
    assert client.post(page("programme:close", programme.pk), {}).status_code == 422
    assert client.post(page("programme:close", programme.pk), report).status_code == 302
    wrong = {**renewal, "ends_on": "31/02/2031"}
    assert client.post(page("programme:renew", programme.pk), wrong).status_code == 422
    assert client.post(page("programme:renew", programme.pk), renewal).status_code == 302
    assert client.post(page("programme:renew", programme.pk), renewal).status_code == 422

    renewed = Programme.objects.get(renews=programme)
    started = client.post(page("programme:start", renewed.pk), {"signed_on": "2029-01-05"})
    renewed.refresh_from_db()
    assert started.status_code == 302
    assert renewed.state == ProgrammeState.RUNNING


@pytest.mark.parametrize("name", ["close", "renew", "start"])
def test_only_leaders_manage_the_programme(client, programme, name):
    for role in set(Role) - {Role.LEADER}:
        staff(client, programme, role)

        assert client.post(page(f"programme:{name}", programme.pk), {}).status_code == 404

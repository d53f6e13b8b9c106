"""A list of people leaves the house for a purpose, by two when it is long, marked, for a while."""

import datetime as dt
import tracemalloc
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from nhipcau.organisations.models import Role
from nhipcau.reporting.errors import ExportExpired
from nhipcau.reporting.models import ExportPart
from nhipcau.reporting.periods import month_period
from nhipcau.reporting.use_cases import (
    approve_export,
    ask_export,
    expire_exports,
    fetch_export,
    make_next_export,
    refuse_export,
)
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent, ReferenceValue
from tests.factories import (
    NOON,
    ProgrammeFactory,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(days=8)


@pytest.fixture
def programme():
    reference_data()
    ReferenceValue.objects.filter(code="export_rows_alone_most").update(value="2")
    programme = ProgrammeFactory()
    session = held_session(programme, "2026-11-03 08:00")
    for number in range(3):
        person = came(session, full_name=f"=Nông Thị {number}", gender="FEMALE").young_person
        person.followed_by.add(palace_of(programme), through_defaults={"since": NOON})
    came(session, full_name="Người Khác", gender="MALE")
    return programme


def asked(programme, user, **more):
    told = {
        "programme": programme,
        "organisation": palace_of(programme),
        "measure": "turns",
        "period": month_period(2026, 11),
        "narrowing": {},
        "purpose": "Gọi điện & cảm ơn",
    }
    return ask_export(by=user, at=NOON, **{**told, **more})


def made(export):
    content = b"".join(
        bytes(one)
        for one in ExportPart.objects.filter(export=export)
        .order_by("number")
        .values_list("content", flat=True)
    )
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_long_list_waits_for_a_second_colleague(programme):
    user = staff_of(palace_of(programme))
    export = asked(programme, user)
    assert (export.state, export.row_count) == ("ASKED", 3)
    assert make_next_export(by=SYSTEM, at=NOON) is None
    for other in (
        user,
        staff_of(centre_of(programme)),
        staff_of(palace_of(programme), Role.COUNSELLOR),
    ):
        with pytest.raises(NotAllowed):
            approve_export(by=other, at=NOON, export=export)

    approve_export(by=staff_of(palace_of(programme), Role.LEADER), at=NOON, export=export)
    export = make_next_export(by=SYSTEM, at=NOON)

    assert export.state == "READY"
    rows = made(export)
    assert export.mark in rows[1][0]
    assert "Gọi điện" in rows[1][0]
    assert [row[2] for row in rows[3:]] == [f"'=Nông Thị {number}" for number in range(3)]
    assert "Người Khác" not in str(rows)


def test_a_short_list_needs_nobody_else_and_a_refusal_needs_a_reason(programme):
    user = staff_of(palace_of(programme))
    with pytest.raises(InvalidValue):
        asked(programme, user, narrowing={"gender": "MALE"})
    with pytest.raises(InvalidValue):
        asked(programme, user, purpose="  ")
    with pytest.raises(InvalidValue):
        asked(programme, user, measure="nothing")
    with pytest.raises(NotAllowed):
        asked(programme, staff_of(palace_of(programme), Role.LEADER))
    export = asked(programme, user)
    second = staff_of(palace_of(programme), Role.DATA_OFFICER)
    with pytest.raises(ReasonMissing):
        refuse_export(by=second, at=NOON, export=export, reason="")
    refuse_export(by=second, at=NOON, export=export, reason="Không cần tên")
    with pytest.raises(IllegalTransition):
        approve_export(by=second, at=NOON, export=export)

    ReferenceValue.objects.filter(code="export_rows_alone_most").update(value="200")
    assert asked(programme, user).state == "APPROVED"


def test_a_file_is_fetched_with_a_trace_and_deleted_in_time(programme):
    ReferenceValue.objects.filter(code="export_rows_alone_most").update(value="200")
    user = staff_of(palace_of(programme))
    asked(programme, user)
    export = make_next_export(by=SYSTEM, at=NOON)
    with pytest.raises(NotAllowed):
        fetch_export(by=staff_of(palace_of(programme)), at=NOON, export=export)
    fetch_export(by=user, at=NOON, export=export)
    assert AuditEvent.objects.filter(action="export.fetched", by=user).count() == 1
    with pytest.raises(ExportExpired):
        fetch_export(by=user, at=LATER, export=export)

    assert expire_exports(by=SYSTEM, at=NOON) == 0
    assert expire_exports(by=SYSTEM, at=LATER) == 1
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("EXPIRED", 0)


def test_who_stopped_seeing_somebody_gets_no_row_of_them(programme):
    ReferenceValue.objects.filter(code="export_rows_alone_most").update(value="200")
    asked(programme, staff_of(palace_of(programme)))
    programme_people = palace_of(programme).followings.all()
    programme_people.order_by("pk").first().delete()

    export = make_next_export(by=SYSTEM, at=NOON)

    assert export.row_count == 2
    assert len(made(export)) == 3 + 2


def test_making_a_file_keeps_no_rows(programme):
    """Written row by row: what is held grows by no row. The bench measures 200,000 of them."""
    ReferenceValue.objects.filter(code="export_rows_alone_most").update(value="200")
    asked(programme, staff_of(palace_of(programme)))
    tracemalloc.start()
    make_next_export(by=SYSTEM, at=NOON)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 16_000_000

import datetime as dt

import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.reporting import use_cases
from nhipcau.reporting.errors import MonthNotBegun
from nhipcau.reporting.models import MonthlyReport
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    ProgrammeFactory,
    centre_of,
    palace_of,
    staff_of,
)

pytestmark = pytest.mark.django_db


def write(programme, **changes):
    organisation = changes.pop("organisation", palace_of(programme))
    given = {
        "by": staff_of(organisation),
        "at": NOON,
        "programme": programme,
        "month": dt.date(2026, 11, 1),
        "organisation": organisation,
        "assessment": "Đông.",
        "proposals": "Không.",
        **changes,
    }
    return use_cases.write_report(**given)


def test_write_report_keeps_the_words_and_a_trace():
    report = write(ProgrammeFactory())

    assert (report.assessment, report.proposals) == ("Đông.", "Không.")
    event = AuditEvent.objects.get(action="report.written")
    assert (event.about_id, event.fields) == (report.pk, ["assessment", "proposals"])


def test_write_report_again_replaces_the_words():
    programme = ProgrammeFactory()
    write(programme)

    write(programme, organisation=centre_of(programme), assessment="Rất đông.")

    report = MonthlyReport.objects.get()
    assert (report.assessment, report.written_for) == ("Rất đông.", centre_of(programme))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.DATA_OFFICER, Role.GATE_VOLUNTEER])
def test_write_report_refuses_other_roles(role):
    programme = ProgrammeFactory()

    with pytest.raises(NotAllowed):
        write(programme, by=staff_of(palace_of(programme), role))


def test_write_report_refuses_strangers():
    programme = ProgrammeFactory()
    other = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)

    for by in (PUBLIC, staff_of(other), staff_of(centre_of(programme))):
        with pytest.raises(NotAllowed):
            write(programme, by=by)
    with pytest.raises(NotAllowed):
        write(programme, organisation=other)


def test_write_report_refuses_a_month_ahead_or_outside_the_programme():
    with pytest.raises(MonthNotBegun):
        write(ProgrammeFactory(), month=dt.date(2026, 12, 1))
    with pytest.raises(InvalidValue):
        write(ProgrammeFactory(), month=dt.date(2025, 12, 1))


def test_write_report_takes_any_day_of_the_month_and_plain_text_only():
    report = write(
        ProgrammeFactory(), month=dt.date(2026, 11, 30), assessment=" a\r\nb\x0b\x00c\u202e \n\n"
    )

    assert report.month == dt.date(2026, 11, 1)
    assert report.assessment == "a\nbc"


def test_write_report_names_the_text_that_is_too_long():
    with pytest.raises(InvalidValue) as refusal:
        write(ProgrammeFactory(), proposals="a" * 10_001)

    assert refusal.value.field == "proposals"

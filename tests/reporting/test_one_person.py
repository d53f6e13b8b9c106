"""One person known under two records is counted once, in every figure and every document."""

import datetime as dt

import pytest

from nhipcau.events.models import Channel
from nhipcau.events.states import AttendanceValue
from nhipcau.people.use_cases import merge_records, undo_merge
from nhipcau.reporting.counting import Tally, count_people, count_registrations
from nhipcau.reporting.document import monthly_docx
from nhipcau.reporting.monthly import monthly_figures
from nhipcau.reporting.periods import month_period, year_period
from nhipcau.reporting.queries import public_year_summary, year_figures
from nhipcau.reporting.workbook import monthly_xlsx
from tests.factories import (
    NOON,
    ProgrammeFactory,
    YoungPersonFactory,
    centre_of,
    palace_of,
    staff_of,
)
from tests.reporting.people import came, held_session
from tests.reporting.test_documents import expected, from_docx, from_xlsx

pytestmark = pytest.mark.django_db
NOVEMBER = month_period(2026, 11)


@pytest.fixture
def programme():
    return ProgrammeFactory()


def totals(programme):
    return count_people(programme, year_period(2026), NOVEMBER)[0]


@pytest.fixture
def twice(programme):
    """Lan came to one session under two records, and to another under the second alone."""
    session = held_session(programme, "2026-11-03 08:00")
    units = [palace_of(programme), centre_of(programme)]
    first = came(session, followed_by=units, gender="FEMALE", ethnicity="TAY").young_person
    second = came(session, followed_by=units, birth_on=dt.date(1990, 1, 1)).young_person
    came(held_session(programme, "2026-11-17 08:00"), second)
    came(session)
    return staff_of(units[0]), first, second


def every_figure(programme):
    month = monthly_figures(programme, NOVEMBER, at=NOON)
    year = year_figures(programme, 2026, at=NOON)
    return (
        {row.code: (row.done, row.year) for row in month.rows if not row.is_caption},
        year.counts,
        year.audiences,
        year.commune_not_stated,
        public_year_summary(programme, 2026),
    )


@pytest.mark.parametrize("kept_first", [True, False])
def test_who_was_known_twice_is_one_person_and_one_turn_a_session(programme, twice, kept_first):
    actor, first, second = twice
    kept, merged = (first, second) if kept_first else (second, first)
    assert totals(programme).total == Tally(4, 3)
    before = every_figure(programme)

    merge = merge_records(by=actor, at=NOON, kept=kept, merged=merged)

    counts = totals(programme)
    assert counts.total == Tally(3, 2)
    # The kept record says who the person is: gender, ethnic group and age of that one alone.
    assert counts.women.yes == (Tally(2, 1) if kept_first else Tally())
    assert counts.ages["over_30"] == (Tally() if kept_first else Tally(2, 1))
    month, year, audiences, not_stated, _public = every_figure(programme)
    assert (month["turns"], month["persons"]) == ((3, 3), (2, 2))
    assert month["registered"] == (3, 3)
    assert year.total == Tally(3, 2)
    assert [one.done for one in audiences] == [Tally(3, 2)]
    assert not_stated == Tally(3, 2)

    undo_merge(by=actor, at=NOON, merge=merge, reason="hai người")
    assert every_figure(programme) == before


def test_two_merged_records_without_the_kept_one_are_one_turn(programme):
    session = held_session(programme, "2026-11-03 08:00")
    unit = palace_of(programme)
    records = [came(session, followed_by=[unit]).young_person for _number in range(2)]
    kept = YoungPersonFactory(followed_by=[unit])
    for one in records:
        merge_records(by=staff_of(unit), at=NOON, kept=kept, merged=one)

    assert totals(programme).total == Tally(1, 1)


def test_who_came_under_another_record_is_no_no_show(programme):
    session = held_session(programme, "2026-11-03 08:00")
    unit = palace_of(programme)
    absent = came(session, value=AttendanceValue.ABSENT, followed_by=[unit]).young_person
    there = came(session, channel=Channel.WALK_IN, followed_by=[unit]).young_person
    assert count_registrations(programme, NOVEMBER, NOVEMBER)[0].no_shows == 1

    merge_records(by=staff_of(unit), at=NOON, kept=absent, merged=there)

    found = count_registrations(programme, NOVEMBER, NOVEMBER)[0]
    assert (found.registered, found.no_shows, found.walk_ins) == (1, 0, 0)


def test_page_document_and_workbook_agree_after_a_merge(programme, twice):
    actor, first, second = twice
    merge_records(by=actor, at=NOON, kept=first, merged=second)

    figures = monthly_figures(programme, NOVEMBER, at=NOON)

    rows = expected(figures)
    assert from_docx(monthly_docx(figures, language="vi")) == rows
    assert from_xlsx(monthly_xlsx(figures, language="vi")) == rows

"""A class: a code for phones, numbered papers typed twice, figures of ten people or none."""

import pytest

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.errors import EntriesDiffer, SittingClosed
from nhipcau.inventory.models import PaperSheet, Sheet
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    OrganisationFactory,
    SittingFactory,
    answers_of,
    sheet_of,
    staff_of,
)


@pytest.fixture
def sitting(palace):
    return SittingFactory(unit=palace)


def papers(by, sitting, count=3):
    use_cases.print_papers(by=by, at=NOON, sitting=sitting, count=count)
    return list(sitting.papers.order_by("number"))


def enter(by, sitting, number, answers=None, **told):
    return use_cases.enter_paper(
        by=by,
        at=NOON,
        sitting=sitting,
        number=number,
        answers=answers or answers_of(),
        **told,
    )


def close(by, sitting):
    closed = use_cases.close_sitting(by=by, at=NOON, sitting=sitting)
    return closed.figures


# --- paper ---------------------------------------------------------------------------------------


def test_a_paper_counts_when_it_was_typed_twice_alike(counsellor, sitting):
    code = papers(counsellor, sitting)[0].code
    enter(counsellor, sitting, 1)
    assert not Sheet.objects.exists()
    assert queries.paper_waits(code)

    enter(counsellor, sitting, 1)
    sheet = queries.sheet_by_code(code)
    assert (sheet.mode, sheet.sitting, sheet.milliseconds) == ("PAPER", sitting, None)
    assert sheet.answers == answers_of()


def test_two_typings_that_differ_are_told_by_place(counsellor, sitting):
    papers(counsellor, sitting)
    enter(counsellor, sitting, 1)
    other = answers_of()
    other[6], other[40] = None, 1 if other[40] != 1 else 2
    with pytest.raises(EntriesDiffer) as refused:
        enter(counsellor, sitting, 1, other)

    assert refused.value.places == [7, 41]
    assert not Sheet.objects.exists()
    assert sitting.papers.get(number=1).first_answers == answers_of()


def test_a_wrong_first_typing_is_replaced(counsellor, sitting):
    papers(counsellor, sitting)
    wrong = [*answers_of()[:-1], None]
    enter(counsellor, sitting, 1, wrong)
    enter(counsellor, sitting, 1, replaces_first=True)
    assert not Sheet.objects.exists()
    enter(counsellor, sitting, 1)
    assert Sheet.objects.get().answers == answers_of()


def test_once_it_counts_the_number_no_longer_leads_to_the_answers(counsellor, sitting):
    code = papers(counsellor, sitting)[0].code
    enter(counsellor, sitting, 1)
    enter(counsellor, sitting, 1)
    paper = PaperSheet.objects.get(number=1)
    assert paper.first_answers is None
    assert paper.code != code
    with pytest.raises(InvalidValue):
        enter(counsellor, sitting, 1)


def test_numbers_go_on_where_they_ended(counsellor, sitting):
    papers(counsellor, sitting, 2)
    assert [one.number for one in papers(counsellor, sitting, 3)] == [1, 2, 3, 4, 5]
    with pytest.raises(InvalidValue):
        papers(counsellor, sitting, 101)


def test_a_number_of_another_class_is_not_known(counsellor, palace, sitting):
    papers(counsellor, SittingFactory(unit=palace))
    with pytest.raises(InvalidValue) as refused:
        enter(counsellor, sitting, 1)
    assert refused.value.field == "number"


def test_another_unit_works_with_no_class_of_ours(palace, sitting):
    foreign = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    for stranger in (staff_of(foreign, Role.COUNSELLOR), staff_of(palace, Role.LEADER), PUBLIC):
        with pytest.raises(NotAllowed):
            papers(stranger, sitting)
        with pytest.raises(NotAllowed):
            close(stranger, sitting)


# --- figures -------------------------------------------------------------------------------------


def fill(sitting, count, **told):
    for _number in range(count):
        sheet_of(sitting=sitting, **told)


def test_ten_people_are_told_the_average(counsellor, sitting):
    fill(sitting, 10)
    assert close(counsellor, sitting)["means"] == {
        "R": 40,
        "I": 34,
        "A": 28,
        "S": 16,
        "E": 12,
        "C": 8,
    }


def test_nine_people_are_told_nothing(counsellor, sitting):
    fill(sitting, 9)
    figures = close(counsellor, sitting)
    assert (figures["means"], figures["counted"], figures["answered"]) == ({}, None, None)


def test_sheets_that_are_alike_everywhere_or_too_fast_do_not_make_ten(counsellor, sitting):
    fill(sitting, 9)
    fill(sitting, 1, answers=[3] * 48)
    fill(sitting, 1, milliseconds=1000)
    assert close(counsellor, sitting)["means"] == {}


def test_an_area_that_ten_did_not_answer_has_no_average(counsellor, sitting):
    fill(sitting, 9)
    open_area = answers_of()
    open_area[0] = open_area[6] = None
    fill(sitting, 1, answers=open_area)
    figures = close(counsellor, sitting)
    assert figures["means"]["R"] is None
    assert figures["means"]["I"] == 34


def test_the_figures_are_frozen(counsellor, sitting):
    """Otherwise the difference between two looks would tell what the last sheet said."""
    assert sitting.figures == {}
    fill(sitting, 10)
    close(counsellor, sitting)
    Sheet.objects.first().delete()

    sitting.refresh_from_db()
    assert sitting.figures["counted"] == 10
    with pytest.raises(SittingClosed):
        close(counsellor, sitting)
    with pytest.raises(SittingClosed):
        use_cases.answer_sheet(
            by=PUBLIC,
            at=NOON,
            form="LONG",
            answers=answers_of(),
            is_old_enough=True,
            class_code=sitting.code,
        )


def test_a_class_with_papers_typed_once_is_not_closed(counsellor, sitting):
    papers(counsellor, sitting)
    enter(counsellor, sitting, 1)
    with pytest.raises(InvalidValue):
        close(counsellor, sitting)

"""A sheet without names goes out, grades come in, and the figures follow."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from nhipcau.matching import use_cases
from nhipcau.matching.errors import SheetRefused
from nhipcau.matching.models import Grade, GradingPair
from nhipcau.matching.queries import SMALL_BELOW, measured, parity
from nhipcau.matching.sheets import HEAD_ROWS, grades_in, sheet_xlsx
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.tables.reading import Row, Sheet, Tables
from tests.factories import NOON, YoungPersonFactory, staff_of
from tests.matching.conftest import vacancy_of, wish_of


@pytest.fixture
def grading_round(centre, employer):
    for number in range(3):
        person = YoungPersonFactory(followed_by=[centre], full_name=f"Nông Bí Mật {number}")
        wish_of(person, title="=Công nhân may")
    for number in range(14):
        vacancy_of(employer, title=f"Công nhân may {number}", is_sample=True)
    vacancy_of(employer, title="Bác sĩ", education="UPPER_SECONDARY")
    use_cases.update_lists(by=SYSTEM, at=NOON)
    return use_cases.prepare_round(by=SYSTEM, at=NOON)


def read(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def tables(*rows):
    told = tuple(
        Row(number, tuple(str(one) for one in cells))
        for number, cells in enumerate(rows, start=HEAD_ROWS + 1)
    )
    return Tables((Sheet("1", told),), digest="x")


def grade_all(by, grading_round, value_of):
    pairs = GradingPair.objects.filter(round=grading_round)
    grades = {one.place: value_of(one) for one in pairs}
    return use_cases.take_grades(by=by, at=NOON, grading_round=grading_round, grades=grades)


def test_the_sheet_has_facts_and_neither_names_nor_scores(grading_round):
    rows = read(sheet_xlsx(grading_round))
    told = "\n".join(str(cell) for row in rows for cell in row)
    assert "Nông" not in told
    assert "tự dựng" in told or "không phải người thật" in told
    assert len(rows) == HEAD_ROWS + GradingPair.objects.count()
    ranks = list(GradingPair.objects.order_by("place").values_list("rank", flat=True))
    assert None in ranks
    assert ranks != sorted(ranks, key=lambda one: one or 99)
    for row in rows[HEAD_ROWS:]:
        assert row[4] in ("", None)


def test_a_round_on_sample_data_is_called_invented(grading_round):
    assert grading_round.is_invented


def test_two_counsellors_who_agree_with_the_list(grading_round, centre):
    first, second = staff_of(centre, Role.COUNSELLOR), staff_of(centre, Role.COUNSELLOR)
    for one in (first, second):
        grade_all(one, grading_round, lambda pair: 3 if (pair.rank or 99) <= 10 else 0)
    told = measured(grading_round)
    assert (told.ndcg, told.mrr, told.recall, told.kappa) == (1, 1, 1, 1)
    assert told.both_count == told.pair_count == GradingPair.objects.count()


def test_sent_again_the_last_counts(grading_round, counsellor):
    grade_all(counsellor, grading_round, lambda _pair: 0)
    grade_all(counsellor, grading_round, lambda _pair: 2)
    assert set(Grade.objects.values_list("value", flat=True)) == {2}
    assert measured(grading_round).kappa is None


def test_only_counsellors_of_the_centre_grade(grading_round, leader):
    with pytest.raises(NotAllowed):
        use_cases.take_grades(by=leader, at=NOON, grading_round=grading_round, grades={1: 1})
    with pytest.raises(NotAllowed):
        use_cases.prepare_round(by=leader, at=NOON)


def test_without_lists_there_is_no_round(centre):
    use_cases.keep_first_weights(by=SYSTEM, at=NOON)
    with pytest.raises(SheetRefused):
        use_cases.prepare_round(by=SYSTEM, at=NOON)


def test_strange_grades_are_refused_as_a_whole(grading_round, counsellor):
    for grades in ({}, {1: 4}, {1: -1}, {9999: 1}):
        with pytest.raises(SheetRefused):
            use_cases.take_grades(
                by=counsellor, at=NOON, grading_round=grading_round, grades=grades
            )
    assert not Grade.objects.exists()


def test_grades_are_read_from_the_rows_that_have_one():
    found = grades_in(tables((1, 7, "a", "b", "3"), (2, 7, "a", "b", ""), (3, 7, "a", "b", "0.0")))
    assert found == {1: 3, 3: 0}
    for strange in ("4", "x", "1.5", "-1", "nan"):
        with pytest.raises(SheetRefused, match="4"):
            grades_in(tables((1, 7, "a", "b", strange)))
    with pytest.raises(SheetRefused):
        grades_in(tables(("x", 7, "a", "b", "1")))


def test_shares_of_small_groups_are_not_shown(centre, employer):
    vacancy_of(employer)
    for _each in range(SMALL_BELOW):
        wish_of(YoungPersonFactory(followed_by=[centre], gender="FEMALE"))
    wish_of(YoungPersonFactory(followed_by=[centre], gender="MALE"))
    use_cases.update_lists(by=SYSTEM, at=NOON)
    shares = sorted((one.thousandth or -1) for one in next(iter(parity().values())))
    assert shares == [-1, 1000]

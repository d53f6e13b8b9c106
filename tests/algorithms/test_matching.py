"""Both engines against the contract, in both directions, on many shapes."""

import os
import subprocess
import sys
import unicodedata
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.algorithms.matching import criteria
from nhipcau.algorithms.matching.criteria import VERSION_1, Weights
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.records import RecordFault, Seeker, Vacancy
from tests.algorithms.contract import World
from tests.algorithms.made_up_work import Maker, worlds

SOURCES = Path(criteria.__file__).parent
ENGINES = ("plain", "kernel")
few = settings(max_examples=6, deadline=None)
many = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("engine", ENGINES)
@many
@given(world=worlds(), top=st.sampled_from((1, 3, 10, 200)))
def test_lists_of_both_directions_are_those_of_the_contract(engine, world, top):
    seekers, vacancies = world
    contract = World(seekers, vacancies)

    index = Index(seekers, vacancies, engine=engine)

    assert dict(index.for_all_seekers(top)) == {
        one.id: contract.for_seeker(one, top) for one in seekers
    }
    assert dict(index.for_all_vacancies(top)) == {
        one.id: contract.for_vacancy(one, top) for one in vacancies
    }


@few
@given(seed=st.integers(0, 2**32), crowd=st.booleans())
def test_the_kernel_is_the_plain_engine_where_lists_are_full(seed, crowd):
    """Enough vacancies of each occupation that bounds do cut."""
    seekers, vacancies = Maker(seed, crowd=crowd).world(40, 700)
    plain, kernel = (Index(seekers, vacancies, engine=engine) for engine in ENGINES)

    assert list(kernel.for_all_seekers(5)) == list(plain.for_all_seekers(5))


@few
@given(seed=st.integers(0, 2**32), crowd=st.booleans())
def test_the_kernel_is_the_plain_engine_where_many_people_want_one_job(seed, crowd):
    seekers, vacancies = Maker(seed, crowd=crowd).world(400, 12)
    plain, kernel = (Index(seekers, vacancies, engine=engine) for engine in ENGINES)

    assert list(kernel.for_all_vacancies(5)) == list(plain.for_all_vacancies(5))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_hard_rule_is_broken_and_the_parts_make_the_score(engine):
    seekers, vacancies = Maker(5).world(60, 120)
    index, contract = Index(seekers, vacancies, engine=engine), World(seekers, vacancies)

    shown = [(one, match) for one in seekers for match in index.for_seeker(one.id, 20)]

    assert len(shown) > 300
    for seeker, match in shown:
        vacancy = index.vacancies[match.id]
        assert not criteria.obstacles(seeker, vacancy)
        assert contract.may(seeker, vacancy)
        assert match.parts == contract.parts(seeker, vacancy)
        assert match.score == criteria.score_of(match.parts) <= 100_000


@pytest.mark.parametrize("engine", ENGINES)
def test_one_question_has_the_answer_of_the_full_run(engine):
    seekers, vacancies = Maker(6).world(40, 60)
    index = Index(seekers, vacancies, engine=engine)

    for seeker, best in index.for_all_seekers(7):
        assert [(one.id, one.score) for one in index.for_seeker(seeker, 7)] == best
    for vacancy, best in index.for_all_vacancies(7):
        assert [(one.id, one.score) for one in index.for_vacancy(vacancy, 7)] == best


@pytest.mark.parametrize("engine", ENGINES)
def test_equal_scores_stand_by_id_as_text(engine):
    seekers, (vacancy,) = Maker(1).world(1, 1)
    seeker = replace(seekers[0], id="s10")
    open_to_all = replace(
        vacancy,
        place=seeker.home,
        education_min=0,
        wage_max=50_000,
        language=None,
        certificates=(),
        shift="hành chính",
    )
    seeker = replace(seeker, places=(seeker.home,), shifts=("hành chính",))
    names = ["9", "10", "á", "a", "Z", "010"]
    people = [replace(seeker, id=one) for one in names]

    index = Index(people, [replace(open_to_all, id=one) for one in names], engine=engine)

    assert [one.id for one in index.for_seeker("9", 4)] == sorted(names)[:4]
    assert [one.id for one in index.for_vacancy("9", 4)] == sorted(names)[:4]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_text_without_marks_gives_the_same_list(engine):
    seekers, vacancies = Maker(8).world(30, 80)
    bare = [replace(one, text=_unmarked(one.text)) for one in seekers]
    bare_vacancies = [replace(one, text=_unmarked(one.text)) for one in vacancies]

    lists = [
        list(Index(people, jobs, engine=engine).for_all_seekers(10))
        for people in (seekers, bare)
        for jobs in (vacancies, bare_vacancies)
    ]

    assert any(one.text != other.text for one, other in zip(seekers, bare, strict=True))
    assert all(one == lists[0] for one in lists)


def _unmarked(text):
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")


def test_nothing_personal_can_enter():
    """Fields of the records are those of the contract; nothing else has a place to stand in."""
    forbidden = {"gender", "ethnicity", "religion", "origin", "health", "household", "riasec"}

    names = {one.name for kind in (Seeker, Vacancy) for one in fields(kind)}

    assert not names & forbidden
    assert len(names) == 15 + 16 - len({"id", "skills", "text", "certificates", "experience"})


@pytest.mark.parametrize("engine", ENGINES)
def test_other_weights_give_another_order(engine):
    seekers, vacancies = Maker(3).world(20, 60)
    only_wage = Weights(0, 0, 0, 100, 0, 0, 0, 0)

    index = Index(seekers, vacancies, only_wage, engine=engine)

    found = [match for one in seekers for match in index.for_seeker(one.id, 5)]
    assert found
    assert all(match.score == 100 * match.parts.wage for match in found)


@pytest.mark.parametrize(
    "told",
    [(34, 20, 15, 10, 8, 5, 5, 2), (-1, 56, 15, 10, 8, 5, 5, 2), (35.0, 20, 15, 10, 8, 5, 5, 2)],
)
def test_weights_are_whole_and_together_one_hundred(told):
    with pytest.raises(ValueError, match="together 100"):
        Weights(*told)


def test_version_1_is_the_published_one():
    assert tuple(VERSION_1) == (35, 20, 15, 10, 8, 5, 5, 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_records_with_one_id_are_refused(engine):
    seekers, vacancies = Maker(3).world(2, 2)

    with pytest.raises(ValueError, match="twice"):
        Index([*seekers, seekers[0]], vacancies, engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_impossible_record_changes_nothing(engine):
    seekers, vacancies = Maker(3).world(5, 20)
    index = Index(seekers, vacancies, engine=engine)
    before = list(index.for_all_seekers(5))

    with pytest.raises(RecordFault, match="wage_wish"):
        index.put_seeker(replace(seekers[0], wage_wish=0))
    with pytest.raises(RecordFault, match="occupation"):
        index.put_vacancy(replace(vacancies[0], occupation="1"))

    assert list(index.for_all_seekers(5)) == before


@pytest.mark.parametrize("engine", ENGINES)
def test_a_change_names_whom_the_rules_allow(engine):
    seekers, vacancies = Maker(9).world(30, 30)
    index, contract = Index(seekers, vacancies, engine=engine), World(seekers, vacancies)
    one, seeker = vacancies[4], seekers[7]

    closed = index.close_vacancy(one.id)
    put = index.put_seeker(replace(seeker, places=()))

    assert closed == {it.id for it in seekers if contract.may(it, one)} != set()
    still_open = [it for it in vacancies if it.id != one.id]
    assert put == {it.id for it in still_open if contract.may(seeker, it)} != set()


def test_where_no_folder_can_be_written_the_kernel_works_all_the_same(tmp_path):
    """A copy whose folders are files: nothing can be kept, everything is compiled and right."""
    package = tmp_path / "nhipcau" / "algorithms" / "matching"
    package.mkdir(parents=True)
    (package.parent / "compiling.py").write_bytes((SOURCES.parent / "compiling.py").read_bytes())
    (package / "__pycache__").write_text("no folder")
    (package / "twice.py").write_text(
        "from pathlib import Path\n"
        "from nhipcau.algorithms.compiling import _folder, compiled\n"
        "@compiled\n"
        "def twice(one):\n    return 2 * one\n"
        "print(twice(21), _folder(Path(__file__).parent))"
    )
    home = tmp_path / "home"
    home.write_text("no folder")
    program = "import nhipcau.algorithms.matching.twice"

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "HOME": str(home)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("42 None\n", 0), done.stderr

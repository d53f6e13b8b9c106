"""``nhipcau timetable`` from outside: a case in, an answer out, and what is said of bad cases."""

import copy
import json
import subprocess
import sys

import pytest

from nhipcau.algorithms import command as commands
from nhipcau.algorithms.timetabling import command, reading
from tests.algorithms.fairs import Wishes, best_by_milp, what_is_wrong, worth


class Files:
    def __init__(self, folder):
        self.case, self.out = folder / "case.json", folder / "answer.json"
        self.told = Wishes(31).fair(14, 4, 6, kind="hour", goal="fair", most=2)

    def run(self, *more, raw=None):
        raw = json.dumps(self.told, indent=1) if raw is None else raw
        self.case.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return command.main([str(self.case), "--out", str(self.out), *more])

    @property
    def answer(self):
        return json.loads(self.out.read_text("utf-8"))


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def test_the_answer_is_as_the_contract_says(files, capsys):
    assert files.run() == 0

    answer = files.answer
    assert list(answer) == ["interviews", "objective", "bound", "exact", "gap", "seconds"]
    assert what_is_wrong(files.told, answer["interviews"]) == []
    covered, weight = worth(files.told, answer["interviews"])
    assert answer["objective"] == {"covered": covered, "weight": weight} == answer["bound"]
    assert (covered, weight) == best_by_milp(files.told)
    assert answer["exact"] is True
    assert answer["gap"] == 0
    assert 0 < answer["seconds"] < 60
    assert "nothing is better" in capsys.readouterr().err


def test_a_published_timetable_is_repaired(files):
    files.run()
    files.told["published"] = files.answer["interviews"]
    gone = files.told["published"][0]["seeker"]
    files.told["seekers"] = [one for one in files.told["seekers"] if one["id"] != gone]
    files.told["pairs"] = [one for one in files.told["pairs"] if one["seeker"] != gone]

    assert files.run() == 0

    answer = files.answer
    assert answer["dropped"] == sum(one["seeker"] == gone for one in files.told["published"])
    assert (
        answer["kept"]
        == answer["kept_bound"]
        == len(files.told["published"]) - (answer["dropped"])
    )
    assert answer["moved"] == 0


def test_ids_may_be_numbers_and_vietnamese(files):
    files.told = {
        "slots": 2,
        "seekers": [{"id": 7, "max": 1, "available": None}, {"id": "Lý Thị Hương", "max": 2}],
        "employers": [{"id": "công ty", "interviewers": 1}],
        "pairs": [
            {"seeker": 7, "employer": "công ty", "weight": 3},
            {"seeker": "Lý Thị Hương", "employer": "công ty", "weight": 4},
        ],
        "pinned": None,
    }

    assert files.run(raw="\ufeff" + json.dumps(files.told, ensure_ascii=False)) == 0
    assert {one["seeker"] for one in files.answer["interviews"]} == {7, "Lý Thị Hương"}
    assert files.answer["objective"] == {"covered": 2, "weight": 7}
    assert "Lý Thị Hương" in files.out.read_text("utf-8")


@pytest.mark.parametrize("empty", ["seekers", "employers", "pairs"])
def test_a_fair_of_nobody_has_an_empty_timetable(files, empty):
    files.told["pairs"] = []
    files.told[empty] = []

    assert files.run() == 0
    assert files.answer["interviews"] == []
    assert files.answer["exact"] is True


GOOD = {
    "slots": 3,
    "seekers": [{"id": "a", "max": 2, "available": "011"}, {"id": "b", "max": 1}],
    "employers": [{"id": "x", "interviewers": [1, 1, 0]}, {"id": "y", "interviewers": 1}],
    "pairs": [
        {"seeker": "a", "employer": "x", "weight": 10},
        {"seeker": "a", "employer": "y", "weight": 20},
        {"seeker": "b", "employer": "x", "weight": 30},
    ],
    "goal": "weight",
}
GONE = object()


def meeting(seeker, employer, slot):
    return {"seeker": seeker, "employer": employer, "slot": slot}


BAD = [
    ("pairs.1.seeker", "zz", "pairs[1].seeker: 'zz' is unknown"),
    ("pairs.1.employer", "zz", "pairs[1].employer: 'zz' is unknown"),
    ("pairs.1.weight", 0, "pairs[1].weight: 0 is not between 1 and 1000"),
    ("pairs.1.weight", 1001, "pairs[1].weight: 1001 is not between"),
    ("pairs.1.weight", 10**400, "pairs[1].weight: 1000"),
    ("pairs.1.weight", 1.0, "pairs[1].weight: 1.0 is not a whole number"),
    ("pairs.1.weight", True, "pairs[1].weight: True is not a whole number"),
    ("pairs.1.weight", float("nan"), "pairs[1].weight: NaN is not a number of JSON"),
    ("pairs.1.weight", GONE, "pairs[1].weight: is missing"),
    ("pairs.2.seeker", "a", "pairs[2]: is the same pair as pairs[0]"),
    ("pairs.1", 5, "pairs[1]: is not an object"),
    ("pairs", GONE, "pairs: is missing"),
    ("pairs", {}, "pairs: is not a list"),
    ("seekers.0.available", "01", "seekers[0].available: has 2 signs for 3 slots"),
    ("seekers.0.available", "0111", "seekers[0].available: has 4 signs for 3 slots"),
    ("seekers.0.available", "01x", "seekers[0].available: '01x' has other signs"),
    ("seekers.0.available", "01é", "seekers[0].available: '01é' has other signs"),
    ("seekers.0.available", [0, 1, 1], "seekers[0].available: [0, 1, 1] is neither"),
    ("seekers.0.max", -1, "seekers[0].max: -1 is not 0 or more"),
    ("seekers.0.max", None, "seekers[0].max: None is not a whole number"),
    ("seekers.1.id", "a", "seekers[1].id: 'a' is seekers[0] already"),
    ("seekers.1.id", 1.5, "seekers[1].id: 1.5 is not a text or a whole number"),
    ("seekers.1.id", "\ud800", "seekers[1].id: '\\ud800' holds half of a character"),
    ("employers.1.id", "x", "employers[1].id: 'x' is employers[0] already"),
    ("employers.0.interviewers", [1, 1], "employers[0].interviewers: has 2 numbers for 3 slots"),
    ("employers.0.interviewers", [1, -1, 0], "employers[0].interviewers[1]: -1 is not between"),
    ("employers.0.interviewers", [1, 1, 0.5], "employers[0].interviewers[2]: 0.5 is not a whole"),
    ("employers.0.interviewers", "2", "employers[0].interviewers: '2' is not a whole number"),
    ("employers.0.interviewers", GONE, "employers[0].interviewers: is missing"),
    ("slots", 0, "slots: 0 is not between 1 and 1440"),
    ("slots", 10**9, "slots: 1000000000 is not between"),
    ("slots", GONE, "slots: is missing"),
    ("goal", "most", "goal: 'most' is neither weight nor fair"),
    ("goal", [], "goal: [] is neither weight nor fair"),
    ("pinned", [meeting("a", "x", 0)], "pinned[0].slot: 'a' is not available in slot 0"),
    ("pinned", [meeting("b", "y", 0)], "pinned[0]: nobody asked for 'b' with 'y'"),
    ("pinned", [meeting("a", "x", 2)], "pinned[0].slot: 'x' has 0 interviewers in slot 2"),
    ("pinned", [meeting("a", "x", 3)], "pinned[0].slot: 3 is not between 0 and 2"),
    ("pinned", [meeting("c", "x", 1)], "pinned[0].seeker: 'c' is unknown"),
    (
        "pinned",
        [meeting("a", "x", 1), meeting("a", "y", 1)],
        "pinned[1].slot: 'a' has pinned[0] in slot 1 already",
    ),
    (
        "pinned",
        [meeting("a", "y", 1), meeting("a", "y", 2)],
        "pinned[1]: is the same pair as pinned[0]",
    ),
    (
        "pinned",
        [meeting("a", "x", 1), meeting("b", "x", 1)],
        "pinned[1].slot: 'x' has 1 interviewers in slot 1, not more",
    ),
    ("published", [meeting("a", "x", -1)], "published[0].slot: -1 is not between 0 and 2"),
    (
        "published",
        [meeting("a", "x", 1), meeting("a", "x", 2)],
        "published[1]: is the same pair as published[0]",
    ),
    (
        "published",
        [meeting("a", "x", 1), meeting("a", "y", 1)],
        "published[1]: has the same seeker and slot as published[0]",
    ),
]


@pytest.mark.parametrize(("where", "value", "said"), BAD, ids=[row[2][:50] for row in BAD])
def test_what_is_wrong_is_one_line_with_its_place_and_no_answer(files, capsys, where, value, said):
    files.told = copy.deepcopy(GOOD)
    assert files.run() == 0
    files.out.unlink()
    capsys.readouterr()
    steps = [int(step) if step.isdigit() else step for step in where.split(".")]
    inside = files.told
    for step in steps[:-1]:
        inside = inside[step]
    if value is GONE:
        del inside[steps[-1]]
    else:
        inside[steps[-1]] = value

    assert files.run() == 2

    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told
    assert not files.out.exists()
    assert [one.name for one in files.case.parent.iterdir()] == ["case.json"]


def test_more_interviews_than_a_seeker_wants_cannot_be_pinned(files, capsys):
    files.told = copy.deepcopy(GOOD)
    files.told["seekers"][0]["max"] = 1
    files.told["pinned"] = [meeting("a", "x", 1), meeting("a", "y", 2)]

    assert files.run() == 2
    assert "pinned[1]: 'a' would have more than 1 interviews" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("{", ":1:2: is not JSON: Expecting property name"),
        ("", ":1:1: is not JSON"),
        ("[]", ":1:1: case: is not an object"),
        ("[" * 100_000, "is not JSON"),
        ('{"slots": ' + "9" * 5_000 + "}", "is not JSON"),
        (b'{"slots":\n "\xff"}', ":2: is not UTF-8: byte 13"),
        (
            '{"slots": 2, "hobby": {"x": [Infinity]}}',
            ":1:30: hobby.x[0]: Infinity is not a number",
        ),
        ('{"slots": 2,\n "slots": 3}', ":1:1: case: has one name twice"),
        ('{"seekers": [{"id": 1, "id": 2}]}', ":1:14: seekers[0]: has one name twice"),
    ],
)
def test_what_is_no_case_at_all_is_said_with_line_and_column(files, capsys, raw, said):
    assert files.run(raw=raw) == 2

    told = capsys.readouterr().err
    assert told.startswith(f"nhipcau timetable: {files.case}")
    assert said in told
    assert told.count("\n") == 1
    assert not files.out.exists()


def test_the_place_is_found_in_a_file_of_many_lines(files, capsys):
    files.told = copy.deepcopy(GOOD)
    files.told["pairs"][2]["weight"] = 4000
    text = json.dumps(files.told, indent=2)
    line = next(
        number for number, one in enumerate(text.splitlines(), 1) if one.strip().endswith("4000")
    )
    column = text.splitlines()[line - 1].index("4000") + 1

    files.run(raw=text)

    assert f"{files.case}:{line}:{column}: pairs[2].weight: 4000" in capsys.readouterr().err


def test_a_file_that_is_too_large_is_not_read_whole(files, capsys, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 1_000_000)

    assert files.run(raw=b" " * 1_000_001) == 2
    assert "is larger than" in capsys.readouterr().err


def test_too_many_cells_are_refused_before_there_are_tables(files, capsys, monkeypatch):
    monkeypatch.setattr("nhipcau.algorithms.timetabling.making.MOST_CELLS", 50)

    assert files.run() == 2
    assert "slots: people times slots are more than 50" in capsys.readouterr().err


def test_an_old_answer_stays_when_the_case_is_bad_or_the_disk_is_full(files, capsys, monkeypatch):
    files.out.write_text("old")
    assert files.run(raw="{") == 2
    assert files.out.read_text() == "old"

    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command.json, "dump", full)
    assert files.run() == 2
    assert files.out.read_text() == "old"
    assert "No space left" in capsys.readouterr().err
    assert len(list(files.case.parent.iterdir())) == 2


def test_whoever_interrupts_it_has_what_was_there_before(files, capsys, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    files.out.write_text("old")
    monkeypatch.setattr(command, "solve", interrupted)

    assert files.run() == 130
    assert files.out.read_text() == "old"
    assert "interrupted" in capsys.readouterr().err


def test_the_case_is_never_written_over(files, capsys):
    files.run()
    assert command.main([str(files.case), "--out", str(files.case)]) == 2
    assert "which is read" in capsys.readouterr().err
    assert json.loads(files.case.read_text()) == files.told
    assert command.main([str(files.case), "--out", str(files.case.parent)]) == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "x"])
def test_a_time_limit_is_a_number_above_nothing(files, capsys, seconds):
    assert files.run("--seconds", seconds) == 2
    assert "a number of seconds above 0" in capsys.readouterr().err


def test_no_file_and_no_arguments(files, capsys):
    assert command.main([str(files.case), "--out", str(files.out)]) == 2
    assert f"{files.case}: No such file" in capsys.readouterr().err
    assert command.main([]) == 2
    assert commands.main(["timetable", "--help"]) == 0
    assert "CASE.json" in capsys.readouterr().out


def test_with_hardly_any_time_there_is_still_an_answer(files):
    assert files.run("--seconds", "0.000001") == 0
    assert what_is_wrong(files.told, files.answer["interviews"]) == []
    assert worth(files.told, files.answer["interviews"]) <= best_by_milp(files.told)
    assert best_by_milp(files.told) <= tuple(files.answer["bound"].values())


def test_progress_goes_to_standard_error_line_by_line(files, capsys, monkeypatch):
    clock = iter(range(10**6))
    monkeypatch.setattr(command.time, "monotonic", lambda: float(next(clock)))

    files.run("--seconds", "5000")

    told = capsys.readouterr()
    assert told.out == ""
    assert "bound" in told.err
    assert told.err.count("\n") >= 3
    assert "\r" not in told.err


def test_it_runs_without_django(files):
    files.case.write_text(json.dumps(files.told))
    program = (
        "import sys; from nhipcau.algorithms.command import main;"
        f"code = main(['timetable', {str(files.case)!r}, '--out', {str(files.out)!r}]);"
        "sys.exit(code or 10 * ('django' in sys.modules) + 20 * ('ortools' in sys.modules))"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert files.answer["exact"] is True

"""``nhipcau match`` from outside: files in, a file out, and what it says about bad lines."""

import json
import sys
import tracemalloc

import pytest

from nhipcau.algorithms.matching import command
from nhipcau.algorithms.matching.reading import LONGEST_LINE
from nhipcau.algorithms.matching.records import told_of
from tests.algorithms.contract import World
from tests.algorithms.made_up_work import Maker


class Files:
    def __init__(self, folder):
        self.folder = folder
        self.people, self.jobs = Maker(21).world(30, 60)
        self.seekers = [json.dumps(told_of(one), ensure_ascii=False) for one in self.people]
        self.vacancies = [json.dumps(told_of(one), ensure_ascii=False) for one in self.jobs]
        self.out = folder / "out.jsonl"

    def run(self, *more):
        for name, lines in (("s.jsonl", self.seekers), ("v.jsonl", self.vacancies)):
            raw = [one if isinstance(one, bytes) else one.encode() for one in lines]
            (self.folder / name).write_bytes(b"\n".join(raw) + b"\n")
        named = ["--seekers", str(self.folder / "s.jsonl")]
        named += ["--vacancies", str(self.folder / "v.jsonl"), "--out", str(self.out)]
        return command.main([*named, *more])

    def answers(self):
        return [json.loads(line) for line in self.out.read_text("utf-8").splitlines()]


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def test_the_answer_is_the_contracts_in_both_directions(files, capsys):
    contract = World(files.people, files.jobs)

    assert files.run("--top", "4") == 0
    assert files.answers() == [
        {
            "seeker": one.id,
            "matches": [
                {"vacancy": its, "score": score} for its, score in contract.for_seeker(one, 4)
            ],
        }
        for one in files.people
    ]
    assert files.run("--for", "vacancies") == 0
    assert files.answers() == [
        {
            "vacancy": one.id,
            "matches": [
                {"seeker": its, "score": score} for its, score in contract.for_vacancy(one, 10)
            ],
        }
        for one in files.jobs
    ]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("side", ["seekers", "vacancies"])
def test_explained_parts_make_the_score(files, side):
    files.run("--explain", "--for", side)

    matches = [match for one in files.answers() for match in one["matches"]]
    weights = (35, 20, 15, 10, 8, 5, 5, 2)
    assert len(matches) > 50
    for match in matches:
        assert list(match["parts"]) == (
            ["occupation", "skills", "text", "wage", "place", "education", "experience", "start"]
        )
        pairs = zip(weights, match["parts"].values(), strict=True)
        assert sum(weight * part for weight, part in pairs) == match["score"]


def changed(line, **fields):
    told = json.loads(line)
    for name, value in fields.items():
        if value is KeyError:
            del told[name]
        else:
            told[name] = value
    return json.dumps(told)


BAD_SEEKERS = [
    (lambda line: changed(line, wage_wish=float("nan")), "wage_wish", "NaN"),
    (lambda line: changed(line, hobby=[float("inf")]), "hobby", "Infinity"),
    (lambda line: changed(line, occupations=["5520"]), "occupations", "unknown code"),
    (lambda line: changed(line, occupations=["75"]), "occupations", "four digits"),
    (lambda line: changed(line, occupations=[]), "occupations", "1 to 3"),
    (lambda line: changed(line, age=True), "age", "not a whole number"),
    (lambda line: changed(line, age=20.0), "age", "not a whole number"),
    (lambda line: changed(line, age="20"), "age", "not a whole number"),
    (lambda line: changed(line, age=-1), "age", "between"),
    (lambda line: changed(line, age=10**30), "age", "between"),
    (lambda line: changed(line, education=8), "education", "between 0 and 7"),
    (lambda line: changed(line, wage_wish=0), "wage_wish", "between 1"),
    (lambda line: changed(line, languages={"zh": 7}), "languages", "between 1 and 6"),
    (lambda line: changed(line, languages=["zh"]), "languages", "not an object"),
    (lambda line: changed(line, skills="excel"), "skills", "not a list"),
    (lambda line: changed(line, skills=[1]), "skills", "not text"),
    (lambda line: changed(line, skills=[["x"]]), "skills", "not text"),
    (lambda line: changed(line, shifts=[""]), "shifts", "empty"),
    (lambda line: changed(line, text=None), "text", "not text"),
    (lambda line: changed(line, text=KeyError), "text", "is missing"),
    (lambda line: changed(line, id="\ud800"), "id", "surrogates"),
    (lambda line: "[1]", "line", "not a JSON object"),
    (lambda line: "{", "line", "not JSON"),
    (lambda line: "[" * 100_000, "line", "not JSON"),
    (lambda line: line.encode()[:-1] + b"\xff}", "line", "not UTF-8"),
]


@pytest.mark.parametrize(("spoil", "field", "reason"), BAD_SEEKERS)
def test_a_bad_line_is_named_and_the_others_are_matched(files, capsys, spoil, field, reason):
    whole = files.run()
    expected = files.answers()
    files.seekers[4] = spoil(files.seekers[4])

    code = files.run()

    said = capsys.readouterr().err
    assert (whole, code) == (0, 1)
    assert said.startswith(f"{files.folder / 's.jsonl'}:5: {field}: ")
    assert reason in said
    assert said.count("\n") == 1
    assert files.answers() == expected[:4] + expected[5:]


BAD_VACANCIES = [
    ({"kind": "abroad"}, "kind"),
    ({"wage_max": 1}, "wage_max"),
    ({"language": 5}, "language"),
    ({"language_level": 7}, "language_level"),
    ({"occupation": "٧٢١٢"}, "occupation"),
    ({"place": "x" * 201}, "place"),
    ({"start_in": -1}, "start_in"),
]


@pytest.mark.parametrize(("fields", "named"), BAD_VACANCIES)
def test_a_bad_vacancy_is_named_and_the_others_count(files, capsys, fields, named):
    files.vacancies[0] = changed(files.vacancies[0], **fields)
    contract = World(files.people, files.jobs[1:])

    assert files.run() == 1

    assert f"v.jsonl:1: {named}: " in capsys.readouterr().err
    found = [(one["vacancy"], one["score"]) for one in files.answers()[0]["matches"]]
    assert found == contract.for_seeker(files.people[0], 10)


def test_of_two_with_one_id_the_first_is_kept(files, capsys):
    files.run()
    expected = files.answers()
    files.seekers.append(changed(files.seekers[2], age=40))

    assert files.run() == 1
    assert "s.jsonl:31: id: 's00002' stands on line 3" in capsys.readouterr().err
    assert files.answers() == expected


def test_a_line_of_a_hundred_megabytes_is_named_and_not_held_in_memory(files, capsys):
    files.run()
    expected = files.answers()
    with open(files.folder / "long.jsonl", "wb") as out:
        out.write("\n".join(files.seekers[:3]).encode() + b'\n{"id": "')
        for _megabyte in range(100):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n' + "\n".join(files.seekers[3:]).encode())
    told = ["--seekers", files.folder / "long.jsonl", "--vacancies", files.folder / "v.jsonl"]

    tracemalloc.start()
    code = command.main([*map(str, told), "--out", str(files.out)])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    limit = f"{LONGEST_LINE:,}"
    assert f"long.jsonl:4: line: is longer than {limit} bytes\n" in capsys.readouterr().err
    assert code == 1
    assert peak < 20_000_000
    assert files.answers() == expected


def test_empty_files_give_an_empty_answer(files):
    files.seekers = files.vacancies = []
    assert files.run() == 0
    assert files.answers() == []


def test_people_without_vacancies_have_empty_lists(files):
    files.vacancies = []
    assert files.run() == 0
    assert [one["matches"] for one in files.answers()] == [[]] * 30


def test_a_mark_of_order_empty_lines_and_a_missing_last_end_are_no_fault(files):
    files.run()
    expected = files.out.read_bytes()
    raw = b"\xef\xbb\xbf" + "\r\n\r\n".join(files.seekers).encode()
    files.run()
    (files.folder / "s.jsonl").write_bytes(raw)

    told = ["--seekers", files.folder / "s.jsonl", "--vacancies", files.folder / "v.jsonl"]
    assert command.main([*map(str, told), "--out", str(files.out)]) == 0
    assert files.out.read_bytes() == expected


def test_fields_beyond_the_contract_change_nothing(files):
    """Gender, ethnic group, commune of origin and results of tests may stand there: unread."""
    files.run("--explain")
    expected = files.out.read_bytes()
    for row, line in enumerate(files.seekers):
        own = {"gender": "FM"[row % 2], "ethnicity": "Tày", "riasec": "RIASEC"[row % 6]}
        files.seekers[row] = changed(line, **own, origin=f"LS{row}", health="poor")

    files.run("--explain")

    assert files.out.read_bytes() == expected


@pytest.mark.parametrize(
    "more", [["--top", "0"], ["--top", "x"], ["--for", "nobody"], ["--unknown"]]
)
def test_what_cannot_be_asked_ends_with_two(files, capsys, more):
    assert files.run(*more) == 2
    assert not files.out.exists()


def test_a_file_that_is_not_there_ends_with_two_and_leaves_the_old_answer(files, capsys):
    files.run()
    before = files.out.read_bytes()

    told = ["--seekers", str(files.folder / "none"), "--vacancies", str(files.folder / "v.jsonl")]
    assert command.main([*told, "--out", str(files.out)]) == 2

    assert "none: No such file" in capsys.readouterr().err
    assert files.out.read_bytes() == before


def test_the_answer_never_writes_over_what_it_reads(files, capsys):
    files.run()
    files.out = files.folder / "s.jsonl"

    assert files.run() == 2
    assert files.out.read_bytes().decode().splitlines() == files.seekers


def test_a_run_that_breaks_leaves_no_half_of_an_answer(files, monkeypatch):
    files.run()
    before = files.out.read_bytes()
    monkeypatch.setattr(command, "_told", lambda _parts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        files.run()

    assert files.out.read_bytes() == before
    assert sorted(one.name for one in files.folder.iterdir()) == [
        "out.jsonl",
        "s.jsonl",
        "v.jsonl",
    ]


def test_progress_is_for_terminals(files, monkeypatch, capsys):
    files.run()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(command, "SHOWN_EVERY", 10)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    files.run()

    assert "20 seekers read" in capsys.readouterr().err

"""No file brings the product down, and every row is taken over or explained.

A sample in turn through all kinds; ``./run bench roster --corpus`` reads the thousand.
"""

import random
import subprocess
import sys
from pathlib import Path

import pytest

import nhipcau
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.states import Verdict
from nhipcau.shared.tables import precheck
from nhipcau.shared.tables.reading import SENTENCES, FileRefused, read_tables
from tests.factories import csv_of
from tests.rosters import corpus
from tests.rosters.conftest import HEADER

SAMPLE = 115  # each kind twice, the slow ones once


def test_a_sample_of_the_corpus():
    problems = [corpus.look_at(file) for file in corpus.files(SAMPLE, heavy=1)]
    assert [one for one in problems if one] == []


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda chance: corpus.zip_bomb(chance), "bomb"),
        (lambda chance: corpus.far_cell(chance), "too_many_columns"),
        (lambda chance: corpus.far_row(chance), "too_many_rows"),
        (lambda chance: corpus.entities(chance), "strange_markup"),
        (lambda chance: corpus.outside_entity(chance), "strange_markup"),
        (lambda chance: corpus.nested(chance), "nested"),
        (lambda chance: corpus.climbing(chance), "strange_names"),
        (lambda chance: corpus.macros(chance), "macros"),
        (lambda chance: corpus.locked(chance), "locked"),
        (lambda chance: corpus.html(chance), "html"),
        (lambda chance: corpus.wide(chance), "too_many_columns"),
        (lambda chance: corpus.wide_text(chance), "too_many_columns"),
        (lambda chance: corpus.many_rows(chance), "too_many_rows"),
        (lambda chance: csv_of(HEADER, *corpus.people(chance, 5) * 5_100), "too_many_rows"),
        (lambda chance: corpus.document(chance), "word"),
        (lambda chance: b"", "empty"),
        (lambda chance: b"\x00" * 10_000, "empty"),
        (lambda chance: b"x" * 10_000_001, "too_large"),
    ],
)
def test_what_is_refused_says_why(make, code):
    with pytest.raises(FileRefused) as refusal:
        read_tables(make(random.Random(1)))
    assert refusal.value.code == code
    assert str(refusal.value)


@pytest.mark.parametrize("make", [corpus.rows_bomb, corpus.strings_bomb, corpus.zip_bomb])
def test_bombs_are_stopped_before_a_library_opens_them(make):
    with pytest.raises(precheck.Refused):
        precheck.check(make(random.Random(1)))


def test_a_workbook_that_lies_of_its_size_is_read():
    assert corpus.look_at(corpus.File("dimension", corpus.dimension(random.Random(1)))) == ""


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", corpus.SHEET])
def test_what_the_library_cannot_open_is_called_damaged(part):
    good = corpus.workbook([corpus.HEADER, *corpus.people(random.Random(1))])
    damaged = corpus.changed(good, lambda parts: parts.update({part: b"<worksheet><<<"}))
    with pytest.raises(FileRefused) as refusal:
        read_tables(damaged)
    assert refusal.value.code == "broken"


def test_every_refusal_has_a_sentence_that_can_be_said():
    for code in SENTENCES:
        assert "%(" not in str(FileRefused(code, "7"))


def run_in_child(program):
    source = str(Path(nhipcau.__file__).parents[1])
    start = f"import sys; sys.path.insert(0, {source!r}); from nhipcau.shared.tables import child;"
    return subprocess.run(
        [sys.executable, "-I", "-c", start + "import socket; child.give_up_rights();" + program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "program",
    [
        "socket.socket()",
        "open('/etc/passwd')",
        "open('/tmp/x', 'w')",
        "bytearray(600_000_000)",
    ],
)
def test_the_process_reaches_neither_network_nor_disk_nor_much_memory(program):
    done = run_in_child(program)
    assert done.returncode != 0
    assert "Error" in done.stderr


def test_a_process_that_dies_is_a_sentence(monkeypatch):
    monkeypatch.setattr(
        "nhipcau.shared.tables.reading._PROGRAM", "import os; os.abort(){source:.0}"
    )
    with pytest.raises(FileRefused) as refusal:
        read_tables(csv_of(HEADER))
    assert refusal.value.code == "too_heavy"


def test_the_sum_of_rows_is_the_rows_of_the_file(send):
    rows = [("Trường THPT",), HEADER, *corpus.people(random.Random(3), 30), ("", "Tổng cộng: 30")]
    rows.insert(10, (9, "Sai", "x", "y"))
    rows.insert(20, ("", "", "", ""))
    roster = send(*rows)
    assert roster.rows.count() == len(rows) - 1
    assert all(row.reasons for row in roster.rows.exclude(verdict=Verdict.NEW))


def test_a_refused_file_leaves_nothing(send):
    with pytest.raises(FileRefused):
        send(data=corpus.entities(random.Random(1)))
    assert not Roster.objects.exists()
    assert not RosterRow.objects.exists()


def test_a_file_name_is_only_a_name(send):
    roster = send(HEADER, name="..\\..\\<b>Lớp 12A1</b>\x00.xlsx")
    assert roster.file_name == "b .xlsx"

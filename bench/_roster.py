"""The lists, the clock and the bars. See ``roster.py``."""

import argparse
import collections
import io
import logging
import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path

import xlsxwriter
from django.db import connection
from django.utils import timezone

from bench._measuring import Backend, Counter
from bench._pages import circumstances, start_database, tell
from nhipcau.events.models import Session
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.people.models import YoungPerson
from nhipcau.rosters.models import RosterRow
from nhipcau.rosters.use_cases import discard, upload
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.tables import limits
from nhipcau.shared.tables.reading import read_tables
from nhipcau.shared.vietnamese.letters import encode_tcvn3, encode_vni
from tests.rosters import corpus

LONGEST_S = 10
MOST_MB = 256


def main():
    asked = arguments()
    logging.disable(logging.ERROR)
    sys.exit(0 if (read_corpus(asked) if asked.corpus else measure_lists(asked)) else 1)


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench roster")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--registrations", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args()


# --- 20,000 rows ---------------------------------------------------------------------------------


def measure_lists(asked):
    start_database(asked)
    tell(**{**circumstances(asked), "bench": "roster"})
    rows = people(asked.rows)
    lists = {
        "workbook": book(rows),
        "workbook in TCVN3": book([[encode_tcvn3(cell) for cell in row] for row in rows]),
        "CSV in VNI": csv([[encode_vni(cell) for cell in row] for row in rows]),
    }
    passed = [measure(name, data, asked) for name, data in lists.items()]
    return all(passed)


def people(count):
    """Invented people; every tenth is in the base already, every hundredth cannot be read."""
    chance = random.Random(7)
    known = list(
        YoungPerson.objects.order_by("pk").values_list("full_name", "birth_on", "phone")[
            : count // 10
        ]
    )
    made = [corpus.HEADER]
    for number, name in enumerate(corpus.names(count), start=1):
        phone = f"09{chance.randint(10_000_000, 99_999_999)}"
        born = (
            f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(2000, 2009)}"
        )
        if number % 10 == 0 and known:
            name, birth_on, whole = known.pop()
            phone, born = "0" + whole.removeprefix("+84"), f"{birth_on:%d/%m/%Y}"
        if number % 100 == 1:
            born = "2008"
        made.append([str(number), name, born, phone])
    return made


def book(rows):
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("Danh sách")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    made.close()
    return buffer.getvalue()


def csv(rows):
    return corpus.csv_text(rows).encode("latin-1")


def measure(name, data, asked):
    session = Session.objects.filter(event__state=EventState.OPEN).first()
    sender = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).first()
    sender = sender or Organisation.objects.first()
    backend, told = Backend(), []
    for _run in range(asked.runs):
        counter = Counter()
        reset_peak()
        with connection.execute_wrapper(counter), Watched() as child:
            started = time.perf_counter(), time.process_time(), backend.seconds()
            tables = read_tables(data)
            parsed = time.perf_counter()
            roster = upload(
                by=SYSTEM,
                at=timezone.now(),
                session=session,
                organisation=sender,
                tables=tables,
                file_name=name,
            )
            ended = time.perf_counter()
        told.append(
            {
                "wall_s": ended - started[0],
                "reading_s": parsed - started[0],
                "cpu_python_s": time.process_time() - started[1],
                "cpu_postgres_s": backend.seconds() - started[2],
                "peak_child_mb": child.peak_mb,
                "peak_parent_mb": peak_mb("self"),
                "sql": counter.count,
            }
        )
        rows = RosterRow.objects.filter(roster=roster)
        verdicts = collections.Counter(rows.values_list("verdict", flat=True))
        discard(by=SYSTEM, at=timezone.now(), roster=roster)
    median = {key: round(statistics.median(one[key] for one in told), 2) for key in told[0]}
    worst = {key: max(one[key] for one in told) for key in told[0]}
    passed = (
        worst["wall_s"] < LONGEST_S
        and max(worst["peak_child_mb"], worst["peak_parent_mb"]) <= MOST_MB
        and sum(verdicts.values()) == asked.rows + 1
    )
    tell(list=name, rows=asked.rows, bytes=len(data), **median, verdicts=verdicts, passed=passed)
    return passed


class Watched:
    """The largest memory of any child that reads a file, looked at every few milliseconds."""

    def __enter__(self):
        self.peak_mb, self.is_over = 0.0, False
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_problem):
        self.is_over = True
        self.thread.join()

    def watch(self):
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        while not self.is_over:
            for pid in children.read_text().split() if children.exists() else ():
                try:
                    if b"shared.tables.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        self.peak_mb = max(self.peak_mb, peak_mb(pid))
                except OSError:
                    continue
            time.sleep(0.004)


def peak_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def reset_peak():
    """So that the peak told is of reading a list, not of making one."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


# --- a thousand files ----------------------------------------------------------------------------


def read_corpus(asked):
    kinds, problems, slowest, refused = collections.Counter(), [], (0.0, ""), 0
    peak = 0.0
    started = time.perf_counter()
    for file in corpus.files(asked.files, asked.seed):
        began = time.perf_counter()
        try:
            with Watched() as child:
                problem = corpus.look_at(file)
        except Exception as error:  # whatever escapes is what is measured
            problem = f"{file.kind}: {type(error).__name__} escaped"
        kinds[file.kind] += 1
        peak = max(peak, child.peak_mb)
        slowest = max(slowest, (round(time.perf_counter() - began, 2), file.kind))
        refused += file.people is None
        problems += [problem] if problem else []
    tell(
        corpus=sum(kinds.values()),
        kinds=len(kinds),
        messy=sum(kinds.values()) - refused,
        hostile=refused,
        seconds=round(time.perf_counter() - started, 1),
        slowest=slowest,
        peak_child_mb=peak,
        limit_mb=limits.MEMORY_BYTES // 1024 // 1024,
        problems=problems,
        passed=not problems and slowest[0] <= LONGEST_S,
    )
    return not problems and slowest[0] <= LONGEST_S

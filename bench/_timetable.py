"""Measuring timetables. See ``timetable.py``."""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numba
import numpy as np

from bench._made_up_fair import MODES, Fair
from bench._timetable_cp_sat import by_cp_sat
from nhipcau.algorithms.timetabling import greedy
from nhipcau.algorithms.timetabling.board import empty_board
from nhipcau.algorithms.timetabling.case import what_stands
from nhipcau.algorithms.timetabling.checking import check
from nhipcau.algorithms.timetabling.making import case_from
from nhipcau.algorithms.timetabling.solve import solve

SIZES = ((5_000, 200, 24), (20_000, 500, 24))
SMALL = (500, 40, 16)
BARS = {"none": 2.0, "hour": 5.0, "ragged": 15.0}
MOST_GAP, MOST_MB, REPAIR = 0.0001, 1024, 1.0


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./run bench timetable")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--seekers", type=int, help="only the fair of so many")
    parser.add_argument("--mode", choices=MODES, help="only with these windows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cp-sat", type=float, default=60.0, help="seconds; 0: not at all")
    parser.add_argument("--no-command", action="store_true", help="only inside this process")
    asked = parser.parse_args()
    tell(
        bench="timetable",
        python=platform.python_version(),
        numba=numba.__version__,
        processors=os.cpu_count(),
        load=os.getloadavg(),
        data=f"made up by bench/_made_up_fair.py, seed {asked.seed}",
    )
    warm_up()
    held = {}
    modes = (asked.mode,) if asked.mode else MODES
    for size in ((500, 40, 16), (1_000, 60, 16)) if asked.quick else SIZES:
        if asked.seekers not in (None, size[0]):
            continue
        fair = Fair(*size, asked.seed)
        for mode in modes:
            for goal in ("weight", "fair"):
                told = fair.case(mode, goal)
                name = f"{' x '.join(map(str, size))} {mode} {goal}"
                held |= one_case(told, mode, name, asked.times)
                if mode == "ragged" or goal == "fair":
                    held |= repairs(told, name)
        if not asked.no_command:
            for mode in modes:
                as_a_command(fair.case(mode), f"{' x '.join(map(str, size))} {mode} weight")
    held["peak_mb"] = peak_mb() <= MOST_MB
    tell(memory="this process, with cases as plain values", peak_mb=peak_mb(), bar=MOST_MB)
    if asked.cp_sat:
        small = Fair(*SMALL, asked.seed)
        for mode in modes:
            against_cp_sat(small.case(mode), f"{' x '.join(map(str, SMALL))} {mode}", asked.cp_sat)
    missed = [name for name, is_held in held.items() if not is_held]
    tell(bars={**BARS, "gap": MOST_GAP, "mb": MOST_MB, "repair_s": REPAIR}, missed=missed)
    sys.exit(1 if missed and not asked.quick else 0)


def clocked(work):
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def warm_up():
    """Whatever is compiled is compiled or loaded before anything is measured."""
    told = Fair(300, 12, 12, seed=0).case("ragged", "fair")
    _found, spent = clocked(lambda: solve(case_from(told)))
    tell(step="compile, or load what was compiled before", cpu_s=round(spent, 2))


def one_case(told, mode, name, times):
    case, reading = clocked(lambda: case_from(told))
    runs = [clocked(lambda: solve(case)) for _time in range(times)]
    timetable = runs[0][0]
    _nothing, checking = clocked(lambda: check(case, timetable))
    cpu = statistics.median(spent for _found, spent in runs)
    tell(
        case=name,
        objective=timetable.objective._asdict(),
        bound=timetable.bound._asdict(),
        exact=timetable.exact,
        gap=round(timetable.gap, 8),
        cpu_s=round(cpu, 2),
        cpu_s_each=[round(spent, 2) for _found, spent in runs],
        bar=BARS[mode],
        case_from_values_cpu_s=round(reading, 2),
        check_cpu_s=round(checking, 2),
        peak_mb=peak_mb(),
        load=os.getloadavg()[0],
    )
    for way, its in plain_ways(case).items():
        covered, weight = its
        tell(
            case=name,
            baseline=way,
            covered=covered,
            weight=weight,
            below_ours=round(1 - weight / timetable.objective.weight, 4),
            fewer_people=timetable.objective.covered - covered,
        )
    is_good = timetable.exact if mode != "ragged" else timetable.gap <= MOST_GAP
    return {f"{name}: cpu": cpu <= BARS[mode], f"{name}: gap": is_good}


def plain_ways(case):
    """What is done without a plan: whoever comes first, or the heaviest first."""
    in_line = np.random.default_rng(7).permutation(case.seekers)
    turn = np.argsort(in_line)[case.pair_seeker]
    ways = {
        "heaviest first": np.argsort(-case.weight, kind="stable"),
        "first come first served": np.lexsort((-case.weight, turn)),
    }
    found = {}
    for way, order in ways.items():
        board = empty_board(case, what_stands(case))
        greedy.fill(board, order)
        found[way] = int((board.placed > 0).sum()), int(case.weight[board.slot >= 0].sum())
    return found


# --- the day -------------------------------------------------------------------------------------


def published(told):
    case = case_from(told)
    slot = solve(case).slot
    return [
        {
            "seeker": case.seeker_ids[case.pair_seeker[pair]],
            "employer": case.employer_ids[case.pair_employer[pair]],
            "slot": int(slot[pair]),
        }
        for pair in np.flatnonzero(slot >= 0)
    ]


def repairs(told, name):
    told = {**told, "published": published(told)}
    held = {}
    for what, happens in (
        ("nothing", lambda its: its),
        ("one cancellation", cancellation),
        ("a bus is two hours late", late_bus),
        ("one interviewer is missing", missing_interviewer),
        ("a booth leaves at noon", gone_at_noon),
    ):
        case = case_from(happens(told))
        solve(case)
        timetable, spent = clocked(lambda case=case: solve(case))
        check(case, timetable)
        tell(
            case=name,
            repair=what,
            kept=timetable.kept,
            kept_bound=timetable.kept_bound,
            moved=timetable.moved,
            dropped=timetable.dropped,
            objective=timetable.objective._asdict(),
            exact=timetable.exact,
            gap=round(timetable.gap, 8),
            cpu_s=round(spent, 3),
            bar=REPAIR if what == "one cancellation" else None,
        )
        if what == "one cancellation":
            held[f"{name}: repair"] = spent <= REPAIR
        held[f"{name}, {what}: kept"] = timetable.kept == timetable.kept_bound
    return held


def cancellation(told):
    who = random.Random(1).choice(told["published"])["seeker"]
    return {
        **told,
        "seekers": [one for one in told["seekers"] if one["id"] != who],
        "pairs": [one for one in told["pairs"] if one["seeker"] != who],
    }


def late_bus(told):
    first = len(told["seekers"]) // 3
    seekers = list(told["seekers"])
    for row in range(first, first + 40):
        its = seekers[row]
        seekers[row] = {**its, "available": "0" * 8 + its["available"][8:]}
    return {**told, "seekers": seekers}


def _busiest(told):
    return max(range(len(told["employers"])), key=lambda at: sum(_desks(told, at)))


def _desks(told, at):
    return told["employers"][at]["interviewers"]


def _with_desks(told, at, desks):
    employers = list(told["employers"])
    employers[at] = {**employers[at], "interviewers": desks}
    return {**told, "employers": employers}


def missing_interviewer(told):
    at = _busiest(told)
    return _with_desks(told, at, [max(0, one - 1) for one in _desks(told, at)])


def gone_at_noon(told):
    at, half = _busiest(told), told["slots"] // 2
    return _with_desks(told, at, _desks(told, at)[:half] + [0] * (told["slots"] - half))


# --- from outside --------------------------------------------------------------------------------


def as_a_command(told, name):
    """The command in a process of its own: start, reading, everything, writing."""
    with tempfile.TemporaryDirectory() as folder:
        case, answer = Path(folder, "case.json"), Path(folder, "answer.json")
        case.write_text(json.dumps(told))
        command("timetable, whole command", name, case, answer)
        case.write_text(
            json.dumps(
                cancellation({**told, "published": json.loads(answer.read_text())["interviews"]})
            )
        )
        command("timetable, whole command, one cancellation", name, case, answer)


# A child is told the memory of whoever started it as its own, so that is a small process.
STARTER = """
import json, os, sys, time
started = time.monotonic()
quiet = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
its = [sys.executable, *sys.argv[1:]]
child = os.posix_spawn(its[0], its, os.environ, file_actions=quiet)
_child, status, used = os.wait4(child, 0)
print(json.dumps({
    "status": os.waitstatus_to_exitcode(status),
    "cpu_s": round(used.ru_utime + used.ru_stime, 2),
    "wall_s": round(time.monotonic() - started, 2),
    "peak_mb": used.ru_maxrss // 1024,
}))
"""


def command(what, name, case, answer):
    its = ["-m", "nhipcau.algorithms", "timetable", str(case), "--out", str(answer)]
    ended = subprocess.run(
        [sys.executable, "-c", STARTER, *its], capture_output=True, check=True, text=True
    )
    tell(command=what, case=name, **json.loads(ended.stdout))


def against_cp_sat(told, name, seconds):
    case = case_from(told)
    timetable, spent = clocked(lambda: solve(case))
    check(case, timetable)
    tell(
        case=name,
        objective=timetable.objective.weight,
        bound=timetable.bound.weight,
        exact=timetable.exact,
        gap=round(timetable.gap, 6),
        cpu_s=round(spent, 3),
    )
    found, bound, used, mb = by_cp_sat(case, seconds)
    tell(
        case=name,
        baseline="CP-SAT, full model",
        objective=found,
        bound=bound,
        below_ours=round(1 - found / timetable.objective.weight, 5),
        bound_above_ours=round(bound / timetable.objective.weight - 1, 5),
        cpu_s=round(used, 1),
        peak_mb=mb,
    )

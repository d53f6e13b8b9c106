"""Measuring matching. See ``matching.py``."""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np

from bench._made_up_market import Market
from bench._matching_sql import Baseline
from nhipcau.algorithms.compiling import compiled
from nhipcau.algorithms.matching.criteria import VERSION_1
from nhipcau.algorithms.matching.engine import Kernel
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.lists import StoredLists

TOP = 10
PEOPLE, JOBS = 50_000, 5_000
BARS = {"cpu_s": 0.5, "times_postgresql": 150, "growth": 2.5, "change_ms": 3.0, "peak_mb": 300}
TIMES = 3


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./run bench matching")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--sample", type=int, default=500, help="people asked of PostgreSQL")
    asked = parser.parse_args()
    tenth = 10 if asked.quick else 1
    tell(
        bench="matching",
        python=platform.python_version(),
        numba=numba.__version__,
        processors=os.cpu_count(),
        load=os.getloadavg(),
        data="made up by bench/_made_up_market.py, seed 1",
    )
    warm_up()
    seekers, vacancies = Market(1).made(PEOPLE // tenth, JOBS // tenth)
    once = full_run(seekers, vacancies, "reference", others=True)
    peak = once["peak_mb"]
    found = {"cpu_s": once["cpu_s"] <= BARS["cpu_s"], "peak_mb": peak <= BARS["peak_mb"]}
    found["change_ms"] = changes(seekers, vacancies)
    found["times_postgresql"] = against_postgresql(seekers, vacancies, once, asked.sample)
    del seekers, vacancies
    for times in (2, 4):
        more = full_run(
            *Market(1).made(PEOPLE * times // tenth, JOBS * times // tenth), f"x{times}"
        )
        growth = more["us_each"] / once["us_each"]
        tell(growth=f"x{times} on both sides", per_seeker=round(growth, 2), bar=BARS["growth"])
    found["growth"] = growth <= BARS["growth"]
    if asked.million:
        a_million(1_000_000 // tenth, 2_000)
    tell(bars=BARS, held=found)
    sys.exit(0 if asked.quick or all(found.values()) else 1)


def clocked(work):
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def warm_up():
    """Whatever is compiled is compiled or loaded before anything is measured."""
    seekers, vacancies = Market(0).made(60, 60)
    lists = StoredLists(Index(seekers, vacancies), TOP)
    lists.put_vacancy(replace(vacancies[0], wage_max=vacancies[0].wage_max + 1))
    lists.put_vacancy(replace(vacancies[0], text="khác"))
    lists.close_vacancy(vacancies[1].id)
    lists.refresh()
    lists.index.for_vacancy(vacancies[2].id)
    lists.index.for_seeker(seekers[2].id)
    touch(np.zeros(4, dtype=np.uint8), np.zeros(4, dtype=np.uint8))


@compiled
def touch(people, jobs):
    """One comparison for every pair: what no method that looks at every pair can be below."""
    count = 0
    for one in people:
        for other in jobs:
            count += one >= other
    return count


def full_run(seekers, vacancies, name, *, others=False):
    by_id = {one.id: one for one in seekers}, {one.id: one for one in vacancies}
    kernel, prepared = clocked(lambda: Kernel(*by_id, VERSION_1))
    kernel.board.view()
    order = kernel.rows_in_good_order()
    runs = [clocked(lambda: kernel.best_of_rows(order, TOP))[1] for _time in range(TIMES)]
    people = np.array([one.education for one in seekers], dtype=np.uint8)
    jobs = np.array([one.education_min for one in vacancies], dtype=np.uint8)
    touching = min(clocked(lambda: touch(people, jobs))[1] for _time in range(TIMES))
    cpu = statistics.median(runs)
    told = {
        "run": f"seekers to vacancies, {name}",
        "seekers": len(seekers),
        "vacancies": len(vacancies),
        "cpu_s": round(cpu, 3),
        "cpu_s_least": round(min(runs), 3),
        "us_each": round(cpu / len(seekers) * 1e6, 2),
        "touch_all_pairs_s": round(touching, 4),
        "times_touching": round(cpu / touching, 1),
        "prepare_cpu_s": round(prepared, 2),
        "load": os.getloadavg()[0],
    }
    tell(**told)
    if others:
        tell(memory="records, index, a full run", peak_mb=peak_mb(), bar=BARS["peak_mb"])
        told["peak_mb"] = peak_mb()
        rows = list(kernel.board.rows.values())
        back = [clocked(lambda: kernel.mirror.best(rows, TOP))[1] for _time in range(TIMES)]
        tell(run=f"vacancies to seekers, {name}", cpu_s=round(statistics.median(back), 3))
        tell(memory="with a full run both ways", peak_mb=peak_mb())
        del kernel
        index = Index(seekers, vacancies)
        one_question(
            index.for_seeker, [one.id for one in seekers[:1000]], "one seeker, with parts"
        )
        one_question(
            index.for_vacancy, [one.id for one in vacancies[:300]], "one vacancy, with parts"
        )
    return told


def one_question(ask, ids, name):
    spent = sorted(clocked(lambda one=one: ask(one, TOP))[1] * 1000 for one in ids)
    p95 = spent[int(len(spent) * 0.95)]
    tell(question=name, cpu_ms_p50=round(spent[len(spent) // 2], 3), cpu_ms_p95=round(p95, 3))


def changes(seekers, vacancies):
    """One vacancy at a time; the lists are those of a full run afterwards, which is checked."""
    lists, held = StoredLists(Index(seekers, vacancies), TOP), True
    live = {one.id: one for one in vacancies}
    some = vacancies[: min(200, len(vacancies) // 8)]

    def put(one):
        live[one.id] = one
        return lists.put_vacancy(one)

    def close(one):
        del live[one.id]
        return lists.close_vacancy(one.id)

    kinds = {
        "wage or place changed": lambda one: put(
            replace(one, wage_max=one.wage_max + 300, place=some[0].place, kind=some[0].kind)
        ),
        "words changed": lambda one: put(replace(one, text=one.text + " thử việc hai tháng")),
        "added": lambda one: put(replace(one, id=f"n{one.id}")),
        "closed": lambda one: close(live[f"n{one.id}"]),
    }
    for kind, change in kinds.items():
        change(some[0]) if kind != "closed" else None
        spent = [clocked(lambda one=one, how=change: how(one)) for one in some[1:]]
        named = sum(len(told) for told, _seconds in spent) / len(spent)
        median = statistics.median(seconds for _told, seconds in spent) * 1000
        _told, settling = clocked(lists.refresh)
        tell(
            change=kind,
            cpu_ms_p50=round(median, 2),
            lists_named=round(named),
            then_all_lists_settled_cpu_s=round(settling, 3),
            bar=BARS["change_ms"],
            load=os.getloadavg()[0],
        )
        held = held and median <= BARS["change_ms"]
    full = dict(Index(seekers, live.values()).for_all_seekers(TOP))
    wrong = sum(lists.of(one.id) != full[one.id] for one in seekers)
    tell(check="lists after all these changes against a full run", wrong=wrong)
    return held and not wrong


def against_postgresql(seekers, vacancies, once, sample):
    step = max(1, len(seekers) // sample)
    some = seekers[::step]
    truth = Index(some, vacancies)
    exact = {one.id: {its.id for its in truth.for_seeker(one.id, TOP)} for one in some}
    root = Path(__file__).resolve().parents[1]
    var = Path(os.environ.get("NHIPCAU_VAR") or root / ".var").absolute()
    with Baseline(var / "bench-matching" / "postgres", vacancies) as baseline:
        before = baseline.seconds()
        found = {one.id: baseline.best(one, TOP) for one in some}
        spent = baseline.seconds() - before
    scaled = spent / len(some) * len(seekers)
    there = sum(len(its & found[one]) for one, its in exact.items())
    tell(
        baseline="PostgreSQL, GIN on folded words, hard rules and score in SQL",
        sampled_seekers=len(some),
        cpu_s_sample=round(spent, 2),
        cpu_s_scaled_to_all=round(scaled, 1),
        of_the_true_lists=round(there / max(1, sum(map(len, exact.values()))), 3),
        times_slower=round(scaled / once["cpu_s"]),
        bar=BARS["times_postgresql"],
    )
    return scaled / once["cpu_s"] >= BARS["times_postgresql"]


def a_million(vacancies, seekers):
    """Some hundred thousand different ones, written down again with other ids and wages."""
    market, distinct = Market(2), min(100_000, vacancies)
    people, jobs = market.made(seekers, distinct)
    jobs += [
        replace(jobs[number % distinct], id=f"v{number:07d}", start_in=number % 90)
        for number in range(distinct, vacancies)
    ]
    before = peak_mb()
    by_id = {one.id: one for one in people}, {one.id: one for one in jobs}
    kernel, prepared = clocked(lambda: Kernel(*by_id, VERSION_1))
    view, viewed = clocked(kernel.board.view)
    size = sum(table.nbytes for table in view if isinstance(table, np.ndarray))
    order = kernel.rows_in_good_order()
    kernel.best_of_rows(order[:10], TOP)
    _best, spent = clocked(lambda: kernel.best_of_rows(order, TOP))
    tell(
        million=f"{distinct:,} different ones, repeated with other ids and days",
        vacancies=len(jobs),
        sampled_seekers=seekers,
        board_mb=round(size / 1e6, 1),
        process_peak_mb=peak_mb(),
        of_that_records_mb=before,
        prepare_cpu_s=round(prepared, 1),
        view_cpu_s=round(viewed, 2),
        us_each_seeker=round(spent / seekers * 1e6),
    )

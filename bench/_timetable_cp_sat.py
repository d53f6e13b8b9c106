"""The full model in CP-SAT: one yes or no for each pair and slot. In a process of its own."""

import multiprocessing
import resource

import numpy as np


def by_cp_sat(case, seconds):
    """Weight, bound, processor seconds and megabytes; 0 as weight when it found nothing."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_solve, args=(there, case, seconds))
    child.start()
    there.close()
    found = here.recv()
    child.join()
    return found


def _solve(pipe, case, seconds):
    from ortools.sat.python import cp_model  # noqa: PLC0415 - only this process is to hold it

    model = cp_model.CpModel()
    there = case.free[case.pair_seeker] & (case.desks[case.pair_employer] > 0)
    pairs, slots = np.nonzero(there)
    chosen = [model.new_bool_var("") for _cell in pairs]
    people, booths = case.pair_seeker[pairs], case.pair_employer[pairs]
    rules = (
        (pairs, lambda _key: 1),
        (people * case.slots + slots, lambda _key: 1),
        (people, lambda key: int(case.most[key])),
        (
            booths * case.slots + slots,
            lambda key: int(case.desks[key // case.slots, key % case.slots]),
        ),
    )
    for keys, most in rules:
        order = np.argsort(keys, kind="stable")
        names, starts = np.unique(keys[order], return_index=True)
        for name, rows in zip(names, np.split(order, starts[1:]), strict=True):
            if len(rows) > most(name):
                model.add(sum(chosen[row] for row in rows) <= most(name))
    model.maximize(
        sum(weight * one for weight, one in zip(case.weight[pairs].tolist(), chosen, strict=True))
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.solve(model)
    used = resource.getrusage(resource.RUSAGE_SELF)
    pipe.send(
        (
            round(solver.objective_value),
            round(solver.best_objective_bound),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss // 1024,
        )
    )

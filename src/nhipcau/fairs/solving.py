"""A timetable is computed. Run by the job worker, between transactions: no row is held meanwhile.

What the solver says is checked again by itself (``checking``) before anything is kept.
"""

import logging
import time
from datetime import datetime
from typing import Any

import numpy as np

from nhipcau.algorithms.timetabling.case import Case
from nhipcau.algorithms.timetabling.checking import check
from nhipcau.algorithms.timetabling.making import CaseFault, case_from
from nhipcau.algorithms.timetabling.solve import Reached, Timetable, solve
from nhipcau.algorithms.timetabling.values import TooLarge
from nhipcau.fairs import use_cases
from nhipcau.fairs.details import Found

logger = logging.getLogger(__name__)
TELL_EVERY_S = 1.0


def solve_next(*, by: Any, at: datetime) -> bool:
    """Compute the timetable that waits longest; whether there was any.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    timetable = use_cases.take_asked(by=by, at=at)
    if timetable is None:
        return False
    began = last = time.monotonic()

    def show(reached: Reached) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= TELL_EVERY_S:
            last = now
            use_cases.note_progress(
                by=by,
                at=at,
                timetable=timetable,
                step=reached.step,
                weight=reached.weight,
                bound=reached.bound,
            )

    try:
        case = case_from(timetable.case["told"])
        answer = solve(case, float(timetable.seconds_most), show)
        check(case, answer)
    except (CaseFault, TooLarge) as problem:
        use_cases.give_up(by=by, at=at, timetable=timetable, problem=str(problem))
        return True
    except Exception as problem:
        logger.exception("timetable %s failed", timetable.pk)
        use_cases.give_up(by=by, at=at, timetable=timetable, problem=type(problem).__name__)
        return True
    found = found_in(case, answer, seconds=time.monotonic() - began)
    use_cases.keep_found(by=by, at=at, timetable=timetable, found=found)
    return True


def found_in(case: Case, answer: Timetable, *, seconds: float) -> Found:
    """The answer in plain values; the prices that prove its bound with it."""
    pairs = np.flatnonzero(answer.slot >= 0)
    proof = answer.proof
    return Found(
        interviews=tuple(
            (int(case.seeker_ids[who]), int(case.employer_ids[where]), int(slot))
            for who, where, slot in zip(
                case.pair_seeker[pairs].tolist(),
                case.pair_employer[pairs].tolist(),
                answer.slot[pairs].tolist(),
                strict=True,
            )
        ),
        covered=answer.objective.covered,
        weight=answer.objective.weight,
        bound_covered=answer.bound.covered,
        bound_weight=answer.bound.weight,
        is_exact=answer.exact,
        kept=answer.kept,
        moved=answer.moved,
        dropped=answer.dropped,
        seconds=round(seconds, 3),
        proof={
            "scale": int(proof.scale),
            "price": proof.price.tolist(),
            "time": None if proof.time is None else proof.time.tolist(),
        },
    )

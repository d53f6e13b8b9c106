"""``nhipcau timetable``: the interviews of a fair, from a case in a file to an answer in one."""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nhipcau.algorithms.timetabling.case import Case
from nhipcau.algorithms.timetabling.checking import check
from nhipcau.algorithms.timetabling.reading import BadFile, read_case
from nhipcau.algorithms.timetabling.solve import Reached, Timetable, solve
from nhipcau.algorithms.timetabling.values import TooLarge
from nhipcau.algorithms.whole_files import check_out, whole_file

DONE, COULD_NOT_RUN, INTERRUPTED = 0, 2, 130
MOST_SECONDS = 86_400.0


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0, 2 when the case is none or nothing can be written, 130 by Ctrl-C."""
    began = time.monotonic()
    try:
        asked = _asked(arguments)
    except SystemExit as left:  # of argparse: 0 after --help
        return COULD_NOT_RUN if left.code else DONE
    try:
        check_out(asked.out, [asked.case])
        case = read_case(asked.case)
        left_over = asked.seconds - (time.monotonic() - began)
        timetable = solve(case, max(0.0, left_over), _progress(began))
        check(case, timetable)
        _clear()
        with whole_file(asked.out) as out:
            json.dump(_told(case, timetable, time.monotonic() - began), out, ensure_ascii=False)
            out.write("\n")
    except (BadFile, TooLarge) as error:
        _clear()
        print(f"nhipcau timetable: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        _clear()
        print("nhipcau timetable: interrupted, nothing is written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return COULD_NOT_RUN
    except OSError as error:
        _clear()
        named = f"{error.filename}: " if error.filename else ""
        print(f"nhipcau timetable: {named}{error.strerror or error}", file=sys.stderr)
        return COULD_NOT_RUN
    print(_summary(timetable), file=sys.stderr)
    return DONE


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nhipcau timetable", description=__doc__)
    parser.add_argument("case", metavar="CASE.json")
    parser.add_argument("--out", required=True, metavar="ANSWER.json")
    parser.add_argument(
        "--seconds", type=_seconds, default=60.0, help="the best answer and bound by then (60)"
    )
    return parser.parse_args(list(arguments))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(
            "a number of seconds above 0, at most a day, is asked for"
        )
    return seconds


def _told(case: Case, timetable: Timetable, seconds: float) -> dict[str, Any]:
    """The answer as it stands in the file."""
    pairs = np.flatnonzero(timetable.slot >= 0)
    rows = zip(
        case.pair_seeker[pairs].tolist(),
        case.pair_employer[pairs].tolist(),
        timetable.slot[pairs].tolist(),
        strict=True,
    )
    told: dict[str, Any] = {
        "interviews": [
            {"seeker": case.seeker_ids[who], "employer": case.employer_ids[at], "slot": slot}
            for who, at, slot in rows
        ],
        "objective": timetable.objective._asdict(),
        "bound": timetable.bound._asdict(),
        "exact": timetable.exact,
        "gap": timetable.gap,
    }
    if timetable.kept is not None:
        told |= {
            "kept": timetable.kept,
            "moved": timetable.moved,
            "dropped": timetable.dropped,
            "kept_bound": timetable.kept_bound,
        }
    return told | {"seconds": round(seconds, 3)}


# --- progress ------------------------------------------------------------------------------------


def _progress(began: float) -> Callable[[Reached], None]:
    """Lines on standard error: one that changes on a screen, one each second elsewhere."""
    on_screen = sys.stderr.isatty()
    last = began

    def show(reached: Reached) -> None:
        nonlocal last
        now = time.monotonic()
        if not on_screen and now - last < 1.0:
            return
        last = now
        told = f"{now - began:7.1f} s  {reached.step}"
        if reached.weight is not None:
            told += f"  weight {reached.weight:,}"
        if reached.bound is not None:
            told += f"  bound {reached.bound:,}"
        if reached.weight is not None and reached.bound:
            told += f"  gap {max(0, reached.bound - reached.weight) / reached.bound:.4%}"
        print(
            f"\r\033[K{told}" if on_screen else told,
            end="" if on_screen else "\n",
            file=sys.stderr,
        )
        sys.stderr.flush()

    return show


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _summary(timetable: Timetable) -> str:
    objective = timetable.objective
    told = f"{int((timetable.slot >= 0).sum()):,} interviews of {objective.covered:,} seekers"
    told += f", weight {objective.weight:,}, "
    told += "nothing is better" if timetable.exact else f"bound {timetable.bound.weight:,}"
    if timetable.kept is not None:
        told += f"; kept {timetable.kept:,}, moved {timetable.moved:,}"
        told += f", dropped {timetable.dropped:,}"
    return told

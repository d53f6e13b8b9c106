"""``nhipcau match``: the best vacancies for each seeker, or the reverse, from files to a file."""

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from nhipcau.algorithms.matching.criteria import Parts
from nhipcau.algorithms.matching.index import Index, Scored
from nhipcau.algorithms.matching.reading import BadLine, read_records
from nhipcau.algorithms.matching.records import seeker_from, vacancy_from
from nhipcau.algorithms.whole_files import check_out, whole_file

DONE, SOME_BAD, COULD_NOT_RUN = 0, 1, 2
AT_ONCE = 1_000  # answers whose parts are computed together
SHOWN_EVERY = 1_000


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0, 1 when a line was bad, 2 when it could not run."""
    try:
        asked = _asked(arguments)
    except SystemExit as left:  # of argparse: 0 after --help
        return COULD_NOT_RUN if left.code else DONE
    bad: list[BadLine] = []

    def name_bad(line: BadLine) -> None:
        bad.append(line)
        _clear()
        print(line, file=sys.stderr, flush=True)

    try:
        check_out(asked.out, [asked.seekers, asked.vacancies])
        seekers = read_records(asked.seekers, seeker_from, name_bad, _progress("seekers read"))
        vacancies = read_records(
            asked.vacancies, vacancy_from, name_bad, _progress("vacancies read")
        )
        with whole_file(asked.out) as out:
            _write(out, Index(seekers, vacancies), asked)
    except BrokenPipeError:
        return COULD_NOT_RUN
    except OSError as error:
        _clear()
        named = f"{error.filename}: " if error.filename else ""
        print(f"nhipcau match: {named}{error.strerror or error}", file=sys.stderr)
        return COULD_NOT_RUN
    _clear()
    return SOME_BAD if bad else DONE


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nhipcau match", description=__doc__)
    parser.add_argument("--seekers", required=True, metavar="S.jsonl")
    parser.add_argument("--vacancies", required=True, metavar="V.jsonl")
    parser.add_argument("--top", type=_count, default=10, help="how many for each (10)")
    parser.add_argument("--for", dest="side", choices=("seekers", "vacancies"), default="seekers")
    parser.add_argument("--explain", action="store_true", help="the eight parts of each score")
    parser.add_argument("--out", required=True, metavar="OUT.jsonl")
    return parser.parse_args(list(arguments))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 1,000,000 is asked for")
    return int(text)


def _write(out: TextIO, index: Index, asked: argparse.Namespace) -> None:
    for_seekers = asked.side == "seekers"
    every = index.for_all_seekers if for_seekers else index.for_all_vacancies
    one, other = ("seeker", "vacancy") if for_seekers else ("vacancy", "seeker")
    names = {record: json.dumps(record, ensure_ascii=False) for record in index.seekers}
    names |= {record: json.dumps(record, ensure_ascii=False) for record in index.vacancies}
    show, written = _progress(f"{asked.side} matched"), 0
    answers = every(asked.top)
    while some := list(itertools.islice(answers, AT_ONCE)):
        parts = _parts(index, some, for_seekers=for_seekers) if asked.explain else None
        for record, found in some:
            matches = [
                f'{{"{other}": {names[its_id]}, "score": {score}{_told(parts)}}}'
                for its_id, score in found
            ]
            out.write(f'{{"{one}": {names[record]}, "matches": [{", ".join(matches)}]}}\n')
        written += len(some)
        show(written)


def _parts(
    index: Index, some: list[tuple[str, list[Scored]]], *, for_seekers: bool
) -> Iterator[Parts]:
    pairs = [(one, other) for one, found in some for other, _score in found]
    return iter(index.parts_of_pairs(pairs if for_seekers else [(b, a) for a, b in pairs]))


def _told(parts: Iterator[Parts] | None) -> str:
    return f', "parts": {json.dumps(next(parts)._asdict())}' if parts else ""


# --- progress ------------------------------------------------------------------------------------


def _progress(what: str) -> Callable[[int], None]:
    if not sys.stderr.isatty():
        return lambda _count: None

    def show(count: int) -> None:
        if count % SHOWN_EVERY == 0:
            print(f"\r\033[K{count:,} {what}", end="", file=sys.stderr, flush=True)

    return show


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)

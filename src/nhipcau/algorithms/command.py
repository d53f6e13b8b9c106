"""The command ``nhipcau``: one word for what is to be done, then its own arguments."""

import importlib
import sys
from collections.abc import Sequence

# Each is loaded when it is asked for: a timetable need not wait for the compiler of matching.
COMMANDS = {
    "match": "nhipcau.algorithms.matching.command",
    "timetable": "nhipcau.algorithms.timetabling.command",
}
USAGE = "usage: nhipcau match | timetable [arguments]; --help after either says more"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 when a row was refused, 2 when it could not run."""
    name, *rest = list(sys.argv[1:] if arguments is None else arguments) or [""]
    if name in ("-h", "--help"):
        print(USAGE)
        return 0
    if name not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 2
    return int(importlib.import_module(COMMANDS[name]).main(rest))

"""The widest tests run in parts, a part a day: a change must not wait for half an hour.

``./run test`` takes today's part; ``NHIPCAU_TODAY=all ./run test`` takes everything, and so does
pytest started by hand. What was left out is said at the end of the run.
"""

import datetime as dt
import os

IS_WHOLE = os.environ.get("NHIPCAU_TODAY") != "share"
DAY = dt.datetime.now(dt.UTC).date().toordinal()
FAULTS, PAGES, PRINCIPALS, DAYS = 240, 12, 8, 6  # one in so many
VIEWS, COSTS, LANGUAGES = 3, 4, 4


def part(items, one_in):
    """Those of ``items`` whose turn it is; after ``one_in`` days each had its turn."""
    return list(items) if IS_WHOLE else list(items)[DAY % one_in :: one_in]


def is_turn_of(number, one_in):
    return IS_WHOLE or number % one_in == DAY % one_in


def told():
    """What ran in parts, in words; nothing when everything ran."""
    if IS_WHOLE:
        return []
    return [
        f"one in {FAULTS} of the faults was put in",
        f"one page in {VIEWS} was looked at in a browser,"
        f" one in {PAGES} in English, dark and wide as well",
        f"the statements of one page in {COSTS} were counted",
        f"one page in {LANGUAGES} was read for words of the other language",
        f"the sample was loaded on one of {DAYS} other days; twice, every {DAYS} days",
        f"one in {PRINCIPALS} of those who are refused alike knocked at each address",
        "All of it: NHIPCAU_TODAY=all ./run test",
    ]

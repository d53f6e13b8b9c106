"""Reports over 5 years, 1,000,000 attendances and 200,000 people; a list of 200,000 rows.

    ./run bench reports [--people 200000] [--attendances 1000000] [--rows 200000]

Each report is made cold: the database server was restarted just before, and nothing is kept in the
process. JSON lines on standard output; ends with code 1 when a month takes 2 s or more, a year 5 s
or more, the closing of a month is not the same when counted again, or the list needs more than
256 MB. The list is written by a process of its own, whose largest size is told.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    os.environ.setdefault("NHIPCAU_BENCH_DATABASE", "postgres-reports")
    django.setup()
    importlib.import_module("bench._reports").main()

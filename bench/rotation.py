"""How long it takes to change all keys of 50,000 notes, and whether they stay readable meanwhile.

    ./run bench rotation [--notes 50000] [--notes-a-case 5] [--at-once 50]

JSON lines on standard output, progress on standard error, files in .var/bench alone. Ends with
code 1 when a bar is missed: 50,000 notes in 10 minutes, every note asked for meanwhile opens, the
process is killed once midway and goes on.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    os.environ.setdefault("NHIPCAU_BENCH_DATABASE", "postgres-rotation")
    django.setup()
    importlib.import_module("bench._rotation").main()

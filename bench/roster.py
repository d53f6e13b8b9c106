"""What a list of 20,000 rows costs, and whether a thousand messy files bring anything down.

    ./run bench roster [--rows 20000] [--people 50000] [--runs 3] [--fresh]
    ./run bench roster --corpus [--files 1000] [--seed 2026]

JSON lines on standard output, progress on standard error. Ends with code 1 when a bar is missed:
verdicts of 20,000 rows in under 10 s, at most 256 MB in either process; in the corpus no crash, no
row without verdict or reason, no name wrongly read as sure.

Time is from the bytes of the file to the verdicts kept in the database: the reading process, the
guess of encoding and columns, the values, the search in the base and the rows written.
"""

import importlib
import os
from pathlib import Path

import django

if __name__ == "__main__":
    var = Path(os.environ.get("NHIPCAU_VAR") or Path(__file__).resolve().parents[1] / ".var")
    os.environ["NHIPCAU_VAR"] = str(var.absolute() / "bench-roster")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    django.setup()
    importlib.import_module("bench._roster").main()

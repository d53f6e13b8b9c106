"""What one scan at the door costs, and whether four gates ever let in the same ticket twice.

    ./run bench gate [--scans 600] [--runs 1]

JSON lines on standard output, progress on standard error, files in .var/gate alone. Ends with
code 1 when a check fails.

Real HTTP against gunicorn with two workers, real settings, PostgreSQL of our own with all its
durability. Processor time is that of the workers and of every PostgreSQL process, read from
/proc; the phones are threads of this process and not counted.
"""

import importlib
import os
from pathlib import Path

import django

if __name__ == "__main__":
    var = Path(os.environ.get("NHIPCAU_VAR") or Path(__file__).resolve().parents[1] / ".var")
    os.environ["NHIPCAU_VAR"] = str(var.absolute() / "gate")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    django.setup()
    importlib.import_module("bench._gate").main()

"""What every page costs with 200,000 young people and five years of events.

    ./run bench pages [--people 200000] [--registrations 200000] [--runs 20] [--fresh]

JSON lines on standard output, progress on standard error, files in .var/bench alone. The database
is kept for the next run of the same day. Ends with code 1 when a check fails.

Real settings (DEBUG off, all middleware), one process, Django's client instead of a network.
Queries run without parallel workers, so that the processor time of the database is told whole.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    django.setup()
    importlib.import_module("bench._pages").main()

"""A rush: 600 and 2,000 people want 300 places, over 8, 32 and 64 connections.

    ./run bench registration [--runs 20] [--port 8199]

Each attempt is the POST of the real form through gunicorn (2 workers, all middleware, CSRF,
budgets) to the embedded PostgreSQL. JSON lines on standard output. Ends with code 1 when a run
does not end with exactly 300 confirmed and everyone else waiting, or shows anyone an error.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    os.environ["NHIPCAU_BENCH_DATABASE"] = "rush"
    django.setup()
    importlib.import_module("bench._rush").main()

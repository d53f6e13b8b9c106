"""The home of a contact member with 10,000 open difficulties, and the lists behind it.

    ./run bench coordination [--items 10000] [--people 20000] [--rate 20] [--seconds 30]
                             [--port 8199]

Real settings, gunicorn with 2 workers, PostgreSQL beside it. Statements are counted before and
after the items are added: they must be the same. Then requests begin by the clock, whether the
earlier ones were answered or not; a wait counts from the moment a request should have begun. JSON
lines on standard output; ends with code 1 when p95 of the home is over the bar, an answer is not
200, or the statements grew.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    os.environ["NHIPCAU_BENCH_DATABASE"] = "coordination"
    django.setup()
    importlib.import_module("bench._coordination").main()

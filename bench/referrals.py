"""Inbox, vacancies and funnel with 200,000 people, 20,000 vacancies, 50,000 introductions.

    ./run bench referrals [--people 200000] [--vacancies 20000] [--referrals 50000]
                          [--rate 50] [--seconds 40] [--port 8197]

Real settings, gunicorn with 2 workers, PostgreSQL beside it. Requests begin by the clock, whether
the earlier ones were answered or not (open loop); a wait counts from the moment a request should
have begun. JSON lines on standard output; ends with code 1 when p95 is over the bar or an answer
is not 200. An address that is not there yet is skipped, and said so.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    os.environ["NHIPCAU_BENCH_DATABASE"] = "referrals"
    django.setup()
    importlib.import_module("bench._referrals").main()

"""How well and how fast one person is found again.

    ./run bench likeness [--people 200000] [--rows 20000] [--fresh]

JSON lines on standard output. Quality: invented people written down a second time, and people who
look alike and are two (tests/people/made_up.py). Speed: a roster against the database of
`./run bench pages`, half of it people who are there. Ends with code 1 when a bar is missed.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.bench"
    django.setup()
    importlib.import_module("bench._likeness").main()

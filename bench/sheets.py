"""Pictures of the main pages, to be looked at after every change of templates.

    ./run bench sheets [--only event] [--quick]

Every page at 360, 768 and 1280 px, light and dark, in Vietnamese and English, from the sample
year; one contact sheet for each of these. ``--quick``: light and Vietnamese alone. All of it is
kept in .var/sheets; prints where.
"""

import importlib
import os
from pathlib import Path

if __name__ == "__main__":
    var = Path(os.environ.get("NHIPCAU_VAR") or Path(__file__).resolve().parents[1] / ".var")
    os.environ["NHIPCAU_VAR"] = str(var.absolute() / "sheets")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    importlib.import_module("bench._sheets").main()

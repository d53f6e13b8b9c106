"""What is not ours is listed with version, licence and checksum; and pages stay light."""

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "nhipcau" / "web"
STATIC = WEB / "static" / "nhipcau"
FILES = tomllib.loads((STATIC / "vendor.toml").read_text())["file"]
OWN_KINDS = {".css", ".js", ".svg", ".png", ".webmanifest", ".toml"}


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
def test_a_vendored_file_is_the_one_that_was_listed(entry):
    content = (STATIC / entry["path"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert entry["name"]
    assert entry["version"]
    assert entry["licence"]
    assert (STATIC / entry["licence_file"]).is_file()


def test_every_font_and_foreign_kind_of_file_is_listed():
    listed = {entry["path"] for entry in FILES}
    foreign = {
        str(path.relative_to(STATIC))
        for path in STATIC.rglob("*")
        if path.is_file() and (path.suffix not in OWN_KINDS or "min" in path.suffixes)
    }

    assert foreign <= listed


def test_no_style_sheet_or_script_calls_another_site():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        assert not re.search(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text()), path


def test_the_frame_of_a_first_visit_weighs_at_most_60_kilobytes():
    """Fonts, style, script and icons as sent; the page itself has the rest of the 100 KB."""
    fonts = sum(path.stat().st_size for path in STATIC.rglob("*.woff2"))
    layout = (WEB / "templates" / "layouts" / "base.html").read_text() + '"nhipcau/css/public.css"'
    text = [STATIC / path for path in re.findall(r"nhipcau/((?:css|js)/[\w-]+\.\w+)", layout)]
    text += (STATIC / "icons").glob("*.svg")
    assert len(text) > 6
    packed = sum(len(gzip.compress(path.read_bytes())) for path in text)

    assert fonts + packed <= 60_000


def test_the_style_sheets_of_every_page_stay_within_40_kilobytes():
    shared = ("tokens", "base", "components", "print")

    assert sum((STATIC / "css" / f"{name}.css").stat().st_size for name in shared) <= 40 * 1024

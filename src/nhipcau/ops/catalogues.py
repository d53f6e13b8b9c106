"""Compile the message catalogues that are older than their source. No Django, no gettext tools."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def stale(locale: Path) -> list[Path]:
    found = []
    for source in sorted(locale.glob("*/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            found.append(source)
    return found


def compile_stale(locale: Path, *, everything: bool = False) -> list[Path]:
    sources = sorted(locale.glob("*/*/LC_MESSAGES/*.po")) if everything else stale(locale)
    for source in sources:
        compile_one(source)
    return sources


def compile_one(source: Path) -> None:
    with open(source, "rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    # Two runs may compile at once: a reader must never meet half a file.
    handle, temporary = tempfile.mkstemp(dir=source.parent, suffix=".mo.part")
    try:
        with os.fdopen(handle, "wb") as target:
            write_mo(target, catalogue)
        os.chmod(temporary, 0o644)
        os.replace(temporary, source.with_suffix(".mo"))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

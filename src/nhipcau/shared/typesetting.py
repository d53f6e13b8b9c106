"""Documents to print, set by typst from a template and plain data.

What people typed reaches the template as data and is never read as markup; nothing is fetched
from anywhere, and the only fonts are those of the package.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

PICTURE_DOTS = 220  # per inch


def typeset(
    template: Path, told: Mapping[str, Any], *, kind: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """The document that ``template`` makes of ``told``, which it reads as ``sys.inputs.told``."""
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        format=kind,
        ppi=PICTURE_DOTS,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )


@cache
def _fonts() -> typst.Fonts:
    folder = files("fontpkg_be_vietnam_pro") / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])

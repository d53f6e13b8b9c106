"""One report, written as Word, Excel, PDF and JSON. The page is made of the same in ``web``."""

from nhipcau.reporting.rendering.files import FORMATS, Format, rendered

__all__ = ["FORMATS", "Format", "rendered"]

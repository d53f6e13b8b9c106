"""Text that goes into a file for a spreadsheet program."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def plain_cell(text: object) -> str:
    """A cell that no spreadsheet program takes for a formula, in CSV as well as in a workbook."""
    written = str(text)
    return f"'{written}" if written.lstrip(" ").startswith(_STARTS) else written


def without_mark(text: str) -> str:
    """What was written before ``plain_cell``: such files come back corrected."""
    is_marked = text.startswith("'") and text[1:].lstrip(" ").startswith(_STARTS)
    return text[1:] if is_marked else text

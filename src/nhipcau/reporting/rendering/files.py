"""The ways in which a report leaves the house."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from nhipcau.reporting.rendering.pdf import as_pdf
from nhipcau.reporting.rendering.word import as_docx
from nhipcau.reporting.rendering.workbook import as_xlsx
from nhipcau.reporting.report import Report, as_plain


def as_json(report: Report) -> bytes:
    return json.dumps(as_plain(report), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class Format:
    code: str
    content_type: str
    make: Callable[[Report], bytes]


FORMATS = {
    one.code: one
    for one in (
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            as_docx,
        ),
        Format(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx
        ),
        Format("pdf", "application/pdf", as_pdf),
        Format("json", "application/json", as_json),
    )
}


def rendered(report: Report, code: str, *, language: str = "vi") -> bytes:
    """The report as a file. Numbers are written as in ``language``, words as the report has."""
    with translation.override(language):
        return FORMATS[code].make(report)

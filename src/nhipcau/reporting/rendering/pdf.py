"""A report as PDF, set by typst from a template that an office can replace."""

from nhipcau.reporting.rendering.layout import TYPST_NAME, parts_of, template
from nhipcau.reporting.report import Report
from nhipcau.shared.typesetting import typeset


def as_pdf(report: Report) -> bytes:
    return typeset(template(TYPST_NAME), parts_of(report))

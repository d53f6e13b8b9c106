"""A report as a Word document, from a template that an office can open and change."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate

from nhipcau.reporting.rendering.layout import DOCX_NAME, parts_of, template
from nhipcau.reporting.report import Report

WIDTH = 16.0  # cm between the margins
NUMBER, UNIT, FIGURE = 1.3, 1.9, 1.75


def as_docx(report: Report) -> bytes:
    document = DocxTemplate(template(DOCX_NAME))
    parts = parts_of(report)
    document.render(parts, autoescape=True)
    made = BytesIO()
    document.save(made)
    return _with_widths(made.getvalue(), parts)


def _with_widths(content: bytes, parts: dict[str, Any]) -> bytes:
    """Tables were made with as many columns as they have figures: each gets its width, in the
    grid, which LibreOffice reads, and in the cells, which Word reads."""
    document = Document(BytesIO(content))
    tables = [table for section in parts["sections"] for table in section["tables"]]
    made = [one for one in document.tables if _is_of_figures(one)]
    for table, told in zip(made, tables, strict=False):
        units = 1 if len(told["heads"]) > told["figures"] + 2 else 0
        figure = min(FIGURE, (WIDTH - 6.0 - NUMBER - units * UNIT) / max(told["figures"], 1))
        label = WIDTH - NUMBER - units * UNIT - figure * told["figures"]
        widths = [NUMBER, label, *[UNIT] * units, *[figure] * told["figures"]]
        _set_widths(table, widths)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _is_of_figures(table: Any) -> bool:
    """Tables of figures have a head that is repeated on every page."""
    properties = table.rows[0]._tr.trPr
    return properties is not None and properties.find(qn("w:tblHeader")) is not None


def _set_widths(table: Any, widths: list[float]) -> None:
    grid = table._tbl.tblGrid
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(Cm(width).twips))
        grid.append(column)
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, widths, strict=False):
            cell.width = Cm(width)

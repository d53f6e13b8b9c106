"""A report as the plain parts that templates are filled with: every figure as it is written.

Word and PDF read the same parts. Which template it is says its name and version; a province puts
its own file of the same name into ``provinces/<name>/documents/``.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.reporting.report import Report, Row, Table

VERSION = 1
TEMPLATES = Path(__file__).parent / "templates"
DOCX_NAME = f"report_v{VERSION}.docx"
TYPST_NAME = f"report_v{VERSION}.typ"


def template(name: str) -> Path:
    own = Path(settings.PROVINCE_DIR) / "documents" / name
    return own if own.exists() else TEMPLATES / name


def parts_of(report: Report) -> dict[str, Any]:
    heading = report.heading
    return {
        "state": _("SOCIALIST REPUBLIC OF VIET NAM"),
        "motto": _("Independence - Freedom - Happiness"),
        "number": _("No. ……/BC-……"),
        "superiors": [name.upper() for name in heading.superiors],
        "units": [name.upper() for name in heading.units],
        "day": heading.day,
        "report": _("REPORT"),
        "title": report.title,
        "subject": heading.subject,
        "period": heading.period,
        "sections": [
            {
                "heading": one.heading,
                "lines": list(one.lines),
                "tables": [_table(table) for table in one.tables],
            }
            for one in report.sections
        ],
        "notes": list(report.notes),
        "signing": _("(Signature, full name, seal)"),
        "recipients_word": _("Recipients:"),
        "recipients": list(heading.recipients),
        "definitions_word": _("How it is counted"),
        "definitions": [
            {
                "label": one.label,
                "unit": one.unit,
                "formula": one.formula,
                "source": one.source,
            }
            for one in report.definitions
        ],
        "template_version": VERSION,
    }


def _table(table: Table) -> dict[str, Any]:
    heads = [
        pgettext("column of a report", "No."),
        table.first,
        *([pgettext("column of a report", "Unit")] if table.with_units else []),
        *(one.label for one in table.columns),
    ]
    return {
        "title": table.title,
        "finding": table.finding,
        "note": table.note,
        "heads": heads,
        "figures": len(table.columns),
        "rows": [_row(table, row) for row in table.rows],
    }


def _row(table: Table, row: Row) -> dict[str, Any]:
    written = [
        cell.written(column.kind) for cell, column in zip(row.cells, table.columns, strict=False)
    ]
    written += [""] * (len(table.columns) - len(written))
    return {
        "look": row.look,
        "number": row.number,
        "label": row.label,
        "unit": [row.unit] if table.with_units else [],
        "figures": written,
    }

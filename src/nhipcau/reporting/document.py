"""The monthly report as a Word document, from a template that an office can open and change."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import translation
from docxtpl import DocxTemplate

from nhipcau.reporting.letter import letter_of
from nhipcau.reporting.monthly import MonthlyFigures

TEMPLATES = Path(__file__).parent / "templates_docx"
NAMES = {"vi": "monthly_report_v1.docx", "en": "monthly_report_v1_en.docx"}


def template_for(language: str) -> Path:
    """The province's own template when there is one of the same name, else ours."""
    name = NAMES[language]
    own = Path(settings.PROVINCE_DIR) / "documents" / name
    return own if own.exists() else TEMPLATES / name


def monthly_docx(figures: MonthlyFigures, *, language: str = "vi") -> bytes:
    """The report of a month. Its language is asked for here, whatever the page's is."""
    with translation.override(language):
        letter = letter_of(figures)
        context = {
            "superiors": [name.upper() for name in letter.superiors],
            "units": [name.upper() for name in letter.units],
            "day": letter.day,
            "month": letter.month,
            "subject": letter.subject,
            "rows": [
                {
                    "number": row.number,
                    "label": row.label,
                    "unit": row.unit,
                    "plan": row.written[0],
                    "done": row.written[1],
                    "year": row.written[2],
                    "is_main": row.is_main,
                    "is_caption": row.is_caption,
                }
                for row in letter.rows
            ],
            "assessment": letter.assessment,
            "proposals": letter.proposals,
            "recipients": letter.recipients,
            "notes": letter.notes,
        }
    document = DocxTemplate(template_for(language))
    document.render(context, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()

"""Make the Word template of the reports again.

Run: ``python docs/howto/make_general_report_template.py``.

The result may as well be opened in Word and changed by hand: the words in double braces stay, all
else is free. A province puts its own file of the same name into ``provinces/<name>/documents/``.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm
from make_report_template import (
    _mark_row,
    _page,
    _rule,
    _say,
    _side_by_side,
)

TARGET = Path(__file__).parents[2] / "src/nhipcau/reporting/rendering/templates/report_v1.docx"


def build():
    document = Document()
    _page(document, {"language": "vi-VN", "title": "Báo cáo"})
    _letterhead(document)
    for words in ("{{ report }}", "{{ title }}", "{{ subject }}", "{{ period }}"):
        _say(document, words, bold=True, align=ALIGN.CENTER, before=2)
    _rule(document.add_paragraph(), 6.0)
    _say(document, "{%p for section in sections %}")
    _say(document, "{{ section.heading }}", bold=True, before=10, after=3, keep=True)
    _say(document, "{%p for line in section.lines %}")
    _say(document, "{{ line }}", align=ALIGN.JUSTIFY, after=4)
    _say(document, "{%p endfor %}")
    _say(document, "{%p for table in section.tables %}")
    _say(document, "{{ table.title }}", size=13, bold=True, before=4, after=2, keep=True)
    _say(document, "{%p if table.finding %}")
    _say(document, "{{ table.finding }}", size=12, italic=True, after=2, keep=True)
    _say(document, "{%p endif %}")
    _figures(document)
    _say(document, "{{ table.note }}", size=11, italic=True, before=2)
    _say(document, "{%p endfor %}")
    _say(document, "{%p endfor %}")
    _say(document, "{%p for note in notes %}")
    _say(document, "{{ note }}", italic=True, size=11, before=3)
    _say(document, "{%p endfor %}")
    _signatures(document)
    _say(document, "{{ definitions_word }}", size=12, bold=True, before=14, after=3, keep=True)
    _say(document, "{%p for one in definitions %}")
    _say(
        document,
        "{{ one.label }} ({{ one.unit }}): {{ one.formula }}. {{ one.source }}.",
        size=10,
        before=1,
    )
    _say(document, "{%p endfor %}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    document.save(TARGET)


def _letterhead(document):
    left, right = _side_by_side(document, (Cm(7.5), Cm(9.0)))
    _say(left, "{%p for name in superiors %}")
    _say(left, "{{ name }}", size=12, align=ALIGN.CENTER)
    _say(left, "{%p endfor %}")
    _say(left, "{%p for name in units %}")
    _say(left, "{{ name }}", size=12, bold=True, align=ALIGN.CENTER)
    _say(left, "{%p endfor %}")
    _rule(left.add_paragraph(), 2.6)
    _say(left, "{{ number }}", size=13, align=ALIGN.CENTER, before=4)
    _say(right, "{{ state }}", size=12, bold=True, align=ALIGN.CENTER)
    _say(right, "{{ motto }}", size=13, bold=True, align=ALIGN.CENTER)
    _rule(right.add_paragraph(), 1.9)
    _say(right, "Lạng Sơn, {{ day }}", size=13, italic=True, align=ALIGN.CENTER, before=6)


def _figures(document):
    """As many columns as the table has: a loop over columns inside a loop over rows."""
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    _mark_row(table.rows[0], "w:tblHeader")
    for cell, text in zip(
        table.rows[0].cells,
        ("{%tc for head in table.heads %}", "{{ head }}", "{%tc endfor %}"),
        strict=True,
    ):
        _say(cell, text, size=11, bold=True, align=ALIGN.CENTER, before=2, after=2)
    _only(table, "{%tr for row in table.rows %}")
    for condition, look in (
        ("{%tr if row.look == 'main' %}", {"bold": True}),
        ("{%tr elif row.look == 'caption' %}", {"italic": True}),
        ("{%tr else %}", {}),
    ):
        _only(table, condition)
        _row(table, look)
    _only(table, "{%tr endif %}")
    _only(table, "{%tr endfor %}")


def _row(table, look):
    made = table.add_row()
    _mark_row(made, "w:cantSplit")
    cells = [*made.cells]
    for _more in range(5):
        made._tr.add_tc()
    cells = [table.cell(0, 0).__class__(tc, table) for tc in made._tr.tc_lst]
    texts = (
        ("{{ row.number }}", ALIGN.CENTER),
        ("{{ row.label }}", ALIGN.LEFT),
        ("{%tc for unit in row.unit %}", ALIGN.CENTER),
        ("{{ unit }}", ALIGN.CENTER),
        ("{%tc endfor %}", ALIGN.CENTER),
        ("{%tc for figure in row.figures %}", ALIGN.RIGHT),
        ("{{ figure }}", ALIGN.RIGHT),
        ("{%tc endfor %}", ALIGN.RIGHT),
    )
    for cell, (text, align) in zip(cells, texts, strict=True):
        _say(cell, text, size=11, align=align, before=1, after=1, **look)


def _only(table, text):
    """A row that holds an instruction and disappears when the document is made."""
    table.add_row().cells[0].paragraphs[0].add_run(text)


def _signatures(document):
    _say(document, "", size=6)
    sides = _side_by_side(document, (Cm(8.3), Cm(8.3)))
    for place, side in enumerate(sides):
        _say(side, f"{{{{ units[{place}] }}}}", size=13, bold=True, align=ALIGN.CENTER)
        _say(side, "{{ signing }}", size=12, italic=True, align=ALIGN.CENTER)
        for _line in range(4):
            _say(side, "", keep=True)
    _say(document, "{{ recipients_word }}", size=12, bold=True, italic=True, before=6)
    _say(document, "{%p for name in recipients %}")
    _say(document, "- {{ name }}{% if loop.last %}.{% else %};{% endif %}", size=11)
    _say(document, "{%p endfor %}")


if __name__ == "__main__":
    build()

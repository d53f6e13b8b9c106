"""Make the Word templates of the monthly report again.

Run: ``python docs/howto/make_report_template.py``.

The result may as well be opened in Word and changed by hand: the words in double braces stay, all
else is free. A province puts its own file of the same name into ``provinces/<name>/documents/``.
"""

from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TARGET = Path(__file__).parents[2] / "src/nhipcau/reporting/templates_docx"
FONT = "Times New Roman"

WORDS = {
    "vi": {
        "file": "monthly_report_v1.docx",
        "language": "vi-VN",
        "title": "Báo cáo tháng",
        "number": "Số: ………/BC-………",
        "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "day": "Lạng Sơn, {{ day }}",
        "report": "BÁO CÁO",
        "results": "I. KẾT QUẢ THỰC HIỆN",
        "heads": ("STT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Lũy kế năm"),
        "assessment": "II. ĐÁNH GIÁ CHUNG",
        "proposals": "III. KIẾN NGHỊ",
        "signing": "(Ký, ghi rõ họ tên, đóng dấu)",
        "recipients": "Nơi nhận:",
    },
    "en": {
        "file": "monthly_report_v1_en.docx",
        "language": "en-GB",
        "title": "Monthly report",
        "number": "No. ………/BC-………",
        "state": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "day": "Lang Son, {{ day }}",
        "report": "REPORT",
        "results": "I. RESULTS",
        "heads": ("No.", "Indicator", "Unit", "Plan", "Done", "Year to date"),
        "assessment": "II. GENERAL ASSESSMENT",
        "proposals": "III. PROPOSALS",
        "signing": "(Signature, full name, seal)",
        "recipients": "Recipients:",
    },
}
WIDTHS = (Cm(1.2), Cm(7.3), Cm(1.9), Cm(1.8), Cm(1.8), Cm(2.0))


def build(words):
    document = Document()
    _page(document, words)
    _letterhead(document, words)
    _say(document, words["report"], bold=True, align=ALIGN.CENTER, before=16)
    _say(document, "{{ subject }}", bold=True, align=ALIGN.CENTER)
    _say(document, "{{ month }}", bold=True, align=ALIGN.CENTER)
    _rule(document.add_paragraph(), 6.0)
    _say(document, words["results"], bold=True, before=8, after=6)
    _figures(document, words)
    _say(document, "{%p for note in notes %}")
    _say(document, "{{ note }}", italic=True, size=11, before=3)
    _say(document, "{%p endfor %}")
    for part in ("assessment", "proposals"):
        _say(document, words[part], bold=True, before=10, after=3, keep=True)
        _say(document, f"{{%p for line in {part} %}}")
        _say(document, "{{ line }}", align=ALIGN.JUSTIFY, indent=1.0, after=4)
        _say(document, "{%p endfor %}")
    _signatures(document, words)
    document.save(TARGET / words["file"])


def _page(document, words):
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), words["language"])
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(13)
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
    document.core_properties.title = words["title"]
    document.core_properties.author = ""
    document.core_properties.comments = ""


def _letterhead(document, words):
    left, right = _side_by_side(document, (Cm(7.5), Cm(9.0)))
    _say(left, "{%p for name in superiors %}")
    _say(left, "{{ name }}", size=12, align=ALIGN.CENTER)
    _say(left, "{%p endfor %}")
    _say(left, "{%p for name in units %}")
    _say(left, "{{ name }}", size=12, bold=True, align=ALIGN.CENTER)
    _say(left, "{%p endfor %}")
    _rule(left.add_paragraph(), 2.6)
    _say(left, words["number"], size=13, align=ALIGN.CENTER, before=4)
    _say(right, words["state"], size=12, bold=True, align=ALIGN.CENTER)
    _say(right, words["motto"], size=13, bold=True, align=ALIGN.CENTER)
    _rule(right.add_paragraph(), 1.9)
    _say(right, words["day"], size=13, italic=True, align=ALIGN.CENTER, before=6)


def _figures(document, words):
    """Three kinds of row: main rows bold, captions italic, the rest plain."""
    table = document.add_table(rows=1, cols=6, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, words["heads"], strict=True):
        _say(cell, text, size=12, bold=True, align=ALIGN.CENTER, before=3, after=3)
    _mark_row(table.rows[0], "w:tblHeader")
    _only(table, "{%tr for row in rows %}")
    for condition, look in (
        ("{%tr if row.is_main %}", {"bold": True}),
        ("{%tr elif row.is_caption %}", {"italic": True}),
        ("{%tr else %}", {}),
    ):
        _only(table, condition)
        made = table.add_row()
        _mark_row(made, "w:cantSplit")
        texts = (
            ("{{ row.number }}", ALIGN.CENTER),
            ("{{ row.label }}", ALIGN.LEFT),
            ("{{ row.unit }}", ALIGN.CENTER),
            *((f"{{{{ row.{name} }}}}", ALIGN.RIGHT) for name in ("plan", "done", "year")),
        )
        for cell, (text, align) in zip(made.cells, texts, strict=True):
            _say(cell, text, size=12, align=align, before=1, after=1, **look)
    _only(table, "{%tr endif %}")
    _only(table, "{%tr endfor %}")
    _set_widths(table, WIDTHS)


def _signatures(document, words):
    _say(document, "", size=6)
    sides = _side_by_side(document, (Cm(8.3), Cm(8.3)))
    for place, side in enumerate(sides):
        _say(side, f"{{{{ units[{place}] }}}}", size=13, bold=True, align=ALIGN.CENTER)
        _say(side, words["signing"], size=12, italic=True, align=ALIGN.CENTER)
        for _line in range(4):
            _say(side, "", keep=True)
    _say(document, words["recipients"], size=12, bold=True, italic=True, before=6)
    _say(document, "{%p for name in recipients %}")
    _say(document, "- {{ name }}{% if loop.last %}.{% else %};{% endif %}", size=11)
    _say(document, "{%p endfor %}")


def _side_by_side(document, widths):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _mark_row(table.rows[0], "w:cantSplit")
    _set_widths(table, widths)
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    return table.rows[0].cells


def _set_widths(table, widths):
    """Both in the grid and in the cells: Word reads the one, LibreOffice the other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _only(table, text):
    """A row that holds an instruction and disappears when the document is made."""
    table.add_row().cells[0].paragraphs[0].add_run(text)


def _say(
    place,
    text,
    *,
    size=14,
    bold=False,
    italic=False,
    align=None,
    before=0,
    after=0,
    indent=None,
    keep=False,
):
    empty = not hasattr(place, "sections") and place.paragraphs[0].text == ""
    first = empty and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.keep_with_next = keep
    if indent:
        shape.first_line_indent = Cm(indent)
    return paragraph


def _rule(paragraph, inset):
    """The short line under a heading: the upper border of an empty line."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Cm(inset)
    paragraph.add_run("").font.size = Pt(2)
    shape.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert(0, borders)


def _mark_row(row, name):
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


if __name__ == "__main__":
    for words in WORDS.values():
        build(words)

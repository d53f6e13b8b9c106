"""Make the Word template of the slip of introduction again.

Run: ``python docs/howto/make_slip_template.py``.

The result may as well be opened in Word and changed by hand: the words in double braces stay. A
province puts its own ``referral_slip_v1.docx`` into ``provinces/<name>/documents/``.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt

TARGET = Path(__file__).parents[2] / "src/nhipcau/referrals/templates_docx"
FONT = "Times New Roman"
ROWS = (
    ("Họ và tên", "{{ full_name }}"),
    ("Ngày sinh", "{{ born }}"),
    ("Giới tính", "{{ gender }}"),
    ("Số định danh, ngày cấp", "……………………………………"),
    ("Số sổ BHXH (nếu có)", "……………………………………"),
    ("Điện thoại", "{{ phone }}"),
    ("Nơi ở", "{{ home }}"),
    ("Trình độ, tay nghề", "……………………………………"),
    ("Vị trí dự tuyển", "{{ position }}"),
    ("Nơi làm việc", "{{ work_place }}"),
    ("Tiền lương đã đăng", "{{ wage }}"),
    ("Phiếu có giá trị đến ngày", "{{ valid_until }}"),
)


def build():
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.core_properties.title = "Phiếu giới thiệu việc làm"
    document.core_properties.author = document.core_properties.comments = ""
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    say(left, "{{ centre }}", bold=True, size=12, align=ALIGN.CENTER)
    say(left, "Số: {{ number }}/GT", size=12, align=ALIGN.CENTER)
    say(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12, align=ALIGN.CENTER)
    say(right, "Độc lập - Tự do - Hạnh phúc", bold=True, size=13, align=ALIGN.CENTER)
    say(right, "{{ issued }}", italic=True, size=12, align=ALIGN.CENTER)
    say(document, "PHIẾU GIỚI THIỆU VIỆC LÀM", bold=True, size=16, align=ALIGN.CENTER, before=14)
    say(document, "Kính gửi: {{ employer }}", bold=True, before=8)
    say(document, "{{ employer_address }}", size=12)
    say(document, "Trung tâm giới thiệu người lao động sau đây dự tuyển tại quý đơn vị:", before=6)
    table = document.add_table(rows=0, cols=2)
    for label, value in ROWS:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(5.5), Cm(11)
        say(cells[0], label, size=12, before=2)
        say(cells[1], value, size=12, bold=True, before=2)
    say(
        document, "Đề nghị quý đơn vị báo kết quả: quét mã dưới đây và trả lời bằng điện thoại,", 8
    )
    say(document, "không cần tài khoản; hoặc gửi lại thông báo kết quả, hoặc gọi cho Trung tâm.")
    say(document, "{{ qr }}", align=ALIGN.CENTER)
    say(
        document,
        "Dịch vụ này miễn phí. Không ai được thu tiền của người lao động.",
        bold=True,
        align=ALIGN.CENTER,
        before=4,
    )
    sides = document.add_table(rows=1, cols=2).rows[0].cells
    for side, who, name in (
        (sides[0], "Người lao động", "{{ full_name }}"),
        (sides[1], "Cán bộ tư vấn – giới thiệu việc làm", "{{ counsellor }}"),
    ):
        say(side, who, bold=True, size=12, align=ALIGN.CENTER, before=8)
        say(side, "(ký, ghi rõ họ tên)", italic=True, size=11, align=ALIGN.CENTER)
        say(side, name, size=12, align=ALIGN.CENTER, before=50)
    TARGET.mkdir(exist_ok=True)
    document.save(TARGET / "referral_slip_v1.docx")


def say(place, text, before=0, *, size=13, bold=False, italic=False, align=None):
    is_new_cell = not hasattr(place, "sections") and not place.paragraphs[0].runs
    paragraph = place.paragraphs[0] if is_new_cell else place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(0)


if __name__ == "__main__":
    build()

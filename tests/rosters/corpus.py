"""Messy and hostile files, made anew from a seed: what schools send, and what enemies send.

``files(count, seed)`` gives ``File`` objects; ``look_at`` reads one as the product does and says
what is wrong with the answer (nothing, when all is well).
"""

import datetime as dt
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xlsxwriter

from nhipcau.rosters.judging import Surroundings, tell
from nhipcau.rosters.layout import layout_of
from nhipcau.rosters.states import Verdict
from nhipcau.shared.tables.reading import SENTENCES, FileRefused, Tables, read_tables
from nhipcau.shared.vietnamese.guessing import habit_of
from nhipcau.shared.vietnamese.letters import encode_tcvn3, encode_viqr, encode_vni

FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Lương Vi Triệu"
    " Chu Lộc Hứa Sầm Mã Tô Đàm Phùng Lâm Quách Âu Bế Hà Giáp Ninh Mông Liễu Lăng Trịnh Đinh"
)
MIDDLE = (
    "Thị Văn Đức Hữu Minh Thu Ngọc Quang Thanh Hồng Mỹ Xuân Bảo Gia Khánh Phương Như Diệu Kim"
    " Tuyết Ánh Quốc Trọng Tiến Thế Công Đình Nhật Thuỳ Việt Hải Mạnh Chí Viết Bích Cẩm"
)
GIVEN = (
    "An Ánh Bình Bằng Châu Chiến Cường Dũng Duyên Dương Đạt Đông Giang Hà Hằng Hạnh Hiền Hiếu"
    " Hoa Hoà Hồng Huệ Hùng Hương Huyền Khoa Kiên Kiều Lan Linh Loan Long Ly Mai Mạnh Minh My"
    " Nam Nga Ngân Nghĩa Ngọc Nguyệt Nhàn Nhung Oanh Phúc Phượng Quân Quỳnh Quyền Sơn Tâm Tân"
    " Thảo Thắng Thành Thuỷ Tiến Trang Trinh Tú Tuấn Tùng Tuyền Uyên Vân Việt Vinh Vũ Xuân Yến"
    " Ý Lượng Mười Tỵ Thuý Ước Ửng Quý Giỏi Nở Nhẫn Vỹ Lễ Kỳ"
)
TODAY = dt.date(2026, 11, 23)
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Số điện thoại"]


@dataclass(frozen=True)
class File:
    """``people``: the names that must be read exactly; None when the file may be refused."""

    kind: str
    data: bytes
    people: tuple[str, ...] | None = None


def names(count: int, seed: int = 1) -> list[str]:
    """Invented names, each once, in the case of names."""
    chance = random.Random(seed)
    parts = [text.split() for text in (FAMILY, MIDDLE, GIVEN)]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(chance.choice(part) for part in parts)] = None
    return list(found)


def people(chance: random.Random, count: int = 0) -> list[list[str]]:
    return [
        [
            str(number),
            name,
            f"{chance.randint(1, 28):02d}/0{chance.randint(1, 9)}/{chance.randint(2005, 2009)}",
            f"09{chance.randint(10_000_000, 99_999_999)}",
        ]
        for number, name in enumerate(
            names(count or chance.randint(3, 25), seed=chance.randint(1, 10**9)), start=1
        )
    ]


def csv_text(rows, sign=";", end="\n"):
    return end.join(sign.join(row) for row in rows) + end


def workbook(rows, *, above=(), sheets=1, options=None, before=None):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, **(options or {})})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Lớp 12A{number + 1}")
        if before:
            before(book, sheet)
        for at, row in enumerate([*above, *(rows if number == 0 else [])]):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    book.close()
    return buffer.getvalue()


def cp1258(text):
    """Windows-1258 keeps tones as signs of their own."""
    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            split = unicodedata.normalize("NFD", sign)
            tone = next(one for one in split if one in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", split.replace(tone, "")).encode("cp1258")
            out += tone.encode("cp1258")
    return bytes(out)


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data, change):
    parts = parts_of(data)
    change(parts)
    return packed(parts)


SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(data, old, new):
    def change(parts):
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return changed(data, change)


# --- what schools send ---------------------------------------------------------------------------


def _encoded(encode):
    def make(chance):
        rows = [HEADER, *people(chance)]
        return encode(rows), tuple(row[1] for row in rows[1:])

    return make


def _in_cells(encode):
    return _encoded(lambda rows: workbook([[encode(cell) for cell in row] for row in rows]))


def _one_legacy(encode):
    return _encoded(lambda rows: encode(csv_text(rows)).encode("latin-1"))


def _mixed(chance):
    rows = people(chance, 24)
    coders = (str, encode_tcvn3, encode_vni)
    told = [
        [cell if at != 1 else coders[n % 3](cell) for at, cell in enumerate(row)]
        for n, row in enumerate(rows)
    ]
    return workbook([HEADER, *told]), None


def _dates(chance):
    rows = people(chance)
    book = workbook(
        [HEADER, *[[*row[:2], chance.randint(38_400, 39_900), row[3]] for row in rows]]
    )
    return book, tuple(row[1] for row in rows)


def _phones(chance):
    rows = people(chance)
    book = workbook([HEADER, *[[*row[:3], float(row[3])] for row in rows]])
    return book, tuple(row[1] for row in rows)


def _merged(chance):
    def title(book, sheet):
        sheet.merge_range(0, 0, 0, 3, "DANH SÁCH HỌC SINH LỚP 12A1")
        sheet.merge_range(1, 1, 1, 2, "Thông tin học sinh")

    rows = people(chance)
    book = workbook([HEADER, *rows], above=[[], [], []], before=title)
    return book, tuple(row[1] for row in rows)


def _totals(chance):
    rows = people(chance)
    foot = [["", f"Tổng cộng: {len(rows)} học sinh", "", ""], ["", "HIỆU TRƯỞNG", "", ""]]
    return workbook([HEADER, *rows, *foot]), tuple(row[1] for row in rows)


def _split_name(chance):
    rows = people(chance)
    told = [[row[0], row[1].rsplit(" ", 1)[0], row[1].rsplit(" ", 1)[1], *row[2:]] for row in rows]
    header = ["STT", "Họ và tên", "", "Ngày sinh", "SĐT"]
    return workbook([header, *told]), tuple(row[1] for row in rows)


def _formulas(chance):
    rows = people(chance)

    def formulas(book, sheet):
        sheet.write_formula(40, 1, '=HYPERLINK("http://example.invalid","Nhấn")', None, "Nhấn")

    return workbook([HEADER, *rows], before=formulas), tuple(row[1] for row in rows)


def _sheets(chance):
    rows = people(chance)
    return workbook([HEADER, *rows], sheets=chance.randint(2, 12)), tuple(row[1] for row in rows)


def _old_mac(chance):
    rows = people(chance)
    told = [[*row[:2], 37_500, row[3]] for row in rows]
    return workbook([HEADER, *told], options={"date_1904": True}), tuple(row[1] for row in rows)


def _twice(rows):
    return csv_text(rows).encode().decode("latin-1").encode()


MESSY: dict[str, Callable] = {
    "utf-8": _encoded(lambda rows: csv_text(rows).encode()),
    "utf-8 with mark": _encoded(lambda rows: csv_text(rows, ",").encode("utf-8-sig")),
    "utf-16": _encoded(lambda rows: csv_text(rows, "\t").encode("utf-16")),
    "utf-16 le, no mark": _encoded(lambda rows: csv_text(rows).encode("utf-16-le")),
    "utf-16 be, no mark": _encoded(lambda rows: csv_text(rows, "|").encode("utf-16-be")),
    "carriage returns": _encoded(lambda rows: csv_text(rows, ";", "\r").encode()),
    "nfd": _encoded(lambda rows: unicodedata.normalize("NFD", csv_text(rows)).encode()),
    "cp1258": _encoded(lambda rows: cp1258(csv_text(rows))),
    "tcvn3": _one_legacy(encode_tcvn3),
    "vni": _one_legacy(encode_vni),
    "viqr": _one_legacy(encode_viqr),
    "utf-8 twice": _encoded(_twice),
    "workbook": _encoded(workbook),
    "tcvn3 in cells": _in_cells(encode_tcvn3),
    "vni in cells": _in_cells(encode_vni),
    "viqr in cells": _in_cells(encode_viqr),
    "nfd in cells": _in_cells(lambda text: unicodedata.normalize("NFD", text)),
    "capitals": _encoded(
        lambda rows: workbook([rows[0], *[[c.upper() for c in r] for r in rows[1:]]])
    ),
    "mixed": _mixed,
    "dates as numbers": _dates,
    "phones as numbers": _phones,
    "merged": _merged,
    "totals": _totals,
    "split name": _split_name,
    "formulas": _formulas,
    "several sheets": _sheets,
    "days from 1904": _old_mac,
}

# --- what enemies send, and what breaks on the way -----------------------------------------------


def _good(chance):
    return workbook([HEADER, *people(chance)])


def _cut(chance):
    data = _good(chance)
    return data[: chance.randint(1, len(data) - 1)]


def _cut_text(chance):
    data = csv_text([HEADER, *people(chance)]).encode()
    return data[: chance.randint(1, len(data) - 1)]


def _flipped(chance):
    data = bytearray(_good(chance))
    for _time in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _flipped_markup(chance):
    def change(parts):
        name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
        content = bytearray(parts[name])
        for _time in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        parts[name] = bytes(content)

    return changed(_good(chance), change)


def _part_gone(chance):
    def change(parts):
        del parts[chance.choice(sorted(parts))]

    return changed(_good(chance), change)


def rows_bomb(chance, count=400_000):
    row = b'<row><c t="inlineStr"><is><t>A</t></is></c></row>'
    return in_sheet(_good(chance), b"<sheetData>", b"<sheetData>" + row * count)


def strings_bomb(chance, count=30):
    def change(parts):
        parts["xl/sharedStrings.xml"] = (
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + (b"<si><t>" + b"A" * 1_000_000 + b"</t></si>") * count
            + b"</sst>"
        )

    return changed(_good(chance), change)


def far_cell(chance):
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return in_sheet(_good(chance), b"</sheetData>", cell + b"</sheetData>")


def far_row(chance):
    cell = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return in_sheet(_good(chance), b"</sheetData>", cell + b"</sheetData>")


def dimension(chance):
    def change(parts):
        content = parts[SHEET]
        start = content.index(b"<dimension")
        end = content.index(b">", start) + 1
        parts[SHEET] = content[:start] + b'<dimension ref="A1:XFD1048576"/>' + content[end:]

    return changed(_good(chance), change)


def entities(chance):
    laughs = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )

    def change(parts):
        parts[SHEET] = parts[SHEET].replace(
            b"<worksheet", b"<!DOCTYPE x [" + laughs + b"]><worksheet"
        )

    return changed(_good(chance), change)


def outside_entity(chance):
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    return in_sheet(_good(chance), b"<worksheet", doctype)


def nested(chance):
    return changed(
        _good(chance), lambda parts: parts.update({"xl/media/a.zip": packed({"a": b"0"})})
    )


def zip_bomb(chance):
    return changed(
        _good(chance), lambda parts: parts.update({"xl/media/a.bin": b"\0" * 59_000_000})
    )


def climbing(chance):
    name = chance.choice(["../../etc/passwd", "/etc/passwd", "..\\..\\x.xml", "C:\\x.xml"])
    return changed(_good(chance), lambda parts: parts.update({name: b"x"}))


def macros(chance):
    return changed(_good(chance), lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))


def locked(chance):
    names_ = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(2000) + names_


def html(chance):
    rows = "".join(f"<tr><td>{row[1]}</td></tr>" for row in people(chance))
    start = chance.choice(
        ["<html>", "<!DOCTYPE html><html>", "\n <table>", "<?xml version='1.0'?>"]
    )
    return (start + rows).encode()


def wide(chance):
    return workbook([[*HEADER, *["x"] * (16_384 - 4)], *people(chance)])


def wide_text(chance):
    return csv_text([[*HEADER, *["x"] * 16_380], *people(chance)]).encode()


def long_cell(chance):
    rows = people(chance)
    rows[0][1] = "A" * 1_000_000
    return csv_text([HEADER, *rows]).encode()


def long_cell_in_book(chance):
    def change(parts):
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            b"<si><t>1</t>", b"<si><t>" + chance.randbytes(500_000).hex().encode() + b"</t>"
        )

    return changed(_good(chance), change)


def open_quote(chance):
    rows = people(chance)
    rows[1][1] = '"' + rows[1][1]
    return csv_text([HEADER, *rows]).encode()


def many_rows(chance):
    return csv_text(
        [HEADER, *[["1", "Nông Văn An", "04/05/2008", "0912345678"]] * 70_000]
    ).encode()


def rubbish(chance):
    return chance.randbytes(chance.randint(0, 5_000))


def rubbish_in_text(chance):
    data = bytearray(csv_text([HEADER, *people(chance)]).encode())
    for _time in range(10):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def strange_values(chance):
    values = [
        *("_xD800_", "\x01\x02", "=1+1", "#N/A", "9" * 300, "1e308", "-1", "\u202e", "\U0010ffff"),
        *(
            "𝒩𝑔𝓊𝓎ễ𝓃",
            "0",
            "2958466",
            "NULL",
            "'; DROP TABLE",
            "<script>",
            "%s%s",
            "{{7*7}}",
            "\ufffd",
        ),
    ]
    rows = [[chance.choice(values) for _cell in range(4)] for _row in range(30)]
    return (
        workbook([HEADER, *rows]) if chance.random() < 0.5 else csv_text([HEADER, *rows]).encode()
    )


def other_files(chance):
    start = chance.choice(
        [
            b"%PDF-1.7",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"{\\rtf1",
            b"\x1f\x8b",
            b"Rar!",
        ]
    )
    return start + chance.randbytes(500)


def document(chance):
    return packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


def no_header(chance):
    return csv_text(people(chance)).encode()


HOSTILE: dict[str, Callable] = {
    "cut": _cut,
    "cut text": _cut_text,
    "flipped": _flipped,
    "flipped markup": _flipped_markup,
    "part gone": _part_gone,
    "rows bomb": rows_bomb,
    "strings bomb": strings_bomb,
    "far cell": far_cell,
    "far row": far_row,
    "dimension": dimension,
    "entities": entities,
    "outside entity": outside_entity,
    "nested": nested,
    "zip bomb": zip_bomb,
    "climbing": climbing,
    "macros": macros,
    "locked": locked,
    "html": html,
    "wide": wide,
    "wide text": wide_text,
    "long cell": long_cell,
    "long cell in book": long_cell_in_book,
    "open quote": open_quote,
    "many rows": many_rows,
    "rubbish": rubbish,
    "rubbish in text": rubbish_in_text,
    "strange values": strange_values,
    "other files": other_files,
    "document": document,
    "no header": no_header,
}
HEAVY = frozenset(
    {"rows bomb", "strings bomb", "zip bomb", "wide", "many rows", "long cell in book"}
)


def files(count: int, seed: int = 2026, heavy: int = 3) -> Iterator[File]:
    """``count`` files, every kind in turn; of the slow kinds at most ``heavy`` each."""
    made = turn = 0
    while made < count:
        for kind, make in (*MESSY.items(), *HOSTILE.items()):
            if made >= count or (kind in HEAVY and turn >= heavy):
                continue
            chance = random.Random(f"{seed} {kind} {turn}")
            answer = make(chance)
            data, people_ = answer if isinstance(answer, tuple) else (answer, None)
            yield File(kind, data, people_)
            made += 1
        turn += 1


# --- looking at one ------------------------------------------------------------------------------


def told(tables: Tables):
    """Every row of a file with what is said of it, without the database."""
    habit = habit_of(cell for sheet in tables.sheets for row in sheet.rows for cell in row.cells)
    for sheet in tables.sheets:
        layout = layout_of(sheet, habit, {})
        around = Surroundings(
            fields=layout.fields,
            headers=layout.headers,
            habit=habit,
            today=TODAY,
            child_below=16,
            ages=(6, 100),
            starts_1904=tables.starts_1904,
        )
        first = layout.header_at[-1] + 1 if layout.is_found else len(sheet.rows)
        for row in sheet.rows[first:]:
            yield sheet, row, tell(row.cells, row.cut, {}, around)


def look_at(file: File, read=read_tables) -> str:
    """What is wrong with how a file was answered; empty when nothing is."""
    try:
        tables = read(file.data)
    except FileRefused as refusal:
        if file.people is not None:
            return f"{file.kind}: refused as {refusal.code}"
        return "" if refusal.code in SENTENCES and str(refusal) else f"{file.kind}: no sentence"
    found = []
    for _sheet, _row, row in told(tables):
        if row.verdict not in (Verdict.NEW, Verdict.KNOWN) and not row.reasons:
            return f"{file.kind}: a row without a reason"
        if row.verdict == Verdict.NEW and not (row.full_name and row.birth_on and row.phone):
            return f"{file.kind}: a row taken over with a gap"
        found.append(row)
    if file.people is not None:
        names_ = [row.full_name for row in found if row.verdict in (Verdict.NEW, Verdict.DOUBTFUL)]
        sure = [row.full_name for row in found if row.verdict == Verdict.NEW]
        if set(sure) - set(file.people):
            return f"{file.kind}: mojibake {sorted(set(sure) - set(file.people))[:2]}"
        if len(names_) != len(file.people):
            return f"{file.kind}: {len(names_)} of {len(file.people)} people"
    return ""

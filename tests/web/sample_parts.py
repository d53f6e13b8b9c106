"""Invented data for the style guide and the component tests."""

import csv
from pathlib import Path

from django import forms

from nhipcau.web.charts import cadence_calendar, commune_cartogram, share_bars, target_bars

COMMUNES = Path(__file__).parents[2] / "provinces" / "lang-son" / "communes.csv"


class Person:
    is_authenticated = True
    is_staff_account = True

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return self.name


class Record:
    def __init__(self, state, word):
        self.state, self.word = state, word

    def get_state_display(self):
        return self.word


class Question(forms.Form):
    full_name = forms.CharField(
        label="Họ và tên", help_text="Viết như trong giấy khai sinh hoặc căn cước."
    )
    phone = forms.CharField(label="Số điện thoại", widget=forms.TextInput({"type": "tel"}))
    born_on = forms.DateField(
        label="Ngày sinh", widget=forms.SelectDateWidget(years=range(1996, 2013))
    )
    commune = forms.ChoiceField(
        label="Xã, phường", choices=[("", "Chọn nơi bạn ở"), ("06001", "Xã Đoàn Kết")]
    )
    audience = forms.ChoiceField(
        label="Bạn đang là",
        widget=forms.RadioSelect,
        choices=[
            ("pupil", "Học sinh"),
            ("worker", "Người đang đi làm"),
            ("none", "Đang tìm việc"),
        ],
    )
    interests = forms.MultipleChoiceField(
        label="Bạn muốn nghe về điều gì?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("Trong nước", [("near", "Việc gần nhà"), ("far", "Việc ở tỉnh khác")]),
            ("Học tiếp", [("school", "Trường nghề")]),
        ],
    )
    note = forms.CharField(label="Bạn cần hỗ trợ gì thêm?", required=False, widget=forms.Textarea)
    consent = forms.BooleanField(
        label="Tôi đồng ý để hai đơn vị dùng thông tin này để mời tôi tham dự buổi tư vấn."
    )
    key = forms.CharField(widget=forms.HiddenInput, initial="k-1")


def year():
    statuses = ["held", "held", "explained", "held", "held", "held"]
    statuses += ["missed", "held", "held", "held", "planned", "due"]
    planned = [2, 3, 1, 2, 4, 2, 1, 2, 3, 4, 3, 0]
    months = []
    for place, (status, count) in enumerate(zip(statuses, planned, strict=True), start=1):
        held = count if status == "held" else 0
        months.append({"label": f"T{place}", "planned": count, "held": held, "status": status})
    return months


def tiles():
    with COMMUNES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    made = []
    for place, row in enumerate(rows):
        value = None if place % 17 == 5 else round((place * 37 % 64) / 2, 1)
        made.append(
            {
                "code": row["code"],
                "name": row["name"],
                "row": int(row["tile_row"]),
                "column": int(row["tile_column"]),
                "value": value,
                "label": "" if value is None else str(value).replace(".", ","),
            }
        )
    return made


TARGETS = [
    {"label": "Học sinh THPT", "target": 1800, "actual": 1412},
    {"label": "Đoàn viên, thanh niên", "target": 900, "actual": 968},
    {"label": "Quân nhân sắp xuất ngũ", "target": 240, "actual": 120},
    {"label": "Người tìm việc", "target": 600, "actual": 95},
]
SHARES = [
    {"label": "Ở tỉnh khác", "value": 118},
    {"label": "Trong tỉnh", "value": 64},
    {"label": "Nước ngoài", "value": 12},
]


def navigation():
    names = [
        ("Bàn việc", "home", "Bàn việc"),
        ("Chương trình và kế hoạch", "bridge", "Kế hoạch"),
        ("Sự kiện", "calendar", ""),
        ("Người tham gia", "people", "Người dự"),
        ("Báo cáo", "chart", ""),
        ("Đơn vị", "settings", ""),
    ]
    return [
        {"url": "#", "label": label, "icon": icon, "short": short, "current": place == 0}
        for place, (label, icon, short) in enumerate(names)
    ]


class Message:
    def __init__(self, level_tag, text):
        self.level_tag, self.text = level_tag, text

    def __str__(self):
        return self.text


def everything(now):
    wrong = Question(
        {"full_name": "Lò Văn Mẫu", "phone": "09x2", "born_on_day": "31", "born_on_month": "2",
         "born_on_year": "2009", "key": "k-1"}
    )  # fmt: skip
    wrong.add_error(
        "phone", "Số điện thoại có chữ “x”. Bạn viết lại 10 chữ số, ví dụ 0912 345 678."
    )
    return {
        "messages": [Message("success", "Đã ghi nhận đăng ký của bạn. Hẹn gặp bạn sáng thứ Bảy!")],
        "wrong": wrong,
        "form": Question(),
        "open_event": Record("open", "Đang nhận đăng ký"),
        "draft": Record("draft", "Bản nháp"),
        "held": Record("held", "Đã tổ chức"),
        "cancelled": Record("cancelled", "Đã hủy"),
        "published": Record("published", "Đã công bố"),
        "waiting": Record("waiting", "Danh sách chờ"),
        "workspace_nav": navigation(),
        "workspace_unit": "Cung Thiếu nhi (đơn vị mẫu)",
        "workspace_role": "Điều phối viên",
        "chips": [
            {"url": "#", "label": "Tất cả", "current": True, "count": 32},
            {"url": "#", "label": "Tư vấn tại trường", "current": False, "count": 14},
            {"url": "#", "label": "Ngày hội việc làm", "current": False, "count": 4},
            {"url": "#", "label": "Trực tuyến", "current": False, "count": 6},
        ],
        "steps": ["Bạn là ai", "Buổi bạn chọn", "Đồng ý và gửi"],
        "cadence": cadence_calendar(year(), title="Đã tổ chức 25 buổi trong 12 tháng"),
        "targets": target_bars(TARGETS, title="Đạt 73% chỉ tiêu năm"),
        "shares": share_bars(SHARES, title="Phần lớn đi làm ở tỉnh khác"),
        "cartogram": commune_cartogram(
            tiles(), title="61 trên 65 xã, phường đã có thanh niên tham gia",
            unit="Thanh niên tham gia trên 1.000",
        ),
        "TARGETS": TARGETS,
    }  # fmt: skip

"""Sixty invented employers, told through the use cases: from form 03 to two checks.

Every name ends in "(mẫu)"; tax codes begin with 99, which no tax office has given out as far as we
know [G]; mail and web addresses end in ``.example``; phones come from the block of the sample.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from nhipcau.accounts.models import User
from nhipcau.employers import use_cases
from nhipcau.employers.details import CheckDetails, ContactDetails, EmployerDetails
from nhipcau.employers.models import Employer
from nhipcau.employers.regions import HOME_CODE
from nhipcau.employers.tax_codes import check_digit
from nhipcau.ops.province import ProvinceFault
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.wording import fold

A_DAY = timedelta(days=1)
COLUMNS = (
    *("name", "kind", "ownership", "place", "zone", "address", "sections", "products"),
    *("size", "wanted", "tale"),
)
CONTACTS = (
    *("Nguyễn Thị Thanh", "Trần Văn Bình", "Hoàng Thị Lệ", "Lý Minh Đức", "Phạm Thu Hằng"),
    *("Vi Thị Nhung", "Đỗ Quang Vinh", "Lê Thị Hồng", "Nông Văn Sự", "Bùi Thị Nga"),
)
POSITIONS = ("Phòng nhân sự", "Phụ trách tuyển dụng", "Giám đốc", "Hành chính")
REGISTER_PAGES = {
    "BUSINESS": "Trang tra cứu đăng ký doanh nghiệp (dữ liệu mẫu)",
    "TAX": "Trang tra cứu mã số thuế (dữ liệu mẫu)",
    "COMMUNE": "Công chức xã xác nhận qua điện thoại (dữ liệu mẫu)",
    "VISIT": "Cán bộ Trung tâm đến tận nơi (dữ liệu mẫu)",
}
SCOPES = ("Nhật Bản, Đài Loan", "Đài Loan", "Nhật Bản, Đức", "Hàn Quốc, Đài Loan", "thuyền viên")
# Days until the licence ends, counted from today.
LICENCES = {"licence": 700, "licence-soon": 21, "licence-lapsed": -12}


def read_employers(path: Path) -> list[dict[str, str]]:
    """
    Raises:
        ProvinceFault: the file is missing, or has other columns.
    """
    if not path.exists():
        raise ProvinceFault(path.name, "", f"is missing in {path.parent}. Add it.")
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ProvinceFault(path.name, "row 1", f"write these columns: {';'.join(COLUMNS)}")
        return list(reader)


def make_employers(
    rows: Sequence[Mapping[str, str]],
    *,
    centre: Organisation,
    colleagues: Sequence[User],
    communes: Mapping[str, Commune],
    now: datetime,
) -> list[Employer]:
    """The employers of the sample in the order of the file, as they stand at ``now``.

    ``colleagues``: at least two of the Centre who check employers.
    """
    made: list[Employer] = []
    for number, row in enumerate(rows):
        at = now - A_DAY * (300 - 4 * number)
        employer = use_cases.register_employer(
            by=PUBLIC if number % 3 == 0 else colleagues[number % len(colleagues)],
            at=at,
            centre=centre,
            details=_details(number, row, communes, made),
            contact=_contact(number, row),
        )
        _tell(row["tale"], employer, number, colleagues, at)
        if row["tale"].startswith("licence"):
            _license(employer, number, row["tale"], colleagues[0], at + 5 * A_DAY, now)
        made.append(employer)
    for employer in made:
        employer.refresh_from_db()
    return made


def _details(
    number: int, row: Mapping[str, str], communes: Mapping[str, Commune], made: list[Employer]
) -> EmployerDetails:
    is_home = len(row["place"]) == 5
    slug = _slug(row["name"])
    is_enterprise = row["kind"] == "ENTERPRISE"
    # One that was told twice: the phone of another employer in the same place.
    phone = made[1].phone if row["tale"] == "twice" else f"0990 9{number:02} 000"
    return EmployerDetails(
        name=row["name"],
        kind=row["kind"],
        tax_code=_tax_code(number) if is_enterprise else "",
        representative=CONTACTS[(number + 3) % len(CONTACTS)],
        ownership=row["ownership"],
        commune=communes[row["place"]] if is_home else None,
        province_code=HOME_CODE if is_home else row["place"],
        address=row["address"],
        industrial_zone=row["zone"],
        phone=phone,
        email=f"vanphong@{slug}.example" if is_enterprise else "",
        website=f"{slug}.example" if is_enterprise else "",
        sections=tuple(row["sections"].split(",")),
        products=row["products"],
        size_band=row["size"],
        wanted_count=int(row["wanted"]),
        services=("INTRODUCTION", "RECRUITING") if number % 2 else ("INTRODUCTION",),
    )


def _contact(number: int, row: Mapping[str, str]) -> ContactDetails:
    return ContactDetails(
        full_name=CONTACTS[number % len(CONTACTS)],
        position=POSITIONS[number % len(POSITIONS)],
        phone=f"0990 9{number:02} 111",
        email=f"tuyendung@{_slug(row['name'])}.example",
    )


def _slug(name: str) -> str:
    words = fold(name.removesuffix(" (mẫu)")).replace("–", " ").split()
    return "".join(words[-3:])


def _tax_code(number: int) -> str:
    for nine in range(990_000_000 + number * 10, 990_000_000 + number * 10 + 10):
        digit = check_digit(str(nine))
        if digit is not None:
            return f"{nine}{digit}"
    raise AssertionError("of ten numbers in a row one has a check digit")


def _tell(
    tale: str, employer: Employer, number: int, colleagues: Sequence[User], at: datetime
) -> None:
    """What became of it after it was registered."""
    first, second = (
        colleagues[number % len(colleagues)],
        colleagues[(number + 1) % len(colleagues)],
    )
    places = ("BUSINESS", "TAX") if employer.tax_code else ("COMMUNE", "VISIT")
    if tale in ("registered", "twice"):
        return
    _check(employer, places[0], by=first, at=at + A_DAY)
    if tale == "half":
        return
    _check(employer, places[1], by=second, at=at + 2 * A_DAY)
    if tale == "suspended":
        use_cases.suspend_employer(
            by=first,
            at=at + 30 * A_DAY,
            employer=employer,
            reason="Người lao động phản ánh bị thu tiền môi giới; chờ làm rõ (dữ liệu mẫu).",
        )
    if tale == "closed":
        use_cases.close_employer(
            by=second,
            at=at + 40 * A_DAY,
            employer=employer,
            reason="Nghỉ kinh doanh (dữ liệu mẫu).",
        )


def _check(employer: Employer, place: str, *, by: User, at: datetime) -> None:
    check = CheckDetails(
        register=place,
        looked_up=employer.tax_code or employer.name,
        finding="CONFIRMED",
        evidence=REGISTER_PAGES[place],
        checked_on=localdate(at),
    )
    use_cases.check_employer(by=by, at=at, employer=employer, check=check)


def _license(
    employer: Employer, number: int, tale: str, by: Any, at: datetime, now: datetime
) -> None:
    use_cases.enter_licence(
        by=by,
        at=at,
        employer=employer,
        number=f"{900 + number}/LĐTBXH-GP (mẫu)",
        issued_on=localdate(at) - 900 * A_DAY,
        expires_on=localdate(now) + LICENCES[tale] * A_DAY,
        scope=SCOPES[number % len(SCOPES)],
        source="Danh sách trên dolab.gov.vn (dữ liệu mẫu)",
        checked_on=localdate(at),
    )

"""What forms tell in these tests."""

import datetime as dt

from nhipcau.employers.details import CheckDetails, ContactDetails, EmployerDetails
from tests.factories import NOON, tax_code

TODAY = NOON.date()


def employer(**more):
    told = {
        "name": "Công ty TNHH May Kỳ Cùng",
        "tax_code": tax_code(77),
        "province_code": "20",
        "address": "Số 5 đường Hùng Vương",
        "phone": "0205 3812 345",
        "email": "info@maykycung.example",
        "sections": ("C",),
        "services": ("INTRODUCTION",),
    }
    return EmployerDetails(**told | more)


def contact(**more):
    told = {
        "full_name": "Hoàng Thị Tuyển",
        "phone": "0912 345 678",
        "email": "tuyen@maykycung.example",
    }
    return ContactDetails(**told | more)


def check(register="BUSINESS", finding="CONFIRMED", **more):
    told = {
        "looked_up": "mã số thuế",
        "evidence": "https://dangkykinhdoanh.gov.vn",
        "checked_on": TODAY,
        "note": "" if finding == "CONFIRMED" else "tên khác trên sổ",
    }
    return CheckDetails(register=register, finding=finding, **told | more)


def days(count):
    return dt.timedelta(days=count)

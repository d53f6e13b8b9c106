"""Vacancies for tests: details that pass, a sender with a licence, terms with all 16 points."""

import datetime as dt
from dataclasses import replace

from nhipcau.employers.models import SendingLicence
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.shared.wording import fold
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.details import CostDetails, OverseasDetails, VacancyDetails
from nhipcau.vacancies.models import (
    Country,
    LimitReason,
    MoneyRule,
    Occupation,
    OccupationSynonym,
    Province,
)
from tests.factories import (
    NOON,
    CommuneFactory,
    EmployerFactory,
    OrganisationFactory,
    staff_of,
)

TODAY = NOON.date()
LAW = {"valid_from": dt.date(2022, 1, 1), "source": "Law 69/2020", "evidence": "S"}


def national_data():
    """A few rows of each national list."""
    for code, name in (("20", "Lạng Sơn"), ("24", "Bắc Ninh"), ("01", "Hà Nội")):
        number = int(code)
        Province.objects.create(
            code=code, name=name, sort_key=fold(name), tile_row=number, tile_column=1, source="t"
        )
    for code, vi, en, money in (
        ("JP", "Nhật Bản", "Japan", "JPY"),
        ("TW", "Đài Loan", "Taiwan", "TWD"),
    ):
        Country.objects.create(code=code, name_vi=vi, name_en=en, currency=money, source="t")
    general = {"months_per_year": 1, "months_most": 3, "months_most_from_term": 36}
    MoneyRule.objects.create(code="fee", kind="SERVICE_FEE", **general, **LAW)
    MoneyRule.objects.create(
        code="fee-jp-3",
        kind="SERVICE_FEE",
        country_code="JP",
        job="intern-3",
        months_per_year=0,
        **LAW,
    )
    MoneyRule.objects.create(code="brokerage", kind="BROKERAGE", amount_most=0, **LAW)
    MoneyRule.objects.create(
        code="deposit-tw", kind="DEPOSIT", country_code="TW", amount_most=12_000_000, **LAW
    )
    for code, covers in (("heavy", "AGE"), ("care", "GENDER")):
        LimitReason.objects.create(
            code=code, covers=covers, name_vi=code, name_en=code, source="law", evidence="G"
        )


def occupation(code, name, *words, sense=1):
    made = Occupation.objects.filter(code=code).first() or Occupation.objects.create(
        code=code, level=len(code), name_vi=name, folded_name=fold(name), source="t"
    )
    for one in words:
        OccupationSynonym.objects.create(
            occupation=made, words=one, folded_words=fold(one), language="vi", sense=sense
        )
    return made


def centre():
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


def stranger():
    """A counsellor of another Centre."""
    return staff_of(OrganisationFactory(kind="EMPLOYMENT_CENTRE"), Role.COUNSELLOR)


def counsellor_of(employer, role=Role.COUNSELLOR):
    return staff_of(employer.centre, role)


def details(**changes):
    """A vacancy at home that may be published."""
    told = VacancyDetails(
        title="Công nhân may",
        headcount=10,
        closes_on=TODAY + dt.timedelta(days=30),
        wage_from=8_000_000,
        wage_to=12_000_000,
        description="May áo khoác xuất khẩu, có người hướng dẫn trong tháng đầu tiên.",
        contract_kind="FROM_12",
    )
    if "commune" not in changes and changes.get("market", "HOME") == "HOME":
        changes["commune"] = CommuneFactory(name="Đồng Đăng")
    return replace(told, **changes)


def abroad(**changes):
    """A vacancy in Japan: the wage is in yen."""
    told = {
        "title": "Chế biến thực phẩm",
        "market": "OVERSEAS",
        "country_code": "JP",
        "wage_from": 180_000,
        "wage_to": None,
    }
    return details(**(told | changes))


COSTS = (
    CostDetails("SERVICE_FEE", 360_000, "sau khi ký hợp đồng", currency="JPY"),
    CostDetails("TRAINING", 5_000_000, "khi nhập học"),
    CostDetails("HEALTH", 750_000, "khi khám"),
    CostDetails("PAPERS", 0, "không thu"),
)


def terms(**changes):
    """All that is required of work abroad."""
    told = OverseasDetails(
        channel="LICENSED",
        contract_number="123/QLLĐNN",
        contract_on=dt.date(2026, 6, 1),
        contract_valid_until=dt.date(2027, 5, 31),
        contract_headcount=50,
        foreign_employer="Hokkai Foods",
        foreign_place="Sapporo",
        term_months=36,
        hours_week=40,
        overtime_note="25 % cộng thêm",
        deductions_note="bảo hiểm, thuế",
        refund_rule="Hoàn lại theo thời gian chưa làm việc.",
        rights_note="Được chấm dứt hợp đồng khi bị ngược đãi.",
        emergency_contact="+81 3 0000 0000",
        complaint_contact="Cục Quản lý lao động ngoài nước",
        costs=COSTS,
    )
    return replace(told, **changes)


def licence(employer, **changes):
    told = {
        "number": f"LDTBXH-{employer.pk}",
        "issued_on": dt.date(2024, 1, 1),
        "expires_on": dt.date(2028, 12, 31),
        "scope": "Nhật Bản",
        "source": "dolab.gov.vn",
        "checked_on": dt.date(2026, 11, 1),
    }
    return SendingLicence.objects.create(employer=employer, **(told | changes))


def published(*, employer=None, at=NOON, told=None, by=None):
    """A vacancy at home that everybody sees."""
    employer = employer or EmployerFactory()
    by = by or counsellor_of(employer)
    made = use_cases.enter_vacancy(by=by, at=at, employer=employer, details=told or details())
    return use_cases.publish(by=by, at=at, vacancy=made)


def drafted_abroad(*, employer=None, at=NOON, told=None, told_terms=None):
    """A vacancy abroad with its terms, not yet published; its sender has no licence yet."""
    employer = employer or EmployerFactory()
    by = counsellor_of(employer)
    made = use_cases.enter_vacancy(by=by, at=at, employer=employer, details=told or abroad())
    use_cases.tell_terms(by=by, at=at, vacancy=made, details=told_terms or terms())
    return made


def published_abroad(*, at=NOON, licence_until=dt.date(2028, 12, 31), **told):
    made = drafted_abroad(at=at, **told)
    licence(made.employer, expires_on=licence_until)
    return use_cases.publish(by=counsellor_of(made.employer), at=at, vacancy=made)

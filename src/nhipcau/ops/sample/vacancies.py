"""Four hundred invented vacancies, in the proportions of the province's planning figures.

In the province a quarter, in other provinces three fifths, abroad the rest; two thirds of it
simple or production work at 7 to 15 million a month. Labelled as a sample.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.employers.models import Employer, SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.queries import commune_list
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.details import CostDetails, OverseasDetails, VacancyDetails
from nhipcau.vacancies.guessing import occupation_of
from nhipcau.vacancies.models import Occupation, Vacancy
from nhipcau.vacancies.use_cases import (
    close,
    enter_vacancies,
    freeze,
    publish_each,
    report_vacancy,
    send_in_each,
    tell_terms,
)

SEED = 20_261_123
LONGEST_DAYS = 170
SHARES = ((Market.HOME, 0.25), (Market.OTHER_PROVINCE, 0.60), (Market.OVERSEAS, 0.15))
# The nearest industry takes most of those who work in another province.
PROVINCES = (("24", 60), ("19", 12), ("01", 12), ("31", 8), ("22", 8))
COUNTRIES = (("JP", 50), ("TW", 35), ("KR", 15))
MILLION = 1_000_000


@dataclass(frozen=True)
class Kind:
    """One kind of work: title, lowest and highest wage in million, schooling, training."""

    title: str
    low: float
    high: float
    education: str = ""
    training: str = "NONE"
    weight: int = 10
    work: str = ""
    benefits: tuple[str, ...] = field(default=("INSURANCE", "BUS"))


PRODUCTION = (
    Kind("Công nhân may", 7.5, 12, weight=30, work="May công nghiệp theo chuyền"),
    Kind("Công nhân lắp ráp điện tử", 8, 14, "LOWER_SECONDARY", weight=40, work="Lắp linh kiện"),
    Kind("Công nhân đóng gói", 7, 10, weight=16, work="Đóng gói, dán nhãn thành phẩm"),
    Kind("Lao động phổ thông", 7, 11, weight=18, work="Phụ việc trong xưởng"),
    Kind("Công nhân vận hành máy ép nhựa", 8.5, 13, weight=12, work="Đứng máy ép nhựa, ba ca"),
    Kind("Công nhân giày da", 7.5, 11.5, weight=12, work="May và dán mũ giày"),
    Kind("Công nhân gỗ", 7.5, 11, weight=8, work="Bóc, sấy, ép ván"),
    Kind("Phụ hồ", 8, 12, weight=6, work="Phụ thợ xây tại công trình"),
)
SKILLED = (
    Kind("Thợ hàn", 10, 16, "", "ELEMENTARY", 8, "Hàn khung thép, hàn CO2"),
    Kind("Lái xe nâng", 9, 13, "", "ELEMENTARY", 6, "Lái xe nâng trong kho"),
    Kind("Thợ điện công nghiệp", 9.5, 15, "UPPER_SECONDARY", "INTERMEDIATE", 6, "Bảo trì tủ điện"),
    Kind("Nhân viên kế toán", 8, 12, "UPPER_SECONDARY", "COLLEGE", 4, "Kế toán kho, thuế"),
    Kind("Nhân viên bán hàng", 6.5, 10, "LOWER_SECONDARY", "NONE", 6, "Bán hàng tại cửa hàng"),
    Kind("Phụ bếp", 6.5, 9, "", "NONE", 4, "Sơ chế, rửa dọn bếp"),
    Kind("Lễ tân khách sạn", 7, 10, "UPPER_SECONDARY", "NONE", 3, "Đón khách, nhận phòng"),
    Kind("Bảo vệ", 6.5, 9, "", "NONE", 5, "Trực cổng theo ca"),
    Kind("Kiểm tra chất lượng (QC)", 8.5, 13, "UPPER_SECONDARY", "COLLEGE", 5, "Kiểm hàng"),
    Kind("Thủ tục hải quan", 9, 14, "UPPER_SECONDARY", "COLLEGE", 4, "Khai báo tại cửa khẩu"),
)
ABROAD = {
    "JP": (
        Kind("Chế biến thực phẩm", 175, 195, "UPPER_SECONDARY", weight=10, work="Đóng hộp cá"),
        Kind("Điều dưỡng viên", 190, 215, "UPPER_SECONDARY", "INTERMEDIATE", 6, "Chăm sóc"),
        Kind("Xây dựng: giàn giáo", 185, 210, weight=8, work="Lắp giàn giáo"),
    ),
    "TW": (
        Kind("Công nhân điện tử", 28, 31, "LOWER_SECONDARY", weight=10, work="Lắp bo mạch"),
        Kind("Công nhân cơ khí", 28, 32, weight=8, work="Đứng máy tiện, phay"),
    ),
    "KR": (Kind("Sản xuất chế tạo", 2060, 2200, weight=10, work="Chế tạo chi tiết máy"),),
}
MONEY = {"JP": "JPY", "TW": "TWD", "KR": "KRW"}
PLACES = {"JP": "Tỉnh Aichi", "TW": "Thành phố Đào Viên", "KR": "Tỉnh Gyeonggi"}
COUNTRY_EMPLOYERS = {"JP": "Công ty Sakura (mẫu)", "TW": "Công ty Ngọc Sơn (mẫu)"}
RIGHTS = (
    "Được thông tin đầy đủ, trả lương đúng hợp đồng, đóng bảo hiểm.\n"
    "Được đơn phương chấm dứt hợp đồng khi bị ngược đãi, cưỡng bức lao động, quấy rối tình dục"
    " hoặc bị đe dọa trực tiếp đến tính mạng, sức khỏe."
)


def make_vacancies(
    employers: Sequence[Employer],
    senders: Sequence[Employer],
    *,
    by: Any,
    now: datetime,
    count: int = 400,
) -> list[Vacancy]:
    """``employers``: verified ones; ``senders``: those of them with a licence, in force or not.

    Vacancies of a sender whose licence is not in force today are published while it was: they are
    shown to nobody, and the next run of the clock freezes them. ``by``: of the Centre.
    """
    chance = random.Random(SEED)
    licences = _last_licences(senders)
    verified = [one for one in employers if one.state == EmployerState.VERIFIED]
    at_work = [one for one in verified if one not in senders] or verified
    occupations = {one.pk: one for one in Occupation.objects.all()}
    planned = []
    for number in range(count):
        market = _share(chance, number, count)
        began = now - timedelta(days=(days := chance.randint(1, 27)), hours=days % 9)
        if market == Market.OVERSEAS and senders:
            sender = senders[number % len(senders)]
            last = licences.get(sender.pk)
            planned.append(_abroad(chance, sender, last, occupations, at=began, now=now))
        else:
            one = chance.choice(at_work)
            planned.append(_at_home(chance, one, market, occupations, at=began, now=now))
    made = _made(planned, by=by)
    _some_further(chance, made, by=by, now=now)
    return made


@dataclass
class Planned:
    at: datetime
    employer: Employer
    details: VacancyDetails
    terms: OverseasDetails | None = None


def _last_licences(senders: Sequence[Employer]) -> dict[int, date]:
    told = SendingLicence.objects.filter(employer__in=senders).order_by("expires_on")
    return dict(told.values_list("employer", "expires_on"))


def _made(planned: Sequence[Planned], *, by: Any) -> list[Vacancy]:
    """Entered and published, those of one day together; in the order of the plan."""
    by_day: dict[datetime, list[int]] = {}
    for place, one in enumerate(planned):
        by_day.setdefault(one.at, []).append(place)
    made: dict[int, Vacancy] = {}
    for at in sorted(by_day):
        of_day = [planned[place] for place in by_day[at]]
        drafts = enter_vacancies(
            by=by, at=at, told=[(one.employer, one.details) for one in of_day], is_sample=True
        )
        for draft, one in zip(drafts, of_day, strict=True):
            if one.terms:
                tell_terms(by=by, at=at, vacancy=draft, details=one.terms)
        shown = publish_each(by=by, at=at + timedelta(hours=2), vacancies=drafts)
        found = {one.pk: one for one in shown}
        made |= {place: found[draft.pk] for place, draft in zip(by_day[at], drafts, strict=True)}
    return [made[place] for place in range(len(planned))]


def _share(chance: random.Random, number: int, count: int) -> Market:
    """The proportions exactly, mixed by a step that meets every place once."""
    place = (number * 7 + 3) % count / count
    for market, share in SHARES:
        if place < share:
            return market
        place -= share
    return Market.OVERSEAS


def _pick(chance: random.Random, kinds: Sequence[Kind]) -> Kind:
    return chance.choices(kinds, [one.weight for one in kinds])[0]


def _last_day(chance: random.Random, began: datetime, now: datetime) -> date:
    wished = localdate(now) + timedelta(days=chance.randint(3, 60))
    return min(wished, localdate(began) + timedelta(days=LONGEST_DAYS))


def _told(
    chance: random.Random, kind: Kind, *, occupations: dict[int, Occupation], unit: int
) -> dict[str, Any]:
    low = round(chance.uniform(kind.low, (kind.low + kind.high) / 2) * 2) / 2
    high = round(chance.uniform(low + 1, max(low + 1.5, kind.high)) * 2) / 2
    code = occupation_of(kind.title)
    return {
        "title": kind.title,
        "occupation": occupations.get(code) if code else None,
        "headcount": chance.choice((2, 3, 5, 10, 15, 20, 30, 50, 100)),
        "wage_from": int(low * unit),
        "wage_to": int(high * unit),
        "education": kind.education,
        "training": kind.training,
        "experience": "NONE" if kind.training == "NONE" else "FROM_1",
        "benefits": kind.benefits,
        "working_time": "FULL",
        "has_shifts": chance.random() < 0.4,
        "meals": chance.choice(("ONE", "ONE", "TWO", "")),
        "ways": ("IN_PERSON", "BY_PHONE"),
        "description": f"{kind.work}. Được hướng dẫn trong tháng đầu, làm việc theo tổ.",
    }


def _at_home(
    chance: random.Random,
    employer: Employer,
    market: Market,
    occupations: dict[int, Occupation],
    *,
    at: datetime,
    now: datetime,
) -> Planned:
    kinds = PRODUCTION if chance.random() < 0.65 else SKILLED
    told = _told(chance, _pick(chance, kinds), occupations=occupations, unit=MILLION)
    place: dict[str, Any] = {"market": market.value}
    if market == Market.HOME:
        place["commune"] = employer.commune or chance.choice(commune_list())
    else:
        codes, weights = [one[0] for one in PROVINCES], [one[1] for one in PROVINCES]
        place |= {
            "market": Market.OTHER_PROVINCE.value,
            "province_code": chance.choices(codes, weights)[0],
            "address": "Khu công nghiệp (mẫu)",
        }
    details = VacancyDetails(
        closes_on=_last_day(chance, at, now),
        contract_kind=chance.choice(("FROM_12", "FROM_12", "INDEFINITE", "UNDER_12")),
        **told,
        **place,
    )
    return Planned(at, employer, details)


def _abroad(
    chance: random.Random,
    sender: Employer,
    last: date | None,
    occupations: dict[int, Occupation],
    *,
    at: datetime,
    now: datetime,
) -> Planned:
    if last and last < localdate(at):  # published while the licence was in force
        at = at - timedelta(days=(localdate(at) - last).days + 1)
    codes, weights = [one[0] for one in COUNTRIES], [one[1] for one in COUNTRIES]
    country = chance.choices(codes, weights)[0]
    kind = _pick(chance, ABROAD[country])
    told = _told(chance, kind, occupations=occupations, unit=1000)
    told |= {"headcount": chance.choice((3, 5, 10, 20)), "wage_to": None, "has_shifts": False}
    details = VacancyDetails(
        closes_on=_last_day(chance, at, now),
        market=Market.OVERSEAS.value,
        country_code=country,
        wage_currency=MONEY[country],
        **told,
    )
    return Planned(at, sender, details, _terms(chance, country, details, at, now))


def _terms(
    chance: random.Random, country: str, details: VacancyDetails, at: datetime, now: datetime
) -> OverseasDetails:
    months = 36
    money = MONEY[country]
    fee = int((details.wage_from or 0) * chance.choice((1.5, 2, 2.5, 3)))
    costs = [
        CostDetails("SERVICE_FEE", fee, "sau khi ký hợp đồng, có biên lai", currency=money),
        CostDetails("TRAINING", 6 * MILLION, "khi nhập học", "tiếng và giáo dục định hướng"),
        CostDetails("HEALTH", 750_000, "khi khám, tại bệnh viện được phép"),
        CostDetails("PAPERS", 1_200_000, "khi làm hộ chiếu, thị thực"),
        CostDetails("TRAVEL", 12 * MILLION, "trước ngày bay", payer="FOREIGN"),
    ]
    if country == "TW":
        costs.append(CostDetails("DEPOSIT", 12 * MILLION, "trước ngày bay, tài khoản của mình"))
    return OverseasDetails(
        channel="LICENSED",
        register_url="https://dolab.gov.vn",
        contract_number=f"{chance.randint(100, 999)}/QLLĐNN (mẫu)",
        contract_on=localdate(at) - timedelta(days=60),
        contract_valid_until=localdate(now) + timedelta(days=300),
        contract_headcount=details.headcount * 2,
        foreign_employer=COUNTRY_EMPLOYERS.get(country, "Công ty Hàn Sơn (mẫu)"),
        foreign_place=PLACES[country],
        visa_scheme={"JP": "Kỹ năng đặc định (SSW)", "TW": "Lao động nhà máy", "KR": "E-7"}[
            country
        ],
        term_months=months,
        hours_week=40,
        overtime_note="Cộng 25–50 % theo luật nước sở tại",
        deductions_note="Bảo hiểm, thuế; tiền nhà theo thực tế",
        housing_note="Ký túc xá của công ty",
        meals_note="Tự nấu, có bếp chung",
        insurance_note="Bảo hiểm y tế, tai nạn theo luật nước sở tại",
        refund_rule="Về nước trước hạn không do lỗi của mình: được hoàn tiền dịch vụ của thời gian"
        " chưa làm việc, cả lãi.",
        language_need={"JP": "tiếng Nhật N4", "TW": "tiếng Trung cơ bản", "KR": "EPS-TOPIK"}[
            country
        ],
        health_need="Đủ sức khỏe theo quy định",
        demands_checked=True,
        support_note="Vay vốn Ngân hàng Chính sách xã hội; hỗ trợ học nghề, học tiếng theo luật",
        rights_note=RIGHTS,
        emergency_contact="Đại sứ quán Việt Nam tại nước sở tại (số trên trang của Cục)",
        complaint_contact="Cục Quản lý lao động ngoài nước; Sở Nội vụ Lạng Sơn",
        costs=tuple(costs),
    )


def _some_further(
    chance: random.Random, made: Sequence[Vacancy], *, by: Any, now: datetime
) -> None:
    """Some in every other state: drafts, sent in, frozen, closed; two reported."""
    at_home = [one for one in made if one.market != Market.OVERSEAS]
    chance.shuffle(at_home)
    for vacancy in at_home[:6]:
        freeze(by=by, at=now, vacancy=vacancy, reason="Doanh nghiệp đề nghị tạm dừng nhận hồ sơ")
    for closing, vacancy in zip(
        ("FILLED", "WITHDRAWN", "FILLED", "STALE") * 3, at_home[6:18], strict=True
    ):
        close(by=by, at=now, vacancy=vacancy, closing=closing)  # type: ignore[arg-type]
    report_vacancy(
        by=by,
        at=now,
        vacancy=at_home[18],
        suspicion="GONE",
        text="Gọi nhiều lần không ai nghe máy (phản ánh mẫu)",
        sender="sample",
    )
    at_night = [
        (
            vacancy.employer,
            VacancyDetails(
                title=f"{vacancy.title} ca đêm",
                headcount=5,
                closes_on=localdate(now) + timedelta(days=30),
                market=vacancy.market,
                commune=vacancy.commune,
                province_code=vacancy.province_code,
                wage_from=vacancy.wage_from,
                wage_to=vacancy.wage_to,
                description="Nhận cả nam và nữ, đặt cọc đồng phục 300.000 đ (tin mẫu chờ duyệt)."
                if vacancy is at_home[19]
                else "",
            ),
        )
        for vacancy in at_home[19:27]
    ]
    drafts = enter_vacancies(by=by, at=now, told=at_night, is_sample=True)
    send_in_each(by=by, at=now, vacancies=drafts[:6])

"""Twenty thousand vacancies in bulk, and what a search of them costs. For ``bench/referrals``."""

import datetime as dt
import random
import statistics
import time

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nhipcau.employers.models import Employer, SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.organisations.queries import commune_list
from nhipcau.shared.wording import fold
from nhipcau.vacancies.codes import Education, Market
from nhipcau.vacancies.models import OverseasTerms, Vacancy
from nhipcau.vacancies.queries import places

TITLES = (
    *("Công nhân may", "Công nhân lắp ráp điện tử", "Lao động phổ thông", "Thợ hàn", "Phụ bếp"),
    *("Lái xe nâng", "Bảo vệ", "Kế toán kho", "Nhân viên bán hàng", "Thợ điện", "Đóng gói"),
    *("Điều dưỡng", "Chế biến thực phẩm", "Thợ xây", "Lễ tân", "Kiểm tra chất lượng"),
)
CODES = ("75", "8202", "9329", "7212", "9402", "834", "5401", "3313", "522", "7411", "9321")
SEARCHES = (
    "",
    "?q=tho+han",
    "?q=cong+nhan+may&market=HOME",
    "?q=b%E1%BA%AFc+ninh",
    "?market=OVERSEAS&sort=wage",
    "?wage=10&education=UPPER_SECONDARY",
    "?occupation=7&sort=soon",
    "?q=khong+co+viec+nao+nhu+the",
    "?market=OTHER_PROVINCE&province=24&page=7",
    "?q=xe",
)
AT_ONCE = 2000


def seed_vacancies(count=20_000, *, seed=1, employers=400):
    """Published vacancies of invented verified employers, a few percent not open any more."""
    chance = random.Random(seed)
    now = timezone.now()
    hiring = _employers(employers, now)
    names, communes = places(), commune_list()
    rows = [_row(chance, number, hiring, names, communes, now) for number in range(count)]
    made = Vacancy.objects.bulk_create(rows, AT_ONCE)
    OverseasTerms.objects.bulk_create(
        [
            OverseasTerms(
                vacancy=one,
                channel="LICENSED",
                contract_number="1",
                contract_on=now.date(),
                contract_valid_until=now.date() + dt.timedelta(days=300),
                contract_headcount=100,
                term_months=36,
                hours_week=40,
            )
            for one in made
            if one.market == Market.OVERSEAS
        ],
        AT_ONCE,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE vacancies_vacancy, vacancies_overseasterms, employers_employer")
    return made


def _employers(count, now):
    centre = Organisation.objects.filter(kind=OrganisationKind.EMPLOYMENT_CENTRE).first()
    made = Employer.objects.bulk_create(
        Employer(
            centre=centre,
            name=f"Công ty Mẫu {number}",
            folded_name=f"cong ty mau {number}",
            tax_code=f"91{number:08d}",
            state=EmployerState.VERIFIED,
            registered_at=now,
        )
        for number in range(count)
    )
    SendingLicence.objects.bulk_create(
        SendingLicence(
            employer=one,
            number=f"BENCH-{one.pk}",
            issued_on=now.date() - dt.timedelta(days=900),
            expires_on=now.date() + dt.timedelta(days=300 if one.pk % 10 else -1),
            scope="x",
            source="x",
            checked_on=now.date(),
        )
        for one in made
    )
    return made


def _row(chance, number, hiring, names, communes, now):
    employer = chance.choice(hiring)
    title = f"{chance.choice(TITLES)} {number % 97}"
    market = chance.choices(list(Market), (25, 60, 15))[0]
    commune = chance.choice(communes) if market == Market.HOME else None
    province = chance.choice(list(names.provinces)) if market == Market.OTHER_PROVINCE else ""
    country = chance.choice(list(names.countries)) if market == Market.OVERSEAS else ""
    place = str(commune) if commune else names.provinces.get(province) or names.countries[country]
    wage = chance.randrange(6_000_000, 20_000_000, 100_000)
    at = now - dt.timedelta(minutes=number)
    work = "Làm việc theo ca, có người hướng dẫn trong tháng đầu, ăn trưa tại xưởng."
    return Vacancy(
        employer=employer,
        title=title,
        folded_text=fold(f"{title} · {employer.name} · {place} · {work}"),
        occupation_code=chance.choice(CODES),
        market=market,
        commune=commune,
        province_code=province,
        country_code=country,
        headcount=chance.randint(1, 50),
        wage_from=wage,
        wage_to=wage + 2_000_000,
        monthly_vnd=wage + 2_000_000,
        education=chance.choice(["", "", *Education.values]),
        description=work,
        closes_on=now.date() + dt.timedelta(days=chance.randint(-3, 90)),
        state="PUBLISHED",
        created_at=at,
        published_at=at,
        confirmed_at=at,
        is_sample=True,
    )


def search_addresses():
    """What people ask for, as paths: for a bench that asks over the network."""
    return [reverse("public:jobs") + one for one in SEARCHES]


def time_searches(client, *, runs=20):
    """Milliseconds of each search through Django's client: address → median and p95."""
    told = {}
    for address in search_addresses():
        client.get(address)
        took = []
        for _run in range(runs):
            started = time.perf_counter()
            answer = client.get(address)
            took.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, address
        told[address] = {
            "median_ms": round(statistics.median(took), 1),
            "p95_ms": round(sorted(took)[max(0, -(-95 * len(took) // 100) - 1)], 1),
        }
    return told

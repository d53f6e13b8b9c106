"""Vacancies of one province: open ones at home and abroad, a draft, a report, a list, a search."""

import datetime as dt

from nhipcau.employers.models import SendingLicence
from nhipcau.vacancies.models import (
    OverseasTerms,
    SavedSearch,
    VacancyList,
    VacancyReport,
    VacancyRow,
)
from tests.factories import (
    NOON,
    VacancyFactory,
    every_row,
    moment,
)

FAR = dt.date(2036, 12, 1)
READ = {
    "title": "x",
    "headcount": 2,
    "wage_kind": "AGREED",
    "wage_period": "MONTH",
    "wage_from": None,
    "wage_to": None,
    "market": "HOME",
    "commune": None,
    "province_code": "",
    "country_code": "",
    "closes_on": "2036-12-01",
    "occupation": None,
}


def add_vacancies(world, commune):
    """``closes_on`` is far away: the pages read the real clock."""
    employer = world.employer
    world.vacancy = VacancyFactory(employer=employer, commune=commune, closes_on=FAR)
    world.draft_vacancy = VacancyFactory(
        employer=employer, title=f"Việc nháp{world.word}", state="SUBMITTED", closes_on=FAR
    )
    world.own_draft = VacancyFactory(
        employer=employer, title=f"Việc nháp{world.word} 2", state="DRAFT", closes_on=FAR
    )
    world.vacancy_abroad = VacancyFactory(
        employer=employer,
        market="OVERSEAS",
        country_code="JP",
        closes_on=FAR,
        wage_from=180_000,
        wage_currency="JPY",
    )
    SendingLicence.objects.create(
        employer=employer,
        number=f"GP-{world.word}",
        issued_on=dt.date(2020, 1, 1),
        expires_on=FAR,
        scope="x",
        source="x",
        checked_on=dt.date(2026, 11, 1),
    )
    OverseasTerms.objects.create(
        vacancy=world.vacancy_abroad,
        channel="LICENSED",
        contract_number="1",
        contract_on=dt.date(2026, 1, 1),
        contract_valid_until=FAR,
        contract_headcount=9,
        term_months=36,
        hours_week=40,
    )
    world.vacancy_report = add_report(world)
    world.vacancy_list = add_list(world, employer)
    world.vacancy_row = add_row(world, 1, f"Việc trong tệp{world.word}")
    world.taken_list = add_list(world, employer, state="CONFIRMED", confirmed_at=NOON)
    world.saved_search = add_search(world, f"search{world.word}{'x' * 10}")


def add_report(world):
    with every_row():
        return VacancyReport.objects.create(
            vacancy=world.vacancy,
            suspicion="MONEY",
            text=f"Đòi tiền{world.word}",
            contact="0912333444",
            created_at=NOON,
        )


def add_list(world, employer, **told):
    headers = ["Vị trí", "Số lượng"]
    sheet = {"name": "x", "skipped": "", "header_row": 1, "headers": headers}
    return VacancyList.objects.create(
        employer=employer,
        file_name="x.xlsx",
        file_digest="x",
        sheets=[{**sheet, "columns": ["TITLE", "HEADCOUNT"]}],
        closes_on=FAR,
        created_at=NOON,
        **told,
    )


def add_row(world, place, title):
    return VacancyRow.objects.create(
        vacancy_list=world.vacancy_list,
        place=place,
        sheet=0,
        number=place + 1,
        cells=[title, "2"],
        read={**READ, "title": title},
        verdict="NEW",
        reasons=[{"code": "place_of_employer", "column": None, "about": ""}],
    )


def add_search(world, code):
    return SavedSearch.objects.create(
        young_person=world.person,
        query={"q": "may"},
        frequency="WEEKLY",
        code=code,
        seen_until=NOON,
        next_at=moment("2036-12-01 00:00"),
        created_at=NOON,
    )

"""Vacancies that the pages of a journey show: at home, abroad, sent in, reported, as a list."""

import datetime as dt

from django.utils import timezone

from nhipcau.organisations.models import Organisation, Role
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.row_security import reading
from nhipcau.shared.tables.reading import read_tables
from nhipcau.vacancies.models import SavedSearch, Vacancy, VacancyList, VacancyReport, VacancyRow
from nhipcau.vacancies.use_cases import (
    confirm_list,
    enter_vacancy,
    publish,
    report_vacancy,
    save_search,
    send_in,
    tell_terms,
    upload_list,
)
from tests.factories import EmployerFactory, csv_of
from tests.journeys.visitor import CENTRE, colleague
from tests.vacancies.made import abroad, details, licence, terms

WRITER = f"{CENTRE} {Role.COUNSELLOR}"


def prepare_vacancies(user, person):
    """``user``: whoever signed in with the phone of ``person``, who keeps a search."""
    at = timezone.now()
    by = colleague(CENTRE, Role.COUNSELLOR)
    soon = timezone.localdate() + dt.timedelta(days=40)
    employer = EmployerFactory(
        centre=Organisation.objects.get(code=CENTRE),
        name="Công ty May Sông Kỳ",
        registered_at=at,
    )
    licence(employer, expires_on=soon + dt.timedelta(days=300))
    told = {"by": by, "at": at, "employer": employer}
    home = enter_vacancy(**told, details=details(closes_on=soon, benefits=("INSURANCE", "BUS")))
    publish(by=by, at=at, vacancy=home)
    waiting = enter_vacancy(**told, details=details(title="Thợ cắt mẫu", closes_on=soon))
    send_in(by=by, at=at, vacancy=waiting)
    japan = enter_vacancy(**told, details=abroad(title="Đóng hộp cá mẫu", closes_on=soon))
    tell_terms(
        by=by,
        at=at,
        vacancy=japan,
        details=terms(contract_valid_until=soon + dt.timedelta(days=300)),
    )
    publish(by=by, at=at, vacancy=japan)
    report_vacancy(by=PUBLIC, at=at, vacancy=home, suspicion="GONE", text="Mẫu", sender="x")
    header = ("Vị trí", "Số lượng", "Mức lương")
    for place, title in enumerate(("Phụ kho mẫu", "Bảo vệ mẫu")):
        kept = upload_list(
            **told,
            tables=read_tables(csv_of(header, (title, 3, "8 triệu"), ("Lễ tân", "", "9 - 8 tr"))),
            file_name=f"{title}.csv",
            closes_on=soon,
        )
        if place:
            confirm_list(by=by, at=at, vacancy_list=kept)
    save_search(by=user, at=at, young_person=person, query={"q": "may"}, frequency="WEEKLY")


def home_vacancy():
    return Vacancy.objects.get(title="Công nhân may", employer__name="Công ty May Sông Kỳ")


def vacancy_abroad():
    return Vacancy.objects.get(title="Đóng hộp cá mẫu")


def waiting_vacancy():
    return Vacancy.objects.get(title="Thợ cắt mẫu")


def vacancy_report():
    with reading(SYSTEM, at=timezone.now()):
        return VacancyReport.objects.get(vacancy=home_vacancy())


def draft_list():
    return VacancyList.objects.get(state="DRAFT", file_name="Phụ kho mẫu.csv")


def taken_list():
    return VacancyList.objects.get(state="CONFIRMED")


def row_to_mend():
    return VacancyRow.objects.filter(vacancy_list=draft_list(), verdict="UNREADABLE").first()


def saved_search():
    return SavedSearch.objects.get()

from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.models.lists import VacancyList, VacancyListStateChange, VacancyRow
from nhipcau.vacancies.models.occupations import (
    Country,
    LimitReason,
    MoneyRule,
    Occupation,
    OccupationSynonym,
    Province,
)
from nhipcau.vacancies.models.overseas import CostLine, OverseasTerms
from nhipcau.vacancies.models.reports import VacancyReport
from nhipcau.vacancies.models.searches import SavedSearch
from nhipcau.vacancies.models.vacancies import Vacancy, VacancyStateChange

__all__ = [
    "CostLine",
    "Country",
    "LimitReason",
    "Market",
    "MoneyRule",
    "Occupation",
    "OccupationSynonym",
    "OverseasTerms",
    "Province",
    "SavedSearch",
    "Vacancy",
    "VacancyList",
    "VacancyListStateChange",
    "VacancyReport",
    "VacancyRow",
    "VacancyStateChange",
]

"""Addresses under ``workspace:reports``; a month is written as in ``reports/2026-11/``."""

from django.urls import path, register_converter

from nhipcau.reporting.periods import Period, month_period
from nhipcau.web.workspace import report_words, reports


class MonthConverter:
    """``2026-11`` and the period of that month; a month that does not exist is no address."""

    regex = r"20\d{2}-\d{2}"

    def to_python(self, value):
        return month_period(int(value[:4]), int(value[5:]))

    def to_url(self, value):
        return value.slug if isinstance(value, Period) else str(value)


register_converter(MonthConverter, "report_month")

app_name = "reports"
urlpatterns = [
    path("", reports.overview, name="overview"),
    path("plan-done/", reports.plan_done, name="plan-done"),
    path("<report_month:month>/", reports.month_report, name="month"),
    path("<report_month:month>/report.docx", reports.month_docx, name="month-docx"),
    path("<report_month:month>/report.xlsx", reports.month_xlsx, name="month-xlsx"),
    path("<report_month:month>/words/", report_words.write, name="write"),
    path("<report_month:month>/explain/", report_words.explain, name="explain"),
]

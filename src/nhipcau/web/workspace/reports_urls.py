"""Addresses under ``workspace:reports``; a month is written as in ``reports/2026-11/``."""

from django.urls import path, register_converter

from nhipcau.reporting.periods import Period, month_period
from nhipcau.reporting.spans import PATTERN
from nhipcau.web.workspace import (
    figure_files,
    figure_leaders,
    figure_periods,
    figure_rows,
    figures,
    report_words,
    reports,
)


class MonthConverter:
    """``2026-11`` and the period of that month; a month that does not exist is no address."""

    regex = r"20\d{2}-\d{2}"

    def to_python(self, value):
        return month_period(int(value[:4]), int(value[5:]))

    def to_url(self, value):
        return value.slug if isinstance(value, Period) else str(value)


class SpanConverter:
    """``2026-11``, ``2026-q4``, ``2026-h2``, ``2026`` or ``programme``."""

    regex = PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value.slug if isinstance(value, Period) else str(value)


register_converter(MonthConverter, "report_month")
register_converter(SpanConverter, "report_span")

app_name = "reports"
urlpatterns = [
    path("", reports.overview, name="overview"),
    path("plan-done/", reports.plan_done, name="plan-done"),
    path("leaders/", figure_leaders.leaders, name="leaders"),
    path("all/", figures.catalogue, name="catalogue"),
    path("of/<slug:code>/<report_span:slug>/", figures.report, name="report"),
    path(
        "of/<slug:code>/<report_span:slug>/report.<slug:form>",
        figures.report_file,
        name="report-file",
    ),
    path("periods/<report_span:slug>/", figure_periods.period, name="period"),
    path("periods/<report_span:slug>/propose/", figure_periods.propose, name="propose"),
    path("periods/<report_span:slug>/confirm/", figure_periods.confirm, name="confirm"),
    path("periods/<report_span:slug>/give-back/", figure_periods.give_back, name="give-back"),
    path("periods/<report_span:slug>/amend/", figure_periods.amend, name="amend"),
    path("versions/<int:pk>/rows/", figure_rows.version_behind, name="version-behind"),
    path("versions/<int:pk>/<slug:code>/", figures.version, name="version"),
    path(
        "versions/<int:pk>/<slug:code>/report.<slug:form>",
        figures.version_file,
        name="version-file",
    ),
    path("behind/<report_span:slug>/", figure_rows.behind, name="behind"),
    path("files/", figure_files.export_list, name="exports"),
    path("files/ask/<report_span:slug>/", figure_files.ask, name="ask-export"),
    path("files/<int:pk>/approve/", figure_files.approve, name="approve-export"),
    path("files/<int:pk>/refuse/", figure_files.refuse, name="refuse-export"),
    path("files/<int:pk>/fetch/", figure_files.fetch, name="fetch-export"),
    path("<report_month:month>/", reports.month_report, name="month"),
    path("<report_month:month>/report.docx", reports.month_docx, name="month-docx"),
    path("<report_month:month>/report.xlsx", reports.month_xlsx, name="month-xlsx"),
    path("<report_month:month>/words/", report_words.write, name="write"),
    path("<report_month:month>/explain/", report_words.explain, name="explain"),
]

from django.urls import path

from nhipcau.web.workspace import vacancies, vacancy_lists, vacancy_reports, vacancy_steps

app_name = "vacancies"
urlpatterns = [
    path("", vacancies.vacancy_list, name="list"),
    path("to-be-checked/", vacancies.queue, name="queue"),
    path("add/", vacancies.choose_employer, name="choose-employer"),
    path("of-employer/<int:pk>/add/", vacancies.add, name="add"),
    path("of-employer/<int:pk>/read-a-list/", vacancy_lists.upload, name="upload"),
    path("<int:pk>/", vacancies.detail, name="detail"),
    path("<int:pk>/change/", vacancies.change, name="change"),
    path("<int:pk>/terms/", vacancies.terms, name="terms"),
    path("<int:pk>/<slug:step>/", vacancy_steps.step, name="step"),
    path("reports/", vacancy_reports.report_list, name="reports"),
    path("reports/<int:pk>/decide/", vacancy_reports.decide, name="decide"),
    path("lists/", vacancy_lists.lists, name="lists"),
    path("lists/<int:pk>/", vacancy_lists.list_detail, name="list-detail"),
    path("lists/<int:pk>/columns/<int:sheet>/", vacancy_lists.columns, name="columns"),
    path("lists/rows/<int:pk>/", vacancy_lists.row, name="row"),
    path("lists/<int:pk>/confirm/", vacancy_lists.confirm, name="confirm"),
    path("lists/<int:pk>/undo/", vacancy_lists.undo, name="undo"),
    path("lists/<int:pk>/discard/", vacancy_lists.discard, name="discard"),
]

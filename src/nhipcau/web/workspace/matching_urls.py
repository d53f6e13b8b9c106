from django.urls import path

from nhipcau.web.workspace import matching, matching_grading, matching_rules

app_name = "matching"
urlpatterns = [
    path("", matching_rules.overview, name="overview"),
    path("rules/change/", matching_rules.change, name="change-rules"),
    path("grading/", matching_grading.rounds, name="rounds"),
    path("grading/prepare/", matching_grading.prepare, name="prepare-round"),
    path("grading/<int:pk>/", matching_grading.round_detail, name="round"),
    path("grading/<int:pk>/sheet.xlsx", matching_grading.sheet, name="sheet"),
    path("grading/<int:pk>/grade/", matching_grading.grade, name="grade"),
    path("for-person/<int:pk>/", matching.person_list, name="person"),
    path("for-person/<int:pk>/<int:vacancy_pk>/", matching.put_aside, name="put-aside"),
    path("put-aside/<int:pk>/undo/", matching.take_back, name="take-back"),
    path("for-vacancy/<int:pk>/", matching.vacancy_people, name="vacancy"),
]

from django.urls import path

from nhipcau.web.workspace import matching, matching_rules

app_name = "matching"
urlpatterns = [
    path("", matching_rules.overview, name="overview"),
    path("rules/change/", matching_rules.change, name="change-rules"),
    path("for-person/<int:pk>/", matching.person_list, name="person"),
    path("for-person/<int:pk>/<int:vacancy_pk>/", matching.put_aside, name="put-aside"),
    path("put-aside/<int:pk>/undo/", matching.take_back, name="take-back"),
    path("for-vacancy/<int:pk>/", matching.vacancy_people, name="vacancy"),
]

from django.urls import path

from nhipcau.web.workspace import placement_abroad, placement_checks, placements

app_name = "placements"
urlpatterns = [
    path("", placements.placement_list, name="list"),
    path("tasks/", placement_checks.task_list, name="tasks"),
    path("tasks/<int:pk>/done/", placement_checks.end_task, name="end-task"),
    path("checks/<int:pk>/", placement_checks.record_check, name="record-check"),
    path("introductions/<int:pk>/start/", placements.record_start, name="record-start"),
    path(
        "introductions/<int:pk>/departure/",
        placements.prepare_departure,
        name="prepare-departure",
    ),
    path("<int:pk>/", placements.placement_detail, name="detail"),
    path("<int:pk>/facts/", placements.change_facts, name="change-facts"),
    path("<int:pk>/no-start/", placements.record_no_start, name="record-no-start"),
    path("<int:pk>/reopen/", placement_checks.reopen, name="reopen"),
    path("<int:pk>/steps/<slug:stage>/", placement_abroad.record_step, name="record-step"),
    path("<int:pk>/family/", placement_abroad.tell_family, name="tell-family"),
]

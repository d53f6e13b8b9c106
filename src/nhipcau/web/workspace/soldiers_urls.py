from django.urls import path

from nhipcau.web.workspace import soldier_checks, soldier_entry, soldiers

app_name = "soldiers"
urlpatterns = [
    path("", soldiers.soldier_list, name="list"),
    path("enter/", soldier_entry.enter_from_paper, name="enter"),
    path("sheet.pdf", soldier_entry.sheet_pdf, name="sheet"),
    path("sessions/<int:pk>/", soldier_entry.take_over, name="take-over"),
    path("people/<int:pk>/", soldier_entry.enter_person, name="enter-person"),
    path("discharge/", soldiers.discharge, name="discharge"),
    path("checks/<int:pk>/", soldier_checks.record_check, name="record-check"),
    path("checks/<int:pk>/helped/", soldier_checks.mark_helped, name="mark-helped"),
    path("<int:pk>/", soldiers.soldier_detail, name="detail"),
    path("<int:pk>/change/", soldiers.change, name="change"),
    path("<int:pk>/<slug:step>/", soldiers.take_step, name="step"),
]

from django.urls import path

from nhipcau.web.workspace import class_reports

app_name = "schools"
urlpatterns = [
    path("groups/<int:pk>/make/", class_reports.make, name="make"),
    path("<int:pk>/", class_reports.detail, name="detail"),
    path("<int:pk>/sheet.xlsx", class_reports.xlsx, name="xlsx"),
    path("<int:pk>/discard/", class_reports.discard, name="discard"),
]

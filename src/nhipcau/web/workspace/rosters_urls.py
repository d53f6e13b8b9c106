from django.urls import path

from nhipcau.web.workspace import roster_files, roster_preview, roster_steps, rosters

app_name = "rosters"
urlpatterns = [
    path("template.xlsx", roster_files.template, name="template"),
    path("of-event/<int:pk>/", rosters.roster_list, name="list"),
    path("of-session/<int:pk>/upload/", rosters.upload, name="upload"),
    path("of-session/<int:pk>/link/", rosters.make_link, name="make-link"),
    path("links/<int:pk>/revoke/", rosters.revoke_link, name="revoke-link"),
    path("<int:pk>/", roster_preview.detail, name="detail"),
    path("<int:pk>/columns/<int:sheet>/", roster_preview.columns, name="columns"),
    path("<int:pk>/contact/", roster_preview.contact, name="contact"),
    path("rows/<int:pk>/", roster_steps.row, name="row"),
    path("<int:pk>/confirm/", roster_steps.confirm, name="confirm"),
    path("<int:pk>/undo/", roster_steps.undo, name="undo"),
    path("<int:pk>/discard/", roster_steps.discard, name="discard"),
    path("<int:pk>/to-mend.xlsx", roster_files.problems_xlsx, name="problems-xlsx"),
    path("<int:pk>/to-mend.csv", roster_files.problems_csv, name="problems-csv"),
    path("<int:pk>/sheets/", roster_files.sheets, name="sheets"),
    path("<int:pk>/sheets.pdf", roster_files.sheets_pdf, name="sheets-pdf"),
]

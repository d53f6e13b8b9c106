from django.urls import path

from nhipcau.web.workspace import case_forms, case_keys, case_moves, case_talks, cases

app_name = "cases"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("absence/", case_moves.note_absence, name="absence"),
    path("absence/<int:pk>/end/", case_moves.end_absence, name="end-absence"),
    path("emergencies/", case_keys.opening_list, name="emergencies"),
    path("emergencies/<int:pk>/seen/", case_keys.acknowledge, name="seen"),
    path("people/<int:pk>/open/", case_forms.open_case, name="open"),
    path("steps/<int:pk>/done/", case_forms.step_done, name="step-done"),
    path("steps/<int:pk>/drop/", case_forms.drop_step, name="drop-step"),
    path("transfers/<int:pk>/accept/", case_moves.accept, name="accept"),
    path("transfers/<int:pk>/decline/", case_moves.decline, name="decline"),
    path("transfers/<int:pk>/take-back/", case_moves.take_back, name="take-back"),
    path("transfers/<int:pk>/return/", case_moves.give_back, name="give-back"),
    path("<int:pk>/", cases.case_detail, name="detail"),
    path("<int:pk>/print/", cases.print_case, name="print"),
    path("<int:pk>/notes/", case_keys.notes, name="notes"),
    path("<int:pk>/emergency/", case_keys.emergency, name="emergency"),
    path("<int:pk>/record/", case_forms.record, name="record"),
    path("<int:pk>/contact/", case_forms.contact, name="contact"),
    path(
        "<int:pk>/contact/<int:appointment_pk>/", case_talks.write_talk, name="write-appointment"
    ),
    path("<int:pk>/step/", case_forms.add_step, name="add-step"),
    path("<int:pk>/wait/", case_moves.wait, name="wait"),
    path("<int:pk>/go-on/", case_moves.go_on, name="go-on"),
    path("<int:pk>/close/", case_moves.close, name="close"),
    path("<int:pk>/reopen/", case_moves.reopen, name="reopen"),
    path("<int:pk>/take/", case_moves.take, name="take"),
    path("<int:pk>/queue/", case_moves.queue, name="queue"),
    path("<int:pk>/assign/", case_moves.assign, name="assign"),
    path("<int:pk>/transfer/", case_moves.transfer, name="transfer"),
]

from django.urls import path

from nhipcau.web.workspace import (
    employer_checks,
    employer_licences,
    employer_parts,
    employers,
    same_employer,
)

app_name = "employers"
urlpatterns = [
    path("", employers.employer_list, name="list"),
    path("enter/", employers.enter, name="enter"),
    path("<int:pk>/", employers.employer_detail, name="detail"),
    path("<int:pk>/change/", employers.change, name="change"),
    path("<int:pk>/check/", employer_checks.check, name="check"),
    path("<int:pk>/step/<slug:to>/", employer_checks.step, name="step"),
    path("<int:pk>/history/", employer_checks.history, name="history"),
    path("<int:pk>/contacts/add/", employer_parts.add_contact, name="add-contact"),
    path("<int:pk>/branches/add/", employer_parts.add_branch, name="add-branch"),
    path("<int:pk>/desks/end/", employer_parts.end_desks, name="end-desks"),
    path("<int:pk>/licences/enter/", employer_licences.enter, name="enter-licence"),
    path("contacts/<int:pk>/change/", employer_parts.change_contact, name="change-contact"),
    path("contacts/<int:pk>/end/", employer_parts.end_contact, name="end-contact"),
    path("contacts/<int:pk>/send-link/", employer_parts.send_link, name="send-link"),
    path("branches/<int:pk>/end/", employer_parts.end_branch, name="end-branch"),
    path("licences/<int:pk>/look-up/", employer_licences.look_up, name="look-up-licence"),
    path("licences/<int:pk>/withdraw/", employer_licences.withdraw, name="withdraw-licence"),
    path("duplicates/", same_employer.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/", same_employer.compare, name="compare"),
    path("duplicates/<int:pk>/same/<int:kept_pk>/", same_employer.same, name="same"),
    path("duplicates/<int:pk>/different/", same_employer.different, name="different"),
]

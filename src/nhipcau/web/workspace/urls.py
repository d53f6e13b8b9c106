from django.urls import include, path

from nhipcau.web.workspace import (
    attendance,
    attendance_forms,
    desk,
    event_moves,
    events,
    funnel,
    gates,
    groups,
    members,
    messages_sent,
    people,
    plan_lines,
    plans,
    programme,
    registrations,
    same_person,
    wishes,
)

programme_pages = [
    path("", programme.current, name="current"),
    path("<int:pk>/", programme.detail, name="detail"),
    path("<int:pk>/appoint/<int:unit_pk>/", programme.appoint, name="appoint"),
    path("<int:pk>/start/", programme.start, name="start"),
    path("<int:pk>/close/", programme.close, name="close"),
    path("<int:pk>/renew/", programme.renew, name="renew"),
]

plan_pages = [
    path("", plans.plan_list, name="list"),
    path("open/", plans.open_version, name="open"),
    path("<int:pk>/", plans.version_detail, name="version"),
    path("<int:pk>/propose/", plans.propose, name="propose"),
    path("<int:pk>/approve/<int:unit_pk>/", plans.approve, name="approve"),
    path("<int:pk>/return/", plans.give_back, name="return"),
    path("<int:pk>/lines/add/", plan_lines.add_line, name="add-line"),
    path("lines/<int:pk>/change/", plan_lines.change_line, name="change-line"),
    path("lines/<int:pk>/swap-units/", plan_lines.swap_units, name="swap-units"),
    path("lines/<int:pk>/remove/", plan_lines.remove_line, name="remove-line"),
]

event_pages = [
    path("", events.event_list, name="list"),
    path("from-the-plan/", events.choose_line, name="choose-line"),
    path("from-the-plan/<int:line_pk>/", events.create, name="create"),
    path("<int:pk>/", events.event_detail, name="detail"),
    path("<int:pk>/change/", events.change, name="change"),
    path("<int:pk>/move/<slug:to>/", event_moves.move, name="move"),
    path("<int:pk>/sessions/add/", event_moves.add_session, name="add-session"),
    path("<int:pk>/volunteers/assign/", event_moves.assign_volunteer, name="assign-volunteer"),
    path(
        "<int:pk>/volunteers/<int:staff_pk>/release/",
        event_moves.release_volunteer,
        name="release-volunteer",
    ),
    path("<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("<int:pk>/messages/", messages_sent.messages_sent, name="messages"),
    path("<int:pk>/gates/", gates.gates, name="gates"),
    path("<int:pk>/gates/add/", gates.add_gate, name="add-gate"),
    path("<int:pk>/gates/inbox/", gates.inbox, name="gate-inbox"),
    path("<int:pk>/gates/inbox/<int:registration_pk>/", gates.answer_double, name="answer-double"),
    path("gates/<int:pk>/phones/add/", gates.add_device, name="add-device"),
    path("gates/phones/<int:pk>/revoke/", gates.revoke_device, name="revoke-device"),
    path("sessions/<int:pk>/change/", event_moves.change_session, name="change-session"),
    path("sessions/<int:pk>/capacity/", event_moves.change_capacity, name="change-capacity"),
    path("sessions/<int:pk>/people/", registrations.registration_list, name="registrations"),
    path("sessions/<int:pk>/people/print/", registrations.print_list, name="print-list"),
    path("sessions/<int:pk>/groups/", groups.group_list, name="groups"),
    path("sessions/<int:pk>/kept-places/add/", groups.reserve, name="reserve-places"),
    path("kept-places/<int:pk>/release/", groups.release, name="release-places"),
    path("groups/<int:pk>/cancel/", groups.cancel, name="cancel-group"),
    path("sessions/<int:pk>/register/", registrations.register, name="register"),
    path("sessions/<int:pk>/attendance/all/", attendance_forms.mark_all, name="mark-all"),
    path("sessions/<int:pk>/walk-in/", attendance_forms.walk_in, name="walk-in"),
    path("registrations/<int:pk>/mark/", attendance.mark, name="mark"),
    path("registrations/<int:pk>/cancel/", registrations.cancel, name="cancel-registration"),
    path("attendance/<int:pk>/correct/", attendance_forms.correct, name="correct-attendance"),
]

people_pages = [
    path("", people.people_list, name="list"),
    path("<int:pk>/", people.person_detail, name="detail"),
    path("<int:pk>/open/", people.open_record, name="open"),
    path(
        "<int:pk>/consents/<slug:purpose>/withdraw/",
        people.withdraw_consent,
        name="withdraw-consent",
    ),
    path("<int:pk>/wish/", wishes.wish, name="wish"),
    path("<int:pk>/wish/sheet.pdf", wishes.wish_sheet, name="wish-sheet"),
    path("<int:pk>/wish/<slug:step>/", wishes.wish_step, name="wish-step"),
    path("duplicates/", same_person.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/", same_person.compare, name="compare"),
    path("duplicates/<int:pk>/open/", same_person.open_pair, name="open-pair"),
    path("duplicates/<int:pk>/keep/<int:person_pk>/", same_person.keep, name="keep"),
    path("duplicates/<int:pk>/different/", same_person.different, name="different"),
    path("merges/<int:pk>/undo/", same_person.undo, name="undo-merge"),
]

member_pages = [
    path("", members.member_list, name="list"),
    path("invite/", members.invite, name="invite"),
    path(
        "invitations/<int:pk>/withdraw/", members.withdraw_invitation, name="withdraw-invitation"
    ),
    path("<int:pk>/end/", members.end_membership, name="end-membership"),
    path("<int:pk>/reset-sign-in/", members.reset_sign_in, name="reset-sign-in"),
    path("<int:pk>/deactivate/", members.deactivate, name="deactivate"),
]

app_name = "workspace"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("programme/", include((programme_pages, "programme"))),
    path("plans/", include((plan_pages, "plans"))),
    path("events/", include((event_pages, "events"))),
    path("rosters/", include("nhipcau.web.workspace.rosters_urls")),
    path("vacancies/", include("nhipcau.web.workspace.vacancies_urls")),
    path("people/", include((people_pages, "people"))),
    path("employers/", include("nhipcau.web.workspace.employers_urls")),
    path("referrals/", include("nhipcau.web.workspace.referrals_urls")),
    path("suggestions/", include("nhipcau.web.workspace.matching_urls")),
    path("members/", include((member_pages, "members"))),
    path("reports/", include("nhipcau.web.workspace.reports_urls")),
    path("placements/", include("nhipcau.web.workspace.placements_urls")),
    path("together/", include("nhipcau.web.workspace.assistance_urls")),
    path("soldiers/", include("nhipcau.web.workspace.soldiers_urls")),
    path("funnel/", funnel.funnel_page, name="funnel"),
    path("data-requests/", include("nhipcau.web.workspace.data_requests_urls")),
]

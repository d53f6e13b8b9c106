from django.urls import path

from nhipcau.web.public import feeds, groups, mine, pages, registering, rosters, tickets

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("events/", pages.calendar, name="calendar"),
    path("events.ics", feeds.feed, name="feed"),
    path("events/<int:pk>/", pages.event, name="event"),
    path("events/<int:pk>/event.ics", feeds.event_ics, name="event-ics"),
    path("sessions/<int:pk>/session.ics", feeds.session_ics, name="session-ics"),
    path("sessions/<int:pk>/register/", registering.register, name="register"),
    path("registrations/<slug:code>/", registering.registration, name="registration"),
    path("registrations/<slug:code>/cancel/", registering.cancel, name="cancel"),
    path("registrations/<slug:code>/confirm/", registering.confirm, name="confirm"),
    path("groups/<slug:code>/", groups.group, name="group"),
    path("groups/<slug:code>/confirm/", groups.confirm, name="confirm-group"),
    path("groups/<slug:code>/cancel/", groups.cancel, name="cancel-group"),
    path("registrations/<slug:code>/ticket/", tickets.ticket, name="ticket"),
    path("registrations/<slug:code>/ticket.pdf", tickets.ticket_pdf, name="ticket-pdf"),
    path("registrations/<slug:code>/ticket.png", tickets.ticket_png, name="ticket-png"),
    path("groups/<slug:code>/tickets.pdf", tickets.group_pdf, name="group-tickets"),
    path("my/tickets.pdf", tickets.my_pdf, name="my-tickets"),
    path("lists/<slug:token>/", rosters.send_roster, name="send-roster"),
    path("lists/<slug:token>/<int:pk>/", rosters.sent_roster, name="sent-roster"),
    path("my/", mine.my_registrations, name="my-registrations"),
    path("my/consents/<int:pk>/withdraw/", mine.withdraw_consent, name="withdraw-consent"),
    path("programme/", pages.programme, name="programme"),
    path("privacy/", pages.privacy, name="privacy"),
    path("robots.txt", pages.robots, name="robots"),
]

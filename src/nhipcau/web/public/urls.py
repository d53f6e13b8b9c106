from django.urls import path

from nhipcau.web.public import feeds, mine, pages, registering, rosters

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
    path("lists/<slug:token>/", rosters.send_roster, name="send-roster"),
    path("lists/<slug:token>/<int:pk>/", rosters.sent_roster, name="sent-roster"),
    path("my/", mine.my_registrations, name="my-registrations"),
    path("my/consents/<int:pk>/withdraw/", mine.withdraw_consent, name="withdraw-consent"),
    path("programme/", pages.programme, name="programme"),
    path("privacy/", pages.privacy, name="privacy"),
    path("robots.txt", pages.robots, name="robots"),
]

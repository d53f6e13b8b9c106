from django.urls import path

from nhipcau.web.workspace import follow_ups

app_name = "follow-ups"
urlpatterns = [
    path("", follow_ups.follow_ups, name="list"),
    path("<int:pk>/done/", follow_ups.done, name="done"),
    path("<int:pk>/drop/", follow_ups.drop, name="drop"),
    path("registrations/<int:pk>/", follow_ups.write, name="write"),
]

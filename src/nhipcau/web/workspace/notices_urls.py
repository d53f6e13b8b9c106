from django.urls import path

from nhipcau.web.workspace import notices

app_name = "notices"
urlpatterns = [
    path("", notices.notice_list, name="list"),
    path("choice/", notices.choice, name="choice"),
    path("undelivered/", notices.undelivered, name="undelivered"),
    path("messages/<int:pk>/send-again/", notices.send_again, name="send-again"),
]

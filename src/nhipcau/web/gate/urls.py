from django.urls import path

from nhipcau.web.gate import pages

app_name = "gate"
urlpatterns = [
    path("", pages.gate, name="page"),
    path("sw.js", pages.worker, name="worker"),
]

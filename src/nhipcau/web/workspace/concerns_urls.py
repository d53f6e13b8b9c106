from django.urls import path

from nhipcau.web.workspace import concerns, concerns_around

app_name = "concerns"
urlpatterns = [
    path("", concerns.concern_list, name="list"),
    path("figures/", concerns_around.figures, name="figures"),
    path("readers/", concerns_around.recipients, name="recipients"),
    path("readers/<int:pk>/end/", concerns_around.end_recipient, name="end-recipient"),
    path("handovers/", concerns_around.handovers, name="handovers"),
    path("handovers/<int:pk>/", concerns_around.handover, name="handover"),
    path("<int:pk>/", concerns.concern_detail, name="detail"),
    path("<int:pk>/read/", concerns.read, name="read"),
    path("<int:pk>/answer/", concerns.answer, name="answer"),
    path("<int:pk>/ask/", concerns.ask_handover, name="ask"),
    path("<int:pk>/pass-on/", concerns.pass_on, name="pass-on"),
    path("<int:pk>/close/", concerns.close, name="close"),
]

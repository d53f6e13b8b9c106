from django.urls import path

from nhipcau.web.employers import answering

app_name = "answer"
urlpatterns = [
    path("thanks/", answering.thanks, name="thanks"),
    path("<slug:token>/", answering.answer, name="answer"),
]

from django.urls import path

from nhipcau.web.workspace import assistance, assistance_steps

app_name = "assistance"
urlpatterns = [
    path("", assistance.talk_list, name="list"),
    path("new/", assistance.begin_new, name="begin-new"),
    path("with/<int:pk>/", assistance.begin, name="begin"),
    path("<int:pk>/", assistance.talk, name="talk"),
    path("<int:pk>/consents/", assistance_steps.consents, name="consents"),
    path("<int:pk>/wish/<slug:step>/", assistance_steps.wish_step, name="wish-step"),
    path("<int:pk>/register/", assistance_steps.register, name="register"),
    path("<int:pk>/summary/", assistance_steps.summary, name="summary"),
    path("<int:pk>/end/", assistance.end, name="end"),
]

from django.urls import path

from nhipcau.web.employers import after, desk, desk_vacancies, difficulties, entrance, fairs

app_name = "employers"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("register/", entrance.register, name="register"),
    path("registered/", entrance.registered, name="registered"),
    path("ask/", entrance.ask, name="ask"),
    path("asked/", entrance.asked, name="asked"),
    path("enter/<slug:token>/", entrance.enter, name="enter"),
    path("details/", desk.change, name="change"),
    path("contacts/add/", desk.add_contact, name="add-contact"),
    path("contacts/<int:pk>/change/", desk.change_contact, name="change-contact"),
    path("contacts/<int:pk>/end/", desk.end_contact, name="end-contact"),
    path("vacancies/add/", desk_vacancies.add, name="add-vacancy"),
    path("vacancies/<int:pk>/", desk_vacancies.vacancy, name="vacancy"),
    path("vacancies/<int:pk>/change/", desk_vacancies.change, name="change-vacancy"),
    path("vacancies/<int:pk>/<slug:step>/", desk_vacancies.step, name="vacancy-step"),
    path("fairs/<int:pk>/", fairs.fair, name="fair"),
    path("fairs/<int:pk>/answer/", fairs.answer_fair, name="answer-fair"),
    path("fairs/<int:pk>/decline/", fairs.decline_fair, name="decline-fair"),
    path("fairs/<int:pk>/people/", fairs.people, name="fair-people"),
    path("fairs/<int:pk>/day/", fairs.day, name="fair-day"),
    path("fairs/<int:pk>/marks/", fairs.marks, name="fair-marks"),
    path("days/<int:pk>/", after.view_of_day, name="view-of-day"),
    path("difficulties/", difficulties.tell, name="tell"),
    path("leave/", desk.leave, name="leave"),
]

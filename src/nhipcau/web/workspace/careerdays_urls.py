from django.urls import path

from nhipcau.web.workspace import careerdays, follow_ups

app_name = "careerdays"
urlpatterns = [
    path("<int:pk>/", careerdays.overview, name="overview"),
    path("<int:pk>/set-up/", careerdays.set_up, name="set-up"),
    path("<int:pk>/programme/add/", careerdays.add_item, name="add-item"),
    path("<int:pk>/employers/add/", careerdays.add_employer, name="add-employer"),
    path("<int:pk>/questions/", careerdays.questions, name="questions"),
    path("<int:pk>/questions/open/", careerdays.open_questions, name="open-questions"),
    path("<int:pk>/poster/", careerdays.poster, name="poster"),
    path("<int:pk>/outcomes/", careerdays.outcomes, name="outcomes"),
    path("<int:pk>/people/", follow_ups.find, name="find"),
    path("programme/<int:pk>/change/", careerdays.change_item, name="change-item"),
    path("programme/<int:pk>/remove/", careerdays.remove_item, name="remove-item"),
    path("employers/<int:pk>/remove/", careerdays.remove_employer, name="remove-employer"),
    path("questions/<int:pk>/move/", careerdays.move_question, name="move-question"),
]

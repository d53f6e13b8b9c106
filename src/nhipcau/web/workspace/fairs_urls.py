from django.urls import path

from nhipcau.web.workspace import fair_day, fair_hall, fair_timetables, fairs

app_name = "fairs"
urlpatterns = [
    path("<int:pk>/", fairs.overview, name="overview"),
    path("<int:pk>/set-up/", fairs.set_up, name="set-up"),
    path("<int:pk>/invite/", fairs.invite, name="invite"),
    path("<int:pk>/hall/", fair_hall.hall, name="hall"),
    path("<int:pk>/hall/plan/", fair_hall.hall_plan, name="hall-plan"),
    path("<int:pk>/buses/add/", fairs.add_bus, name="add-bus"),
    path("<int:pk>/candidates/", fairs.candidates, name="candidates"),
    path("<int:pk>/candidates/add/", fairs.add_candidate, name="add-candidate"),
    path("<int:pk>/timetables/ask/", fair_timetables.ask, name="ask"),
    path("<int:pk>/day/", fair_day.day, name="day"),
    path("<int:pk>/outcomes/", fairs.outcomes, name="outcomes"),
    path("booths/<int:pk>/", fairs.booth, name="booth"),
    path("booths/<int:pk>/change/", fairs.change_booth, name="change-booth"),
    path("booths/<int:pk>/give-up/", fairs.give_up, name="give-up"),
    path("booths/<int:pk>/timetable.pdf", fair_timetables.booth_pdf, name="booth-pdf"),
    path("booths/<int:pk>/desk/", fair_day.desk, name="desk"),
    path("booths/<int:pk>/marks/", fair_day.marks, name="marks"),
    path("buses/<int:pk>/", fairs.change_bus, name="change-bus"),
    path("buses/<int:pk>/timetable.pdf", fair_timetables.bus_pdf, name="bus-pdf"),
    path("registrations/<int:pk>/wishes/", fairs.wishes, name="wishes"),
    path("candidates/<int:pk>/place/", fair_day.place, name="place"),
    path("meetings/<int:pk>/introduce/", fair_day.introduce, name="introduce"),
    path("timetables/<int:pk>/", fair_timetables.timetable, name="timetable"),
    path("timetables/<int:pk>/publish/", fair_timetables.publish, name="publish"),
    path("timetables/<int:pk>/discard/", fair_timetables.discard, name="discard"),
    path("timetables/<int:pk>/certificate.json", fair_timetables.certificate, name="certificate"),
]

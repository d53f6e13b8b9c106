from django.urls import path

from nhipcau.web.workspace import (
    appointment_blocks,
    appointment_booking,
    appointment_hours,
    appointments,
)

app_name = "appointments"
urlpatterns = [
    path("", appointments.day, name="day"),
    path("week/", appointments.week, name="week"),
    path("print/", appointments.print_day, name="print"),
    path("<int:pk>/", appointments.detail, name="detail"),
    path("<int:pk>/came/", appointments.came, name="came"),
    path("<int:pk>/no-show/", appointments.no_show, name="no-show"),
    path("<int:pk>/undo/", appointments.undo, name="undo"),
    path("<int:pk>/cancel/", appointments.cancel, name="cancel"),
    path("<int:pk>/move/", appointments.move, name="move"),
    path("hours/", appointment_hours.hours, name="hours"),
    path("hours/add/", appointment_hours.add_hours, name="add-hours"),
    path("hours/<int:pk>/end/", appointment_hours.end_hours, name="end-hours"),
    path("hours/away/", appointment_hours.add_absence, name="add-absence"),
    path("hours/away/<int:pk>/remove/", appointment_hours.remove_absence, name="remove-absence"),
    path("hours/places/add/", appointment_hours.add_place, name="add-place"),
    path("hours/places/<int:pk>/close/", appointment_hours.close_place, name="close-place"),
    path("walk-in/", appointment_booking.walk_in, name="walk-in"),
    path("walk-in/new/", appointment_booking.enter, name="enter"),
    path("walk-in/<int:pk>/", appointment_booking.receive, name="receive"),
    path("people/<int:pk>/", appointment_booking.choose, name="choose"),
    path("people/<int:pk>/book/", appointment_booking.book, name="book"),
    path("people/<int:pk>/link/", appointment_booking.send_link, name="send-link"),
    path("after/", appointment_blocks.block_list, name="blocks"),
    path("after/open/<int:pk>/", appointment_blocks.open_block, name="open-block"),
    path("after/<int:pk>/", appointment_blocks.block, name="block"),
    path("after/<int:pk>/close/", appointment_blocks.close_block, name="close-block"),
]

"""Hours and places of counsellors; appointments; times kept for the people of one event."""

from nhipcau.appointments.models.appointments import (
    Appointment,
    AppointmentStateChange,
    Block,
    BookingLink,
)
from nhipcau.appointments.models.hours import Absence, Hours, Place

__all__ = [
    "Absence",
    "Appointment",
    "AppointmentStateChange",
    "Block",
    "BookingLink",
    "Hours",
    "Place",
]

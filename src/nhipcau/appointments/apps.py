from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class AppointmentsConfig(AppConfig):
    name = "nhipcau.appointments"
    label = "appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there from now on: mails about appointments carry their calendar files.
        calendar_file = import_module("nhipcau.appointments.calendar_file")
        attaching = import_module("nhipcau.messaging.attaching")
        attaching.attach("appointments.appointment", calendar_file.files_of)
        for told_of in ("appointments.appointment", "appointments.bookinglink"):
            attaching.name(told_of, gettext_lazy("Nhịp Cầu: about your appointment"))

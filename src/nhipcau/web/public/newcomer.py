"""Somebody without a record yet books: the questions of a registration, and the two of a talk."""

from django.utils.translation import gettext_lazy

from nhipcau.web.appointment_forms import interpreter_field, talk_field
from nhipcau.web.public.forms import RegistrationForm


class NewcomerForm(RegistrationForm):
    talk_about = talk_field(gettext_lazy("What do you want to talk about?"))
    interpreter = interpreter_field()

    def told(self):
        return {name: self.cleaned_data[name] for name in ("talk_about", "interpreter")}

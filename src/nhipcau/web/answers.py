"""Answers that several forms ask for, read as people of the province write them."""

import re
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LARGEST_COUNT = 100_000
FIRST_YEAR, LAST_YEAR = 2000, 2099
_GROUPED = re.compile(r"^\d{1,3}([.,\s]\d{3})+$")


class CountField(forms.IntegerField):
    """A whole number. ``1.500`` is read as people write it here: fifteen hundred."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Please write a whole number with digits only, for example 120."),
        "required": _("Please write a number."),
        "min_value": _("This number cannot be smaller than %(limit_value)s."),
        "max_value": _("This number is too large; at most %(limit_value)s."),
    }

    def __init__(self, *, min_value=0, max_value=LARGEST_COUNT, **options):
        super().__init__(min_value=min_value, max_value=max_value, **options)
        self.widget.attrs.pop("min", None)
        self.widget.attrs.pop("max", None)

    def to_python(self, value):
        typed = str(value).strip() if value is not None else ""
        if _GROUPED.match(typed):
            typed = re.sub(r"\D", "", typed)
        if len(typed) > 18 or (typed and not re.fullmatch(r"-?[0-9]+", typed)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


class DayField(forms.DateField):
    """A day between 2000 and 2099, from the browser's calendar or typed as 12/12/2026."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "invalid": _("This day does not exist. Write day/month/year, for example 12/12/2026."),
        "required": _("Please choose the day."),
        "far": _("Please check the year of this day."),
    }

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **options)

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["far"], code="far")
        return day


class ClockField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    default_error_messages = {
        "invalid": _("Please write the time as hours and minutes, for example 08:30."),
        "required": _("Please write the time."),
    }

    def __init__(self, **options):
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M"], **options)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write the reason; others will read it later.")},
    )


class NothingToAsk(forms.Form):
    """A page that only asks: are you sure?"""

    is_done = False  # set by ``send``


def moment_of(day, clock):
    """Day and clock time of the province as one instant."""
    return timezone.make_aware(datetime.combine(day, clock))


def text_in(request, name, *, longest=100):
    """A text typed into the address, safe to search with."""
    return " ".join(request.GET.get(name, "").replace("\x00", "").split())[:longest]


def number_in(request, name):
    """A number in the address, or None."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None

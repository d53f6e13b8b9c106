"""Questions about an appointment: as few as can be, and each says who reads the answer."""

from django import forms
from django.utils.translation import gettext_lazy

from nhipcau.appointments.choices import Interpreter, Kind, Mode
from nhipcau.appointments.models.appointments import TALK_LENGTH
from nhipcau.web.answers import ClockField, CountField, DayField

WEEKDAYS = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)


def talk_field(label):
    return forms.CharField(
        label=label,
        help_text=gettext_lazy(
            "Not needed. Only the counsellors of the unit that receives you read it; it is"
            " deleted 30 days after the talk."
        ),
        required=False,
        max_length=TALK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def interpreter_field():
    return forms.ChoiceField(
        label=gettext_lazy("Should somebody interpret?"),
        choices=[("", gettext_lazy("no, Vietnamese is fine")), *Interpreter.choices],
        required=False,
    )


def kind_field():
    return forms.ChoiceField(
        label=gettext_lazy("What is the talk for?"),
        choices=Kind.choices,
        initial=Kind.CAREER,
        widget=forms.RadioSelect,
    )


class TalkForm(forms.Form):
    """What may be told beforehand."""

    is_done = False  # set by ``send``
    talk_about = talk_field(gettext_lazy("What do you want to talk about?"))
    interpreter = interpreter_field()

    def told(self):
        return {name: self.cleaned_data[name] for name in ("talk_about", "interpreter")}


class BookForm(TalkForm):
    """For whom, when a phone is a family's; and whether to be reminded, unless that is agreed."""

    wants_reminders = forms.BooleanField(
        label=gettext_lazy("Remind me the day before and two hours before"),
        help_text=gettext_lazy(
            "You agree to be reminded and told of later activities; you can take it back."
        ),
        required=False,
    )

    def __init__(self, data=None, *, people, asks_reminders, **options):
        super().__init__(data, **options)
        self.people = people
        if len(people) > 1:
            self.fields["person"] = forms.TypedChoiceField(
                label=gettext_lazy("For whom?"),
                choices=[(one.pk, one.full_name) for one in people],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Please choose for whom it is.")},
            )
            self.order_fields(["person", "talk_about", "interpreter", "wants_reminders"])
        if not asks_reminders:
            del self.fields["wants_reminders"]

    def person(self):
        chosen = self.cleaned_data.get("person")
        return next((one for one in self.people if one.pk == chosen), self.people[0])


class ForSomebodyForm(TalkForm):
    """A colleague books on behalf of a person."""

    asks_person = forms.BooleanField(
        label=gettext_lazy("Keep the time and let the person confirm it"),
        help_text=gettext_lazy(
            "The person gets a link. Not confirmed in a day, it is free again."
        ),
        required=False,
    )


class WalkInForm(TalkForm):
    kind = kind_field()
    with_me = forms.BooleanField(
        label=gettext_lazy("I receive the person myself, now"),
        help_text=gettext_lazy("Else the first counsellor who is free, or the next free time."),
        required=False,
    )
    field_order = ["kind", "with_me", "interpreter", "talk_about"]


class KindForm(forms.Form):
    is_done = False
    kind = kind_field()


class HoursForm(forms.Form):
    """One line of a week."""

    is_done = False
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the week"), choices=WEEKDAYS, coerce=int
    )
    starts = ClockField(label=gettext_lazy("From (time)"))
    ends = ClockField(label=gettext_lazy("Until (time)"))
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How can people talk with you then?"),
        choices=Mode.choices,
        initial=[Mode.PLACE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one.")},
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place of the talks"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none"),
    )
    online_address = forms.URLField(
        label=gettext_lazy("Address of the online room"),
        help_text=gettext_lazy("Shown only to those who have an appointment."),
        required=False,
        assume_scheme="https",
    )
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, data=None, *, places, **options):
        super().__init__(data, **options)
        self.fields["place"].queryset = places


class LastDayForm(forms.Form):
    is_done = False
    last_day = DayField(label=gettext_lazy("Last day of these hours"))


class AbsenceForm(forms.Form):
    """From a moment to a moment; why is not asked."""

    is_done = False
    first_day = DayField(label=gettext_lazy("First day away"))
    starts = ClockField(label=gettext_lazy("From (time)"), initial="00:00")
    last_day = DayField(label=gettext_lazy("Last day away"))
    ends = ClockField(label=gettext_lazy("Until (time)"), initial="23:59")


class PlaceForm(forms.Form):
    is_done = False
    name = forms.CharField(label=gettext_lazy("Name of the place"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)


class BlockForm(forms.Form):
    """Times after an event."""

    is_done = False
    counsellor = forms.TypedChoiceField(label=gettext_lazy("With whom"), coerce=int)
    kind = kind_field()
    where = forms.CharField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("For example: the Youth Union room of the school."),
        max_length=160,
    )
    day = DayField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From (time)"))
    ends = ClockField(label=gettext_lazy("Until (time)"))
    minutes = CountField(
        label=gettext_lazy("Minutes for each"), min_value=5, max_value=120, initial=15
    )

    def __init__(self, data=None, *, counsellors, **options):
        super().__init__(data, **options)
        self.fields["counsellor"].choices = [
            (one.pk, f"{one.user.full_name} · {one.organisation.short_name}")
            for one in counsellors
        ]

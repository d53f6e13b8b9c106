"""What is asked about a fair, a bus and a booth."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from nhipcau.employers.models import Employer
from nhipcau.fairs.details import FairDetails
from nhipcau.fairs.states import Goal
from nhipcau.web.answers import ClockField, CountField, DayField, moment_of


class FairForm(forms.Form):
    first_slot_at = ClockField(label=gettext_lazy("First interview at"))
    slot_minutes = CountField(
        label=gettext_lazy("Minutes of one interview"), min_value=5, max_value=120, initial=20
    )
    slots_count = CountField(
        label=gettext_lazy("How many slots"), min_value=1, max_value=96, initial=9
    )
    most_interviews = CountField(
        label=gettext_lazy("Interviews for one person at most"),
        min_value=1,
        max_value=12,
        initial=4,
    )
    goal = forms.ChoiceField(
        label=gettext_lazy("What counts most"),
        choices=Goal.choices,
        widget=forms.RadioSelect,
        initial=Goal.FAIR,
    )
    closes_on = DayField(label=gettext_lazy("Wishes may be told until: day"))
    closes_at = ClockField(label=gettext_lazy("Wishes may be told until: time"))

    def __init__(self, *args, event, fair=None, **options):
        closes = fair.wishes_close_at if fair else event.starts_at - timezone.timedelta(days=1)
        first = fair.first_slot_at if fair else event.starts_at
        initial = {
            "first_slot_at": timezone.localtime(first).time(),
            "closes_on": timezone.localdate(closes),
            "closes_at": timezone.localtime(closes).time(),
        }
        if fair:
            names = ("slot_minutes", "slots_count", "most_interviews", "goal")
            initial |= {name: getattr(fair, name) for name in names}
        super().__init__(*args, initial=initial, **options)
        self.event = event

    def details(self):
        told = self.cleaned_data
        day = timezone.localdate(self.event.starts_at)
        return FairDetails(
            first_slot_at=moment_of(day, told["first_slot_at"]),
            slot_minutes=told["slot_minutes"],
            slots_count=told["slots_count"],
            most_interviews=told["most_interviews"],
            goal=told["goal"],
            wishes_close_at=moment_of(told["closes_on"], told["closes_at"]),
        )


class InviteForm(forms.Form):
    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"),
        queryset=None,
        error_messages={"required": gettext_lazy("Please choose an employer.")},
    )

    def __init__(self, *args, actor, fair, **options):
        super().__init__(*args, **options)
        self.fields["employer"].queryset = (
            Employer.objects.visible_to(actor)
            .filter(state="VERIFIED")
            .exclude(pk__in=fair.booths.values("employer"))
            .order_by("name", "pk")
        )


class BusForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Whose bus"), max_length=80)
    arrives_at = ClockField(label=gettext_lazy("Arrives at"))
    leaves_at = ClockField(label=gettext_lazy("Leaves at"))

    def told(self, fair):
        day = timezone.localdate(fair.first_slot_at)
        return {
            "name": self.cleaned_data["name"],
            "arrives_at": moment_of(day, self.cleaned_data["arrives_at"]),
            "leaves_at": moment_of(day, self.cleaned_data["leaves_at"]),
        }


class AskForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What changed"),
        help_text=gettext_lazy("For colleagues only, for example: the bus of one school is late."),
        max_length=200,
        required=False,
    )
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("How long the computer may think at most"),
        coerce=int,
        choices=[
            (10, gettext_lazy("10 seconds")),
            (30, gettext_lazy("30 seconds")),
            (120, gettext_lazy("2 minutes")),
        ],
        initial=30,
    )

"""What is asked about a fair, a bus and a booth."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.employers.models import Employer
from nhipcau.fairs.details import BoothDetails, FairDetails
from nhipcau.fairs.states import Goal
from nhipcau.shared import wording
from nhipcau.vacancies.models import Vacancy
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


def slot_starts(fair):
    """(slot, clock) of each slot."""
    return [(slot, wording.clock_time(fair.starts(slot))) for slot in range(fair.slots_count)]


def slot_ends(fair):
    """(slot + 1, clock): until the end of each slot."""
    return [
        (slot + 1, wording.clock_time(fair.starts(slot + 1))) for slot in range(fair.slots_count)
    ]


class BoothForm(forms.Form):
    """Who interviews when, and what work is brought."""

    count = CountField(
        label=gettext_lazy("How many interview at the same time"), min_value=1, max_value=20
    )
    from_slot = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=int)
    to_slot = forms.TypedChoiceField(label=gettext_lazy("Until"), coerce=int)
    pause_from = forms.TypedChoiceField(
        label=gettext_lazy("Break from"), coerce=int, required=False, empty_value=None
    )
    pause_to = forms.TypedChoiceField(
        label=gettext_lazy("Break until"), coerce=int, required=False, empty_value=None
    )
    vacancies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Work that you bring"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose the work that you bring.")},
    )

    def __init__(self, *args, booth, on, **options):
        fair = booth.fair
        super().__init__(*args, initial=_hours_of(booth), **options)
        starts, ends = slot_starts(fair), slot_ends(fair)
        self.fields["from_slot"].choices = starts
        self.fields["to_slot"].choices = ends
        self.fields["pause_from"].choices = [("", _("no break")), *starts]
        self.fields["pause_to"].choices = [("", _("no break")), *ends]
        self.fields["vacancies"].queryset = Vacancy.objects.public(on).filter(
            employer=booth.employer_id
        )
        self.fields["vacancies"].initial = booth.brought.values_list("vacancy", flat=True)
        self.slots = fair.slots_count

    def clean(self):
        told = super().clean()
        if self.errors:
            return told
        if told["from_slot"] >= told["to_slot"]:
            self.add_error("to_slot", _("Please check from when until when you are there."))
        pause = told["pause_from"], told["pause_to"]
        if (pause[0] is None) != (pause[1] is None) or (
            pause[0] is not None and pause[0] >= pause[1]
        ):
            self.add_error("pause_to", _("Please write the beginning and the end of the break."))
        return told

    def details(self):
        told = self.cleaned_data
        pause = range(told["pause_from"] or 0, told["pause_to"] or 0)
        there = range(told["from_slot"], told["to_slot"])
        return BoothDetails(
            interviewers=tuple(
                told["count"] if slot in there and slot not in pause else 0
                for slot in range(self.slots)
            ),
            vacancies=tuple(told["vacancies"]),
        )


def _hours_of(booth):
    """The hours as the form asks for them; of irregular ones the first break."""
    there = [slot for slot, count in enumerate(booth.interviewers) if count]
    if not there:
        return {"count": 1, "from_slot": 0, "to_slot": booth.fair.slots_count}
    gaps = [slot for slot in range(there[0], there[-1]) if not booth.interviewers[slot]]
    pause_end = next((slot for slot in there if gaps and slot > gaps[0]), None)
    return {
        "count": max(booth.interviewers),
        "from_slot": there[0],
        "to_slot": there[-1] + 1,
        "pause_from": gaps[0] if gaps else None,
        "pause_to": pause_end,
    }


class AskForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What changed"),
        help_text=gettext_lazy("For colleagues only, for example: the bus of Đình Lập is late."),
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

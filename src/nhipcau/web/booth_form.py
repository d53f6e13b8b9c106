"""Who interviews when, and what work is brought; at the employer's desk and in the workspace."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.fairs.details import BoothDetails
from nhipcau.shared import wording
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.answers import CountField


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
    vacancies = forms.MultipleChoiceField(
        label=gettext_lazy("Work that you bring"),
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
        # Read once: a field of a model reads them anew for each box.
        open_now = Vacancy.objects.public(on).filter(employer=booth.employer_id)
        self.vacancies = {str(one.pk): one for one in open_now}
        self.fields["vacancies"].choices = [
            (number, str(one)) for number, one in self.vacancies.items()
        ]
        brought = booth.brought.values_list("vacancy", flat=True)
        self.fields["vacancies"].initial = [str(one) for one in brought]
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
            vacancies=tuple(self.vacancies[one] for one in told["vacancies"]),
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

"""What is asked about a line of a programme, an employer, and a wish to hear more."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from nhipcau.careerdays.details import ItemDetails
from nhipcau.employers.models import Employer
from nhipcau.web.answers import ClockField, DayField, moment_of


class ItemForm(forms.Form):
    starts_at = ClockField(label=gettext_lazy("Begins at"))
    ends_at = ClockField(label=gettext_lazy("Ends at"))
    title = forms.CharField(
        label=gettext_lazy("What happens"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write what happens.")},
    )
    room = forms.CharField(label=gettext_lazy("Room"), max_length=80, required=False)
    speaker_name = forms.CharField(
        label=gettext_lazy("Who speaks"), max_length=100, required=False
    )
    speaker_role = forms.CharField(
        label=gettext_lazy("Role, in the speaker's own words"), max_length=120, required=False
    )
    speaker_organisation = forms.CharField(
        label=gettext_lazy("Organisation, in the speaker's own words"),
        max_length=160,
        required=False,
    )
    speaker_agreed_on = DayField(
        label=gettext_lazy("Day on which the speaker agreed to be named"),
        help_text=gettext_lazy("Without it the public page and the screen do not say the name."),
        required=False,
    )

    def __init__(self, *args, event, item=None, **options):
        initial = {}
        if item:
            initial = {name: getattr(item, name) for name in self.base_fields}
            initial["starts_at"] = timezone.localtime(item.starts_at).time()
            initial["ends_at"] = timezone.localtime(item.ends_at).time()
        super().__init__(*args, initial=initial, **options)
        self.event = event

    def details(self):
        told = dict(self.cleaned_data)
        day = timezone.localdate(self.event.starts_at)
        told["starts_at"] = moment_of(day, told["starts_at"])
        told["ends_at"] = moment_of(day, told["ends_at"])
        return ItemDetails(**told)


class EmployerThereForm(forms.Form):
    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"),
        queryset=None,
        error_messages={"required": gettext_lazy("Please choose an employer.")},
    )

    def __init__(self, *args, actor, known, **options):
        super().__init__(*args, **options)
        self.fields["employer"].queryset = (
            Employer.objects.visible_to(actor)
            .filter(state="VERIFIED")
            .exclude(pk__in=known)
            .order_by("name", "pk")
        )

"""The form in which somebody says what to hear more about; own page and workspace."""

from django import forms
from django.utils.translation import gettext_lazy

from nhipcau.careerdays.states import FollowUpTopic


class FollowUpForm(forms.Form):
    """``asks``: the text of the consent, when it is not in force yet."""

    about = forms.ChoiceField(
        label=gettext_lazy("What would you like to hear more about?"),
        choices=FollowUpTopic.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose what you would like to hear about.")
        },
    )
    note = forms.CharField(
        label=gettext_lazy("In own words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agrees_now = forms.BooleanField(
        label=gettext_lazy("Agree"),
        error_messages={
            "required": gettext_lazy("Please tick that we may contact you; else nobody can.")
        },
    )

    def __init__(self, *args, asks="", **options):
        super().__init__(*args, **options)
        if asks:
            self.fields["agrees_now"].label = asks
        else:
            del self.fields["agrees_now"]

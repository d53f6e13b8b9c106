"""One form for what is wrong in a record: by the person, and by a colleague."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.organisations.queries import communes
from nhipcau.people.models import Ethnicity, Gender, Purpose
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases.correcting import IDENTITY, STATISTICS
from nhipcau.shared.wording import day

NAMES = ("full_name", "birth_on", "phone", "email", "commune", *sorted(STATISTICS))
YES_NO = (("", gettext_lazy("not told")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))


def known_of(person):
    known = {name: getattr(person, name) for name in NAMES}
    member = {None: "", True: "yes", False: "no"}[person.is_union_member]
    return {**known, "commune": person.commune_id, "is_union_member": member}


class CorrectionForm(forms.Form):
    is_done = False  # set by ``send``
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=100)
    birth_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": gettext_lazy(
                "This day does not exist. Write day/month/year, for example 12/12/2026."
            ),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    commune: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("not told"),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        choices=[("", gettext_lazy("not told")), *Gender.choices],
        required=False,
    )
    ethnicity = forms.ChoiceField(
        label=gettext_lazy("Ethnic group"),
        choices=[("", gettext_lazy("not told")), *Ethnicity.choices],
        required=False,
    )
    is_union_member = forms.ChoiceField(
        label=gettext_lazy("Youth Union member"), choices=YES_NO, required=False
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.person = person
        self.fields["commune"].queryset = communes()  # type: ignore[attr-defined]
        if not agrees(person, Purpose.STATISTICS):
            for name in STATISTICS:
                del self.fields[name]

    def all_fields(self):
        told = dict(self.cleaned_data)
        if "is_union_member" in told:
            told["is_union_member"] = {"": None, "yes": True, "no": False}[told["is_union_member"]]
        return told

    def own_fields(self):
        return {name: one for name, one in self.all_fields().items() if name not in IDENTITY}

    def _identity(self):
        """What the person would be called, born and reached by; only what differs."""
        told = {**self.cleaned_data, "birth_on": day(self.cleaned_data["birth_on"])}
        return [
            (self.fields[name].label, told[name])
            for name in ("full_name", "birth_on", "phone")
            if name in self.changed_data
        ]

    def asks_for_more(self):
        return bool(self._identity())

    def in_words(self):
        return "; ".join(f"{label}: {value}" for label, value in self._identity())

    def said(self):
        if self.asks_for_more():
            return _("Changed. Name, birth date and phone wait for the data officer.")
        return _("It is put right.")

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.organisations.queries import communes
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.models import Audience, PlanSource
from nhipcau.programmes.queries import event_kinds
from nhipcau.shared import wording
from nhipcau.web.answers import CountField

MOST_BUDGET = 100_000_000_000


class OpenVersionForm(forms.Form):
    """Which year of which running programme."""

    of = forms.TypedChoiceField(
        label=_("Year of the plan"),
        coerce=lambda value: value,
        error_messages={
            "required": _("Please choose the year."),
            "invalid_choice": _("Please choose a year from the list."),
        },
    )

    def __init__(self, *args, programmes, today, **options):
        super().__init__(*args, **options)
        self.by_value = {
            f"{programme.pk}-{year}": (programme, year)
            for programme in programmes
            for year in range(programme.starts_on.year, programme.ends_on.year + 1)
        }
        self.fields["of"].choices = [
            (value, str(year) if len(programmes) == 1 else f"{year} · {programme.title}")
            for value, (programme, year) in self.by_value.items()
        ]
        self.fields["of"].coerce = self.by_value.get
        near = next(
            (value for value, (_p, year) in self.by_value.items() if year >= today.year), ""
        )
        self.fields["of"].initial = near


class ProposeForm(forms.Form):
    note = forms.CharField(
        label=_("A word to the leaders"),
        help_text=_("What is new in this version, in a sentence or two."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApproveForm(forms.Form):
    has_read = forms.BooleanField(
        label=_("I have read the lines of this version and approve them for my unit."),
        error_messages={"required": _("Please tick that you have read the plan.")},
    )


class LineForm(forms.Form):
    """One promise of the plan. The unit that does not lead supports."""

    title = forms.CharField(
        label=_("What"),
        max_length=200,
        error_messages={"required": _("Please write what will be done.")},
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of event"),
        queryset=None,
        error_messages={
            "required": _("Please choose the kind of event."),
            "invalid_choice": _("Please choose a kind from the list."),
        },
    )
    content = forms.ModelChoiceField(
        label=_("Content of the agreement that it serves"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the content of the agreement."),
            "invalid_choice": _("Please choose a content from the list."),
        },
    )
    lead = forms.TypedChoiceField(
        label=_("Which unit leads"),
        help_text=_("The other unit supports."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the unit that leads."),
            "invalid_choice": _("Please choose one of the two units."),
        },
    )
    month = forms.TypedChoiceField(
        label=_("Month"),
        coerce=int,
        error_messages={
            "required": _("Please choose the month."),
            "invalid_choice": _("Please choose a month from the list."),
        },
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=160,
        error_messages={"required": _("Please write where.")},
    )
    commune = forms.ModelChoiceField(
        label=_("Commune"),
        queryset=None,
        required=False,
        empty_label=_("several communes, or online"),
        error_messages={"invalid_choice": _("Please choose a commune from the list.")},
    )
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=Audience.choices,
        error_messages={"invalid_choice": _("Please choose an audience from the list.")},
    )
    target_turns = CountField(
        label=_("Target, turns"),
        help_text=_("A person who comes twice counts as two turns."),
        min_value=1,
    )
    target_persons = CountField(label=_("Target, persons"), min_value=1)
    budget_vnd = CountField(
        label=_("Budget, đồng"), required=False, max_value=MOST_BUDGET, initial=0
    )
    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=PlanSource.choices,
        error_messages={"invalid_choice": _("Please choose a source from the list.")},
    )

    def __init__(self, *args, version, line=None, **options):
        if line is not None:
            options["initial"] = _initial(line)
        super().__init__(*args, **options)
        self.version = version
        programme = version.year_plan.programme
        self.units = {
            party.organisation_id: party.organisation
            for party in programme.parties.select_related("organisation")
        }
        self.fields["kind"].queryset = event_kinds()
        self.fields["content"].queryset = programme.contents.all()
        self.fields["commune"].queryset = communes()
        self.fields["lead"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]
        self.fields["month"].choices = [
            (month, wording.month(date(version.year_plan.year, month, 1)))
            for month in range(1, 13)
        ]

    def details(self):
        """The answers as the use case takes them."""
        given = dict(self.cleaned_data)
        lead = self.units[given.pop("lead")]
        supporting = next((unit for unit in self.units.values() if unit != lead), lead)
        return LineDetails(
            **{
                **given,
                "lead": lead,
                "supporting": supporting,
                "month": date(self.version.year_plan.year, given["month"], 1),
                "budget_vnd": given["budget_vnd"] or 0,
            }
        )


def _initial(line):
    return {
        "title": line.title,
        "kind": line.kind_id,
        "content": line.content_id,
        "lead": line.lead_id,
        "month": line.month.month,
        "place": line.place,
        "commune": line.commune_id,
        "audience": line.audience,
        "target_turns": line.target_turns,
        "target_persons": line.target_persons,
        "budget_vnd": line.budget_vnd,
        "source": line.source,
    }

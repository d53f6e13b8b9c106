"""Form 03a as a form: for colleagues and, with fewer rights, for the desk of an employer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.organisations.queries import communes
from nhipcau.vacancies import codes, queries
from nhipcau.vacancies.details import LARGEST_WAGE, MOST_PLACES, VacancyDetails
from nhipcau.vacancies.guessing import occupations_found
from nhipcau.vacancies.models import LimitReason
from nhipcau.web.answers import CountField, DayField

FIND = "find"
NO_ANSWER = [("", gettext_lazy("not told"))]


def choice(label, choices, *, empty=NO_ANSWER, required=None, widget=None, **options):
    """Without an empty answer one must be chosen, unless ``required`` says otherwise."""
    offered = choices.choices if hasattr(choices, "choices") else choices
    return forms.ChoiceField(
        label=label,
        choices=[*empty, *offered],
        required=not empty if required is None else required,
        error_messages={"required": gettext_lazy("Please choose one of these.")},
        widget=widget or forms.Select,
        **options,
    )


def many(label, choices):
    return forms.MultipleChoiceField(
        label=label,
        choices=choices.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def text(label, *, longest=120, help_text="", rows=0):
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    return forms.CharField(
        label=label, max_length=longest, required=False, help_text=help_text, widget=widget
    )


class ReasonChoice(forms.ModelChoiceField):
    def label_from_instance(self, one):
        return f"{one} ({one.source})"


class VacancyForm(forms.Form):
    """All that is told of a vacancy; ``SECTIONS`` has the order of the page."""

    title = forms.CharField(
        label=gettext_lazy("What the work is called"),
        help_text=gettext_lazy("As people say it, in a few words."),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write what the work is called.")},
    )
    occupation_words = text(
        gettext_lazy("Find the occupation"),
        help_text=gettext_lazy("An everyday word, with or without marks; then choose below."),
    )
    occupation = forms.ChoiceField(
        label=gettext_lazy("Occupation (VSCO 2020)"), required=False, widget=forms.RadioSelect
    )
    position = choice(gettext_lazy("Position"), codes.Position, empty=[])
    headcount = CountField(
        label=gettext_lazy("How many people"), min_value=1, max_value=MOST_PLACES
    )
    closes_on = DayField(label=gettext_lazy("Last day to apply"))
    description = text(
        gettext_lazy("The work in a few sentences"),
        longest=5000,
        rows=5,
        help_text=gettext_lazy("What is done, with whom, what is special. No money is asked for."),
    )
    market = choice(
        gettext_lazy("Where is the work?"), codes.Market, empty=[], widget=forms.RadioSelect
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune or ward, when in the province"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("not told"),
        error_messages={"invalid_choice": gettext_lazy("Please choose a commune from the list.")},
    )
    province_code = choice(gettext_lazy("Province, when elsewhere in the country"), ())
    country_code = choice(gettext_lazy("Country, when abroad"), ())
    address = text(gettext_lazy("Address of the work"), longest=200)
    wage_kind = choice(gettext_lazy("Wage"), codes.WageKind, empty=[], widget=forms.RadioSelect)
    wage_from = CountField(
        label=gettext_lazy("Wage from"),
        help_text=gettext_lazy("The whole amount, for example 8.000.000."),
        required=False,
        max_value=LARGEST_WAGE,
    )
    wage_to = CountField(label=gettext_lazy("Wage to"), required=False, max_value=LARGEST_WAGE)
    wage_period = choice(gettext_lazy("for"), codes.WagePeriod, empty=[])
    wage_currency = forms.CharField(
        label=gettext_lazy("Money of the wage, when abroad"),
        help_text=gettext_lazy("Three letters, for example JPY; empty: that of the country."),
        max_length=3,
        required=False,
    )
    wage_note = text(gettext_lazy("About the wage"), longest=200)
    benefits = many(gettext_lazy("Benefits"), codes.Benefit)
    meals = choice(gettext_lazy("Meals"), codes.Meals)
    benefit_note = text(gettext_lazy("More about benefits"), longest=300)
    contract_kind = choice(gettext_lazy("Kind of contract"), codes.ContractKind)
    working_time = choice(gettext_lazy("Working time"), codes.WorkingTime)
    has_shifts = forms.BooleanField(label=gettext_lazy("Work in shifts"), required=False)
    hours_note = text(gettext_lazy("Working hours"))
    starts_note = text(gettext_lazy("When does the work begin?"))
    education = choice(gettext_lazy("General education, at least"), codes.Education)
    training = choice(gettext_lazy("Training, at least"), codes.Training)
    major = text(gettext_lazy("Field of study"))
    skill = text(gettext_lazy("Trade skill and grade"))
    experience = choice(gettext_lazy("Experience"), codes.Experience)
    languages = text(gettext_lazy("Languages"))
    computing = text(gettext_lazy("Computer"))
    soft_skills = many(gettext_lazy("Soft skills"), codes.SoftSkill)
    ways = many(gettext_lazy("How are people chosen?"), codes.Way)
    only_for = choice(
        gettext_lazy("Limit to one gender"),
        codes.Gender,
        empty=[("", gettext_lazy("no limit"))],
        help_text=gettext_lazy("Work is open to all. A limit needs a reason of law."),
    )
    only_because = ReasonChoice(
        label=gettext_lazy("Reason of law for it"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none"),
    )
    age_from = CountField(
        label=gettext_lazy("Age from"),
        help_text=gettext_lazy("Leave the ages empty; a limit needs a reason of law."),
        required=False,
        max_value=99,
    )
    age_to = CountField(label=gettext_lazy("Age to"), required=False, max_value=99)
    age_because = ReasonChoice(
        label=gettext_lazy("Reason of law for the ages"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none"),
    )

    SECTIONS = (
        (
            gettext_lazy("The work"),
            (
                "title",
                "occupation_words",
                "occupation",
                "position",
                "headcount",
                "closes_on",
                "description",
            ),
        ),
        (
            gettext_lazy("Where"),
            ("market", "commune", "province_code", "country_code", "address"),
        ),
        (
            gettext_lazy("Pay and benefits"),
            (
                "wage_kind",
                "wage_from",
                "wage_to",
                "wage_period",
                "wage_currency",
                "wage_note",
                "benefits",
                "meals",
                "benefit_note",
            ),
        ),
        (
            gettext_lazy("Contract and time"),
            ("contract_kind", "working_time", "has_shifts", "hours_note", "starts_note"),
        ),
        (
            gettext_lazy("What is asked"),
            (
                "education",
                "training",
                "major",
                "skill",
                "experience",
                "languages",
                "computing",
                "soft_skills",
                "ways",
            ),
        ),
        (
            gettext_lazy("Limits: as an exception"),
            ("only_for", "only_because", "age_from", "age_to", "age_because"),
        ),
    )

    def __init__(self, *args, chosen=None, **options):
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes()
        reasons = LimitReason.objects.public()
        self.fields["only_because"].queryset = reasons.filter(covers="GENDER")
        self.fields["age_because"].queryset = reasons.filter(covers="AGE")
        names = queries.places()
        self.fields["province_code"].choices = [*NO_ANSWER, *names.provinces.items()]
        self.fields["country_code"].choices = [*NO_ANSWER, *names.countries.items()]
        for name, (label, choices) in codes.CONDITIONS.items():
            self.fields[f"condition_{name}"] = choice(label, choices)
        self._offer_occupations(chosen)

    def _offer_occupations(self, chosen):
        """The one that is chosen, and those that the typed words find."""
        words = str(self._raw("occupation_words") or "")
        code = str(self._raw("occupation") or "")
        if code and (chosen is None or chosen.code != code):
            chosen = queries.occupation_with(code)
        offered = {chosen.code: self._told(chosen)} if chosen else {}
        for one in occupations_found(words):
            offered.setdefault(one.occupation.code, self._told(one.occupation, one.words))
        self.fields["occupation"].choices = [
            *offered.items(),
            ("", _("none of these") if offered else _("none chosen yet")),
        ]
        self.found_nothing = bool(words) and not offered

    def _raw(self, name):
        if self.is_bound:
            return self.data.get(self.add_prefix(name))
        return self.initial.get(name)

    @staticmethod
    def _told(occupation, words=""):
        known = f" · {words}" if words else ""
        return f"{occupation}{known} (VSCO {occupation.code})"

    @property
    def parts(self):
        """Headings with their questions, in the order of the page."""
        for heading, names in self.SECTIONS:
            yield heading, [self[name] for name in names if name in self.fields]
        conditions = [self[name] for name in self.fields if name.startswith("condition_")]
        yield _("Conditions of work"), conditions

    def clean_wage_currency(self):
        return self.cleaned_data["wage_currency"].upper()

    def clean_occupation(self):
        code = self.cleaned_data["occupation"]
        return queries.occupation_with(code) if code else None

    def clean(self):
        told = super().clean()
        low, high = told.get("wage_from"), told.get("wage_to")
        if low is not None and high is not None and low > high:
            self.add_error(
                "wage_to",
                _("The wage ends lower than it begins. Please write the lower figure first."),
            )
        return told

    def details(self):
        """What a valid form tells, as the use cases take it."""
        told = dict(self.cleaned_data)
        told.pop("occupation_words", None)
        conditions = {
            name: told.pop(f"condition_{name}")
            for name in codes.CONDITIONS
            if f"condition_{name}" in told
        }
        for name in ("benefits", "soft_skills", "ways"):
            told[name] = tuple(told[name])
        return VacancyDetails(
            conditions={name: value for name, value in conditions.items() if value}, **told
        )


def form_of(request, *, initial, chosen=None):
    """The form as it was sent; while an occupation is looked for, with what was typed so far."""
    if request.method != "POST":
        return VacancyForm(initial=initial, chosen=chosen)
    form = VacancyForm(request.POST, initial=initial, chosen=chosen)
    if FIND in request.POST:
        return VacancyForm(initial=kept_as_typed(form, request.POST), chosen=chosen)
    return form


def first_answers(employer):
    """What a new vacancy of an employer most often says."""
    first = {"wage_kind": "RANGE", "wage_period": "MONTH", "market": "HOME"}
    return first | ({"commune": employer.commune_id} if employer.commune_id else {})


def initial_of(vacancy):
    """The form as a vacancy fills it."""
    names = [name for _heading, part in VacancyForm.SECTIONS for name in part]
    told = {name: getattr(vacancy, name) for name in names if hasattr(vacancy, name)}
    told["occupation"] = vacancy.occupation_code
    told["commune"] = vacancy.commune_id
    told["only_because"], told["age_because"] = vacancy.only_because_id, vacancy.age_because_id
    conditions = {f"condition_{name}": value for name, value in vacancy.conditions.items()}
    return told | conditions


def kept_as_typed(form, data):
    """An unbound form with everything that was typed: for finding an occupation on the way."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


class StillOpenForm(forms.Form):
    closes_on = DayField(
        label=gettext_lazy("New last day"),
        help_text=gettext_lazy("Leave it empty when nothing changes."),
        required=False,
    )


def closing_field(choices):
    """Why a vacancy is closed. ``choices``: what whoever closes it may say."""
    return forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose why.")},
    )


class FilledForm(forms.Form):
    filled_count = CountField(label=gettext_lazy("How many places are filled by now?"))

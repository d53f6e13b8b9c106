"""The steps in which somebody tells what work is looked for: the same forms for the young person
and for staff who write on behalf. What it means is judged by the use cases."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nhipcau.employers.models import Ownership
from nhipcau.organisations.queries import commune_list
from nhipcau.people.details import GuardianDetails
from nhipcau.people.models import Ethnicity, Purpose, Relation
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees, needs_guardian
from nhipcau.seekers import choices
from nhipcau.seekers.queries import FIELDS
from nhipcau.vacancies.models import Market
from nhipcau.web.answers import CountField

MOST_WAGE = 500_000_000
EXPERIENCE_ROWS = 3
LANGUAGE_ROWS = 2

STEPS = {
    "first": gettext_lazy("What, where, wage, when"),
    "training": gettext_lazy("School and training"),
    "skills": gettext_lazy("Languages, computer, skills"),
    "experience": gettext_lazy("Experience"),
    "conditions": gettext_lazy("Place and conditions"),
    "needs": gettext_lazy("Special circumstances"),
}


def one_of(offered, label, *, required=False, radio=False, **options):
    empty = [] if required and radio else [("", gettext_lazy("no answer"))]
    options.setdefault("error_messages", {"required": gettext_lazy("Please choose one answer.")})
    return forms.ChoiceField(
        label=label,
        choices=[*empty, *offered.choices],
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        **options,
    )


def many_of(offered, label):
    return forms.MultipleChoiceField(
        label=label,
        choices=offered.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def text(label, longest, **options):
    return forms.CharField(label=label, max_length=longest, required=False, **options)


class StepForm(forms.Form):
    """``columns``: what of ``FIELDS`` stands in the form under the same name."""

    step = ""
    retry_after = None
    is_done = False  # set by ``send``

    def __init__(self, data=None, *, person, wish, is_staff):
        self.person, self.wish, self.is_staff = person, wish, is_staff
        super().__init__(data, initial=self.first_values())

    def first_values(self):
        if self.wish is None:
            return {}
        return {name: getattr(self.wish, name) for name in FIELDS[self.step]}

    def told(self):
        return {
            name: self.cleaned_data[name]
            for name in FIELDS[self.step]
            if name in self.cleaned_data
        }

    def rows(self):
        return []


class Agreeing(StepForm):
    """A step that rests on a consent: the exact words are shown until they are agreed to."""

    purpose = Purpose.JOB_SEARCH
    agrees_now = forms.BooleanField(required=False)
    guardian_name = text(gettext_lazy("Parent's or guardian's full name"), 200)
    guardian_phone = text(
        gettext_lazy("Parent's or guardian's mobile number"),
        40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    guardian_relation = one_of(Relation, gettext_lazy("Who is this person to you?"))

    def __init__(self, data=None, **about):
        super().__init__(data, **about)
        today = timezone.localdate()
        self.asks_consent = not agrees(self.person, self.purpose)
        self.asks_guardian = self.asks_consent and needs_guardian(self.person.birth_on, on=today)
        words = consent_texts(today).get(self.purpose)
        if self.asks_consent and words:
            body = words.body_en if get_language() == "en" else words.body_vi
            self.fields["agrees_now"].label = body.strip()
        else:
            del self.fields["agrees_now"]
        if not self.asks_guardian:
            for name in ("guardian_name", "guardian_phone", "guardian_relation"):
                del self.fields[name]

    def agreement(self):
        told = self.cleaned_data
        guardian = None
        if told.get("guardian_name"):
            guardian = GuardianDetails(
                told["guardian_name"], told["guardian_phone"], told["guardian_relation"]
            )
        return {"agrees_now": bool(told.get("agrees_now")), "guardian": guardian}

    def clean(self):
        super().clean()
        told = self.cleaned_data
        names_somebody = told.get("agrees_now") and told.get("guardian_name")
        if self.asks_guardian and names_somebody and not told.get("guardian_relation"):
            self.add_error("guardian_relation", _("Please choose who this person is to you."))
        return told

    def own_questions(self):
        return [one for one in self if one.name in FIELDS[self.step]]

    def consent_questions(self):
        return [one for one in self if one.name not in FIELDS[self.step]]


class FirstStep(Agreeing):
    step = "first"
    title = forms.CharField(
        label=gettext_lazy("Which work do you look for?"),
        help_text=gettext_lazy("In your own words, for example: sewing, driver, receptionist."),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write which work you look for.")},
    )
    market = one_of(
        Market,
        gettext_lazy("Where?"),
        required=True,
        radio=True,
        error_messages={"required": gettext_lazy("Please choose where.")},
    )
    commune = forms.ChoiceField(
        label=gettext_lazy("Near which commune? (in the province)"), required=False
    )
    wage_from = CountField(
        label=gettext_lazy("From which wage a month? (đồng)"),
        help_text=gettext_lazy("For example 7.000.000. Leave it empty if you are open."),
        required=False,
        max_value=MOST_WAGE,
    )
    ready = one_of(
        choices.Ready,
        gettext_lazy("When can you begin?"),
        required=True,
        radio=True,
        error_messages={"required": gettext_lazy("Please choose when you can begin.")},
    )

    def __init__(self, data=None, **about):
        super().__init__(data, **about)
        self.communes = {one.code: one for one in commune_list()}
        self.fields["commune"].choices = [  # type: ignore[attr-defined]
            ("", _("anywhere")),
            *((code, str(one)) for code, one in self.communes.items()),
        ]

    def first_values(self):
        values = super().first_values()
        if values.get("commune"):
            values["commune"] = values["commune"].code
        if values.get("wage_from"):
            values["wage_from"] = f"{values['wage_from']:,}".replace(",", ".")
        return values

    def told(self):
        told = super().told()
        told["commune"] = self.communes.get(told["commune"])
        if self.wish is not None and self.wish.title != told["title"]:
            told["occupation"] = None  # it was chosen for other words
        return told


class TrainingStep(StepForm):
    step = "training"
    schooling = one_of(choices.Schooling, gettext_lazy("General schooling"))
    training = one_of(choices.Training, gettext_lazy("Training for a trade"))
    speciality = text(
        gettext_lazy("Subject of the training"),
        120,
        help_text=gettext_lazy("For example: industrial sewing, car repair, accounting."),
    )
    trade_skill = text(gettext_lazy("Skill of a trade, and its grade"), 120)


class SkillsStep(StepForm):
    step = "skills"
    office_level = one_of(choices.Level, gettext_lazy("Office programs on a computer"))
    computer_other = text(gettext_lazy("Other computer skills"), 120)
    soft_skills = many_of(choices.SoftSkill, gettext_lazy("What you are good at"))

    def __init__(self, data=None, **about):
        super().__init__(data, **about)
        for number in range(LANGUAGE_ROWS):
            self.fields[f"language_{number}"] = text(
                _("Foreign language %(number)d") % {"number": number + 1}, 60
            )
            self.fields[f"certificate_{number}"] = text(_("Certificate"), 60)
            self.fields[f"level_{number}"] = one_of(choices.Level, _("How well?"))

    def first_values(self):
        values = super().first_values()
        for number, one in enumerate(self.wish.languages.all() if self.wish else []):
            values[f"language_{number}"] = one.language
            values[f"certificate_{number}"] = one.certificate
            values[f"level_{number}"] = one.level
        return values

    def rows(self):
        told = self.cleaned_data
        return [
            {
                "language": told[f"language_{number}"],
                "certificate": told[f"certificate_{number}"],
                "level": told[f"level_{number}"],
            }
            for number in range(LANGUAGE_ROWS)
            if told[f"language_{number}"]
        ]


class ExperienceStep(StepForm):
    step = "experience"
    experience = one_of(choices.ExperienceLength, gettext_lazy("How long have you worked?"))
    abroad = text(gettext_lazy("Work abroad before"), 200)

    def __init__(self, data=None, **about):
        super().__init__(data, **about)
        for number in range(EXPERIENCE_ROWS):
            self.fields[f"employer_{number}"] = text(
                _("Where you worked, %(number)d") % {"number": number + 1}, 120
            )
            self.fields[f"position_{number}"] = text(_("What you did there"), 120)
            self.fields[f"duration_{number}"] = text(_("From when to when"), 60)

    def first_values(self):
        values = super().first_values()
        for number, one in enumerate(self.wish.experiences.all() if self.wish else []):
            for name in ("employer", "position", "duration"):
                values[f"{name}_{number}"] = getattr(one, name)
        return values

    def rows(self):
        told = self.cleaned_data
        return [
            {name: told[f"{name}_{number}"] for name in ("employer", "position", "duration")}
            for number in range(EXPERIENCE_ROWS)
            if told[f"employer_{number}"]
        ]


class YesNo(forms.TypedChoiceField):
    def __init__(self, **options):
        super().__init__(
            choices=[
                ("", gettext_lazy("no answer")),
                ("yes", gettext_lazy("yes")),
                ("no", gettext_lazy("no")),
            ],
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            required=False,
            **options,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: ""}.get(value, value)


class ConditionsStep(StepForm):
    step = "conditions"
    first_place = text(
        gettext_lazy("Wished place 1"),
        100,
        help_text=gettext_lazy("A commune, a province or an industrial park."),
    )
    second_place = text(gettext_lazy("Wished place 2"), 100)
    work_time = one_of(choices.WorkTime, gettext_lazy("Working time"))
    contract = one_of(choices.ContractKind, gettext_lazy("Kind of contract"))
    aim = one_of(choices.Aim, gettext_lazy("You wish to"))
    position = one_of(choices.Position, gettext_lazy("Position"))
    ownership = one_of(Ownership, gettext_lazy("Kind of employer"))
    takes_shifts = YesNo(label=gettext_lazy("Shift work?"))
    travels = YesNo(label=gettext_lazy("Travelling for work?"))
    surroundings = one_of(choices.Surroundings, gettext_lazy("Where do you like to work?"))
    lifting = one_of(choices.Lifting, gettext_lazy("How much can you lift?"))
    benefits = many_of(choices.Benefit, gettext_lazy("What matters to you"))
    services = many_of(choices.Service, gettext_lazy("Which help do you wish from us?"))


class NeedsStep(Agreeing):
    step = "needs"
    purpose = Purpose.SUPPORT
    ethnicity = one_of(Ethnicity, gettext_lazy("Ethnic group"))
    priorities = many_of(choices.Priority, gettext_lazy("Which of these fit you?"))
    priority_other = text(gettext_lazy("Other circumstances"), 200)
    health = text(
        gettext_lazy("What do you need because of your health or a disability?"),
        500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def first_values(self):
        needs = getattr(self.wish, "needs", None) if self.wish else None
        return {name: getattr(needs, name) for name in FIELDS["needs"]} if needs else {}


FORMS = {
    one.step: one
    for one in (
        *(FirstStep, TrainingStep, SkillsStep, ExperienceStep, ConditionsStep),
        NeedsStep,
    )
}

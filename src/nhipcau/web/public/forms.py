"""The shape of what a visitor types. What it means is judged by the use cases."""

import unicodedata
from datetime import date

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.entering import YOUNGEST
from nhipcau.people.models import Ethnicity, Gender, Purpose, Relation
from nhipcau.people.queries import ASKED_AT_REGISTRATION, REQUIRED_PURPOSES
from nhipcau.people.rules import age_on, needs_guardian
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile, clean_name

# Longer than any honest answer; the use cases know the true limits and say them.
LONGEST_ANSWER = 1000
LONGEST_REASON = 300
OTHER_PROVINCE = "other"


class TypedText(forms.CharField):
    """One line of typing. Signs that no keyboard gives are refused with a word on what to do."""

    default_validators = []

    def __init__(self, *, longest=LONGEST_ANSWER, **kwargs):
        super().__init__(**kwargs)
        self.longest = longest
        # In their own words, and in this order: the first that applies is the one shown.
        self.validators = []

    def clean(self, value):
        text = super().clean(value)
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
            raise forms.ValidationError(
                _("There are signs here that cannot be read. Please type it again by hand.")
            )
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("This has %(length)d characters; at most %(most)d fit. Please shorten it.")
                % {"length": len(text), "most": self.longest}
            )
        return text


class BirthDateWidget(forms.MultiWidget):
    """Three boxes to type in: day, month, year."""

    def __init__(self):
        boxes = [
            forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": f"bday-{part}", "size": size}
            )
            for part, size in (("day", 2), ("month", 2), ("year", 4))
        ]
        super().__init__(boxes)

    @property
    def part_labels(self):
        return (_("Day"), _("Month"), _("Year"))

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]


class BirthDateField(forms.MultiValueField):
    """A day that exists, or a word on why it does not."""

    def __init__(self, **kwargs):
        parts = [forms.CharField(required=False, strip=True) for _part in range(3)]
        for part in parts:
            part.validators = []
        super().__init__(
            fields=parts, widget=BirthDateWidget(), require_all_fields=False, **kwargs
        )

    def clean(self, value):
        day, month, year = ((value or []) + ["", "", ""])[:3]
        typed = [(part or "").strip() for part in (day, month, year)]
        if not all(typed):
            raise forms.ValidationError(
                _("Please write your date of birth: day, month and year, for example 2 3 2009.")
            )
        if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in typed):
            raise forms.ValidationError(
                _("Please write the date of birth with digits, for example 2 3 2009.")
            )
        return _existing_day(*(int(part) for part in typed))


def _asked(judge, typed):
    try:
        return judge(typed)
    except InvalidValue as error:
        raise forms.ValidationError(str(error)) from error


def _existing_day(day, month, year):
    if not 1 <= month <= 12:
        raise forms.ValidationError(
            _("There is no month %(month)d. A month is a number from 1 to 12.") % {"month": month}
        )
    if not 1900 <= year <= 2200:
        raise forms.ValidationError(
            _("Please write the year of birth with four digits, for example 2009.")
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise forms.ValidationError(
            _("Month %(month)d of %(year)d has no day %(day)d. Please check the date of birth.")
            % {"day": day, "month": month, "year": year}
        ) from None


class KnownChoiceField(forms.ChoiceField):
    """A long list that is made only when the page shows it; ``known`` says what may be sent."""

    known: frozenset[str] | set[str] = frozenset()

    def valid_value(self, value):
        return value in self.known


class RegistrationForm(forms.Form):
    """One person for one session. Consents are never ticked beforehand."""

    full_name = TypedText(
        label=gettext_lazy("Full name"),
        error_messages={"required": gettext_lazy("Please write the full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )
    birth_on = BirthDateField(label=gettext_lazy("Date of birth"))
    phone = TypedText(
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("Yours or your family's. Several people may share one number."),
        error_messages={"required": gettext_lazy("Please write a mobile number.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only if you want your ticket by e-mail too."),
        required=False,
        max_length=200,
        error_messages={
            "invalid": gettext_lazy("This e-mail cannot be right. An example: lan@example.vn")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    commune = KnownChoiceField(
        label=gettext_lazy("Where you live"),
        error_messages={
            "required": gettext_lazy("Please choose your commune or ward."),
            "invalid_choice": gettext_lazy("Please choose your commune or ward from the list."),
        },
    )
    guardian_name = TypedText(
        label=gettext_lazy("Parent's or guardian's full name"), required=False
    )
    guardian_phone = TypedText(
        label=gettext_lazy("Parent's or guardian's mobile number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    guardian_relation = forms.ChoiceField(
        label=gettext_lazy("Who is this person to you?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose one from the list.")},
    )
    guardian_agrees = forms.BooleanField(
        label=gettext_lazy(
            "I am this parent or guardian. I have read this form and agree that the young person"
            " takes part and that both our details are kept for it."
        ),
        required=False,
    )
    consent_participation = forms.BooleanField(required=False)
    consent_contact = forms.BooleanField(required=False)
    consent_statistics = forms.BooleanField(required=False)
    gender = forms.ChoiceField(label=gettext_lazy("Gender"), required=False)
    ethnicity = forms.ChoiceField(label=gettext_lazy("Ethnic group"), required=False)
    is_union_member = forms.ChoiceField(
        label=gettext_lazy("Are you a Youth Union member?"), required=False
    )

    def __init__(self, *args, communes, texts, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.communes = {commune.code: commune for commune in communes}
        self.fields["commune"].known = {"", OTHER_PROVINCE, *self.communes}  # type: ignore[attr-defined]
        unsaid = ("", _("no answer"))
        choices = {
            "commune": lambda: [
                ("", _("Choose …")),
                *((commune.code, str(commune)) for commune in communes),
                (OTHER_PROVINCE, _("Another province")),
            ],
            "guardian_relation": [("", _("Choose …")), *Relation.choices],
            "gender": [unsaid, *Gender.choices],
            "ethnicity": [unsaid, *Ethnicity.choices],
            "is_union_member": [unsaid, ("yes", _("yes")), ("no", _("no"))],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for purpose in ASKED_AT_REGISTRATION:
            if purpose not in texts:
                continue
            text = texts[purpose]
            field = self.fields[f"consent_{purpose.lower()}"]
            field.label = (text.body_en if get_language() == "en" else text.body_vi).strip()
            if purpose in REQUIRED_PURPOSES:
                field.required = True
                field.error_messages["required"] = _(
                    "Please tick that you agree to take part;"
                    " without it we may not keep your name."
                )
        for purpose in ASKED_AT_REGISTRATION:
            if purpose not in texts:
                del self.fields[f"consent_{purpose.lower()}"]

    # The use case has the last word on all of these. They are asked here as well, with the same
    # functions, so that everything there is to put right is said at once.

    def clean_full_name(self):
        return _asked(clean_name, self.cleaned_data["full_name"])

    def clean_phone(self):
        return _asked(clean_mobile, self.cleaned_data["phone"])

    def clean_guardian_name(self):
        typed = self.cleaned_data["guardian_name"]
        return _asked(clean_name, typed) if typed else ""

    def clean_guardian_phone(self):
        typed = self.cleaned_data["guardian_phone"]
        return _asked(clean_mobile, typed) if typed else ""

    def clean(self):
        super().clean()
        told = self.cleaned_data
        names = ("guardian_name", "guardian_phone")
        if any(told.get(name) or name in self.errors for name in names):
            self._check_guardian(told)
        elif self._is_child(told):
            self.add_error(
                "guardian_name",
                _("Under 16, a parent or guardian agrees with you. Please write who it is."),
            )
        return told

    def _is_child(self, told):
        """Someone too young to be true has mistyped the date; the use case says that."""
        birth_on = told.get("birth_on")
        return (
            bool(birth_on)
            and age_on(birth_on, self.today) >= YOUNGEST
            and needs_guardian(birth_on, on=self.today)
        )

    def _check_guardian(self, told):
        if not told.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", _("Please write the parent's or guardian's name."))
        if not told.get("guardian_phone") and "guardian_phone" not in self.errors:
            self.add_error("guardian_phone", _("Please write the parent's or guardian's number."))
        if not told.get("guardian_relation") and "guardian_relation" not in self.errors:
            self.add_error("guardian_relation", _("Please choose who this person is to you."))
        if not told.get("guardian_agrees"):
            self.add_error(
                "guardian_agrees",
                _("The parent or guardian reads this and ticks it, beside you."),
            )

    def person(self):
        told = self.cleaned_data
        return PersonDetails(
            full_name=told["full_name"],
            birth_on=told["birth_on"],
            phone=told["phone"],
            commune=self.communes.get(told["commune"]),
            gender=told["gender"],
            ethnicity=told["ethnicity"],
            is_union_member={"yes": True, "no": False}.get(told["is_union_member"]),
            email=told["email"],
        )

    def purposes(self):
        return frozenset(
            purpose
            for purpose in ASKED_AT_REGISTRATION
            if self.cleaned_data.get(f"consent_{purpose.lower()}")
        )

    def guardian(self):
        told = self.cleaned_data
        if not told["guardian_name"]:
            return None
        return GuardianDetails(
            told["guardian_name"], told["guardian_phone"], told["guardian_relation"]
        )

    @property
    def optional_consents(self):
        return [
            self[f"consent_{purpose.lower()}"]
            for purpose in (Purpose.CONTACT,)
            if f"consent_{purpose.lower()}" in self.fields
        ]

    @property
    def required_consents(self):
        return [
            self[f"consent_{purpose.lower()}"]
            for purpose in REQUIRED_PURPOSES
            if f"consent_{purpose.lower()}" in self.fields
        ]

    @property
    def tells_statistics(self):
        """Whether that part was touched, so that it comes back open."""
        names = ("consent_statistics", "gender", "ethnicity", "is_union_member")
        return self.is_bound and any(self.data.get(name) or name in self.errors for name in names)

    @property
    def tells_guardian(self):
        names = ("guardian_name", "guardian_phone", "guardian_relation", "guardian_agrees")
        return self.is_bound and any(self.data.get(name) or name in self.errors for name in names)


class CancelForm(forms.Form):
    reason = TypedText(
        label=gettext_lazy("Why can you not come?"),
        help_text=gettext_lazy("It helps us to choose better dates. You need not say it."),
        required=False,
        longest=LONGEST_REASON,
    )

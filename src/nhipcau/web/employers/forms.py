"""Form 03 and its parts as people type them. What an answer means is judged by the domain."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.employers.details import BranchDetails, ContactDetails, EmployerDetails
from nhipcau.employers.models import EmployerKind, Ownership, Section, Service, SizeBand
from nhipcau.employers.regions import HOME_CODE, PROVINCES
from nhipcau.employers.tax_codes import clean_tax_code
from nhipcau.employers.values import clean_account, clean_email, clean_phone, clean_website
from nhipcau.organisations.queries import communes
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.wording import phone as written_phone
from nhipcau.web.public.forms import TypedText

CHOOSE = ("", gettext_lazy("choose"))
NOT_IN_LIST = {"invalid_choice": gettext_lazy("Please choose one of the list.")}


def capitalised(choices):
    return [(value, capfirst(label)) for value, label in choices]


class Judged(TypedText):
    """One line that the domain has a word on: the page says it at once, beside all others."""

    def __init__(self, judge, **options):
        super().__init__(required=options.pop("required", False), **options)
        self.judge = judge

    def clean(self, value):
        text = super().clean(value)
        if text:
            try:
                self.judge(text)
            except InvalidValue as error:
                raise forms.ValidationError(str(error)) from error
        return text


def tel(**attributes):
    return forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", **attributes})


def mail():
    return forms.TextInput(
        attrs={"type": "email", "autocomplete": "email", "autocapitalize": "none"}
    )


class WantedField(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": gettext_lazy("Please write a whole number with digits only, for example 120."),
        "min_value": gettext_lazy("Please check how many workers are wanted."),
        "max_value": gettext_lazy("Please check how many workers are wanted."),
    }

    def to_python(self, value):
        typed = str(value or "").strip()
        parts = typed.replace(",", ".").split(".")
        if len(parts) > 1 and all(len(one) == 3 for one in parts[1:]):
            typed = "".join(parts)
        return super().to_python(typed)


class PlaceForm(forms.Form):
    """Where something lies: a commune of our province, or another province."""

    province_code = forms.ChoiceField(
        label=gettext_lazy("Province"),
        initial=HOME_CODE,
        choices=[*PROVINCES.items()],
        error_messages=NOT_IN_LIST,
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune or ward"),
        help_text=gettext_lazy("Only in our province."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("choose"),
        error_messages=NOT_IN_LIST,
    )
    address = TypedText(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("House number, street, village or zone."),
        longest=200,
        error_messages={"required": gettext_lazy("Please write the address.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes()

    def clean(self):
        answers = super().clean()
        if answers.get("commune") and answers.get("province_code") != HOME_CODE:
            self.add_error(
                "commune",
                _("This commune lies in our province. Please choose the province or the commune."),
            )
        return answers


class OwnForm(PlaceForm):
    """What the desk of an employer may change itself: all but what was verified."""

    representative = TypedText(
        label=gettext_lazy("Representative"),
        help_text=gettext_lazy("Who signs for the employer."),
        required=False,
        longest=100,
    )
    ownership = forms.ChoiceField(
        label=gettext_lazy("Kind of ownership"),
        required=False,
        choices=[CHOOSE, *capitalised(Ownership.choices)],
        error_messages=NOT_IN_LIST,
    )
    industrial_zone = TypedText(
        label=gettext_lazy("Industrial zone"),
        help_text=gettext_lazy("Its name, when the employer lies in one."),
        required=False,
        longest=100,
    )
    phone = Judged(clean_phone, label=gettext_lazy("Phone"), widget=tel())
    email = Judged(clean_email, label=gettext_lazy("E-mail"), widget=mail())
    website = Judged(
        clean_website,
        label=gettext_lazy("Website"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Branches of activity"),
        help_text=gettext_lazy("Tick all that apply; one is enough."),
        choices=capitalised(Section.choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Please tick at least one branch of activity."),
            **NOT_IN_LIST,
        },
    )
    products = TypedText(
        label=gettext_lazy("Main products or services"), required=False, longest=200
    )
    size_band = forms.ChoiceField(
        label=gettext_lazy("How many people work there"),
        required=False,
        choices=[CHOOSE, *capitalised(SizeBand.choices)],
        error_messages=NOT_IN_LIST,
    )
    wanted_count = WantedField(
        label=gettext_lazy("How many workers you want to take on"),
        required=False,
        min_value=0,
        max_value=50_000,
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services wanted from the Centre"),
        help_text=gettext_lazy("All of them are free of charge."),
        required=False,
        choices=capitalised(Service.choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_IN_LIST,
    )
    other_service = TypedText(
        label=gettext_lazy("Which other service"), required=False, longest=200
    )

    PARTS = (
        (gettext_lazy("Who you are"), ("representative", "ownership")),
        (
            gettext_lazy("Where you are"),
            ("province_code", "commune", "address", "industrial_zone"),
        ),
        (gettext_lazy("How to reach you"), ("phone", "email", "website")),
        (gettext_lazy("What you do"), ("sections", "products", "size_band", "wanted_count")),
        (gettext_lazy("What you want from us"), ("services", "other_service")),
    )

    def clean(self):
        answers = super().clean()
        wants_other = Service.OTHER in answers.get("services", [])
        if wants_other and not answers.get("other_service"):
            self.add_error("other_service", _("Please write which other service you want."))
        return answers

    def parts(self):
        """Headings with their questions, in the order of the form."""
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in self.PARTS
        ]

    def details(self, employer=None):
        """What is to be kept; what this form does not ask stays as it is."""
        known = told_of(employer) if employer else {}
        given = {
            name: self.cleaned_data[name]
            for name in EmployerDetails.__dataclass_fields__
            if name in self.cleaned_data
        }
        told = {**known, **given}
        return EmployerDetails(
            **{**told, "sections": tuple(told["sections"]), "services": tuple(told["services"])}
        )


class EmployerForm(OwnForm):
    """The whole of form 03, without its contact."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of employer is it?"),
        choices=capitalised(EmployerKind.choices),
        widget=forms.RadioSelect,
        initial=EmployerKind.ENTERPRISE,
        error_messages={"required": gettext_lazy("Please choose one."), **NOT_IN_LIST},
    )
    name = TypedText(
        label=gettext_lazy("Name of the employer"),
        help_text=gettext_lazy("As it stands on the registration certificate."),
        longest=200,
        error_messages={"required": gettext_lazy("Please write the name of the employer.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    tax_code = Judged(
        clean_tax_code,
        label=gettext_lazy("Tax code"),
        help_text=gettext_lazy("10 digits, of a branch 13. A household or person may have none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    PARTS = (
        (
            gettext_lazy("Who you are"),
            ("kind", "name", "tax_code", "representative", "ownership"),
        ),
        *OwnForm.PARTS[1:],
    )

    def clean(self):
        answers = super().clean()
        is_enterprise = answers.get("kind") == EmployerKind.ENTERPRISE
        if is_enterprise and "tax_code" in answers and not answers["tax_code"]:
            self.add_error("tax_code", _("An enterprise has a tax code. Please write it."))
        return answers


class BankForm(EmployerForm):
    """What colleagues enter besides: the account that stands on contracts and invoices."""

    bank_name = TypedText(label=gettext_lazy("Bank"), required=False, longest=100)
    bank_account = Judged(
        clean_account,
        label=gettext_lazy("Bank account"),
        help_text=gettext_lazy("Only to find the same employer under another name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    PARTS = (
        *EmployerForm.PARTS,
        (gettext_lazy("For comparison only"), ("bank_name", "bank_account")),
    )


class ContactForm(forms.Form):
    full_name = TypedText(
        label=gettext_lazy("Full name of the contact"),
        longest=100,
        error_messages={"required": gettext_lazy("Please write the full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )
    position = TypedText(
        label=gettext_lazy("Position"),
        help_text=gettext_lazy("For example: human resources."),
        required=False,
        longest=100,
    )
    phone = Judged(clean_phone, label=gettext_lazy("Phone of the contact"), widget=tel())
    email = Judged(
        clean_email,
        label=gettext_lazy("E-mail of the contact"),
        help_text=gettext_lazy("The link to the recruitment desk is sent to this address."),
        widget=mail(),
    )
    other_way = TypedText(
        label=gettext_lazy("Another way to reach the contact"),
        help_text=gettext_lazy("For example: Zalo, or the gate of the factory."),
        required=False,
        longest=100,
    )
    is_main = forms.BooleanField(
        label=gettext_lazy("Main contact: gets what we send to the employer"), required=False
    )

    def clean(self):
        answers = super().clean()
        was_read = "phone" in answers and "email" in answers
        if was_read and not (answers["phone"] or answers["email"]):
            self.add_error(
                "phone", _("Please write a phone number or an e-mail address, best both.")
            )
        return answers

    def details(self):
        return ContactDetails(**self.cleaned_data)


class BranchForm(PlaceForm):
    name = TypedText(
        label=gettext_lazy("Name of the branch"),
        longest=200,
        error_messages={"required": gettext_lazy("Please write the name of the branch.")},
    )
    tax_code = Judged(
        clean_tax_code,
        label=gettext_lazy("Tax code of the branch"),
        help_text=gettext_lazy("13 digits, when it has one of its own."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = Judged(clean_phone, label=gettext_lazy("Phone"), widget=tel())
    field_order = ("name", "tax_code", "province_code", "commune", "address", "phone")

    def details(self):
        return BranchDetails(**self.cleaned_data)


def told_of(employer):
    """An employer as its form says it."""
    told = {name: getattr(employer, name) for name in EmployerDetails.__dataclass_fields__}
    return {**told, "phone": plain_phone(employer.phone)}


def contact_of(contact):
    """A contact as its form says it."""
    told = {name: getattr(contact, name) for name in ContactDetails.__dataclass_fields__}
    return {**told, "phone": plain_phone(contact.phone)}


def plain_phone(number):
    return written_phone(number).replace("\N{NO-BREAK SPACE}", " ") if number else ""

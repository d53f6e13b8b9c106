"""The terms of work abroad as a form: the 16 points, and the table of costs line by line."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.vacancies import codes, fees
from nhipcau.vacancies.details import LARGEST_WAGE, CostDetails, OverseasDetails
from nhipcau.web.answers import CountField, DayField
from nhipcau.web.vacancy_form import choice, text

COST_PARTS = ("amount", "currency", "payer", "due", "what")


class TermsForm(forms.Form):
    channel = choice(gettext_lazy("1. Channel"), codes.Channel, empty=[], widget=forms.RadioSelect)
    register_url = text(
        gettext_lazy("2. Page of the list of licences"),
        longest=200,
        help_text=gettext_lazy("The licence itself is kept with the employer."),
    )
    contract_number = text(gettext_lazy("3. Number of the contract registration"), longest=60)
    contract_on = DayField(label=gettext_lazy("Registered on"), required=False)
    contract_valid_until = DayField(label=gettext_lazy("Valid until"), required=False)
    contract_headcount = CountField(
        label=gettext_lazy("For how many people"), required=False, min_value=1
    )
    foreign_employer = text(gettext_lazy("4. Foreign employer"), longest=200)
    foreign_place = text(gettext_lazy("Place of work abroad"), longest=200)
    visa_scheme = text(
        gettext_lazy("5. Visa scheme"),
        help_text=gettext_lazy("As it is called there, for example EPS (E-9), TITP, SSW."),
    )
    fee_job = choice(
        gettext_lazy("Kind of job with a ceiling of its own"),
        (),
        help_text=gettext_lazy("Decides how much may be asked of the worker."),
    )
    term_months = CountField(
        label=gettext_lazy("6. Term in months"), required=False, min_value=1, max_value=120
    )
    hours_week = CountField(
        label=gettext_lazy("Hours a week"), required=False, min_value=1, max_value=84
    )
    overtime_note = text(gettext_lazy("Overtime"), longest=200)
    deductions_note = text(
        gettext_lazy("Deductions"),
        longest=300,
        help_text=gettext_lazy("What is taken off the wage; write “none” if nothing is."),
    )
    housing_note = text(gettext_lazy("7. Housing"), longest=200)
    meals_note = text(gettext_lazy("Meals"), longest=200)
    insurance_note = text(gettext_lazy("Insurance"), longest=200)
    paid_by_foreign_side = CountField(
        label=gettext_lazy("Part of the service fee paid by the foreign side"),
        help_text=gettext_lazy("In the money of the wage; it lowers what the worker may pay."),
        required=False,
        max_value=LARGEST_WAGE,
    )
    refund_rule = text(gettext_lazy("9. Refund and early return"), longest=2000, rows=3)
    language_need = text(gettext_lazy("10. Language"))
    health_need = text(gettext_lazy("Health"), longest=200)
    height_from_cm = CountField(
        label=gettext_lazy("Height from (cm)"), required=False, min_value=100, max_value=220
    )
    demands_checked = forms.BooleanField(
        label=gettext_lazy("11. I looked at what is demanded: nothing of it is unlawful"),
        required=False,
    )
    support_note = text(gettext_lazy("12. Support and loans"), longest=300)
    rights_note = text(gettext_lazy("13. Rights of the worker"), longest=3000, rows=4)
    emergency_contact = text(gettext_lazy("Whom to call in an emergency"), longest=200)
    complaint_contact = text(gettext_lazy("Whom to complain to"), longest=200)

    BEFORE_COSTS = (
        *("channel", "register_url", "contract_number", "contract_on"),
        *("contract_valid_until", "contract_headcount", "foreign_employer"),
        *("foreign_place", "visa_scheme", "fee_job", "term_months", "hours_week"),
        *("overtime_note", "deductions_note", "housing_note", "meals_note"),
        *("insurance_note",),
    )
    AFTER_COSTS = (
        *("paid_by_foreign_side", "refund_rule", "language_need", "health_need"),
        *("height_from_cm", "demands_checked", "support_note", "rights_note"),
        *("emergency_contact", "complaint_contact"),
    )

    def __init__(self, *args, vacancy, on, **options):
        super().__init__(*args, **options)
        self.vacancy = vacancy
        jobs = fees.jobs_of(vacancy.country_code, on=on)
        self.fields["fee_job"].choices = [("", _("the general rule of the market")), *jobs]
        for kind in codes.CostKind:
            for name, field in _cost_fields(kind, vacancy.wage_currency).items():
                self.fields[f"cost_{kind}_{name}"] = field

    @property
    def before_costs(self):
        return [self[name] for name in self.BEFORE_COSTS]

    @property
    def after_costs(self):
        return [self[name] for name in self.AFTER_COSTS]

    @property
    def costs(self):
        """The lines of the table: label and questions."""
        return [
            (kind.label, [self[f"cost_{kind}_{name}"] for name in COST_PARTS])
            for kind in codes.CostKind
        ]

    def clean(self):
        told = super().clean()
        for kind in codes.CostKind:
            amount = told.get(f"cost_{kind}_amount")
            if amount and not told.get(f"cost_{kind}_due"):
                self.add_error(f"cost_{kind}_due", _("Please write when this is paid."))
        return told

    def details(self):
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("cost_")
        }
        told["paid_by_foreign_side"] = told["paid_by_foreign_side"] or 0
        costs = []
        for kind in codes.CostKind:
            parts = {name: self.cleaned_data[f"cost_{kind}_{name}"] for name in COST_PARTS}
            if parts["amount"] is not None:
                parts["due"] = parts["due"] or _("nothing is due")
                parts["currency"] = parts["currency"] or "VND"
                parts["payer"] = parts["payer"] or codes.Payer.WORKER
                costs.append(CostDetails(kind=kind.value, **parts))
        return OverseasDetails(costs=tuple(costs), **told)


def _cost_fields(kind, money):
    label = str(kind.label)
    moneys = dict.fromkeys(("VND", money))
    return {
        "amount": CountField(
            label=_("Amount: %(what)s") % {"what": label}, required=False, max_value=LARGEST_WAGE
        ),
        "currency": choice(_("Money"), [(one, one) for one in moneys], empty=[], required=False),
        "payer": choice(_("Who pays"), codes.Payer, empty=[], required=False),
        "due": text(_("When")),
        "what": text(_("What exactly")),
    }


def initial_of_terms(terms, costs):
    """The form as kept terms fill it."""
    if terms is None:
        return {"channel": codes.Channel.LICENSED, "fee_job": ""}
    names = (*TermsForm.BEFORE_COSTS, *TermsForm.AFTER_COSTS)
    told = {name: getattr(terms, name) for name in names if hasattr(terms, name)}
    told["demands_checked"] = terms.demands_checked_on is not None
    for line in costs:
        for name in COST_PARTS:
            told[f"cost_{line.kind}_{name}"] = getattr(line, name)
    return told

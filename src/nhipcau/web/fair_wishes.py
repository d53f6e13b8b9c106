"""The form in which somebody says whom to meet; on the own page and in the workspace."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.fairs.details import Wished, WishesTold
from nhipcau.fairs.queries import brought
from nhipcau.shared import wording

SHOWN = 6


class WishesForm(forms.Form):
    """Wishes one after the other, each an employer with its work; when one is there."""

    most = forms.TypedChoiceField(label=gettext_lazy("Interviews I want at most"), coerce=int)
    from_slot = forms.TypedChoiceField(label=gettext_lazy("I am there from"), coerce=int)
    to_slot = forms.TypedChoiceField(label=gettext_lazy("I am there until"), coerce=int)
    bus = forms.ModelChoiceField(
        label=gettext_lazy("I come by bus"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("on my own"),
    )

    def __init__(self, *args, fair, candidate=None, fits=None, **options):
        self.fair = fair
        self.offers = _offers(fair)
        super().__init__(*args, initial=_told_before(fair, candidate), **options)
        choices = _choices(self.offers, fits or {})
        rows = {}
        for number in range(1, SHOWN + 1):
            rows[f"wish_{number}"] = forms.ChoiceField(
                label=_("Wish %(number)d") % {"number": number},
                choices=[("", _("nobody more")), *choices],
                required=number == 1,
                error_messages={"required": _("Please choose at least one employer.")},
            )
        self.fields = {**rows, **self.fields}
        self.fields["most"].choices = [
            (count, count) for count in range(1, fair.most_interviews + 1)
        ]
        self.fields["from_slot"].choices = _clock(fair, 0)
        self.fields["to_slot"].choices = _clock(fair, 1)
        self.fields["bus"].queryset = fair.buses.order_by("name")
        self.fields["bus"].label_from_instance = lambda bus: bus.name
        if not self.fields["bus"].queryset.exists():
            del self.fields["bus"]

    def clean(self):
        told = super().clean()
        seen = set()
        for number in range(1, SHOWN + 1):
            key = told.get(f"wish_{number}")
            if not key:
                continue
            booth = key.partition("-")[0]
            if booth in seen:
                self.add_error(f"wish_{number}", _("Each employer stands once in the list."))
            seen.add(booth)
        return told

    def told(self):
        given = [self.cleaned_data.get(f"wish_{number}") for number in range(1, SHOWN + 1)]
        return WishesTold(
            wishes=tuple(Wished(*self.offers[key]) for key in given if key),
            most=self.cleaned_data["most"],
            from_slot=self.cleaned_data["from_slot"],
            to_slot=self.cleaned_data["to_slot"],
            bus=self.cleaned_data.get("bus"),
        )


def _offers(fair):
    """Key → booth and vacancy, of booths that come."""
    work = brought(fair)
    return {
        f"{booth.pk}-{one.vacancy_id}": (booth, one.vacancy)
        for booth in fair.booths.coming().for_list()
        for one in work.get(booth.pk, ())
    }


def _choices(offers, fits):
    """Those that fit best by what somebody told before come first."""
    named = [
        (
            key,
            _("%(employer)s: %(work)s") % {"employer": booth.employer.name, "work": vacancy.title},
            fits.get(vacancy.pk, 0),
        )
        for key, (booth, vacancy) in offers.items()
    ]
    best = sorted((one for one in named if one[2]), key=lambda one: -one[2])
    rest = [one[:2] for one in named if not one[2]]
    if not best:
        return rest
    return [
        (_("fits what you look for"), [one[:2] for one in best]),
        (_("all others"), rest),
    ]


def _clock(fair, later):
    return [
        (slot + later, wording.clock_time(fair.starts(slot + later)))
        for slot in range(fair.slots_count)
    ]


def _told_before(fair, candidate):
    if candidate is None:
        return {"most": min(3, fair.most_interviews), "from_slot": 0, "to_slot": fair.slots_count}
    wishes = {
        f"wish_{one.rank}": f"{one.booth_id}-{one.vacancy_id}" for one in candidate.wishes.all()
    }
    return {
        **wishes,
        "most": candidate.most,
        "from_slot": candidate.from_slot,
        "to_slot": candidate.to_slot,
        "bus": candidate.bus_id,
    }

"""The questions of the safe channel. Nothing typed here is kept by the browser's form memory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.concerns.rules import WORDS_MOST
from nhipcau.concerns.states import About, Kind

UNIT = "unit-"
# Spelling services of browsers may send what is typed to their makers.
UNWATCHED = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}


class ConcernForm(forms.Form):
    about = forms.ChoiceField(
        label=_("Whom is it about?"),
        help_text=_("Nobody who works there will read it."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whom it is about.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is about.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "Where, when, who, what you need. Do not write your name unless you want us to know"
            " it."
        ),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 8, **UNWATCHED}),
        error_messages={"required": _("Please write a few words.")},
    )
    form_key = forms.CharField(min_length=16, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *told, units=(), **more):
        super().__init__(*told, **more)
        self.units = {f"{UNIT}{unit.pk}": unit for unit in units}
        others = [(one.value, one.label) for one in About if one != About.UNIT]
        named = [(value, str(unit)) for value, unit in self.units.items()]
        self.fields["about"].choices = named + others

    def content(self):
        """What the use case takes."""
        told = dict(self.cleaned_data)
        unit = self.units.get(told["about"])
        if unit is not None:
            told["about"] = About.UNIT
        return {**told, "about_unit": unit}


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=_("Your receipt: sixteen digits"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **UNWATCHED}),
        error_messages={"required": _("Please write the sixteen digits.")},
    )


class WordsForm(forms.Form):
    text = forms.CharField(
        label=_("Write back"),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 5, **UNWATCHED}),
        error_messages={"required": _("Please write a few words.")},
    )

"""Suggestions on pages of both sides: the cards, the words of a refusal, the chosen occupation."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nhipcau.matching.choices import Because
from nhipcau.matching.reading import occupations_proposed
from nhipcau.matching.suggestions import Line
from nhipcau.vacancies.guessing import occupations_found
from nhipcau.vacancies.queries import occupation_with
from nhipcau.vacancies.wording import wage_in_words

FITS = {
    "good": (pgettext_lazy("how well a suggestion fits", "fits very well"), "success"),
    "fair": (pgettext_lazy("how well a suggestion fits", "fits well"), "info"),
    "weak": (pgettext_lazy("how well a suggestion fits", "fits in part"), "neutral"),
}
PRECISE, MOST_PROPOSED = 4, 10


@dataclass(frozen=True)
class Card:
    """One suggestion with what a card shows of its vacancy."""

    line: Line
    wage: str
    place: str
    fit: str
    tone: str
    is_taken: bool = False


def cards_of(told, lines, taken=frozenset()):
    names = told.names.places if told.names else None
    return [
        Card(
            line=one,
            wage=wage_in_words(one.vacancy),
            place=names.of(one.vacancy) if names else "",
            fit=str(FITS[one.fit][0]),
            tone=FITS[one.fit][1],
            is_taken=one.vacancy.pk in taken,
        )
        for one in lines
    ]


class RefusalForm(forms.Form):
    is_done = False  # set by ``send``
    because = forms.ChoiceField(
        label=gettext_lazy("Because …"),
        choices=Because.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose why.")},
    )
    word = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, is_own, **options):
        super().__init__(*args, **options)
        if is_own:  # what colleagues note down is none of the person's reasons
            self.fields["because"].choices = [  # type: ignore[attr-defined]
                one for one in Because.choices if one[0] != Because.TALKED
            ]


class OccupationForm(forms.Form):
    """Proposals for the words of a wish; only what is chosen here is kept."""

    is_done = False  # set by ``send``
    occupation = forms.ChoiceField(
        label=gettext_lazy("Which of these is it?"),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data=None, *, wish, typed=""):
        chosen = wish.occupation.code if wish.occupation else ""
        super().__init__(data, initial={"occupation": chosen})
        self.fields["occupation"].choices = [  # type: ignore[attr-defined]
            *proposals(wish, typed),
            ("", _("None of these: read it from my words")),
        ]

    def chosen(self):
        code = self.cleaned_data["occupation"]
        return occupation_with(code) if code else None


def proposals(wish, typed):
    """What was chosen, what the words may mean, and what has these words in its name."""
    found = [*([wish.occupation] if wish.occupation and not typed else [])]
    found += occupations_proposed(typed or wish.title)
    found += [one.occupation for one in occupations_found(typed or wish.title)]
    precise = {one.code: str(one) for one in found if one.level == PRECISE}
    return list(precise.items())[:MOST_PROPOSED]

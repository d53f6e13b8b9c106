"""The questionnaire as a form: the same for a young person alone and for staff beside one."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.inventory.queries import EACH_SECTION
from nhipcau.people.models import Gender, Purpose
from nhipcau.web.answers import CountField
from nhipcau.web.wish_forms import Agreeing

CHOICES = (
    (1, gettext_lazy("not at all")),
    (2, gettext_lazy("not much")),
    (3, gettext_lazy("so-so")),
    (4, gettext_lazy("I like it")),
    (5, gettext_lazy("very much")),
)
LONGEST = timedelta(days=7)
MOST_MILLISECONDS = int(LONGEST.total_seconds() * 1000)


class AnswersForm(forms.Form):
    """One question an item, named by its code. What is left open is asked about once."""

    is_done = False  # set by ``send``
    retry_after: int | None = None

    def __init__(self, data=None, *, items, **options):
        super().__init__(data, **options)
        self.items = items
        for item in items:
            self.fields[item.code] = forms.TypedChoiceField(
                label=str(item),
                choices=CHOICES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": gettext_lazy("Please choose one of the five.")},
            )

    def answers(self):
        return [self.cleaned_data[item.code] for item in self.items]

    def open_items(self):
        return [item for item in self.items if self.data.get(item.code, "") == ""]

    def clean(self):
        super().clean()
        count = len(self.open_items())
        if 0 < count < len(self.items) and "anyway" not in self.data:
            self.add_error(
                None,
                ngettext(
                    "%(count)d activity is still open. You may answer it, or send as it is.",
                    "%(count)d activities are still open. You may answer them, or send as it is.",
                    count,
                )
                % {"count": count},
            )
        return self.cleaned_data

    def sections(self):
        """Parts of the sheet, each with one activity of every area."""
        lines = [
            {
                "number": number,
                "item": item,
                "name": item.code,
                "options": [
                    (value, label, self.data.get(item.code, "") == str(value))
                    for value, label in CHOICES
                ],
                "is_open": self.is_bound and self.data.get(item.code, "") == "",
            }
            for number, item in enumerate(self.items, start=1)
        ]
        return [lines[at : at + EACH_SECTION] for at in range(0, len(lines), EACH_SECTION)]

    def others(self):
        """The questions beside the activities."""
        codes = {item.code for item in self.items}
        return [one for one in self if one.name not in codes and not one.is_hidden]


class OpenForm(AnswersForm):
    """Without a name: how long it took, the class if there is one, and the age."""

    milliseconds = forms.IntegerField(required=False, widget=forms.HiddenInput)
    started = forms.IntegerField(required=False, widget=forms.HiddenInput)
    class_code = forms.CharField(
        label=gettext_lazy("Code of your class"),
        help_text=gettext_lazy("Only if your teacher wrote one on the board."),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        help_text=gettext_lazy(
            "Helps us to check that the questions are fair. It is not kept with your name."
        ),
        choices=[("", gettext_lazy("no answer")), *Gender.choices],
        required=False,
    )
    is_old_enough = forms.BooleanField(
        error_messages={"required": gettext_lazy("Please tick how old you are.")},
    )

    def __init__(self, data=None, *, age_min, **options):
        super().__init__(data, **options)
        self.fields["is_old_enough"].label = _("I am %(age)d or older.") % {"age": age_min}

    def clean_milliseconds(self):
        """What the phone measured; nothing where it cannot be right."""
        told = self.cleaned_data["milliseconds"]
        return told if told is not None and 0 < told <= MOST_MILLISECONDS else None

    def started_at(self, at):
        """When the first answer was given, by the phone's clock, if that can be."""
        told = self.cleaned_data.get("started")
        if not told or not 0 < told < 10**14:
            return None
        started = datetime.fromtimestamp(told / 1000, tz=UTC)
        return started if at - LONGEST < started <= at else None


class KeepForm(Agreeing):
    """What is agreed to before a result is kept under a name."""

    purpose = Purpose.INVENTORY

    def own_questions(self):
        return []

    def consent_questions(self):
        return list(self)


class TogetherForm(AnswersForm):
    """Staff beside the person: what the person agrees to is on signed paper."""

    shares = forms.BooleanField(
        label=gettext_lazy("The person wants counsellors of our unit to see this result"),
        required=False,
    )


class PaperForm(forms.Form):
    """Digits as they stand on the paper, typed without leaving the keyboard."""

    is_done = False
    number = CountField(label=gettext_lazy("Number of the sheet"), min_value=1, max_value=9999)
    answers = forms.CharField(
        label=gettext_lazy("Answers, one digit each"),
        help_text=gettext_lazy(
            "1 to 5 in the order of the sheet, 0 where nothing is marked. Spaces do not matter."
        ),
        max_length=200,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits"}
        ),
    )
    replaces_first = forms.BooleanField(
        label=gettext_lazy("The first typing was wrong; this one takes its place"), required=False
    )

    def __init__(self, data=None, *, count, **options):
        super().__init__(data, **options)
        self.count = count

    def clean_answers(self):
        digits = "".join(self.cleaned_data["answers"].split())
        if not digits.isascii() or not digits.isdigit():
            raise forms.ValidationError(_("Please type digits only: 1 to 5, or 0."))
        if len(digits) != self.count:
            raise forms.ValidationError(
                _("These are %(typed)d digits; the sheet has %(count)d.")
                % {"typed": len(digits), "count": self.count}
            )
        if set(digits) - set("012345"):
            raise forms.ValidationError(_("An answer is 1 to 5, or 0 where nothing is marked."))
        return [int(digit) or None for digit in digits]

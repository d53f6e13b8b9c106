"""The questions of a step, made from what its row of the table needs."""

from datetime import time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.referrals.clock import working_days_after
from nhipcau.referrals.states import Freeze
from nhipcau.referrals.told import LONGEST, Told
from nhipcau.web.answers import ClockField, DayField, moment_of

MORNING = time(8, 0)
INVITED_AFTER = 3  # working days: a day that is offered, not one that is decided


def _long(label, *, name, required, help_text=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST[name],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Please write this; others will read it later."),
            "max_length": _("At most %(limit_value)d characters fit here. Please shorten it."),
        },
    )


class StepForm(forms.Form):
    """``told()`` gives what was answered as the use case takes it.

    ``asks_who``: a colleague writes for an employer and says with whom, and when.
    """

    def __init__(self, *args, step, asks_who=False, referral=None, **options):
        super().__init__(*args, **options)
        self.step = step
        for name in step.needs:
            getattr(self, f"_add_{name}")(referral)
        if asks_who:
            self._add_spoken()
        if "comment" not in self.fields:
            self.fields["comment"] = _long(
                _("Remark"),
                name="comment",
                required=False,
                help_text=_("For colleagues of both units. The young person does not read it."),
            )

    def _add_reason(self, referral):
        self.fields["reason"] = _long(
            _("Reason"),
            name="reason",
            required=True,
            help_text=_("For colleagues of both units. The young person does not read it."),
        )

    def _add_comment(self, referral):
        self.fields["comment"] = _long(_("What was said"), name="comment", required=True)

    def _add_interview_at(self, referral):
        today = timezone.localdate()
        day = working_days_after(today, INVITED_AFTER)
        self.fields["interview_on"] = DayField(label=_("Day of the interview"), initial=day)
        self.fields["interview_time"] = ClockField(label=_("Time"), initial=MORNING)

    def _add_interview_place(self, referral):
        self.fields["interview_place"] = forms.CharField(
            label=_("Where"),
            max_length=LONGEST["interview_place"],
            initial=place_of(referral),
            error_messages={"required": _("Please write where the interview is.")},
        )

    def _add_starts_on(self, referral):
        known = getattr(referral, "starts_on", None)
        self.fields["starts_on"] = DayField(label=_("First day of work"), initial=known)

    def _add_answer_by(self, referral):
        in_a_week = timezone.localdate() + timedelta(days=7)
        self.fields["answer_by"] = DayField(
            label=_("Until when is there an answer?"), initial=in_a_week
        )

    def _add_freeze(self, referral):
        self.fields["freeze"] = forms.ChoiceField(
            label=_("Why"),
            choices=[(Freeze.REPORT.value, Freeze.REPORT.label)],
            initial=Freeze.REPORT.value,
            widget=forms.RadioSelect,
        )
        self._add_reason(referral)

    def _add_spoken(self):
        now = timezone.localtime()
        self.fields["spoken_with"] = forms.CharField(
            label=_("With whom did you speak?"),
            help_text=_("Name and position at the employer."),
            max_length=LONGEST["spoken_with"],
            error_messages={"required": _("Please write with whom you spoke.")},
        )
        self.fields["spoken_on"] = DayField(label=_("On which day?"), initial=now.date())
        self.fields["spoken_time"] = ClockField(label=_("At what time?"), initial=now.time())

    def told(self):
        given = self.cleaned_data
        at, spoken = given.get("interview_on"), given.get("spoken_on")
        plain = ("reason", "comment", "interview_place", "freeze", "spoken_with")
        return Told(
            **{name: given[name] for name in plain if name in given},
            starts_on=given.get("starts_on"),
            answer_by=given.get("answer_by"),
            interview_at=moment_of(at, given["interview_time"]) if at else None,
            spoken_at=moment_of(spoken, given["spoken_time"]) if spoken else None,
        )


def place_of(referral):
    """Where one usually goes: the place of the work, or the house."""
    if referral is None:
        return ""
    return referral.vacancy.address or referral.vacancy.employer.address

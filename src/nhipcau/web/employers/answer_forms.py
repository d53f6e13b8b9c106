"""What an employer fills in on a phone: days to tap, not to type; nothing decided beforehand."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.referrals.clock import working_days_after
from nhipcau.referrals.told import LONGEST, Told
from nhipcau.shared import wording
from nhipcau.web.answers import ClockField, DayField, moment_of
from nhipcau.web.step_fields import MORNING, place_of

OTHER = "other"
REASONS = {
    "skills": gettext_lazy("does not fit this post yet"),
    "full": gettext_lazy("all places are taken already"),
    "absent": gettext_lazy("did not come, or could not be reached"),
    OTHER: gettext_lazy("another reason"),
}
DAYS_OFFERED = {"invite": (1, 2, 3, 4, 5), "more_time": (2, 3, 5, 7)}
FIRST_DAYS = (1, 3, 5, 10)


class AnswerForm(forms.Form):
    """The questions of one answer. ``told()`` gives it as the use case takes it."""

    day_label = ""
    retry_after = 0

    def __init__(self, *args, name, referral, **options):
        super().__init__(*args, **options)
        self.name = name
        if name == "invite":
            self._add_days(_("Which day?"), DAYS_OFFERED[name])
            self.fields["time"] = ClockField(label=_("At what time?"), initial=MORNING)
            self.fields["place"] = forms.CharField(
                label=_("Where?"),
                max_length=LONGEST["interview_place"],
                initial=place_of(referral),
                error_messages={"required": _("Please write where the interview is.")},
            )
        elif name in ("hire", "offer"):
            self._add_days(_("First day of work"), FIRST_DAYS)
        elif name == "more_time":
            self._add_days(_("When do you answer?"), DAYS_OFFERED[name])
        elif name == "not_hired":
            self.fields["why"] = forms.ChoiceField(
                label=_("Why not this time?"),
                choices=list(REASONS.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose the reason.")},
            )
            self.fields["words"] = forms.CharField(
                label=_("In your own words"),
                help_text=_("Only the Centre reads it."),
                required=False,
                max_length=LONGEST["comment"],
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _add_days(self, label, offered):
        today = timezone.localdate()
        days = [working_days_after(today, count) for count in offered]
        self.fields["day"] = forms.ChoiceField(
            label=label,
            choices=[
                *((day.isoformat(), wording.long_day(day)) for day in days),
                (OTHER, _("another day")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose the day.")},
        )
        self.fields["other_day"] = DayField(label=_("Another day"), required=False)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("day") == OTHER and not given.get("other_day"):
            if "other_day" not in self.errors:
                self.add_error("other_day", _("Please choose the day."))
        elif given.get("other_day") and given.get("day") != OTHER:
            self.add_error("day", _("You also wrote another day. Please choose which one holds."))
        if given.get("why") == OTHER and not given.get("words", "").strip():
            self.add_error("words", _("Please write the reason in a few words."))
        return given

    def _day(self):
        chosen = self.cleaned_data.get("day")
        if chosen == OTHER:
            return self.cleaned_data["other_day"]
        return datetime.strptime(chosen, "%Y-%m-%d").date() if chosen else None  # noqa: DTZ007

    def told(self):
        given, day = self.cleaned_data, self._day()
        if self.name == "invite":
            at = moment_of(day, given["time"])
            return Told(interview_at=at, interview_place=given["place"])
        if self.name in ("hire", "offer"):
            return Told(starts_on=day)
        if self.name == "more_time":
            return Told(answer_by=day)
        if self.name == "not_hired":
            return Told(reason=str(REASONS[given["why"]]), comment=given["words"])
        return Told()


# What the use case calls a thing, and where this form asks for it.
ASKED_AS = {
    "interview_at": "day",
    "interview_place": "place",
    "starts_on": "day",
    "answer_by": "day",
    "reason": "why",
}

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.events.details import EventDetails, SessionDetails, SpeakerDetails
from nhipcau.organisations.models import Organisation
from nhipcau.organisations.queries import communes
from nhipcau.shared import wording
from nhipcau.web.answers import (
    LARGEST_COUNT,
    ClockField,
    CountField,
    DayField,
    moment_of,
)

MOST_SPEAKERS = 20
_TALL = {"rows": 4}


class EventForm(forms.Form):
    """All that is told about an event. What its kind does not allow is not asked."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Please write the title of the event.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("Two or three sentences for the young people who read it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_TALL),
    )
    starts_at = DayField(label=gettext_lazy("Day"))
    starts_time = ClockField(label=gettext_lazy("From"))
    ends_at = ClockField(label=gettext_lazy("Until"))
    last_day = DayField(label=gettext_lazy("Last day, when it takes several days"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        error_messages={"required": gettext_lazy("Please write where it takes place.")},
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("several communes, or online"),
        error_messages={"invalid_choice": gettext_lazy("Please choose a commune from the list.")},
    )
    host = forms.ModelChoiceField(
        label=gettext_lazy("School or unit where it takes place"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none"),
        error_messages={"invalid_choice": gettext_lazy("Please choose a unit from the list.")},
    )
    online_address = forms.URLField(
        label=gettext_lazy("Address of the online room"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Please write the whole address, starting with https://")
        },
    )
    registration_closes_at = DayField(
        label=gettext_lazy("Last day to register"),
        help_text=gettext_lazy("Left empty, registration closes when the event starts."),
        required=False,
    )
    closes_time = ClockField(label=gettext_lazy("Registration closes at"), required=False)
    what_to_bring = forms.CharField(
        label=gettext_lazy("What to bring"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    speakers = forms.CharField(
        label=gettext_lazy("Speakers"),
        help_text=gettext_lazy(
            "One a line: name, a comma, then the position. Speakers are published with the event."
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=_TALL),
    )
    overseas_information = forms.CharField(
        label=gettext_lazy("Jobs abroad under contract"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_TALL),
    )
    education_agreement = forms.CharField(
        label=gettext_lazy("Agreement of the education department"),
        help_text=gettext_lazy(
            "Number and date of the letter. Without it the part on jobs abroad stays hidden."
        ),
        required=False,
        max_length=200,
    )
    sponsor_text = forms.CharField(
        label=gettext_lazy("Words of sponsors"), required=False, max_length=300
    )

    def __init__(self, *args, kind, actor, event=None, initial=None, **options):
        given = _initial(event) if event else (initial or {})
        super().__init__(*args, initial=given, **options)
        self.event = event
        self.fields["commune"].queryset = communes()
        self.fields["host"].queryset = Organisation.objects.visible_to(actor).order_by("name_vi")
        if not kind.is_in_school:
            del self.fields["education_agreement"]
        elif not (event and event.sponsor_text):
            del self.fields["sponsor_text"]
        if kind.hides_host:
            for name in ("sponsor_text", "overseas_information"):
                self.fields.pop(name, None)

    def clean_speakers(self):
        found = []
        for line in self.cleaned_data["speakers"].splitlines():
            name, _comma, position = (part.strip() for part in line.partition(","))
            if not name:
                continue
            if len(position) > 160:
                raise forms.ValidationError(
                    _("The position of a speaker has at most 160 characters.")
                )
            found.append(SpeakerDetails(full_name=name, position=position))
        if len(found) > MOST_SPEAKERS:
            raise forms.ValidationError(
                _("At most %(most)d speakers fit.") % {"most": MOST_SPEAKERS}
            )
        return tuple(found)

    def clean(self):
        given = super().clean()
        if given.get("closes_time") and not given.get("registration_closes_at"):
            self.add_error(
                "registration_closes_at", _("Please choose the day as well as the time.")
            )
        first, last = given.get("starts_at"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes after the first day."))
        return given

    def times(self):
        given = self.cleaned_data
        return (
            moment_of(given["starts_at"], given["starts_time"]),
            moment_of(given.get("last_day") or given["starts_at"], given["ends_at"]),
        )

    def details(self):
        """The answers as the use case takes them."""
        given = self.cleaned_data
        starts_at, ends_at = self.times()
        closes_on = given["registration_closes_at"]
        end_of_day = starts_at.time().max.replace(microsecond=0)
        closes_at = (
            min(moment_of(closes_on, given["closes_time"] or end_of_day), ends_at)
            if closes_on and not given["closes_time"]
            else moment_of(closes_on, given["closes_time"])
            if closes_on
            else starts_at
        )
        same = (
            *("title", "summary", "place", "commune", "host", "online_address", "what_to_bring"),
            *("overseas_information", "education_agreement", "sponsor_text", "speakers"),
        )
        return EventDetails(
            starts_at=starts_at,
            ends_at=ends_at,
            registration_closes_at=closes_at,
            is_sample=self.event.is_sample if self.event else False,
            **{name: given[name] for name in same if name in given},
        )


class NewEventForm(EventForm):
    """An event with its first session; more sessions are added on its page."""

    capacity = CountField(label=gettext_lazy("Places"), min_value=1)
    waiting_limit = CountField(
        label=gettext_lazy("Places on the waiting list"), initial=50, max_value=LARGEST_COUNT
    )
    room = forms.CharField(label=gettext_lazy("Room"), max_length=80, required=False)

    def __init__(self, *args, line, **options):
        initial = {
            "title": line.title,
            "place": line.place,
            "commune": line.commune_id,
            "capacity": line.target_persons,
        }
        super().__init__(*args, initial=initial, **options)
        self.fields["starts_at"].help_text = _("The plan says %(month)s.") % {
            "month": wording.month(line.month)
        }

    def sessions(self):
        given = self.cleaned_data
        starts_at, ends_at = self.times()
        return [
            SessionDetails(
                title_vi="Toàn bộ chương trình",
                title_en="The whole programme",
                starts_at=starts_at,
                ends_at=ends_at,
                capacity=given["capacity"],
                waiting_limit=given["waiting_limit"],
                room=given["room"],
            )
        ]


def _initial(event):
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    closes = timezone.localtime(event.registration_closes_at)
    same = (
        *("title", "summary", "place", "online_address", "what_to_bring"),
        *("overseas_information", "education_agreement", "sponsor_text"),
    )
    return {
        **{name: getattr(event, name) for name in same},
        "commune": event.commune_id,
        "host": event.host_id,
        "starts_at": starts.date(),
        "starts_time": starts.time(),
        "ends_at": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "registration_closes_at": closes.date(),
        "closes_time": closes.time(),
        "speakers": "\n".join(
            f"{one.full_name}, {one.position}" if one.position else one.full_name
            for one in event.speakers.all()
        ),
    }


class SessionForm(forms.Form):
    """A session lies on the days of its event."""

    title_vi = forms.CharField(
        label=gettext_lazy("Title of the session"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write the title of the session.")},
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=160, required=False
    )
    starts_at = DayField(label=gettext_lazy("Day"))
    starts_time = ClockField(label=gettext_lazy("From"))
    ends_at = ClockField(label=gettext_lazy("Until"))
    room = forms.CharField(label=gettext_lazy("Room"), max_length=80, required=False)
    capacity = CountField(label=gettext_lazy("Places"), min_value=1)
    waiting_limit = CountField(label=gettext_lazy("Places on the waiting list"))

    def __init__(self, *args, event, session=None, **options):
        about = session or event
        starts, ends = timezone.localtime(about.starts_at), timezone.localtime(about.ends_at)
        initial = {
            "starts_at": starts.date(),
            "starts_time": starts.time(),
            "ends_at": ends.time(),
            "waiting_limit": 50,
        }
        self.last_day = ends.date() if ends.date() != starts.date() else None
        if session:
            for name in ("title_vi", "title_en", "room", "capacity", "waiting_limit"):
                initial[name] = getattr(session, name)
        super().__init__(*args, initial=initial, **options)

    def details(self):
        given = self.cleaned_data
        return SessionDetails(
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            room=given["room"],
            starts_at=moment_of(given["starts_at"], given["starts_time"]),
            ends_at=moment_of(given["starts_at"], given["ends_at"]),
            capacity=given["capacity"],
            waiting_limit=given["waiting_limit"],
        )

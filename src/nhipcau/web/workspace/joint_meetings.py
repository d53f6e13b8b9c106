"""Meetings of both units: set, prepared from what is open, written down, printed for signing."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.coordination import papers, queries, rules, use_cases
from nhipcau.coordination.models import AgendaItem
from nhipcau.coordination.promising import LONGEST
from nhipcau.coordination.states import JointMeetingState
from nhipcau.reporting.meeting_pack import pack_of
from nhipcau.shared import wording
from nhipcau.shared.errors import DomainError
from nhipcau.web.answers import ClockField, DayField, ReasonForm, moment_of
from nhipcau.web.workspace.coordination_home import home_crumb, tabs_of
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def meetings_crumb():
    return _("Meetings"), reverse("workspace:coordination:meetings")


@require_GET
def meeting_list(request):
    user, today = request.user, timezone.localdate()
    if not rules.works_together(user):
        raise Http404
    programmes = queries.programmes_together(user)
    due = queries.next_meeting_due(today, among=programmes)
    context = {
        "tabs": tabs_of("meetings"),
        "page": Paginator(queries.meetings_listed(user), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "due_on": due[0][1] if due else None,
        "may_set": bool(programmes) and rules.may_hold_meetings(user, programmes[0]),
    }
    return render(request, "workspace/coordination/meetings.html", context)


class SetForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which unit invites?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the two units.")},
    )
    starts_on = DayField(label=gettext_lazy("Day"))
    starts_time = ClockField(label=gettext_lazy("Time"), initial="08:30")
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write where.")},
    )

    def __init__(self, data=None, *, programme, **options):
        super().__init__(data, **options)
        self.fields["unit"].queryset = queries.parties(programme)


@require_http_methods(["GET", "POST"])
def set_meeting(request):
    programmes = queries.programmes_together(request.user)
    if not programmes or not rules.may_hold_meetings(request.user, programmes[0]):
        raise Http404
    form = SetForm(sent(request), programme=programmes[0])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.set_meeting,
            programme=programmes[0],
            unit=given["unit"],
            starts_at=moment_of(given["starts_on"], given["starts_time"]),
            place=given["place"],
        )
        if form.is_done:
            messages.success(request, _("The meeting is set; both units are told."))
            return redirect("workspace:coordination:meeting", made.pk)
    return form_page(
        request,
        form,
        title=_("Set a meeting"),
        consequences=[_("Its papers make themselves from what is open on that day.")],
        submit=_("Set the meeting"),
        back=reverse("workspace:coordination:meetings"),
        crumbs=[home_crumb(), meetings_crumb(), (_("Set a meeting"), "")],
    )


def visible_meeting(request, pk):
    found = queries.whole_meeting(request.user, pk)
    if found is None:
        raise Http404
    return found


def _writing(request, pk):
    meeting = visible_meeting(request, pk)
    if not rules.may_write_minutes(request.user, meeting):
        raise Http404
    return meeting


def _crumbs(meeting, here):
    url = reverse("workspace:coordination:meeting", args=[meeting.pk])
    return [home_crumb(), meetings_crumb(), (wording.day(meeting.starts_at), url), (here, "")]


@require_GET
def meeting_detail(request, pk):
    """The agenda with what was said, and what lies on the table: of today, or as it was then."""
    meeting, now = visible_meeting(request, pk), timezone.now()
    is_set = meeting.state == JointMeetingState.SET
    page = {
        "meeting": meeting,
        "items": meeting.items.all(),
        "pack": pack_of(meeting, at=now) if is_set else meeting.pack,
        "is_set": is_set,
        "may_write": is_set and rules.may_write_minutes(request.user, meeting),
        "may_close": is_set and meeting.starts_at <= now,
        "crumbs": [home_crumb(), meetings_crumb(), (wording.day(meeting.starts_at), "")],
    }
    return render(request, "workspace/coordination/meeting.html", page)


class PointForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Point"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write the point.")},
    )


@require_http_methods(["GET", "POST"])
def add_point(request, pk):
    meeting = _writing(request, pk)
    form = PointForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.add_point, meeting=meeting, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:coordination:meeting", pk)
    return form_page(
        request,
        form,
        title=_("Add a point"),
        submit=_("Add the point"),
        back=reverse("workspace:coordination:meeting", args=[pk]),
        crumbs=_crumbs(meeting, _("Add a point")),
    )


class MinutesForm(forms.Form):
    """What was said; and, if there is one, a decision and a promise of a unit."""

    minutes = forms.CharField(
        label=gettext_lazy("What was said?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision, if there is one"), max_length=LONGEST, required=False
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which unit does something, if any?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("no unit"),
    )
    what = forms.CharField(
        label=gettext_lazy("What will it do?"), max_length=LONGEST, required=False
    )
    due_on = DayField(label=gettext_lazy("By when?"), required=False)

    def __init__(self, data=None, *, programme, **options):
        super().__init__(data, **options)
        self.fields["unit"].queryset = queries.parties(programme)
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name

    def clean(self):
        given = super().clean()
        if given.get("unit") or given.get("what"):
            for name, words in (
                ("unit", _("Please choose which unit does it.")),
                ("what", _("Please write what the unit will do.")),
                ("due_on", _("Please choose by when.")),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given


@require_http_methods(["GET", "POST"])
def write_point(request, pk):
    found = AgendaItem.objects.visible_to(request.user).select_related("meeting__programme")
    item = get_object_or_404(found, pk=pk)
    meeting = _writing(request, item.meeting_id)
    form = MinutesForm(
        sent(request), programme=meeting.programme, initial={"minutes": item.minutes}
    )
    if request.method == "POST" and form.is_valid() and _write(request, form, item):
        messages.success(request, _("It stands in the minutes."))
        return redirect("workspace:coordination:meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=item.title,
        kicker=_("Minutes"),
        lead=_("For several decisions or promises, come back to the point and add the next one."),
        submit=_("Write it down"),
        back=reverse("workspace:coordination:meeting", args=[meeting.pk]),
        crumbs=_crumbs(meeting, item.title),
        keep=f"point-{item.pk}",
    )


def _write(request, form, item):
    """Words, decision and promise in one act: all of it is kept, or nothing."""
    given = form.cleaned_data
    send(
        request,
        form,
        use_cases.record_point,
        item=item,
        minutes=given["minutes"],
        decision=given["decision"],
        unit=given["unit"],
        what=given["what"],
        due_on=given["due_on"],
    )
    return form.is_done


class CloseForm(forms.Form):
    present = forms.CharField(
        label=gettext_lazy("Who was there?"),
        help_text=gettext_lazy("Names and positions of colleagues, a line each."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Please write who was there.")},
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    meeting = _writing(request, pk)
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        pack = pack_of(meeting, at=timezone.now())
        # The papers change by the minute: they are no part of what makes two tries the same.
        try:
            use_cases.close_minutes(
                by=request.user,
                at=timezone.now(),
                meeting=meeting,
                pack=pack,
                present=form.cleaned_data["present"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The minutes are closed. Print them for both signatures."))
            return redirect("workspace:coordination:meeting", pk)
    return form_page(
        request,
        form,
        title=_("Close the minutes"),
        consequences=[
            _("What lay on the table is kept as it is now."),
            _("Nothing can be added afterwards; promises go on in the queue of their unit."),
        ],
        submit=_("Close the minutes"),
        back=reverse("workspace:coordination:meeting", args=[pk]),
        crumbs=_crumbs(meeting, _("Close the minutes")),
    )


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    meeting = _writing(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.cancel_meeting, meeting=meeting, reason=reason)
        if form.is_done:
            return redirect("workspace:coordination:meetings")
    return form_page(
        request,
        form,
        title=_("Cancel the meeting"),
        submit=_("Cancel the meeting"),
        danger=True,
        back=reverse("workspace:coordination:meeting", args=[pk]),
        crumbs=_crumbs(meeting, _("Cancel the meeting")),
    )


@require_GET
@never_cache
def minutes_docx(request, pk):
    meeting = visible_meeting(request, pk)
    if meeting.state == JointMeetingState.CANCELLED:
        raise Http404
    response = HttpResponse(papers.minutes_docx(meeting), content_type=DOCX)
    day = timezone.localdate(meeting.starts_at).isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="bien-ban-{day}.docx"'
    return response

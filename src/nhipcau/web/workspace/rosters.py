"""Lists of schools and units: those of an event, a new one, and links to send one."""

from datetime import datetime, time

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.events.models import Event, Session
from nhipcau.events.rules import may_organise
from nhipcau.organisations.models import Organisation
from nhipcau.rosters import rules, use_cases
from nhipcau.rosters.models import RosterLink
from nhipcau.rosters.queries import rosters_of
from nhipcau.shared.tables.limits import MAX_FILE_BYTES
from nhipcau.shared.tables.reading import FileRefused, read_tables
from nhipcau.shared.throttle import keyed_hash
from nhipcau.web.answers import DayField
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.registrations import crumbs_of, full_name_of, visible_session
from nhipcau.web.workspace.sending import form_page, press, send, sent


def worked_on_session(request, pk):
    """A session whose lists this colleague works on."""
    session = visible_session(request, pk)
    if not rules.works_on(request.user, session):
        raise Http404
    return session


def senders(request):
    return (
        Organisation.objects.visible_to(request.user)
        .filter(kind__in=rules.SENDERS, dissolved_on=None)
        .order_by("kind", "name_vi")
    )


@require_GET
def roster_list(request, pk):
    """The lists of an event, its open links, and how to begin."""
    events = Event.objects.visible_to(request.user).select_related(
        "kind", "plan_line__lead", "plan_line__supporting"
    )
    event = get_object_or_404(events, pk=pk)
    if not rules.works_on(request.user, event):
        raise Http404
    page = {
        "event": event,
        "rosters": rosters_of(request.user, event),
        "sessions": Session.objects.visible_to(request.user).filter(event=event),
        "links": RosterLink.objects.visible_to(request.user)
        .open(timezone.now())
        .filter(session__event=event)
        .select_related("organisation", "session")
        .order_by("expires_at"),
        "may_make_link": may_organise(request.user, event.plan_line),
        "crumbs": crumbs_of(event, _("Lists of schools and units")),
    }
    return render(request, "workspace/rosters/list.html", page)


class FileField(forms.FileField):
    """The file of a list; its size is asked before it is read."""

    default_error_messages = {
        "required": gettext_lazy("Please choose the file."),
        "empty": gettext_lazy("This file has no rows."),
    }

    def __init__(self, **options):
        super().__init__(
            label=gettext_lazy("The file"),
            help_text=gettext_lazy("Excel (.xlsx, .xls), LibreOffice (.ods) or CSV; up to 10 MB."),
            max_length=255,
            **options,
        )
        self.widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.txt"


class UploadForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose list is it?"),
        queryset=None,
        empty_label=gettext_lazy("choose the school or unit"),
        error_messages={
            "required": gettext_lazy("Please choose the school or unit."),
            "invalid_choice": gettext_lazy("Please choose one of the list."),
        },
    )
    file = FileField()

    def __init__(self, *args, senders, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = senders


def tables_in(form):
    """The rows of the file in a valid form, or None with the reason in the form."""
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_FILE_BYTES:
            raise FileRefused("too_large")
        return read_tables(file.read())
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return None


@require_http_methods(["GET", "POST"])
def upload(request, pk):
    """Read the file of a list; it is looked through on the next page before anybody is entered."""
    session = worked_on_session(request, pk)
    form = UploadForm(sent(request), request.FILES or None, senders=senders(request))
    if request.method == "POST" and form.is_valid() and (tables := tables_in(form)):
        roster = send(
            request,
            form,
            use_cases.upload,
            session=session,
            organisation=form.cleaned_data["organisation"],
            tables=tables,
            file_name=form.cleaned_data["file"].name,
        )
        if form.is_done:
            return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        form,
        template="workspace/rosters/upload.html",
        title=_("Read a list"),
        lead=_("Nobody is entered yet: you look through the rows first."),
        kicker=full_name_of(session),
        submit=_("Read the file"),
        back=reverse("workspace:rosters:list", args=[session.event_id]),
        crumbs=roster_list_crumbs(session.event, _("Read a list")),
    )


def roster_list_crumbs(event, here):
    *before, _last = crumbs_of(event, here)
    lists = reverse("workspace:rosters:list", args=[event.pk])
    return [*before, (_("Lists of schools and units"), lists), (here, "")]


class LinkForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who may send a list?"),
        queryset=None,
        empty_label=gettext_lazy("choose the school or unit"),
        error_messages={"required": gettext_lazy("Please choose the school or unit.")},
    )
    expires_on = DayField(label=gettext_lazy("Last day of the link"))

    def __init__(self, *args, senders, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = senders


@require_http_methods(["GET", "POST"])
def make_link(request, pk):
    """A secret address for one school and one session."""
    session = worked_on_session(request, pk)
    if not rules.may_make_link(request.user, session):
        raise Http404
    last_day = min(session.starts_at, timezone.now() + rules.LONGEST_LINK / 2)
    form = LinkForm(
        sent(request),
        senders=senders(request),
        initial={"expires_on": timezone.localdate(last_day)},
    )
    if request.method == "POST" and form.is_valid():
        key = key_of(request)
        if not key:
            form.add_error(None, _("Please open this form again and send it."))
        else:
            # The same form sent twice gives the same link, not a second one.
            token = keyed_hash(f"roster-link:{key}")
            ends = datetime.combine(form.cleaned_data["expires_on"], time(23, 59))
            link = send(
                request,
                form,
                use_cases.make_link,
                session=session,
                organisation=form.cleaned_data["organisation"],
                token=token,
                expires_at=timezone.make_aware(ends),
            )
            if form.is_done:
                address = reverse("public:send-roster", args=[token])
                page = {
                    "roster_link": link,
                    "link": request.build_absolute_uri(address),
                    "event": session.event,
                    "crumbs": roster_list_crumbs(session.event, _("Link for a school")),
                }
                return render(request, "workspace/rosters/link.html", page)
    return form_page(
        request,
        form,
        title=_("A link for a school or unit"),
        lead=_("Its youth secretary sends the list without an account."),
        kicker=full_name_of(session),
        consequences=[
            _("Whoever has the link can send lists of this school for this session."),
            _("The page shows no people: only which rows of the sent file must be mended."),
            _("Lists arrive here as drafts; you look through them and take them over."),
        ],
        submit=_("Make the link"),
        back=reverse("workspace:rosters:list", args=[session.event_id]),
        crumbs=roster_list_crumbs(session.event, _("Link for a school")),
    )


@require_POST
def revoke_link(request, pk):
    links = RosterLink.objects.visible_to(request.user).select_related("session__event__plan_line")
    link = get_object_or_404(links, pk=pk)
    if not rules.may_make_link(request.user, link.session):
        raise Http404
    press(request, use_cases.revoke_link, link=link, said=_("The link no longer works."))
    return redirect("workspace:rosters:list", link.session.event_id)

"""The page behind a secret link, where a school without an account sends its list.

It shows nobody: neither whom the service knows, nor names of a list sent before.
"""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.events.queries import public_event
from nhipcau.rosters.queries import (
    counts_for_sender,
    link_of_token,
    problems_for_sender,
    rosters_of_link,
)
from nhipcau.rosters.reasons import explained
from nhipcau.rosters.states import RosterState
from nhipcau.rosters.use_cases import upload
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.shared.tables.limits import MAX_FILE_BYTES
from nhipcau.shared.tables.reading import FileRefused, read_tables
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther

BUDGET = Budget("roster-link", limit=20, per=timedelta(hours=1))
MOST_SHOWN = 200


class SendForm(forms.Form):
    retry_after = 0

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), LibreOffice (.ods) or CSV; up to 10 MB."),
        max_length=255,
        error_messages={
            "required": gettext_lazy("Please choose the file."),
            "empty": gettext_lazy("This file has no rows."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


def _link(token):
    link = link_of_token(token, at=timezone.now())
    if link is None:
        raise Http404
    return link


def _told(link):
    """What the page says of the session: of an event with the army its kind and day, no more."""
    event = public_event(link.session.event, at=timezone.now())
    return {
        "link": link,
        "event": event,
        "session": link.session,
        "is_hidden": link.session.event.kind.hides_host,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def send_roster(request, token):
    link = _link(token)
    form = SendForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        roster = _sent(request, form, link) if form.is_valid() else None
        if roster is not None:
            return SeeOther(reverse("public:sent-roster", args=[token, roster.pk]))
        status = 429 if form.retry_after else 422
    page = {**_told(link), "form": form, "form_key": key_of(request)}
    response = render(request, "public/send_roster.html", page, status=status)
    if status == 429:
        response["Retry-After"] = str(form.retry_after)  # type: ignore[attr-defined]
    return response


def _sent(request, form, link):
    file, at = form.cleaned_data["file"], timezone.now()
    try:
        spend(BUDGET, str(link.pk), at=at)
        if file.size > MAX_FILE_BYTES:
            raise FileRefused("too_large")
        told = {
            "key": key_of(request),
            "session": link.session,
            "organisation": link.organisation,
            "tables": read_tables(file.read()),
            "file_name": file.name,
            "link": link,
        }
        return upload(by=PUBLIC, at=at, **told)
    except TooManyAttempts as error:
        form.add_error(None, str(error))
        form.retry_after = error.retry_after
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    return None


@require_safe
@login_not_required
@never_cache
def sent_roster(request, token, pk):
    """What became of a list: how many rows were read, and which must be mended."""
    link = _link(token)
    roster = get_object_or_404(rosters_of_link(link), pk=pk)
    rows = problems_for_sender(roster)[:MOST_SHOWN]
    page = {
        **_told(link),
        "roster": roster,
        "counts": counts_for_sender(roster),
        "is_waiting": roster.state == RosterState.DRAFT,
        "problems": [
            {
                "number": row.number,
                "sheet": roster.sheets[row.sheet]["name"],
                "verdict": row.get_verdict_display(),
                "reasons": explained(row.reasons, roster.sheets[row.sheet]["headers"]),
            }
            for row in rows
        ],
        "again": reverse("public:send-roster", args=[token]),
        "heading": _("The list has arrived"),
    }
    return render(request, "public/sent_roster.html", page)

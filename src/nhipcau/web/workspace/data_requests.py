"""The data officer's list: who asked what about the own data, and by when it is done by law."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.rights import queries, rules, use_cases
from nhipcau.rights.models import DataRequest
from nhipcau.rights.states import OPEN_REQUESTS, RequestKind, RequestState
from nhipcau.web.answers import ReasonForm, text_in
from nhipcau.web.export_file import file_of
from nhipcau.web.workspace.people import visible_person
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 25


def requests_crumb():
    return _("Requests about data"), reverse("workspace:data-requests:list")


def _officer(request):
    if not rules.is_data_officer(request.user):
        raise Http404


def _asked(request, pk):
    _officer(request)
    found = DataRequest.objects.visible_to(request.user).select_related("young_person")
    return get_object_or_404(found, pk=pk)


@require_GET
def request_list(request):
    _officer(request)
    is_done = text_in(request, "show") == "done"
    found = queries.requests_listed(request.user, is_open=not is_done)
    base = reverse("workspace:data-requests:list")
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_done": is_done,
        "tabs": [
            {"url": base, "label": _("open"), "current": not is_done},
            {"url": f"{base}?show=done", "label": _("ended"), "current": is_done},
        ],
        "today": timezone.localdate(),
    }
    return render(request, "workspace/data_requests/list.html", page)


@require_GET
def request_detail(request, pk):
    asked = _asked(request, pk)
    today = timezone.localdate()
    changes = list(asked.changes.select_related("by").order_by("at", "pk"))
    for change in changes:
        change.to_words = RequestState(change.to_state).label
    page = {
        "asked": asked,
        "person": asked.young_person,
        "changes": changes,
        "is_open": asked.state in OPEN_REQUESTS,
        "is_erasure": asked.kind == RequestKind.ERASE,
        "may_finish": asked.cooling_until is None or today >= asked.cooling_until,
        "today": today,
        "crumbs": [requests_crumb(), (asked.get_kind_display().capitalize(), "")],
    }
    return render(request, "workspace/data_requests/detail.html", page)


@require_POST
def reply(request, pk):
    asked = _asked(request, pk)
    said = _("The first reply is written down.")
    press(request, use_cases.reply, said=said, data_request=asked)
    return redirect("workspace:data-requests:detail", asked.pk)


class WordsForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def finish(request, pk):
    asked = _asked(request, pk)
    url = reverse("workspace:data-requests:detail", args=[asked.pk])
    form = WordsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        send(request, form, use_cases.finish, data_request=asked, words=words)
        if form.is_done:
            messages.success(request, _("The request is done."))
            return redirect(url)
    is_erasure = asked.kind == RequestKind.ERASE
    return form_page(
        request,
        form,
        title=_("Erase this person") if is_erasure else _("The request is done"),
        kicker=asked.young_person.full_name,
        consequences=[
            _("Names, birthday, phone, wishes, messages and notes are emptied or deleted."),
            _("Turns, starts and answers stay as counts of nobody. This cannot be undone."),
        ]
        if is_erasure
        else [],
        submit=_("Erase") if is_erasure else _("It is done"),
        danger=is_erasure,
        back=url,
        crumbs=[requests_crumb(), (asked.get_kind_display().capitalize(), url), (_("Done"), "")],
    )


@require_http_methods(["GET", "POST"])
def refuse(request, pk):
    asked = _asked(request, pk)
    url = reverse("workspace:data-requests:detail", args=[asked.pk])
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.refuse, data_request=asked, reason=reason)
        if form.is_done:
            messages.success(request, _("The refusal is written down; tell the person why."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Refuse the request"),
        kicker=asked.young_person.full_name,
        submit=_("Refuse"),
        danger=True,
        back=url,
        crumbs=[requests_crumb(), (asked.get_kind_display().capitalize(), url), (_("Refuse"), "")],
    )


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked?"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what is asked.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In the person's words, or the number of the letter"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def ask(request, pk):
    """A person asked on paper or at the counter."""
    _officer(request)
    person = visible_person(request, pk)
    url = reverse("workspace:people:detail", args=[person.pk])
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.ask,
            young_person=person,
            kind=RequestKind(told["kind"]),
            words=told["words"],
        )
        if form.is_done:
            messages.success(request, _("The request is written down, with the days of the law."))
            return redirect("workspace:data-requests:detail", made.pk)
    return form_page(
        request,
        form,
        title=_("The person asks about the own data"),
        kicker=person.full_name,
        submit=_("Write it down"),
        back=url,
        crumbs=[requests_crumb(), (_("New request"), "")],
    )


@require_POST
def export(request, pk):
    """The whole file, handed out to the person at the counter."""
    asked = _asked(request, pk)
    if asked.state not in OPEN_REQUESTS or not press(
        request, use_cases.take_out, young_person=asked.young_person
    ):
        return redirect("workspace:data-requests:detail", asked.pk)
    return file_of(request, asked.young_person, readable=request.POST.get("format") == "html")

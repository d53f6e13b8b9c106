"""The safe channel for its named readers: who is not named, or works for the unit that it is
about, gets the answer of a page that does not exist."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.concerns import queries, rules, use_cases
from nhipcau.concerns.models import Concern
from nhipcau.concerns.states import Closing, ConcernState, Side
from nhipcau.concerns.use_cases.handling import BY_STAFF
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 25


def crumbs_of(concern=None, *more):
    found = [(_("Safe channel"), reverse("workspace:concerns:list"))]
    if concern is not None:
        url = reverse("workspace:concerns:detail", args=[concern.pk])
        found.append((str(concern.get_kind_display()), url))
    return [*found, *more]


def visible_concern(request, pk):
    found = Concern.objects.visible_to(request.user).select_related("unit", "about_unit")
    return get_object_or_404(found, pk=pk)


@require_GET
def concern_list(request):
    if not rules.is_recipient(request.user):
        raise Http404
    today = timezone.localdate()
    page = Paginator(queries.concerns_listed(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    for concern in page:
        concern.is_late = rules.is_late(concern, today)
    context = {"page": page, "crumbs": [(_("Safe channel"), "")]}
    return render(request, "workspace/concerns/list.html", context)


@require_GET
def concern_detail(request, pk):
    return _detail(request, visible_concern(request, pk))


@require_POST
@sensitive_variables("opened")
def read(request, pk):
    """The answer to one press of a button: a page that is reloaded leaves another trace."""
    concern = visible_concern(request, pk)
    opened = []

    def open_words(**told):
        opened.append(use_cases.read_concern(**told))

    if not press(request, open_words, concern=concern):
        return redirect("workspace:concerns:detail", concern.pk)
    return _detail(request, visible_concern(request, pk), opened[0])


def _detail(request, concern, talk=None):
    changes = list(queries.changes_of(concern))
    for change in changes:
        change.label = ConcernState(change.to_state).label
    page = {
        "concern": concern,
        "said": talk.said if talk else None,
        "asked": talk.asked if talk else None,
        "writer": Side.WRITER,
        "changes": changes,
        "crumbs": crumbs_of(None, (str(concern.get_kind_display()), "")),
    }
    return render(request, "workspace/concerns/detail.html", page)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Who wrote reads it with the receipt. Do not ask who it is; say what you will do."
        ),
        max_length=rules.WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def answer(request, pk):
    concern = _live(request, pk)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        # Without the form's key: its row would hold a fingerprint of the words.
        send_without_key(request, form, use_cases.answer, concern=concern, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:concerns:detail", concern.pk)
    return _form(request, concern, form, title=_("Answer"), submit=_("Send the answer"))


class HandoverForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("The words that would be passed on"),
        help_text=gettext_lazy(
            "Only what is needed, and nothing by which somebody is recognised. Who wrote sees"
            " exactly these words, and says yes or no."
        ),
        max_length=rules.WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def ask_handover(request, pk):
    concern = _live(request, pk)
    form = HandoverForm(sent(request))
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data
        send_without_key(request, form, use_cases.ask_handover, concern=concern, **content)
        if form.is_done:
            return redirect("workspace:concerns:detail", concern.pk)
    return _form(
        request,
        concern,
        form,
        title=_("Ask whether it may become an ordinary matter"),
        submit=_("Ask"),
    )


class CloseForm(forms.Form):
    closing = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[(one.value, one.label) for one in BY_STAFF],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how it ended.")},
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    concern = _live(request, pk)
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        closing = Closing(form.cleaned_data["closing"])
        send(request, form, use_cases.close, concern=concern, closing=closing)
        if form.is_done:
            return redirect("workspace:concerns:detail", concern.pk)
    days = {"days": rules.kept_days(timezone.localdate())}
    return _form(
        request,
        concern,
        form,
        title=_("Close"),
        submit=_("Close it"),
        consequences=[
            _("Who wrote may still read it with the receipt, and open it again."),
            _("After %(days)d days the words and the keys are deleted.") % days,
        ],
    )


class PassOnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does the other unit read it?"),
        help_text=gettext_lazy("The other unit reads it, and who wrote to us."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_about_us = forms.BooleanField(
        label=gettext_lazy("It is about our own unit: nobody here may read it any more"),
        required=False,
    )


@require_http_methods(["GET", "POST"])
def pass_on(request, pk):
    concern = _live(request, pk)
    form = PassOnForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.pass_on, concern=concern, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:concerns:list")
    return _form(
        request,
        concern,
        form,
        title=_("Pass on to the other unit"),
        submit=_("Pass it on"),
        danger=True,
        consequences=[_("The readers of the other unit get the keys; yours are taken away.")],
    )


def send_without_key(request, form, use_case, **content):
    """``sending.send``, but for the form's key: a keyed fingerprint of sealed words is one copy
    of them too many. Two answers alike are no harm."""
    held = request.POST
    request.POST = held.copy()
    request.POST.pop("idempotency_key", None)
    try:
        return send(request, form, use_case, **content)
    finally:
        request.POST = held


def _live(request, pk):
    concern = visible_concern(request, pk)
    if not concern.is_live:
        raise Http404
    return concern


def _form(request, concern, form, *, title, **more):
    url = reverse("workspace:concerns:detail", args=[concern.pk])
    return form_page(
        request,
        form,
        title=title,
        back=url,
        kicker=str(concern.get_kind_display()),
        crumbs=crumbs_of(concern, (title, "")),
        **more,
    )

"""What both units say to each other about one thing, what they decided and promised there."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.models import Promise
from nhipcau.coordination.models.exchange import THINGS
from nhipcau.coordination.posting import POST_LONGEST
from nhipcau.coordination.promising import LONGEST
from nhipcau.coordination.states import ThreadKind
from nhipcau.web.answers import DayField, ReasonForm, number_in, text_in
from nhipcau.web.workspace.coordination_home import home_crumb, tabs_of, thread_url
from nhipcau.web.workspace.sending import form_page, press, send, sent, show

ON_A_PAGE = 25
# A difficulty has its thread on its own page.
OPENED_HERE = {name: model for name, model in THINGS.items() if name != "difficulty"}


def threads_crumb():
    return _("Threads"), reverse("workspace:coordination:threads")


@require_GET
def thread_list(request):
    user = request.user
    if not rules.works_together(user):
        raise Http404
    typed, kind = text_in(request, "q"), text_in(request, "kind")
    kind = kind if kind in ThreadKind.values else ""
    page = Paginator(queries.threads_listed(user, typed=typed, kind=kind), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    for one in page:
        one.url = thread_url(one)
    context = {
        "tabs": tabs_of("threads"),
        "page": page,
        "q": typed,
        "kind": kind,
        "kinds": ThreadKind.choices,
    }
    return render(request, "workspace/coordination/threads.html", context)


class PostForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        help_text=gettext_lazy("Both units read it. No names, no health, no family."),
        max_length=POST_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )
    mentions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom should it reach?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, programme, **options):
        super().__init__(data, **options)
        self.fields["mentions"].queryset = queries.parties(programme)
        self.fields["mentions"].label_from_instance = lambda unit: unit.short_name


class OpenForm(PostForm):
    subject = forms.CharField(
        label=gettext_lazy("About what?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write what it is about.")},
    )
    field_order = ("subject", "text", "mentions")


def _thing(request):
    """Kind and record of what the page that led here shows; the programme when none did."""
    for name, model in OPENED_HERE.items():
        pk = number_in(request, name)
        if pk is not None:
            record = model.objects.visible_to(request.user).filter(pk=pk).first()
            if record is None:
                raise Http404
            return name.upper(), record
    return ThreadKind.PROGRAMME.value, None


@require_http_methods(["GET", "POST"])
def open_thread(request):
    programmes = queries.programmes_together(request.user)
    if not programmes:
        raise Http404
    kind, thing = _thing(request)
    form = OpenForm(sent(request), programme=programmes[0])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.open_thread,
            programme=programmes[0],
            kind=kind,
            thing=thing,
            subject=given["subject"],
            text=given["text"],
            mentions=tuple(given["mentions"]),
        )
        if form.is_done:
            return redirect("workspace:coordination:thread", made.pk)
    return form_page(
        request,
        form,
        title=_("Begin a thread"),
        kicker=_words(kind, thing),
        submit=_("Begin"),
        back=reverse("workspace:coordination:threads"),
        crumbs=[home_crumb(), threads_crumb(), (_("Begin a thread"), "")],
    )


def _words(kind, thing):
    label = str(ThreadKind(kind).label)
    name = getattr(thing, "title", "") or getattr(thing, "name", "")
    return f"{label}: {name}" if name else label


def visible_thread(request, pk):
    found = queries.whole_thread(request.user, pk)
    if found is None:
        raise Http404
    return found


class DecisionForm(forms.Form):
    decision = forms.CharField(
        label=gettext_lazy("What was decided?"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Please write what was decided.")},
    )


class PromiseForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which unit does it?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the two units.")},
    )
    what = forms.CharField(
        label=gettext_lazy("What will it do?"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Please write what the unit will do.")},
    )
    due_on = DayField(label=gettext_lazy("By when?"))

    def __init__(self, data=None, *, programme, **options):
        super().__init__(data, auto_id="promise-%s", **options)
        self.fields["unit"].queryset = queries.parties(programme)
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name


@require_GET
def thread_detail(request, pk):
    thread = visible_thread(request, pk)
    if thread.difficulty_id:
        return redirect("workspace:coordination:detail", thread.difficulty_id)
    return _detail(request, thread)


def _detail(request, thread, *, post=None, decision=None, promise=None):
    page = {
        "thread": thread,
        "about": _about(thread),
        "posts": thread.posts.select_related("unit", "by").order_by("at", "pk"),
        "decisions": thread.decisions.select_related("by").order_by("at", "pk"),
        "promises": thread.promises.select_related("unit").order_by("due_on", "pk"),
        "post_form": post or PostForm(programme=thread.programme),
        "decision_form": decision or DecisionForm(auto_id="decision-%s"),
        "promise_form": promise or PromiseForm(programme=thread.programme),
        "units": rules.units_of(request.user),
        "today": timezone.localdate(),
        "crumbs": [home_crumb(), threads_crumb(), (thread.subject, "")],
    }
    form = post or decision or promise
    return show(request, "workspace/coordination/thread.html", page, form=form)


def _about(thread):
    """The thing it hangs on: its word, its name, its page."""
    if thread.event_id:
        name, url = thread.event.title, reverse("workspace:events:detail", args=[thread.event_id])
    elif thread.vacancy_id:
        url = reverse("workspace:vacancies:detail", args=[thread.vacancy_id])
        name = thread.vacancy.title
    elif thread.employer_id:
        url = reverse("workspace:employers:detail", args=[thread.employer_id])
        name = thread.employer.name
    elif thread.referral_id:
        url = reverse("workspace:referrals:detail", args=[thread.referral_id])
        name = thread.referral.young_person.full_name
    else:
        url = reverse("workspace:programme:detail", args=[thread.programme_id])
        name = str(thread.programme)
    return {"word": thread.get_kind_display(), "name": name, "url": url}


@require_POST
def write_post(request, pk):
    thread = visible_thread(request, pk)
    form = PostForm(request.POST, programme=thread.programme)
    if form.is_valid():
        given = form.cleaned_data
        send(
            request,
            form,
            use_cases.write_post,
            thread=thread,
            text=given["text"],
            mentions=tuple(given["mentions"]),
        )
        if form.is_done:
            return redirect("workspace:coordination:thread", pk)
    return _detail(request, thread, post=form)


@require_POST
def decide(request, pk):
    thread = visible_thread(request, pk)
    form = DecisionForm(request.POST, auto_id="decision-%s")
    if form.is_valid():
        what = form.cleaned_data["decision"]
        send(request, form, use_cases.record_decision, thread=thread, what=what)
        if form.is_done:
            messages.success(request, _("The decision is kept."))
            return redirect("workspace:coordination:thread", pk)
    return _detail(request, thread, decision=form)


@require_POST
def promise(request, pk):
    thread = visible_thread(request, pk)
    form = PromiseForm(request.POST, programme=thread.programme)
    if form.is_valid():
        send(request, form, use_cases.give_promise, thread=thread, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The promise is kept, with its day."))
            return redirect("workspace:coordination:thread", pk)
    return _detail(request, thread, promise=form)


SHOWS = ("ours", "theirs", "late", "ended")


@require_GET
def promise_list(request):
    user, today = request.user, timezone.localdate()
    if not rules.works_together(user):
        raise Http404
    shows = text_in(request, "show")
    shows = shows if shows in SHOWS else "ours"
    labels = {
        "ours": _("ours"),
        "theirs": _("the other unit's"),
        "late": pgettext("difficulties", "late"),
        "ended": pgettext("difficulties", "ended"),
    }
    base = reverse("workspace:coordination:promises")
    found = queries.promises_listed(user, shows=shows, on=today)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.url = (
            thread_url(one.thread)
            if one.thread_id
            else reverse("workspace:coordination:meeting", args=[one.item.meeting_id])
        )
    context = {
        "tabs": tabs_of("promises"),
        "chips": [
            {"url": f"{base}?show={name}", "label": labels[name], "current": name == shows}
            for name in SHOWS
        ],
        "page": page,
        "units": rules.units_of(user),
        "today": today,
    }
    return render(request, "workspace/coordination/promises.html", context)


def _own_promise(request, pk):
    found = get_object_or_404(
        Promise.objects.visible_to(request.user).select_related("unit"), pk=pk
    )
    if not rules.may_end_promise(request.user, found):
        raise Http404
    return found


@require_POST
def keep_promise(request, pk):
    found = _own_promise(request, pk)
    said = _("Kept. Thank you.")
    press(request, use_cases.end_promise, said=said, promise=found, is_kept=True)
    return redirect("workspace:coordination:promises")


@require_http_methods(["GET", "POST"])
def drop_promise(request, pk):
    found = _own_promise(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.end_promise, promise=found, is_kept=False, reason=reason)
        if form.is_done:
            return redirect("workspace:coordination:promises")
    back = reverse("workspace:coordination:promises")
    title = _("Give up the promise")
    return form_page(
        request,
        form,
        title=title,
        kicker=found.what,
        consequences=[_("Both units read the reason.")],
        submit=title,
        danger=True,
        back=back,
        crumbs=[home_crumb(), (_("Promises"), back), (title, "")],
    )

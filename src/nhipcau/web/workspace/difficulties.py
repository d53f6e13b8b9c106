"""Difficulties of both units: the list, one of them with its log, and what is written there."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.models import COORDINATION_ROLES
from nhipcau.coordination.posting import POST_LONGEST
from nhipcau.coordination.states import RIGHTS, Kind, Level, Severity, Told
from nhipcau.organisations.rules import memberships_of
from nhipcau.web.answers import text_in
from nhipcau.web.workspace.coordination_home import home_crumb, tabs_of
from nhipcau.web.workspace.sending import send, show

ON_A_PAGE = 25
TONES = {"DANGER": "danger", "HIGH": "warning", "NORMAL": "info", "LOW": "neutral"}


def list_crumb():
    return _("Difficulties"), reverse("workspace:coordination:list")


def crumbs_of(difficulty, here):
    url = reverse("workspace:coordination:detail", args=[difficulty.pk])
    return [home_crumb(), list_crumb(), (difficulty.title, url), (here, "")]


def visible_difficulty(request, pk):
    found = queries.whole_difficulty(request.user, pk) if rules.may_tell(request.user) else None
    if found is None:
        raise Http404
    return found


@require_GET
def difficulty_list(request):
    """Views, a search, filters and an order, all in the address."""
    user, today = request.user, timezone.localdate()
    if not rules.may_tell(user):
        raise Http404
    asked = {name: text_in(request, name) for name in ("view", "q", "kind", "severity", "sort")}
    view = asked["view"] if asked["view"] in queries.VIEWS else "ours"
    if not rules.works_together(user):
        view = "all" if asked["view"] != "ended" else view
    kind = asked["kind"] if asked["kind"] in Kind.values else ""
    severity = asked["severity"] if asked["severity"] in Severity.values else ""
    sort = asked["sort"] if asked["sort"] in queries.SORTS else "clock"
    found = queries.difficulties_listed(
        user, view, on=today, typed=asked["q"], kind=kind, severity=severity, sort=sort
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs_of("list") if rules.works_together(user) else [],
        "page": page,
        "rows": [row_of(one, today) for one in queries.with_names(user, list(page))],
        "views": _views(user, view, {"q": asked["q"], "kind": kind, "severity": severity}),
        "view": view,
        "q": asked["q"],
        "kind": kind,
        "kinds": Kind.choices,
        "severity": severity,
        "severities": Severity.choices,
        "sort": sort,
        "sorts": (
            ("clock", _("by the clock")),
            ("newest", _("newest first")),
            ("employer", _("by employer")),
        ),
        "is_narrowed": bool(asked["q"] or kind or severity),
    }
    return render(request, "workspace/coordination/list.html", context)


def row_of(difficulty, today):
    return {
        "difficulty": difficulty,
        "tone": TONES[difficulty.severity],
        "level": "" if difficulty.level == Level.CONTACT else difficulty.get_level_display(),
        "is_late": difficulty.is_open and difficulty.due_on < today,
        "is_today": difficulty.is_open and difficulty.due_on == today,
    }


def _views(user, current, kept):
    if not rules.works_together(user):
        return []
    labels = {
        "ours": _("our queue"),
        "queue": _("nobody holds it"),
        "mine": pgettext("difficulties", "mine"),
        "late": pgettext("difficulties", "late"),
        "leaders": _("with the leaders"),
        "theirs": _("the other unit's"),
        "rights": _("rights at stake"),
        "ended": pgettext("difficulties", "ended"),
    }
    kept = {name: value for name, value in kept.items() if value}
    return [
        {
            "url": "?" + urlencode({"view": name, **kept}),
            "label": labels[name],
            "current": name == current,
        }
        for name in queries.VIEWS
    ]


class WordForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        help_text=gettext_lazy("Both units read it. No names, no health, no family."),
        max_length=POST_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )
    mentions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom should it reach?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_person = forms.BooleanField(
        label=gettext_lazy("The young person reads this as well"), required=False
    )

    def __init__(self, data=None, *, programme, with_person=False, **options):
        super().__init__(data, auto_id="word-%s", **options)
        self.fields["mentions"].queryset = queries.parties(programme)
        self.fields["mentions"].label_from_instance = lambda unit: unit.short_name
        if not with_person:
            del self.fields["for_person"]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("For our unit alone"),
        help_text=gettext_lazy("The other unit never sees it."),
        max_length=POST_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


@require_GET
def difficulty_detail(request, pk):
    return _detail(request, visible_difficulty(request, pk))


def _detail(request, difficulty, word=None, note=None):
    user, now = request.user, timezone.now()
    today = timezone.localdate(now)
    thread = getattr(difficulty, "thread", None)
    works = rules.works_together(user)
    asked_for_help = difficulty.told_by == Told.PERSON
    names = queries.visible_names(user, [difficulty])
    page = {
        "difficulty": difficulty,
        "row": row_of(difficulty, today),
        "person_name": names.get(difficulty.young_person_id, ""),
        "steps": _buttons(queries.steps_for(user, difficulty, at=now)) if works else [],
        "history": queries.history_of(difficulty),
        "similar": queries.similar_to(user, difficulty, on=today) if works else [],
        "pointers": queries.pointers_of(difficulty) if works else [],
        "is_right": difficulty.kind in RIGHTS,
        "posts": list(thread.posts.select_related("unit", "by").order_by("at", "pk"))
        if thread
        else [],
        "works": works,
        "today": today,
        "crumbs": [*([home_crumb()] if works else []), list_crumb(), (difficulty.title, "")],
    }
    if works:
        page |= {
            "notes": queries.internal_notes(user, difficulty, at=now),
            "word_form": word
            or WordForm(programme=difficulty.programme, with_person=asked_for_help),
            "note_form": note or NoteForm(),
        }
    return show(request, "workspace/coordination/detail.html", page, form=word or note)


def _buttons(steps):
    """The likeliest first, and only one of them the primary; what is rare comes last."""
    order = ("primary", "danger", "secondary", "quiet")
    found = sorted(steps, key=lambda step: order.index(step.tone))
    return [
        {"name": step.name, "label": step.label, "look": _look(step, number)}
        for number, step in enumerate(found)
    ]


def _look(step, number):
    return "secondary" if step.tone == "primary" and number else step.tone


@require_POST
def comment(request, pk):
    difficulty = visible_difficulty(request, pk)
    if not rules.works_together(request.user):
        raise Http404
    form = WordForm(
        request.POST,
        programme=difficulty.programme,
        with_person=difficulty.told_by == Told.PERSON,
    )
    if form.is_valid():
        given = form.cleaned_data
        send(
            request,
            form,
            use_cases.comment,
            difficulty=difficulty,
            text=given["text"],
            for_person=given.get("for_person", False),
            mentions=tuple(given["mentions"]),
        )
        if form.is_done:
            messages.success(request, _("It is written; both units read it."))
            return redirect("workspace:coordination:detail", pk)
    return _detail(request, difficulty, word=form)


@require_POST
def note(request, pk):
    difficulty = visible_difficulty(request, pk)
    unit = own_party(request.user, difficulty.programme)
    form = NoteForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["note"]
        send(request, form, use_cases.note_internally, difficulty=difficulty, unit=unit, text=text)
        if form.is_done:
            messages.success(request, _("It is written for your unit alone."))
            return redirect("workspace:coordination:detail", pk)
    return _detail(request, difficulty, note=form)


def own_party(user, programme):
    """The party for which the colleague works; 404 when there is none."""
    units = {unit.pk for unit in queries.units_together(programme)}
    for one in memberships_of(user):
        if one.role in COORDINATION_ROLES and one.organisation_id in units:
            return one.organisation
    raise Http404


@require_GET
def print_difficulty(request, pk):
    """One sheet for the file: what happened, what was done; no name, no internal note."""
    difficulty = visible_difficulty(request, pk)
    if not rules.works_together(request.user):
        raise Http404
    page = {
        "difficulty": difficulty,
        "history": queries.history_of(difficulty)[::-1],
        "pointers": queries.pointers_of(difficulty),
        "today": timezone.localdate(),
        "crumbs": crumbs_of(difficulty, _("Print")),
    }
    return render(request, "workspace/coordination/print.html", page)

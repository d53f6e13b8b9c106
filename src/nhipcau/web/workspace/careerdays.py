"""A day of careers in the workspace: programme, employers, questions, what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.careerdays import queries, rules, use_cases
from nhipcau.careerdays.models import (
    CareerDay,
    HallQuestion,
    PresentEmployer,
    ProgrammeItem,
)
from nhipcau.careerdays.states import QUESTION_TRANSITIONS, QuestionState
from nhipcau.fairs import queries as fair_queries
from nhipcau.fairs.models import Fair
from nhipcau.feedback.queries import answers_of, views_of
from nhipcau.web.hall import poster_qr
from nhipcau.web.sending import press
from nhipcau.web.workspace.careerday_forms import EmployerThereForm, ItemForm
from nhipcau.web.workspace.events import events_crumb, visible_event
from nhipcau.web.workspace.sending import form_page, send, sent, show


def crumbs_of(event, *more):
    return [
        events_crumb(),
        (event.title, reverse("workspace:events:detail", args=[event.pk])),
        (_("Day of careers"), reverse("workspace:careerdays:overview", args=[event.pk])),
        *more,
    ]


def seen_day(request, pk):
    """The day of an event, for whoever works in an office."""
    days = CareerDay.objects.visible_to(request.user).select_related(
        "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )
    day = get_object_or_404(days, event=pk)
    if not rules.may_see(request.user, day.event):
        raise Http404
    return day


def run_day(request, pk):
    """The same for who organises it; nobody else finds it here."""
    day = seen_day(request, pk)
    if not rules.may_run(request.user, day.event):
        raise Http404
    return day


def moderated_day(request, pk):
    """The same for who works at the event."""
    day = seen_day(request, pk)
    if not rules.may_moderate(request.user, day.event):
        raise Http404
    return day


def addresses_of(request, day):
    return {
        "ask_url": request.build_absolute_uri(reverse("public:ask", args=[day.ask_code])),
        "screen_url": request.build_absolute_uri(reverse("public:hall", args=[day.screen_code])),
    }


@require_GET
def overview(request, pk):
    """Programme, employers and the way to everything else of the day."""
    event = visible_event(request, pk)
    if not rules.may_see(request.user, event):
        raise Http404
    day = CareerDay.objects.visible_to(request.user).filter(event=event).first()
    page = {
        "event": event,
        "day": day,
        "may_run": rules.may_run(request.user, event),
        "may_moderate": rules.may_moderate(request.user, event),
        "crumbs": [*crumbs_of(event)[:-1], (_("Day of careers"), "")],
    }
    if day:
        day.event = event
        page |= {
            "items": list(day.items.all()),
            "employers": queries.employers_at(event),
            "figures": queries.day_figures(day),
            **addresses_of(request, day),
        }
    return show(request, "workspace/careerdays/overview.html", page)


@require_POST
def set_up(request, pk):
    event = visible_event(request, pk)
    if not rules.may_run(request.user, event):
        raise Http404
    press(request, use_cases.set_up_day, said=_("Now write the programme."), event=event)
    return redirect("workspace:careerdays:overview", pk)


@require_http_methods(["GET", "POST"])
def add_item(request, pk):
    return _item_page(request, run_day(request, pk), None)


def _item(request, pk):
    items = ProgrammeItem.objects.visible_to(request.user).select_related(
        "day__event__plan_line", "day__event__kind"
    )
    found = get_object_or_404(items, pk=pk)
    if not rules.may_run(request.user, found.day.event):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def change_item(request, pk):
    found = _item(request, pk)
    return _item_page(request, found.day, found)


@require_POST
def remove_item(request, pk):
    found = _item(request, pk)
    press(request, use_cases.remove_item, said=_("Taken off the programme."), item=found)
    return redirect("workspace:careerdays:overview", found.day.event_id)


def _item_page(request, day, found):
    event = day.event
    form = ItemForm(sent(request), event=event, item=found)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.save_item, day=day, item=found, details=form.details())
        if form.is_done:
            messages.success(request, _("It stands in the programme."))
            return redirect("workspace:careerdays:overview", event.pk)
    return form_page(
        request,
        form,
        title=_("A line of the programme"),
        kicker=event.title,
        submit=_("Keep"),
        back=reverse("workspace:careerdays:overview", args=[event.pk]),
        crumbs=crumbs_of(event, (_("A line of the programme"), "")),
    )


@require_http_methods(["GET", "POST"])
def add_employer(request, pk):
    day = run_day(request, pk)
    known = [one.employer.pk for one in queries.employers_at(day.event)]
    form = EmployerThereForm(sent(request), actor=request.user, known=known)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.name_employer, day=day, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:careerdays:overview", pk)
    return form_page(
        request,
        form,
        title=_("An employer is there"),
        kicker=day.event.title,
        submit=_("Keep"),
        back=reverse("workspace:careerdays:overview", args=[pk]),
        crumbs=crumbs_of(day.event, (_("An employer is there"), "")),
    )


@require_POST
def remove_employer(request, pk):
    rows = PresentEmployer.objects.visible_to(request.user).select_related("day__event__plan_line")
    present = get_object_or_404(rows, pk=pk)
    if not rules.may_run(request.user, present.day.event):
        raise Http404
    press(request, use_cases.remove_employer, present=present)
    return redirect("workspace:careerdays:overview", present.day.event_id)


# --- the hall asks -------------------------------------------------------------------------------


def _steps(state):
    words = {
        QuestionState.SHOWN: _("Put on the screen"),
        QuestionState.ANSWERED: _("Answered"),
        QuestionState.DECLINED: _("Leave out")
        if state == QuestionState.WAITING
        else _("Take off the screen"),
    }
    allowed = QUESTION_TRANSITIONS[QuestionState(state)]
    return [(to.value, word) for to, word in words.items() if to in allowed]


@require_GET
def questions(request, pk):
    """What the hall asks: new ones first, then what is on the screen, then the rest."""
    day = moderated_day(request, pk)
    found = queries.questions_of(day)
    page = {
        "day": day,
        "event": day.event,
        "now": timezone.now(),
        "groups": [
            {
                "state": state,
                "label": QuestionState(state).label,
                "questions": found[state],
                "steps": _steps(state),
            }
            for state in QuestionState.values
        ],
        **addresses_of(request, day),
        "crumbs": crumbs_of(day.event, (_("Questions of the hall"), "")),
    }
    return show(request, "workspace/careerdays/questions.html", page)


@require_POST
def open_questions(request, pk):
    day = moderated_day(request, pk)
    is_open = request.POST.get("open") == "yes"
    press(request, use_cases.open_questions, day=day, is_open=is_open)
    return redirect("workspace:careerdays:questions", pk)


@require_POST
def move_question(request, pk):
    found = HallQuestion.objects.visible_to(request.user).select_related(
        "day__event__kind", "day__event__plan_line"
    )
    question = get_object_or_404(found, pk=pk)
    if not rules.may_moderate(request.user, question.day.event):
        raise Http404
    to = request.POST.get("to", "")
    if to in QuestionState.values:
        press(request, use_cases.move_question, question=question, to=to)
    return redirect("workspace:careerdays:questions", question.day.event_id)


@require_GET
def poster(request, pk):
    """A sheet to hang up: how the hall asks."""
    day = seen_day(request, pk)
    told = addresses_of(request, day)
    page = {
        "day": day,
        "event": day.event,
        "qr": poster_qr(told["ask_url"]),
        **told,
        "crumbs": crumbs_of(day.event, (_("Sheet to hang up"), "")),
    }
    return show(request, "workspace/careerdays/poster.html", page)


@require_GET
def outcomes(request, pk):
    """What came of a day: people, questions, interviews, and what everybody said afterwards."""
    day = seen_day(request, pk)
    fair = Fair.objects.visible_to(request.user).filter(event=pk).first()
    page = {
        "day": day,
        "event": day.event,
        "figures": queries.day_figures(day),
        "interviews": fair_queries.figures(fair) if fair else None,
        "answers": answers_of(day.event),
        "views": views_of(day.event),
        "crumbs": crumbs_of(day.event, (_("What came of it"), "")),
    }
    return show(request, "workspace/careerdays/outcomes.html", page)

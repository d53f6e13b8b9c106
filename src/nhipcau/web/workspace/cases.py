"""The counsellor's home: what is asked of one now; and the page of one case, without its notes."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.appointments.rules import may_be_received_now, may_book_for
from nhipcau.appointments.states import AppointmentState
from nhipcau.counselling import queries, rules
from nhipcau.counselling.models import Case
from nhipcau.counselling.states import (
    Advice,
    CaseState,
    Doer,
    Need,
    StepState,
    TransferState,
)
from nhipcau.web.answers import text_in

ON_A_PAGE = 25
LABELS_OF_LISTS = ("late", "week", "accept", "queue", "silent", "mine", "unit", "closed")


def cases_crumb():
    return _("Counselling"), reverse("workspace:cases:list")


def case_crumbs(case, *more):
    url = reverse("workspace:cases:detail", args=[case.pk])
    return [cases_crumb(), (case.young_person.full_name, url), *more]


def visible_case(request, pk):
    """One case of a unit in which the colleague works on cases."""
    if not rules.may_see_cases(request.user):
        raise Http404
    found = Case.objects.visible_to(request.user).select_related(
        "young_person", "unit", "counsellor"
    )
    return get_object_or_404(found, pk=pk)


def own_case(request, pk):
    """One case into which the colleague may write."""
    case = visible_case(request, pk)
    if not rules.may_handle(request.user, case):
        raise Http404
    return case


@require_GET
def case_list(request):
    """What is asked of one now comes first; the lists behind it are a click away."""
    if not rules.may_see_cases(request.user):
        raise Http404
    user, today = request.user, timezone.localdate()
    shows = text_in(request, "show")
    counts = queries.counts_of(user, today)
    if shows not in queries.SHOWS:
        shows = next((name for name in LABELS_OF_LISTS[:5] if counts[name]), "mine")
    page = {
        "shows": shows,
        "counts": counts,
        "chips": _chips(shows, counts),
        "today": today,
        "silent_days": rules.silent_days(today),
        "notices": queries.unseen_openings(user).count(),
        "is_supervisor": any(rules.is_supervisor(user, one) for one in queries.own_units(user)),
        "talks": queries.talks_today(user, today),
        "page": Paginator(_listed(user, shows, today), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "workspace/cases/home.html", page)


def _listed(user, shows, today):
    if shows in ("late", "week"):
        return queries.steps_listed(user, is_late=shows == "late", on=today)
    if shows == "accept":
        return queries.transfers_listed(user)
    return queries.cases_listed(user, shows=shows, on=today)


def _chips(shows, counts):
    labels = {
        "late": _("late"),
        "week": _("due within a week"),
        "accept": _("to accept"),
        "queue": _("nobody follows"),
        "silent": _("long no contact"),
        "mine": _("all of mine"),
        "unit": _("all of the unit"),
        "closed": _("closed cases"),
    }
    base = reverse("workspace:cases:list")
    return [
        {
            "url": f"{base}?show={name}",
            "label": label,
            "current": name == shows,
            "count": counts.get(name),
        }
        for name, label in labels.items()
    ]


def worded(case):
    """Codes as words, in the order in which the lists have them."""
    return {
        "needs": [label for code, label in Need.choices if code in case.needs],
        "advice": [label for code, label in Advice.choices if code in case.advice],
    }


@require_GET
def case_detail(request, pk):
    if not rules.may_see_cases(request.user):
        raise Http404
    case = queries.whole_case(request.user, pk)
    if case is None:
        raise Http404
    user, now = request.user, timezone.now()
    may_handle = rules.may_handle(user, case)
    for change in case.changes.all():
        change.to_words = CaseState(change.to_state).label
    page = {
        "case": case,
        "person": case.young_person,
        **worded(case),
        "open_steps": [one for one in case.steps.all() if one.state == StepState.AGREED],
        "ended_steps": [one for one in case.steps.all() if one.state != StepState.AGREED],
        "transfer": queries.live_transfer(case),
        "may_handle": may_handle,
        "may_read": rules.may_read_notes(user, case, at=now),
        "may_break": rules.may_open_in_emergency(user, case),
        "is_open_now": rules.opened_in_emergency(user, case, at=now),
        "may_take": case.is_live and rules.may_take(user, case, at=now),
        "may_assign": case.is_live and rules.may_assign(user, case),
        "in_queue": case.is_live and rules.is_in_queue(case, on=timezone.localdate(now)),
        "may_reopen": not case.is_live and rules.works_in(user, case.unit_id),
        "today": timezone.localdate(now),
        "talks": talks_with_moves(user, case, may_write=may_handle and case.is_live, at=now),
        "may_book": case.is_live and may_book_for(user, case.young_person),
        "crumbs": [cases_crumb(), (case.young_person.full_name, "")],
    }
    if page["transfer"]:
        transfer = page["transfer"]
        page["may_answer"] = transfer.state == TransferState.ASKED and rules.may_answer_transfer(
            user, transfer
        )
        page["may_take_back"] = transfer.state == TransferState.ASKED and rules.may_take_back(
            user, transfer
        )
        page["may_give_back"] = transfer.state == TransferState.ACCEPTED and (
            may_handle or rules.is_supervisor(user, transfer.from_unit_id)
        )
    return render(request, "workspace/cases/detail.html", page)


def talks_with_moves(user, case, *, may_write, at):
    """Appointments of the person; of each, whether it may be written down as a contact now."""
    talks = queries.talks_of(user, case)
    for one in talks:
        one.is_written = hasattr(one, "contact")
        is_kept = one.state == AppointmentState.CAME or (
            one.state == AppointmentState.BOOKED and may_be_received_now(one, at=at)
        )
        is_ours = rules.works_in(user, one.unit_id)
        one.may_write = may_write and is_kept and is_ours and not one.is_written
    return talks


@require_GET
def print_case(request, pk):
    """What was agreed, on paper for the person: no note, no code of ours."""
    case = own_case(request, pk)
    steps = case.steps.exclude(state=StepState.DROPPED).order_by("due_on", "pk")
    page = {
        "case": case,
        "person": case.young_person,
        "steps": steps,
        "own": Doer.PERSON,
        "today": timezone.localdate(),
        "crumbs": case_crumbs(case, (_("For the person"), "")),
    }
    return render(request, "workspace/cases/print.html", page)

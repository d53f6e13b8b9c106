"""A counsellor's day and week, one appointment, and what can be done about it."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.appointments import queries, rules, use_cases
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import OPEN, AppointmentState
from nhipcau.counselling import rules as case_rules
from nhipcau.counselling.queries import live_cases_of, stands_in_a_case
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.shared.errors import DomainError
from nhipcau.shared.wording import long_day
from nhipcau.web.answers import ReasonForm
from nhipcau.web.appointment_times import choice_of, offered
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.sending import form_page, press, send, sent

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WORKING_DAYS, SATURDAY, SUNDAY = 5, 5, 6
ALL = "all"


def appointments_crumb():
    return (_("Appointments"), reverse("workspace:appointments:day"))


def staff_only(request):
    """The units in which the colleague works with appointments; others find nothing here."""
    units = partner_units_of(request.user, *rules.AT_WORK)
    if not units:
        raise Http404
    return units


def seen(request, pk):
    found = Appointment.objects.visible_to(request.user).for_list().select_related("kept_person")
    return get_object_or_404(found, pk=pk)


def day_in(request):
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _whose(request):
    """The own appointments first for a counsellor; those of the unit for everybody else."""
    told = request.GET.get("who", "")
    is_counsellor = bool(partner_units_of(request.user, Role.COUNSELLOR))
    return ALL if told == ALL or not is_counsellor else "me"


def _listed(request, first, last):
    whose = _whose(request)
    own = request.user.pk if whose == "me" else None
    return list(queries.listed(request.user, first=first, last=last, counsellor_id=own))


def _talk(request, one, at):
    """One appointment with what may be done about it now."""
    receives = rules.may_receive(request.user, one.unit_id) and one.state in (
        AppointmentState.BOOKED,
    )
    return {
        "one": one,
        "talk_about": one.talk_about if rules.may_read_talk(request.user, one) else "",
        "may_come": receives and rules.may_be_received_now(one, at=at),
        "may_miss": receives and rules.has_begun(one, at=at),
        "may_undo": rules.may_receive(request.user, one.unit_id)
        and one.state in (AppointmentState.CAME, AppointmentState.NO_SHOW)
        and timezone.localdate(one.starts_at) == timezone.localdate(at),
    }


def _tabs(request, name, on):
    def address(page, who):
        return f"{reverse(f'workspace:appointments:{page}')}?on={on.isoformat()}&who={who}"

    whose = _whose(request)
    pages = (("day", _("Day")), ("week", _("Week")))
    tabs = [
        {"url": address(page, whose), "label": label, "current": page == name}
        for page, label in pages
    ]
    who = []
    if partner_units_of(request.user, Role.COUNSELLOR):
        who = [
            {"url": address(name, one), "label": label, "current": one == whose}
            for one, label in (("me", _("Mine")), (ALL, _("Of the whole unit")))
        ]
    return {"tabs": tabs, "who": who, "whose": whose}


@require_GET
def day(request):
    staff_only(request)
    on, at = day_in(request), timezone.now()
    found = _listed(request, on, on)
    away = queries.in_the_way(request.user, request.user.pk, at=at)
    page = {
        "on": on,
        "is_today": on == timezone.localdate(at),
        "talks": [_talk(request, one, at) for one in found if one.state != "EXPIRED"],
        "in_the_way": away,
        "before": _at("day", on - A_DAY, _whose(request)),
        "after": _at("day", on + A_DAY, _whose(request)),
        "today_url": _at("day", timezone.localdate(at), _whose(request)),
        "print_url": _at("print", on, _whose(request)),
        "crumbs": [appointments_crumb(), (long_day(on), "")],
        **_tabs(request, "day", on),
    }
    return render(request, "workspace/appointments/day.html", page)


def _at(page, on, who):
    return f"{reverse(f'workspace:appointments:{page}')}?on={on.isoformat()}&who={who}"


@require_GET
def week(request):
    staff_only(request)
    on, at = day_in(request), timezone.now()
    monday = on - timedelta(days=on.weekday())
    found = [
        one
        for one in _listed(request, monday, monday + A_WEEK - A_DAY)
        if one.state not in ("CANCELLED", "EXPIRED")
    ]
    by_day = {monday + timedelta(days=count): [] for count in range(7)}
    for one in found:
        by_day[timezone.localdate(one.starts_at)].append(one)
    days = [
        {"day": day, "talks": talks, "is_today": day == timezone.localdate(at)}
        for day, talks in by_day.items()
        if talks or day.weekday() < WORKING_DAYS
    ]
    page = {
        "days": days,
        "monday": monday,
        "sunday": monday + A_WEEK - A_DAY,
        "size": {6: "week--six", 7: "week--seven"}.get(len(days), ""),
        "count": len(found),
        "before": _at("week", monday - A_WEEK, _whose(request)),
        "after": _at("week", monday + A_WEEK, _whose(request)),
        "crumbs": [appointments_crumb(), (_("Week"), "")],
        **_tabs(request, "week", on),
    }
    return render(request, "workspace/appointments/week.html", page)


@require_GET
def print_day(request):
    """The day on paper: times and names, no words about what somebody wants to talk about."""
    staff_only(request)
    on = day_in(request)
    page = {
        "on": on,
        "appointments": [
            one for one in _listed(request, on, on) if one.state not in ("CANCELLED", "EXPIRED")
        ],
        "crumbs": [appointments_crumb(), (_("List of the day"), "")],
    }
    return render(request, "workspace/appointments/print.html", page)


@require_GET
def detail(request, pk):
    at = timezone.now()
    one = seen(request, pk)
    page = {
        **_talk(request, one, at),
        "appointment": one,
        "is_ahead": rules.is_ahead(one, at=at),
        "is_open": one.state in OPEN,
        "changes": [_change(change) for change in one.changes.select_related("by").order_by("pk")],
        **_cases_beside(request.user, one, at),
        "crumbs": [appointments_crumb(), (long_day(one.starts_at), "")],
    }
    return render(request, "workspace/appointments/detail.html", page)


def _cases_beside(user, one, at):
    """The cases of the person, to those who work on cases: to go on with, or to open one."""
    if not case_rules.may_see_cases(user):
        return {}
    cases = live_cases_of(user, one.kept_person)
    is_written = stands_in_a_case(one)
    is_kept = one.state == AppointmentState.CAME or (
        one.state == AppointmentState.BOOKED and rules.may_be_received_now(one, at=at)
    )
    may_write = is_kept and not is_written and case_rules.works_in(user, one.unit_id)
    for case in cases:
        case.may_write = may_write and case_rules.may_handle(user, case)
    return {
        "works_on_cases": True,
        "cases": cases,
        "is_written": is_written,
        "may_open": one.kind not in {case.kind for case in cases},
    }


def _change(change):
    change.word = AppointmentState(change.to_state).label
    return change


def _back(request, one):
    """To the day from which the button was pressed."""
    if request.POST.get("back") == "day":
        who = ALL if request.POST.get("who") == ALL else "me"
        return redirect(_at("day", timezone.localdate(one.starts_at), who))
    return redirect("workspace:appointments:detail", one.pk)


@require_POST
def came(request, pk):
    one = seen(request, pk)
    press(request, use_cases.record_came, said=_("Noted: here."), appointment=one)
    return _back(request, one)


@require_POST
def no_show(request, pk):
    one = seen(request, pk)
    said = _("Noted: did not come. The time is free for somebody else.")
    press(request, use_cases.record_no_show, said=said, appointment=one)
    return _back(request, one)


@require_POST
def undo(request, pk):
    one = seen(request, pk)
    press(request, use_cases.undo_outcome, said=_("Taken back."), appointment=one)
    return _back(request, one)


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    one = seen(request, pk)
    back = reverse("workspace:appointments:detail", args=[one.pk])
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.cancel_appointment, appointment=one, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("Cancelled; the person is told."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Cancel this appointment?"),
        lead=one.young_person.full_name,
        kicker=long_day(one.starts_at),
        consequences=[
            _("The person gets a message at once, without the reason."),
            _("The time is free for somebody else."),
        ],
        submit=_("Cancel the appointment"),
        danger=True,
        back=back,
        crumbs=[appointments_crumb(), (_("Cancel"), "")],
    )


@require_http_methods(["GET", "POST"])
def move(request, pk):
    """Another time: a press moves it, and the person is told."""
    at = timezone.now()
    one = seen(request, pk)
    back = reverse("workspace:appointments:detail", args=[one.pk])
    if not rules.is_ahead(one, at=at) or one.block_id:
        return redirect(back)
    choice = choice_of(request, kind=one.kind)
    if request.method == "POST" and choice.starts_at is not None:
        try:
            use_cases.move_appointment(  # type: ignore[call-arg]  # `key` is taken by @write
                by=request.user,
                at=at,
                appointment=one,
                wanted=choice.wanted(),
                key=key_of(request),
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Moved; the person is told."))
            return redirect(back)
    base = reverse("workspace:appointments:move", args=[one.pk])
    page = {
        "appointment": one,
        "back": back,
        "crumbs": [appointments_crumb(), (_("Choose another time"), "")],
        **offered(choice, base, at=at, is_staff=True, ignoring=one),
    }
    return render(request, "workspace/appointments/move.html", page)

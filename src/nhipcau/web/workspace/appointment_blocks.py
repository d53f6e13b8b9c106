"""Times after an event: opened for one session, chosen by its people."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.appointments import queries, rules, use_cases
from nhipcau.appointments.details import BlockDetails
from nhipcau.appointments.models import Appointment, Block
from nhipcau.events.models import Session
from nhipcau.web.answers import moment_of
from nhipcau.web.appointment_forms import BlockForm
from nhipcau.web.workspace.appointments import appointments_crumb, staff_only
from nhipcau.web.workspace.sending import form_page, press, send, sent


def blocks_crumb():
    return (_("Talks after events"), reverse("workspace:appointments:blocks"))


@require_GET
def block_list(request):
    staff_only(request)
    page = {
        "blocks": queries.blocks_of(request.user, at=timezone.now()),
        "crumbs": [appointments_crumb(), (_("Talks after events"), "")],
    }
    return render(request, "workspace/appointments/blocks.html", page)


@require_http_methods(["GET", "POST"])
def open_block(request, pk):
    units = staff_only(request)
    sessions = Session.objects.visible_to(request.user).select_related("event__kind")
    session = get_object_or_404(sessions, pk=pk)
    counsellors = [
        one
        for one in queries.counsellors_of(units)
        if rules.may_receive(request.user, one.organisation_id)
    ]
    event = session.event
    initial = {
        "where": event.place,
        "day": timezone.localdate(session.ends_at),
        "starts": timezone.localtime(session.ends_at).time(),
    }
    form = BlockForm(sent(request), counsellors=counsellors, initial=initial)
    back = reverse("workspace:events:detail", args=[event.pk])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with_whom = next(one for one in counsellors if one.pk == told["counsellor"])
        made = send(
            request,
            form,
            use_cases.open_block,
            session=session,
            unit=with_whom.organisation,
            counsellor=with_whom.user,
            details=BlockDetails(
                starts_at=moment_of(told["day"], told["starts"]),
                ends_at=moment_of(told["day"], told["ends"]),
                minutes=told["minutes"],
                where=told["where"],
                kind=told["kind"],
            ),
        )
        if form.is_done:
            messages.success(request, _("Open: the people of this session can choose now."))
            return redirect("workspace:appointments:block", made.pk)
    return form_page(
        request,
        form,
        title=_("Talks after this event"),
        lead=event.title,
        consequences=[
            _("Only people registered for this session can choose these times."),
            _("The counsellor cannot be booked otherwise then."),
        ],
        submit=_("Open these times"),
        back=back,
        crumbs=[appointments_crumb(), blocks_crumb(), (_("Talks after this event"), "")],
    )


def _block(request, pk):
    found = Block.objects.visible_to(request.user).select_related(
        "session__event", "counsellor", "unit"
    )
    return get_object_or_404(found, pk=pk)


@require_GET
def block(request, pk):
    staff_only(request)
    found = _block(request, pk)
    booked = (
        Appointment.objects.visible_to(request.user)
        .filter(block=found)
        .exclude(state__in=["CANCELLED", "EXPIRED"])
        .for_list()
    )
    chosen = {one.starts_at: one for one in booked}
    page = {
        "block_shown": found,  # a template has blocks of its own
        "times": queries.whole_block(found, chosen),
        "taken_count": len(chosen),
        "address": request.build_absolute_uri(reverse("public:group-times", args=[found.pk])),
        "crumbs": [appointments_crumb(), blocks_crumb(), (found.session.event.title, "")],
    }
    return render(request, "workspace/appointments/block.html", page)


@require_POST
def close_block(request, pk):
    staff_only(request)
    found = _block(request, pk)
    press(request, use_cases.close_block, said=_("No more times are given out."), block=found)
    return redirect("workspace:appointments:block", found.pk)

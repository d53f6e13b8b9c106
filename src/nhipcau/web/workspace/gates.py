"""Gates of an event: phones paired and revoked, people counted, double admissions answered."""

import segno
from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events.models import Registration
from nhipcau.gate import queries, rules, use_cases
from nhipcau.gate.models import Gate, GateDevice
from nhipcau.gate.states import DoubleReason
from nhipcau.shared.throttle import keyed_hash
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.events import visible_event
from nhipcau.web.workspace.registrations import crumbs_of
from nhipcau.web.workspace.sending import form_page, send, sent

# Without signs that are taken for each other: 0 O, 1 I L, 2 Z, 5 S, 8 B.
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_LENGTH = 12
GROUP = 4
CLOCK_IS_WRONG_MS = 60_000


def gates_crumbs(event, here):
    url = reverse("workspace:events:gates", args=[event.pk])
    return [*crumbs_of(event, "")[:-1], (_("Gates"), url), (here, "")]


def organised_event(request, pk):
    event = visible_event(request, pk)
    if not rules.may_set_up_gates(request.user, event):
        raise Http404
    return event


@require_GET
def gates(request, pk):
    """Who stands where, how many are in, and what must be looked at."""
    event = visible_event(request, pk)
    if not rules.may_see_gates(request.user, event):
        raise Http404
    may_set_up = rules.may_set_up_gates(request.user, event)
    devices = GateDevice.objects.visible_to(request.user).filter(event=event)
    counts = queries.gate_counts(event)
    doubles = queries.double_admissions(event) if may_set_up else []
    page = {
        "event": event,
        "counts": counts,
        "people": sum(count.people for count in counts),
        "scans": sum(count.scans for count in counts),
        "devices": [_device(one) for one in devices.select_related("gate").order_by("gate", "pk")],
        "may_set_up": may_set_up,
        "has_gates": rules.has_gates(event),
        "open_count": sum(double.is_open for double in doubles),
        "sessions": event.sessions.all(),
        "gate_url": request.build_absolute_uri(reverse("gate:page")),
        "now": timezone.now(),
        "crumbs": crumbs_of(event, _("Gates")),
    }
    return render(request, "workspace/gates/gates.html", page)


def _device(device):
    offset = device.clock_offset_ms
    is_wrong = offset is not None and abs(offset) > CLOCK_IS_WRONG_MS
    return {
        "device": device,
        "state": "revoked" if device.revoked_at else "paired" if device.paired_at else "invited",
        "minutes_wrong": round(abs(offset) / 60_000) if is_wrong else 0,
        "is_behind": is_wrong and offset > 0,
    }


class GateForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the gate"),
        help_text=gettext_lazy("For example: Gate A, or main entrance."),
        max_length=40,
        error_messages={"required": gettext_lazy("Please write the name of the gate.")},
    )


@require_http_methods(["GET", "POST"])
def add_gate(request, pk):
    event = organised_event(request, pk)
    form = GateForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.create_gate, event=event, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The gate is there. Now pair a phone with it."))
            return redirect("workspace:events:gates", event.pk)
    return form_page(
        request,
        form,
        title=_("Add a gate"),
        kicker=event.title,
        submit=_("Add the gate"),
        back=reverse("workspace:events:gates", args=[event.pk]),
        crumbs=gates_crumbs(event, _("Add a gate")),
    )


class DeviceForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Whose phone"),
        help_text=gettext_lazy("So that you know which one to revoke when it is lost."),
        max_length=60,
        error_messages={"required": gettext_lazy("Please write whose phone it is.")},
    )


@require_http_methods(["GET", "POST"])
def add_device(request, pk):
    """Make a code of one use; it is shown once, here."""
    gates = Gate.objects.visible_to(request.user).select_related(
        "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )
    gate = get_object_or_404(gates, pk=pk)
    event = gate.event
    if not rules.may_set_up_gates(request.user, event):
        raise Http404
    form = DeviceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if not key_of(request):
            form.add_error(None, _("Please open this form again and send it."))
        else:
            code = _code(key_of(request))
            send(request, form, use_cases.invite_device, gate=gate, code=code, **form.cleaned_data)
            if form.is_done:
                return _show_code(request, gate, code, form.cleaned_data["label"])
    return form_page(
        request,
        form,
        title=_("Pair a phone"),
        lead=_("You get a code for this one phone. It works once, for ten minutes."),
        kicker=f"{event.title} · {gate.name}",
        submit=_("Make the code"),
        back=reverse("workspace:events:gates", args=[event.pk]),
        crumbs=gates_crumbs(event, _("Pair a phone")),
    )


def _code(key):
    """The same form sent twice gives the same code."""
    number = int(keyed_hash(f"gate:{key}"), 16)
    signs = []
    for _sign in range(CODE_LENGTH):
        number, rest = divmod(number, len(LETTERS))
        signs.append(LETTERS[rest])
    return "".join(signs)


def _show_code(request, gate, code, label):
    link = request.build_absolute_uri(f"{reverse('gate:page')}#pair={code}")
    drawing = segno.make(link, error="m").svg_inline(scale=5, border=2, light="#fff")
    page = {
        "event": gate.event,
        "gate": gate,
        "label": label,
        "code": "-".join(code[n : n + GROUP] for n in range(0, CODE_LENGTH, GROUP)),
        "qr": mark_safe(drawing),
        "gate_url": request.build_absolute_uri(reverse("gate:page")),
        "crumbs": gates_crumbs(gate.event, _("Pair a phone")),
    }
    response = render(request, "workspace/gates/code.html", page)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def revoke_device(request, pk):
    devices = GateDevice.objects.visible_to(request.user).select_related(
        "gate", "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )
    device = get_object_or_404(devices, pk=pk)
    event = device.event
    if not rules.may_set_up_gates(request.user, event):
        raise Http404
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.revoke_device, device=device)
        if form.is_done:
            messages.success(request, _("The phone is revoked."))
            return redirect("workspace:events:gates", event.pk)
    return form_page(
        request,
        form,
        title=_("Revoke this phone?"),
        lead=device.label,
        kicker=f"{event.title} · {device.gate.name}",
        consequences=[
            _("From now on nothing that it does counts."),
            _("What it scanned before is kept when it arrives, and shown to you."),
        ],
        submit=_("Revoke the phone"),
        danger=True,
        back=reverse("workspace:events:gates", args=[event.pk]),
        crumbs=gates_crumbs(event, _("Revoke a phone")),
    )


@require_GET
def inbox(request, pk):
    """Double admissions with all the facts, and what else the scans and the list disagree on."""
    event = organised_event(request, pk)
    doubles = queries.double_admissions(event)
    page = {
        "event": event,
        "open_doubles": [one for one in doubles if one.is_open],
        "answered": [one for one in doubles if not one.is_open],
        "unplaced": queries.admitted_without_attendance(event),
        "late": queries.late_scans_of_revoked(event),
        "crumbs": gates_crumbs(event, _("To be looked at")),
    }
    return render(request, "workspace/gates/inbox.html", page)


class AnswerForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What was it?"),
        choices=DoubleReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it was.")},
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
def answer_double(request, pk, registration_pk):
    event = organised_event(request, pk)
    registration = get_object_or_404(
        Registration.objects.visible_to(request.user).select_related("young_person"),
        pk=registration_pk,
        session__event=event,
    )
    double = queries.double_admission(event, registration)
    if double is None:
        raise Http404
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.answer_double,
            event=event,
            registration=registration,
            reason=DoubleReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
        )
        if form.is_done:
            messages.success(request, _("Your answer is kept with the facts."))
            return redirect("workspace:events:gate-inbox", event.pk)
    return form_page(
        request,
        form,
        template="workspace/gates/answer.html",
        title=_("Two people on one ticket?"),
        lead=registration.young_person.full_name,
        kicker=event.title,
        submit=_("Keep the answer"),
        back=reverse("workspace:events:gate-inbox", args=[event.pk]),
        crumbs=gates_crumbs(event, _("Answer")),
        double=double,
    )

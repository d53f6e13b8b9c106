"""Every button of an introduction leads here: one page, made from the row of the table."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.referrals import queries, rules, use_cases
from nhipcau.referrals.states import ReferralState, SpokenFor
from nhipcau.referrals.table import STEPS
from nhipcau.web.step_fields import StepForm
from nhipcau.web.workspace.referrals import inbox_crumb, visible_referral
from nhipcau.web.workspace.sending import form_page, press, send, sent


@require_http_methods(["GET", "POST"])
def take_step(request, pk, name):
    referral = visible_referral(request, pk)
    if name not in STEPS or not rules.may_take(request.user, name, referral):
        raise Http404
    step = STEPS[name]
    back = reverse("workspace:referrals:detail", args=[referral.pk])
    if request.method == "GET" and step not in queries.steps_for(request.user, referral):
        messages.warning(request, _("This step does not follow any more; look at it again."))
        return redirect(back)
    asks_who = step.spoken_for == SpokenFor.EMPLOYER
    form = StepForm(sent(request), step=step, asks_who=asks_who, referral=referral)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.take_step, referral=referral, name=name, told=form.told())
        if form.is_done:
            messages.success(request, _("It is recorded. You can take it back for a short time."))
            return redirect(back)
    label = capfirst(str(step.label))
    return form_page(
        request,
        form,
        title=label,
        kicker=f"{referral.young_person.full_name} · {referral.vacancy.title}",
        lead=_speaking(step),
        consequences=_consequences(step),
        submit=label,
        danger=step.target == ReferralState.CLOSED and step.name != "start",
        back=back,
        crumbs=[inbox_crumb(), (referral.young_person.full_name, back), (label, "")],
    )


def _speaking(step):
    if step.spoken_for == SpokenFor.EMPLOYER:
        return _("You write down what the employer said on the phone or at the desk.")
    if step.spoken_for == SpokenFor.PERSON:
        return _("You write down what the young person said.")
    return ""


def _consequences(step):
    found = [step.explained] if step.explained else []
    if step.message:
        found.append(_("The young person is told by a message, without the reason."))
    if not step.can_be_undone:
        found.append(_("This step cannot be taken back."))
    return found


@require_POST
def undo(request, pk):
    referral = visible_referral(request, pk)
    said = _("The last step is taken back; the log keeps both.")
    press(request, use_cases.undo, referral=referral, said=said)
    return redirect("workspace:referrals:detail", referral.pk)

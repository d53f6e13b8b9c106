"""The page behind an employer's link: who was introduced, and what became of it in three taps.

Looking changes nothing, so that a scanner of mails may look. Only what was agreed is shown.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.referrals import links, use_cases
from nhipcau.referrals.states import OPEN, ReferralState
from nhipcau.referrals.table import ANSWERS, STEPS
from nhipcau.referrals.taking import last_step
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, NotAllowed, TooManyAttempts
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.employers.answer_forms import ASKED_AS, AnswerForm

BUDGET = Budget("employer-answer", limit=30, per=timedelta(hours=1))
WORDS = {
    "invite": gettext_lazy("Invite to an interview"),
    "hire": gettext_lazy("Take on: the first day is agreed"),
    "offer": gettext_lazy("Offer the work: the person still has to say yes"),
    "not_hired": gettext_lazy("Not this time"),
    "more_time": gettext_lazy("I need more time"),
    "wrong_contact": gettext_lazy("I am not the right person to ask"),
}


class SeeOther(HttpResponseRedirect):
    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def answer(request, token):
    at = timezone.now()
    opened = links.opened_by(token, at=at)
    if opened is None:
        return _kept(render(request, "employers/answer/dead.html", status=404))
    name = (request.POST if request.method == "POST" else request.GET).get("answer", "")
    if name not in ANSWERS:
        return _kept(render(request, "employers/answer/choose.html", _shown(opened, token)))
    form = AnswerForm(
        request.POST if request.method == "POST" else None, name=name, referral=opened.referral
    )
    if request.method == "POST" and form.is_valid() and _said(form, token, at):
        if links.opened_by(token, at=at):
            return SeeOther(reverse("answer:answer", args=[token]) + "?said=1")
        return SeeOther(reverse("answer:thanks"))
    status = 429 if form.retry_after else 422 if form.is_bound else 200
    page = _shown(opened, token) | {"form": form, "name": name, "word": WORDS[name]}
    response = render(request, "employers/answer/form.html", page, status=status)
    if form.retry_after:
        response["Retry-After"] = str(form.retry_after)
    return _kept(response)


@require_safe
@login_not_required
def thanks(request):
    """After an answer that ended the link: it names nobody."""
    return render(request, "employers/answer/thanks.html")


def _said(form, token, at):
    try:
        spend(BUDGET, token, at=at)
        use_cases.answer(by=PUBLIC, at=at, token=token, name=form.name, told=form.told())
    except TooManyAttempts as error:
        form.add_error(None, str(error))
        form.retry_after = error.retry_after
    except NotAllowed as error:
        form.add_error(None, str(error))
    except DomainError as error:
        field = ASKED_AS.get(error.field or "", error.field)
        form.add_error(field if field in form.fields else None, str(error))
    else:
        return True
    return False


def _shown(opened, token):
    referral = opened.referral
    is_open = referral.state in OPEN
    last = last_step(referral)
    said = (
        STEPS[last.name]
        if last and last.link_id == opened.link.pk and last.name in STEPS
        else None
    )
    return {
        "referral": referral,
        "vacancy": referral.vacancy,
        "employer": referral.vacancy.employer,
        "centre": referral.vacancy.employer.centre,
        "person": referral.shown if is_open else {},
        "is_open": is_open,
        "is_frozen": bool(referral.freeze),
        "was_invited": referral.state == ReferralState.INTERVIEW,
        "said": capfirst(str(said.label)) if said else "",
        "correct_until": opened.can_correct_until,
        "answers": [{"name": name, "word": WORDS[name]} for name in ANSWERS],
        "token": token,
    }


def _kept(response):
    """The address is the key: it goes to nobody else."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

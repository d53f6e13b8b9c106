"""Work on the young person's own page: wishes, introductions in plain words, how it goes."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nhipcau.messaging.rules import ways_address
from nhipcau.placements import use_cases
from nhipcau.placements.queries import check_link, placements_of, start_link
from nhipcau.placements.states import AT_WORK, How, Side
from nhipcau.referrals.models import Referral
from nhipcau.referrals.queries import introductions_of
from nhipcau.referrals.rules import may_take
from nhipcau.referrals.states import Outcome, ReferralState
from nhipcau.referrals.table import STEPS
from nhipcau.referrals.use_cases import take_step
from nhipcau.seekers.models import JobWish
from nhipcau.seekers.queries import oldest_day_of_birth
from nhipcau.seekers.rules import is_seeking
from nhipcau.web.answers import DayField, NothingToAsk
from nhipcau.web.public.own import for_young_people
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import send, sent, show

# Said by the person; the table tells the same steps for colleagues.
OWN_WORDS = {
    "accept": _("Yes, I take this work"),
    "decline": _("No, I do not take it"),
    "withdraw": _("I no longer want this introduction"),
}
TONES = {
    ReferralState.ISSUED: "info",
    ReferralState.INTERVIEW: "warning",
    ReferralState.OFFERED: "warning",
    ReferralState.HIRED: "success",
}


def introductions(user):
    found = []
    for one in introductions_of(user):
        state, outcome = one.referral.state, one.referral.outcome
        started = "success" if outcome == Outcome.STARTED else "neutral"
        found.append(
            {
                "referral": one.referral,
                "status": one.status,
                "next": one.next_step,
                "steps": [{"name": step.name, "word": OWN_WORDS[step.name]} for step in one.steps],
                "tone": TONES.get(ReferralState(state), started),
                "is_hired": state == ReferralState.HIRED,
            }
        )
    return found


def placements(user, at):
    """Where everybody of this phone works, and the next question with its one-tap answer."""
    found, today = [], localdate(at)
    for one in placements_of(user):
        waiting = getattr(one, "open_checks", [])
        check = next(iter(waiting), None) if one.state in AT_WORK else None
        said = {word.side for word in one.words.all()}
        asks_start = one.state in AT_WORK and Side.PERSON not in said
        found.append(
            {
                "placement": one,
                "check": check,
                "is_due": check is not None and check.due_on <= today,
                "check_link": link_today(check, today) if check else "",
                "start_link": start_link(one, last_day=today) if asks_start else "",
            }
        )
    return found


def link_today(check, today):
    """On the own page the question is good all of today, however late it is answered."""
    late = (today - check.due_on).days
    return check_link(check, days=late) if late >= 0 else ""


def with_wishes(user, people, at):
    """Each person with consents, and what is known of the work looked for; one more query."""
    wishes = {one.young_person_id: one for one in JobWish.objects.visible_to(user)}
    born_by = oldest_day_of_birth(localdate(at))
    return [
        {
            "person": person,
            "consents": consents,
            "wish": (wish := wishes.get(person.merged_into_id or person.pk)),
            "is_seeking": is_seeking(wish),
            "ways_url": ways_address(person.merged_into_id or person.pk),
            "may_seek": person.birth_on <= born_by,
        }
        for person, consents in people
    ]


class StartForm(forms.Form):
    is_done = False  # set by ``send``
    starts_on = DayField(label=_("Which was your first day?"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def tell_start(request, pk):
    """Taken on: the young person says that work has begun, and since when."""
    referral = _own(request, pk)
    form = StartForm(sent(request), initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.record_start,
            referral=referral,
            starts_on=form.cleaned_data["starts_on"],
            side=Side.PERSON,
            how=How.PAGE,
        )
        if form.is_done:
            return SeeOther(reverse("public:my-registrations"))
    page = {"referral": referral, "form": form}
    return show(request, "public/tell_start.html", page, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def take_own_step(request, pk, name):
    """Say yes or no to an offer, or withdraw: asked once more, with what follows."""
    referral = _own(request, pk)
    step = STEPS.get(name)
    if step is None or not may_take(request.user, name, referral):
        raise Http404
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, take_step, referral=referral, name=name)
        if form.is_done:
            return SeeOther(reverse("public:my-registrations"))
    page = {"referral": referral, "form": form, "title": OWN_WORDS[name]}
    return show(request, "public/own_step.html", page, form=form)


def _own(request, pk):
    own = Referral.objects.visible_to(request.user)
    return get_object_or_404(own.select_related("young_person", "vacancy__employer"), pk=pk)

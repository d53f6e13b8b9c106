"""Work on the young person's own page: wishes, introductions in plain words, how it goes."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nhipcau.placements import use_cases
from nhipcau.placements.queries import check_link, placements_of, start_link
from nhipcau.placements.states import AT_WORK, How, Side
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome, ReferralState
from nhipcau.seekers.models import JobWish
from nhipcau.seekers.queries import oldest_day_of_birth
from nhipcau.seekers.rules import is_seeking
from nhipcau.web.answers import DayField
from nhipcau.web.public.own import for_young_people
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import send, sent, show

# What it means, and what comes next, in words of everyday.
PLAIN = {
    ReferralState.PROPOSED: (
        _("Suggested for you"),
        _("The Centre looks at it and calls you before anything is sent."),
        "neutral",
    ),
    ReferralState.ISSUED: (
        _("You are introduced"),
        _("The employer has your introduction. We ask until there is an answer."),
        "info",
    ),
    ReferralState.INTERVIEW: (
        _("Invited to an interview"),
        _("Take your introduction and your papers with you. Nobody may ask you for money."),
        "warning",
    ),
    ReferralState.OFFERED: (
        _("Work is offered to you"),
        _("Tell the employer or your counsellor whether you take it."),
        "warning",
    ),
    ReferralState.HIRED: (
        _("You are taken on"),
        _("Tell us when you have begun to work."),
        "success",
    ),
}
ENDED = {
    Outcome.STARTED: (_("You began to work"), _("We ask now and then how it goes."), "success"),
    Outcome.NOT_HIRED: (
        _("Not taken on this time"),
        _("Your counsellor looks for another place with you."),
        "neutral",
    ),
    Outcome.NO_ANSWER: (
        _("The employer never answered"),
        _("We are sorry. It was not your fault; we look for another place."),
        "neutral",
    ),
    Outcome.DECLINED: (_("You declined"), "", "neutral"),
    Outcome.WITHDRAWN: (_("You took it back"), "", "neutral"),
    Outcome.VACANCY_CLOSED: (
        _("The vacancy was closed"),
        _("Your counsellor looks for another place with you."),
        "neutral",
    ),
    Outcome.NOT_PROPOSED: (_("Not taken up"), _("Ask your counsellor why."), "neutral"),
}


def introductions_of(actor):
    """Newest first. The app of introductions may give this in its own words one day."""
    return (
        Referral.objects.visible_to(actor)
        .select_related("young_person", "vacancy__employer")
        .order_by("-created_at", "-pk")
    )


def introductions(user):
    found = []
    for one in introductions_of(user):
        known = PLAIN.get(one.state) or ENDED.get(one.outcome) or (one.get_state_display(), "", "")
        status, following, tone = known
        found.append(
            {
                "referral": one,
                "status": status,
                "next": following,
                "tone": tone or "neutral",
                "is_hired": one.state == ReferralState.HIRED,
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
    referral = get_object_or_404(introductions_of(request.user), pk=pk)
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

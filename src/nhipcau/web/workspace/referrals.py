"""Introductions: what waits for whom, and one of them with its buttons and its log."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.people.queries import record_is_open
from nhipcau.referrals import links, queries, responses, rules
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import OPEN, Chased, Outcome, ReferralState
from nhipcau.referrals.taking import last_step, why_not_undone
from nhipcau.vacancies.models import Market
from nhipcau.web.answers import text_in
from nhipcau.web.workspace.capped import COUNTED_MOST

ON_A_PAGE = 25
TONES = {
    "PROPOSED": "info",
    "ISSUED": "warning",
    "INTERVIEW": "action",
    "OFFERED": "blossom",
    "HIRED": "success",
    "CLOSED": "neutral",
}


def inbox_crumb():
    return _("Introductions"), reverse("workspace:referrals:inbox")


def visible_referral(request, pk):
    """An introduction of a person whom the own unit follows."""
    if not rules.sees_referrals(request.user):
        raise Http404
    referrals = Referral.objects.visible_to(request.user).select_related(
        "young_person__commune", "vacancy__employer__centre", "proposed_by", "created_by"
    )
    return get_object_or_404(referrals, pk=pk)


@require_GET
def inbox(request):
    """What waits for the own side first; other views, a search and a filter in the address."""
    user = request.user
    if not rules.sees_referrals(user):
        raise Http404
    view = request.GET.get("view", "ours")
    view = view if view in queries.VIEWS else "ours"
    typed, market = text_in(request, "q"), request.GET.get("market", "")
    found = queries.inbox(user, view, typed=typed, market=market)
    ids = queries.listed(found, most=COUNTED_MOST)
    page = Paginator(ids, ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "is_capped": len(ids) == COUNTED_MOST,
        "rows": [row_of(one, today) for one in queries.rows_of(page)],
        "view": view,
        "views": _views(view, typed, market),
        "q": typed,
        "market": market,
        "markets": Market.choices,
        "is_narrowed": bool(typed or market),
        "today": today.isoformat(),
        # Made once: two dozen times the same look into the addresses of the site.
        "base": reverse("workspace:referrals:inbox"),
        "may_print": rules.may_introduce(user),
        "may_begin": rules.may_introduce(user) or rules.may_propose(user),
    }
    return render(request, "workspace/referrals/inbox.html", context)


def row_of(referral, today):
    """``referral``: the record, or what a list has of it."""
    return {
        "referral": referral,
        "chased": Chased(referral.chased).label if referral.chased else "",
        "tone": "danger" if referral.freeze else TONES[referral.state],
        "word": state_word(referral),
        "is_overdue": bool(referral.due_on) and referral.due_on < today,
        "is_today": referral.due_on == today,
    }


def state_word(referral):
    """The state, or how it ended, as a list shows it."""
    if referral.freeze:
        return _("frozen")
    if referral.state == ReferralState.CLOSED:
        return Outcome(referral.outcome).label
    return ReferralState(referral.state).label


def _views(current, typed, market):
    labels = {
        "ours": _("Waits for us"),
        "employer": _("Waits for the employer"),
        "person": _("Waits for the young person"),
        "open": _("All open"),
        "closed": _("Ended"),
    }
    kept = {name: value for name, value in (("q", typed), ("market", market)) if value}
    return [
        {
            "url": "?" + urlencode({"view": name, **kept}),
            "label": labels[name],
            "current": name == current,
        }
        for name in queries.VIEWS
    ]


@require_GET
def detail(request, pk):
    referral = visible_referral(request, pk)
    user, now = request.user, timezone.now()
    may_introduce = rules.may_introduce(user)
    is_asked = referral.state in OPEN and referral.state != ReferralState.PROPOSED
    link = links.live_link(referral) if is_asked and may_introduce else None
    last = last_step(referral)
    history = queries.history_of(referral)
    employer = referral.vacancy.employer
    page = {
        "referral": referral,
        "row": row_of(referral, timezone.localdate(now)),
        "is_open": referral.state in OPEN,
        "is_hired": referral.state == ReferralState.HIRED,
        "steps": queries.steps_for(user, referral),
        "can_undo": rules.may_undo(user, referral, last) and not why_not_undone(last, at=now),
        "history": history,
        "terms": history[-1].snapshot if history else {},
        "answer_address": settings.SITE_URL + links.path_of(link) if link else "",
        "link": link,
        "has_papers": is_asked and may_introduce,
        "response": responses.responses_of([employer.pk], now).get(employer.pk),
        "record_is_open": record_is_open(user, referral.young_person_id, at=now),
        "crumbs": [inbox_crumb(), (referral.young_person.full_name, "")],
    }
    return render(request, "workspace/referrals/detail.html", page)

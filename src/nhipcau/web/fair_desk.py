"""What the desk of a booth shows: number and initials, so that a phone may keep the page, and the
service worker that does."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nhipcau.fairs.states import InterviewResult, MeetingState
from nhipcau.fairs.today import queue_of

KEPT_FILES = (
    *(f"nhipcau/css/{name}.css" for name in ("tokens", "base", "components", "print")),
    *(f"nhipcau/css/{name}.css" for name in ("public", "workspace", "fairs")),
    *("nhipcau/js/app.js", "nhipcau/js/desk.js", "nhipcau/icons/icons.svg"),
    *("nhipcau/icons/favicon.svg", "nhipcau/icons/band-warp.svg", "nhipcau/icons/band-weft.svg"),
    *("nhipcau/fonts/be-vietnam-pro-400.woff2", "nhipcau/fonts/be-vietnam-pro-600.woff2"),
)
REASONS = (
    _("too little experience"),
    _("does not want the shift"),
    _("too far away"),
    _("another wage was expected"),
    _("the place is taken"),
    _("something else"),
)


@login_not_required
@require_safe
def worker(request):
    """Keeps one desk's page for a day; a changed file makes a new version. It knows nobody."""
    files = sorted(static(name) for name in KEPT_FILES)
    version = hashlib.sha256("\n".join(files).encode()).hexdigest()[:16]
    script = render_to_string("fairs/sw.js", {"told": {"version": version, "files": files}})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def desk_page(booth, at, marks_url, scope):
    """``scope``: the part of the site in which the service worker keeps this desk."""
    turns = queue_of(booth, at=at)
    return {
        "booth": booth,
        "fair": booth.fair,
        "event": booth.fair.event,
        "turns": turns,
        "open_count": sum(one.state != "HELD" for one in turns),
        "results": [{"value": one.value, "label": one.label} for one in InterviewResult],
        "reasons": REASONS,
        "place": booth.employer.address,
        "marks_url": marks_url,
        "scope": scope,
        "words": _words(),
        "now": at,
    }


def _words():
    """What the script says; the page itself holds the rest."""
    return {
        "online": gettext("Every mark is told at once."),
        "waiting": gettext("No network: {count} marks wait on this device."),
        "closed": gettext("This desk is closed, or its link ran out. Please open it again."),
        "conflict": gettext("Another desk told “{said}” before. That stays."),
        "states": {one.value: str(one.label) for one in MeetingState},
        "results": {one.value: str(one.label) for one in InterviewResult},
        "missing": {
            "result": gettext("Please choose one of the results."),
            "reason": gettext("Please choose why."),
            "starts_on": gettext("Please choose the first day of work."),
            "second_at": gettext("Please write when they meet again."),
        },
    }

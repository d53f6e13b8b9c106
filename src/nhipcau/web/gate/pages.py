"""The page on volunteers' phones. It is the same for everyone and holds nobody's data: all that
it shows comes over the interface for scanners, with the phone's own key."""

import hashlib

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.gate.states import ScanKind, ScanVerdict
from nhipcau.web.middleware import PERMISSIONS_POLICY

FOLDER = "nhipcau/gate/"
MODULES = (
    *("page.js", "door.js", "vault.js", "verdicts.js", "tickets.js", "camera.js"),
    *("zxing/reader.js", "zxing/share.js", "zxing/zxing_reader.wasm"),
)
# Linked by their full names in the page's head.
LINKED = (
    *("nhipcau/css/tokens.css", "nhipcau/css/base.css", "nhipcau/css/components.css"),
    *("nhipcau/gate/gate.css", "nhipcau/gate/page.js", "nhipcau/js/app.js"),
    *("nhipcau/fonts/be-vietnam-pro-400.woff2", "nhipcau/fonts/be-vietnam-pro-600.woff2"),
    *("nhipcau/icons/icons.svg", "nhipcau/icons/favicon.svg", "nhipcau/gate/gate.webmanifest"),
)


@login_not_required
@require_safe
@csp_update({"script-src": ["'wasm-unsafe-eval'"], "worker-src": [SELF]})
def gate(request):
    response = render(request, "gate/page.html", {"words": _words()})
    response["Permissions-Policy"] = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def worker(request):
    """The service worker with the list of what it keeps; a changed file makes a new version."""
    named = [static(name) for name in LINKED] + [static(FOLDER + name) for name in MODULES]
    plain = [settings.STATIC_URL + FOLDER + name for name in MODULES]
    told = {
        "version": hashlib.sha256("\n".join(named).encode()).hexdigest()[:16],
        "page": reverse("gate:page"),
        "files": sorted({*named[: len(LINKED)], *plain}),
    }
    script = render_to_string("gate/sw.js", {"told": told})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _words():
    """What the script says aloud or writes; the page itself holds the rest."""
    return {
        "verdict": {value: str(ScanVerdict(value).label) for value in ScanVerdict.values},
        "advice": {
            ScanVerdict.ADMITTED: _("Welcome in."),
            ScanVerdict.ALREADY: _("Ask whether the person went out for a moment."),
            ScanVerdict.WAITING: _("No place is kept. You may still let this person in."),
            ScanVerdict.NOT_TODAY: _("Show the day on the ticket."),
            ScanVerdict.NOT_CONFIRMED: _(
                "The place was not confirmed. You may let this person in."
            ),
            ScanVerdict.EXPIRED: _("The offer ran out. Enter the person as not registered."),
            ScanVerdict.CANCELLED: _(
                "The place was given back. Enter the person as not registered."
            ),
            ScanVerdict.UNLISTED: _("Newer than this phone's list. You may let this person in."),
            ScanVerdict.OTHER_EVENT: _("A real ticket, for another event."),
            ScanVerdict.NOT_OURS: _("Please send the person to an organiser."),
        },
        "kind": {value: str(ScanKind(value).label) for value in ScanKind.values},
        "at_gate": _("at {gate}, {time}"),
        "queued": _("{count} waiting to be sent"),
        "online": _("connected"),
        "offline": _("no network"),
        "revoked": _("this phone was revoked"),
        "wrong_pin": _("Wrong PIN. {count} tries left."),
        "wiped": _("Too many wrong PINs: this phone forgot everything. Pair it again."),
        "pins_differ": _("The two PINs are not the same."),
        "pair_failed": _("The code is not good any more. Please ask the organiser for a new one."),
        "no_network": _("There is no network. Pairing needs it once."),
        "nobody": _("Nobody found."),
        "mend": _("Please correct this form: {message}"),
        "no_camera": _("The camera cannot be used. Please search by digits or by name."),
        "busy": _("The gate is open in another tab of this phone."),
        "insecure": _("This page needs a secure address (https)."),
        "double": _("let in twice"),
    }

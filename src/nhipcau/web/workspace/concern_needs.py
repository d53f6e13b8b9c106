"""For the desk: that something waits in the safe channel, and never what."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.concerns.queries import count_waiting
from nhipcau.organisations.rules import partner_units_of
from nhipcau.shared import wording
from nhipcau.web.workspace.need import RED, Need


def of_concerns(user):
    """For who is named to read them; one statement."""
    count = count_waiting(user) if partner_units_of(user) else 0
    if not count:
        return []
    return [
        Need(
            title=_("The safe channel waits for you"),
            detail=ngettext(
                "%(count)s concern has no answer yet.",
                "%(count)s concerns have no answer yet.",
                count,
            )
            % {"count": wording.number(count)},
            url=reverse("workspace:concerns:list"),
            action=_("Open it"),
            icon="lock",
            tone=RED,
        )
    ]

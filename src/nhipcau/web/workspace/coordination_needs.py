"""What both units share asks of a colleague now, for the desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.coordination import queries, rules
from nhipcau.web.workspace.need import AMBER, RED, Need


def of_both_units(user, *, at):
    """Late difficulties and what is with the leaders: one statement for both."""
    if not rules.works_together(user):
        return []
    counts = queries.open_counts(user, on=timezone.localdate(at))
    url = reverse("workspace:coordination:list")
    found = []
    if counts.late:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d difficulty is over its day",
                    "%(count)d difficulties are over their day",
                    counts.late,
                )
                % {"count": counts.late},
                detail=_("It lies in the queue of your unit. The oldest stands first."),
                url=f"{url}?view=late",
                action=_("See them"),
                icon="warning",
                tone=RED,
            )
        )
    if counts.with_leaders:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d difficulty came up to the leaders",
                    "%(count)d difficulties came up to the leaders",
                    counts.with_leaders,
                )
                % {"count": counts.with_leaders},
                url=f"{url}?view=leaders",
                action=_("See them"),
                icon="bridge",
                tone=AMBER,
            )
        )
    return found

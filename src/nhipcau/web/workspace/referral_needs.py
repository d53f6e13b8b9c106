"""What introductions ask of a colleague now, for the desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.referrals import queries, rules

MOST = 99


def overdue(user, *, at):
    """How many introductions wait for the own side beyond their day; and where they are."""
    if not rules.sees_referrals(user):
        return None
    waiting = queries.inbox(user).filter(due_on__lt=timezone.localdate(at))
    count = waiting.order_by()[:MOST].count()
    if not count:
        return None
    return {
        "title": ngettext(
            "%(count)d introduction is overdue", "%(count)d introductions are overdue", count
        )
        % {"count": count},
        "detail": _("A young person waits for an answer. The most overdue stands first."),
        "url": reverse("workspace:referrals:inbox"),
        "action": _("See them"),
        "icon": "briefcase",
    }

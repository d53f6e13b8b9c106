"""What a colleague reads in the morning: which things wait, each with its page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.messaging.models import Letter, StaffLetter, UnitNotice, UnitTopic

ALL_NOTICES = "/workspace/notices/"
TOLD_MOST = 20


def staff_letter_of(letter: Letter) -> StaffLetter | None:
    """The colleague's letter that this one carries, if it is one."""
    return StaffLetter.objects.select_related("user").filter(letter=letter).first()


def digest_of(staff_letter: StaffLetter, *, at: datetime) -> str:
    """The text; empty when nothing of it is true any more, or the colleague has left."""
    user = staff_letter.user
    if not user.is_active:
        return ""
    told = UnitNotice.objects.visible_to(user).filter(
        Q(expires_at=None) | Q(expires_at__gt=at), told__staff_letter=staff_letter
    )
    return _written(list(told.select_related("unit").order_by("created_at", "pk")))


def _written(notices: Sequence[UnitNotice]) -> str:
    if not notices:
        return ""
    with translation.override("vi"):
        lines = [
            ngettext(
                "%(count)d thing waits for your unit:",
                "%(count)d things wait for your unit:",
                len(notices),
            )
            % {"count": len(notices)}
        ]
        of_topic: dict[str, list[UnitNotice]] = defaultdict(list)
        for one in notices[:TOLD_MOST]:
            of_topic[one.topic].append(one)
        for topic, found in of_topic.items():
            label = str(UnitTopic(topic).label)
            lines += ["", label[:1].upper() + label[1:]]
            lines += [f"- {one.text} {_address(one.path)}".rstrip() for one in found]
        if len(notices) > TOLD_MOST:
            more = {"count": len(notices) - TOLD_MOST, "address": _address(ALL_NOTICES)}
            lines += ["", _("And %(count)d more: %(address)s") % more]
    return "\n".join(lines)


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""

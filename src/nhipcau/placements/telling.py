"""The words of messages about placements."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.placements import rules
from nhipcau.placements.models import StayCheck
from nhipcau.placements.queries import check_link, last_day_of

PATH = "/w/%s/"


def ask_each(checks: Sequence[StayCheck], *, at: datetime) -> None:
    """One question each, with the link that answers it. Sent only while consent is in force."""
    with override("vi"):
        days = rules.link_days(localdate(at))
        put_each([_question(one, days) for one in checks], at=at)


def _question(check: StayCheck, days: int) -> Note:
    text = _("Day %(day)d at work: are you still there? One tap answers. Nobody asks for money.")
    return Note(
        young_person=check.placement.referral.young_person,
        topic=Topic.STAY,
        text=text % {"day": check.day},
        about=check,
        path=PATH % check_link(check, days=days),
        expires_at=make_aware(datetime.combine(last_day_of(check, days=days), time(23, 59))),
        once=f"stay-{check.pk}",
    )

"""The words of messages to discharged soldiers. They say nothing of where somebody served."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.shared import wording
from nhipcau.soldiers.models import HomeCheck
from nhipcau.soldiers.queries import check_link, last_day_of

PATH = "/x/%s/"


def ask_each(checks: Sequence[HomeCheck], *, at: datetime) -> None:
    """One question each, with the link that answers it. Sent only while consent is in force."""
    with override("vi"):
        put_each([_question(one) for one in checks], at=at)


def _question(check: HomeCheck) -> Note:
    ends_on = check.service.card_until
    assert ends_on is not None, "a check is made with the day of discharge"
    text = _(
        "%(month)d months at home: what do you need? Support for learning a trade ends on %(day)s."
        " One tap answers."
    )
    return Note(
        young_person=check.service.young_person,
        topic=Topic.HOME,
        text=text % {"month": check.month, "day": wording.day(ends_on)},
        about=check,
        path=PATH % check_link(check),
        expires_at=make_aware(datetime.combine(last_day_of(check), time(23, 59))),
        once=f"home-{check.pk}",
    )

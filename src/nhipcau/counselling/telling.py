"""The words of messages about cases. They say that there is something to read, never what."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.counselling.models import Step
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.shared.wording import day

MY_PAGE = "/my/"


def remind_each(steps: Sequence[Step], *, at: datetime) -> None:
    """One reminder each, without a word of what was agreed."""
    with override("vi"):
        put_each([_reminder(step) for step in steps], at=at)


def _reminder(step: Step) -> Note:
    text = _("You planned something with your counsellor, by %(day)s. Please look at your page:")
    return Note(
        young_person=step.case.young_person,
        topic=Topic.COUNSELLING,
        text=text % {"day": day(step.due_on)},
        about=step,
        path=MY_PAGE,
        expires_at=make_aware(datetime.combine(step.due_on, time(23, 59))),
        once=f"step-{step.pk}",
    )

"""The lives of a question of the hall and of a wish to hear more, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionState(TextChoices):
    WAITING = "WAITING", _("not read yet")
    SHOWN = "SHOWN", _("on the screen")
    ANSWERED = "ANSWERED", pgettext_lazy("question of the hall", "answered")
    DECLINED = "DECLINED", _("not shown")


Q = QuestionState
QUESTION_TRANSITIONS = {
    Q.WAITING: {Q.SHOWN, Q.DECLINED},
    Q.SHOWN: {Q.ANSWERED, Q.DECLINED},
    Q.ANSWERED: set[str](),
    Q.DECLINED: {Q.SHOWN},
}


class FollowUpState(TextChoices):
    WAITING = "WAITING", _("waits for a counsellor")
    DONE = "DONE", _("talked to")
    DROPPED = "DROPPED", _("not wished any more")


F = FollowUpState
FOLLOW_UP_TRANSITIONS = {
    F.WAITING: {F.DONE, F.DROPPED},
    F.DONE: set[str](),
    F.DROPPED: {F.WAITING},
}
FOLLOW_UP_NEEDS_REASON = frozenset({(F.WAITING, F.DROPPED)})


class FollowUpTopic(TextChoices):
    """What somebody wants to hear more about."""

    CHOICE = "CHOICE", _("which occupation or training fits me")
    TRAINING = "TRAINING", _("learning a trade")
    WORK = "WORK", _("work in the province")
    ELSEWHERE = "ELSEWHERE", _("work in other provinces or abroad")

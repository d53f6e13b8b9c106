"""The lives of a booth, a timetable and an interview of the day, as data."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BoothState(TextChoices):
    INVITED = "INVITED", _("invited, no answer yet")
    ACCEPTED = "ACCEPTED", _("comes to the fair")
    DECLINED = "DECLINED", _("does not come")
    WITHDRAWN = "WITHDRAWN", _("booth given up")


B = BoothState
BOOTH_TRANSITIONS = {
    B.INVITED: {B.ACCEPTED, B.DECLINED, B.WITHDRAWN},
    B.ACCEPTED: {B.WITHDRAWN},
    B.DECLINED: {B.ACCEPTED},
    B.WITHDRAWN: {B.ACCEPTED},
}
BOOTH_NEEDS_REASON = frozenset({(B.ACCEPTED, B.WITHDRAWN), (B.INVITED, B.WITHDRAWN)})


class TimetableState(TextChoices):
    ASKED = "ASKED", _("waits to be computed")
    SOLVING = "SOLVING", _("is being computed")
    DRAFT = "DRAFT", _("draft, nobody was told")
    PUBLISHED = "PUBLISHED", _("told to everybody")
    REPLACED = "REPLACED", _("replaced by a newer one")
    FAILED = "FAILED", _("could not be computed")


T = TimetableState
TIMETABLE_TRANSITIONS = {
    T.ASKED: {T.SOLVING, T.REPLACED},
    T.SOLVING: {T.DRAFT, T.FAILED, T.REPLACED},
    T.DRAFT: {T.PUBLISHED, T.REPLACED},
    T.PUBLISHED: {T.REPLACED},
    T.REPLACED: set[str](),
    T.FAILED: {T.REPLACED},
}


class MeetingState(TextChoices):
    EXPECTED = "EXPECTED", _("expected")
    CALLED = "CALLED", _("called to the booth")
    NOT_HERE = "NOT_HERE", _("called, not here")
    HELD = "HELD", _("interview held")


M = MeetingState
MEETING_TRANSITIONS = {
    M.EXPECTED: {M.CALLED, M.NOT_HERE, M.HELD},
    M.CALLED: {M.EXPECTED, M.NOT_HERE, M.HELD},
    M.NOT_HERE: {M.CALLED, M.HELD},
    M.HELD: set[str](),
}


class InterviewResult(TextChoices):
    SECOND = "SECOND", _("second interview")
    OFFER = "OFFER", _("work offered")
    TAKEN = "TAKEN", _("taken on, first day agreed")
    NO = "NO", _("not this time")


class MarkKind(TextChoices):
    CALL = "CALL", _("called")
    NOT_HERE = "NOT_HERE", _("not here")
    RESULT = "RESULT", _("result told")


class MarkOutcome(TextChoices):
    KEPT = "KEPT", _("kept")
    SAME = "SAME", _("known already")
    CONFLICT = "CONFLICT", _("another result was told before")
    REFUSED = "REFUSED", _("could not be kept")


class Interest(IntegerChoices):
    """What an employer says of a candidate who wishes to meet it."""

    NO = 0, _("not for us")
    MAYBE = 1, pgettext_lazy("interest of an employer", "maybe")
    YES = 2, _("gladly")
    SURELY = 3, _("very gladly")


class Goal(TextChoices):
    FAIR = "fair", _("an interview for as many people as possible, then the best wishes")
    WEIGHT = "weight", _("the best wishes, whoever they are of")


class Cell(TextChoices):
    """What one square of the hall is. One sign each, as the plan is kept."""

    FLOOR = ".", _("free floor")
    STAND = "B", _("place for a booth")
    WAY = "=", _("accessible way")
    WALL = "#", _("wall")
    ENTRANCE = "E", _("entrance")
    STAGE = "S", _("stage")
    TOILET = "W", _("accessible toilet")

"""The life of an introduction, told in columns of their own: how far it came (``state``), why it
ended (``outcome``), who has to act (``waits_for``) and whether it is held (``freeze``)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralState(TextChoices):
    PROPOSED = "PROPOSED", _("proposed, not yet introduced")
    ISSUED = "ISSUED", _("introduced, waiting for the employer")
    INTERVIEW = "INTERVIEW", _("invited to an interview")
    OFFERED = "OFFERED", _("work offered")
    HIRED = "HIRED", _("taken on, before the first day")
    CLOSED = "CLOSED", _("introduction closed")


class Outcome(TextChoices):
    """Why an introduction was closed; empty while it is not."""

    STARTED = "STARTED", _("began to work")
    NOT_HIRED = "NOT_HIRED", _("not taken on")
    NOT_STARTED = "NOT_STARTED", _("taken on, but did not begin")
    NO_ANSWER = "NO_ANSWER", _("the employer did not answer")
    DECLINED = "DECLINED", _("the young person declined the offer")
    WITHDRAWN = "WITHDRAWN", _("the young person withdrew")
    VACANCY_CLOSED = "VACANCY_CLOSED", _("the vacancy was closed")
    NOT_PROPOSED = "NOT_PROPOSED", _("the proposal was not taken up")


class WaitsFor(TextChoices):
    """Who has to act next; nobody once it is closed and settled."""

    CENTRE = "CENTRE", _("the Centre")
    EMPLOYER = "EMPLOYER", _("the employer")
    PERSON = "PERSON", _("the young person")
    BOTH_UNITS = "BOTH_UNITS", _("both units")
    NOBODY = "NOBODY", pgettext_lazy("waits for", "nobody")


class Freeze(TextChoices):
    """Why an introduction is held where it is; empty while it goes on."""

    LICENCE = "LICENCE", _("the sender's licence is not in force")
    VACANCY = "VACANCY", _("the vacancy is frozen")
    EMPLOYER = "EMPLOYER", _("the employer is suspended")
    REPORT = "REPORT", _("something was reported and is looked into")


class SpokenFor(TextChoices):
    """For whom a colleague writes down what was said on the phone or at the desk."""

    EMPLOYER = "EMPLOYER", _("for the employer, who was called")
    PERSON = "PERSON", _("for the young person")


class Chased(TextChoices):
    """How far a missing answer was followed up; in this order."""

    NOT_YET = "", _("not yet followed up")
    EMPLOYER = "EMPLOYER", _("the employer was reminded")
    CENTRE = "CENTRE", _("the Centre calls")
    OTHER_UNIT = "OTHER_UNIT", _("the other unit knows")


S = ReferralState
OPEN = frozenset({S.PROPOSED, S.ISSUED, S.INTERVIEW, S.OFFERED, S.HIRED})
# The employer owes an answer in these, and the clock runs.
ASKED = frozenset({S.ISSUED, S.INTERVIEW})
# The employer answered: its answer is dated.
ANSWERED = frozenset({S.INTERVIEW, S.OFFERED, S.HIRED})
BEFORE_ISSUING = frozenset({Outcome.NOT_PROPOSED})
AFTER_ISSUING = frozenset(
    {
        *(Outcome.STARTED, Outcome.NOT_HIRED, Outcome.NOT_STARTED, Outcome.NO_ANSWER),
        Outcome.DECLINED,
    }
)

"""The life of an introduction. Progress and the reason of its end are two columns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralState(TextChoices):
    PROPOSED = "PROPOSED", _("proposed by the Youth Union")
    ISSUED = "ISSUED", _("introduced, waiting for the employer")
    INTERVIEW = "INTERVIEW", _("invited to an interview")
    OFFERED = "OFFERED", _("work offered")
    HIRED = "HIRED", _("taken on")
    CLOSED = "CLOSED", _("introduction closed")


class Outcome(TextChoices):
    """Why an introduction was closed; empty while it is not."""

    STARTED = "STARTED", _("began to work")
    NOT_HIRED = "NOT_HIRED", _("not taken on")
    NO_ANSWER = "NO_ANSWER", _("the employer did not answer")
    DECLINED = "DECLINED", _("the young person declined")
    WITHDRAWN = "WITHDRAWN", _("the young person withdrew")
    VACANCY_CLOSED = "VACANCY_CLOSED", _("the vacancy was closed")
    NOT_PROPOSED = "NOT_PROPOSED", _("the Centre did not take up the proposal")


OPEN = frozenset(
    {
        ReferralState.PROPOSED,
        ReferralState.ISSUED,
        ReferralState.INTERVIEW,
        ReferralState.OFFERED,
        ReferralState.HIRED,
    }
)

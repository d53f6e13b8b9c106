"""The lives of a programme and of a plan version, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeState(TextChoices):
    DRAFT = "DRAFT", _("draft")
    RUNNING = "RUNNING", _("running")
    CLOSED = "CLOSED", _("closed")


P = ProgrammeState
PROGRAMME_TRANSITIONS = {
    P.DRAFT: {P.RUNNING},
    P.RUNNING: {P.CLOSED},
    P.CLOSED: set[str](),
}


class PlanState(TextChoices):
    DRAFT = "DRAFT", _("draft")
    PROPOSED = "PROPOSED", _("waiting for both units")
    APPROVED = "APPROVED", _("approved by both units")
    RETURNED = "RETURNED", _("returned for changes")
    SUPERSEDED = "SUPERSEDED", _("replaced by a later version")


S = PlanState
PLAN_TRANSITIONS = {
    S.DRAFT: {S.PROPOSED},
    S.PROPOSED: {S.APPROVED, S.RETURNED},
    S.RETURNED: {S.PROPOSED},
    S.APPROVED: {S.SUPERSEDED},
    S.SUPERSEDED: set[str](),
}
PLAN_NEEDS_REASON = frozenset({(S.PROPOSED, S.RETURNED)})
EDITABLE = frozenset({S.DRAFT, S.RETURNED})

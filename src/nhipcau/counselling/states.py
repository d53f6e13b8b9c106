"""The life of a case, of what was agreed in it, and of its transfers, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("case", "being counselled")
    WAITING = "WAITING", pgettext_lazy("case", "waiting")
    CLOSED = "CLOSED", pgettext_lazy("case", "case closed")


C = CaseState
CASE_TRANSITIONS = {
    C.OPEN: {C.WAITING, C.CLOSED},
    C.WAITING: {C.OPEN, C.CLOSED},
    C.CLOSED: {C.OPEN},
}
CASE_NEEDS_REASON = frozenset({(C.OPEN, C.WAITING), (C.CLOSED, C.OPEN)})
LIVE_CASES = frozenset({C.OPEN, C.WAITING})


class StepState(TextChoices):
    AGREED = "AGREED", pgettext_lazy("step", "agreed")
    DONE = "DONE", pgettext_lazy("step", "carried out")
    DROPPED = "DROPPED", pgettext_lazy("step", "dropped")


class TransferState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("transfer", "asked, not accepted yet")
    ACCEPTED = "ACCEPTED", pgettext_lazy("transfer", "transfer accepted")
    DECLINED = "DECLINED", pgettext_lazy("transfer", "transfer declined")
    TAKEN_BACK = "TAKEN_BACK", pgettext_lazy("transfer", "request taken back")
    RETURNED = "RETURNED", pgettext_lazy("transfer", "came back")


T = TransferState
TRANSFER_TRANSITIONS = {
    T.ASKED: {T.ACCEPTED, T.DECLINED, T.TAKEN_BACK},
    T.ACCEPTED: {T.RETURNED},
    T.DECLINED: set(),
    T.TAKEN_BACK: set(),
    T.RETURNED: set(),
}


class CounsellingKind(TextChoices):
    """The three kinds of counselling that the law tells apart."""

    POLICY = "POLICY", _("counselling on labour and employment policy")
    CAREER = "CAREER", _("career counselling")
    JOB = "JOB", _("job counselling")


class Need(TextChoices):
    """What somebody comes with: plain codes, for the figures."""

    CHOOSE_CAREER = "CHOOSE_CAREER", _("find out which work suits")
    CHOOSE_TRAINING = "CHOOSE_TRAINING", _("choose a school or training")
    FIND_WORK = "FIND_WORK", _("find work")
    CHANGE_WORK = "CHANGE_WORK", _("change work")
    WORK_ABROAD = "WORK_ABROAD", _("work abroad")
    OWN_BUSINESS = "OWN_BUSINESS", _("begin an own business")
    LABOUR_LAW = "LABOUR_LAW", _("know rights at work and insurance")
    SUPPORT_BY_LAW = "SUPPORT_BY_LAW", _("know what support the State gives")
    OTHER = "OTHER", pgettext_lazy("need", "something else")


class Advice(TextChoices):
    """What was advised: plain codes, for the figures."""

    INTERESTS = "INTERESTS", _("talked about interests and strengths")
    OCCUPATIONS = "OCCUPATIONS", _("looked at occupations together")
    TRAINING_PATH = "TRAINING_PATH", _("showed ways of training")
    APPLICATION = "APPLICATION", _("practised applying and interviews")
    VACANCIES = "VACANCIES", _("looked at vacancies")
    LAW_EXPLAINED = "LAW_EXPLAINED", _("explained rights and duties")
    SUPPORT_FOUND = "SUPPORT_FOUND", _("found support to apply for")
    OTHER_BODY = "OTHER_BODY", _("named another body that helps")


class Result(TextChoices):
    """What came of it, told when a case is closed."""

    HAS_PLAN = "HAS_PLAN", _("has a plan of the own")
    IN_TRAINING = "IN_TRAINING", _("began a school or training")
    AT_WORK = "AT_WORK", _("began to work")
    INFORMED = "INFORMED", _("has the information asked for")
    NO_RESULT = "NO_RESULT", _("nothing came of it")


class ClosingReason(TextChoices):
    FINISHED = "FINISHED", _("what was agreed is done")
    PERSON_WISHES = "PERSON_WISHES", _("the person wishes to end it")
    NOT_REACHED = "NOT_REACHED", _("could not be reached any more")
    MOVED_AWAY = "MOVED_AWAY", _("moved away")
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN", _("the consent was withdrawn")
    ERASED = "ERASED", _("the data were erased")


# What a colleague may choose; the others follow from what the person asked.
CHOSEN_REASONS = (
    ClosingReason.FINISHED,
    ClosingReason.PERSON_WISHES,
    ClosingReason.NOT_REACHED,
    ClosingReason.MOVED_AWAY,
)


class Interpreter(TextChoices):
    """In which language somebody helps to understand; empty: none is needed."""

    TAY = "TAY", _("Tày language")
    NUNG = "NUNG", _("Nùng language")
    DAO = "DAO", _("Dao language")
    MONG = "MONG", _("Mông language")
    SIGN = "SIGN", _("sign language")
    OTHER = "OTHER", pgettext_lazy("language", "another language")


class Channel(TextChoices):
    MEETING = "MEETING", _("at the office")
    PHONE = "PHONE", _("by telephone")
    ONLINE = "ONLINE", _("by video")
    HOME = "HOME", _("at home or in the commune")
    SCHOOL = "SCHOOL", _("at school or at an event")


class Doer(TextChoices):
    """Who does what was agreed."""

    PERSON = "PERSON", _("the young person")
    COUNSELLOR = "COUNSELLOR", _("the counsellor")
    FAMILY = "FAMILY", _("the family")


class Scope(TextChoices):
    """What a key of a case opens for its reader."""

    ALL = "ALL", _("every note of the case")
    OWN = "OWN", _("the own notes alone")

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.coordination.models.difficulties import (
    COORDINATION_ROLES,
    Difficulty,
    programmes_of,
)
from nhipcau.coordination.states import PlanRequestState, PromiseState, ThreadKind, Told, Topic
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.programmes.models import PlanSource, Programme
from nhipcau.referrals.models import Referral
from nhipcau.vacancies.models import Vacancy


def _somebody(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, **options
    )


def _on(model):
    return models.ForeignKey(model, models.PROTECT, related_name="threads", null=True, blank=True)


THINGS: dict[str, type[models.Model]] = {
    "event": Event,
    "employer": Employer,
    "vacancy": Vacancy,
    "referral": Referral,
    "difficulty": Difficulty,
}


def _hangs_on_one_thing():
    """Exactly the thing that the kind names, and no other."""
    found = Q(kind=ThreadKind.PROGRAMME, **{f"{name}": None for name in THINGS})
    for thing in THINGS:
        others = {name: None for name in THINGS if name != thing}
        found |= Q(kind=thing.upper(), **{f"{thing}__isnull": False}, **others)
    return found


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Colleagues of both units who see the thing itself."""
        if not partner_units_of(actor, *COORDINATION_ROLES):
            return self.none()
        seen = Q(kind=ThreadKind.PROGRAMME)
        for name, model in THINGS.items():
            things = model.objects.visible_to(actor)  # type: ignore[attr-defined]
            seen |= Q(kind=name.upper(), **{f"{name}__in": things.values("pk")})
        return self.filter(seen, programme__in=programmes_of(actor))


class Thread(models.Model):
    """What both units say to each other about one thing."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=10, choices=ThreadKind)
    subject = models.CharField(_("about what"), max_length=160)
    event = _on(Event)
    employer = _on(Employer)
    vacancy = _on(Vacancy)
    referral = _on(Referral)
    difficulty = models.OneToOneField(
        Difficulty, models.PROTECT, related_name="thread", null=True, blank=True
    )
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = _somebody()
    at = models.DateTimeField()
    last_post_at = models.DateTimeField()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["programme", "-last_post_at"], name="thread_newest")]
        constraints = [
            models.CheckConstraint(condition=_hangs_on_one_thing(), name="thread_on_one_thing")
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class OfThreadQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(thread__in=Thread.objects.visible_to(actor))


class Post(models.Model):
    """One contribution. ``unit`` is empty when it came from outside; ``for_person``: the young
    person reads it as well."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="posts")
    said_by = models.CharField(max_length=8, choices=Told, default=Told.STAFF)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    by = _somebody(blank=True)
    text = models.TextField()
    for_person = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = OfThreadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="post_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(said_by=Told.STAFF, unit__isnull=False) | ~Q(said_by=Told.STAFF),
                name="post_of_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


def _once_of(*names):
    """Exactly one of these points somewhere."""
    return reduce(
        or_,
        (
            Q(**{f"{name}__isnull": False}, **{other: None for other in names if other != name})
            for name in names
        ),
    )


class SharedQuerySet(models.QuerySet):
    """What hangs on a thread or on a meeting: seen by who sees that."""

    def visible_to(self, actor):
        threads = Thread.objects.visible_to(actor).values("pk")
        return self.filter(
            Q(thread__in=threads) | Q(item__meeting__programme__in=programmes_of(actor))
        )


class Decision(models.Model):
    """What both units decided, in a thread or in a meeting."""

    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    item = models.ForeignKey(
        "coordination.AgendaItem",
        models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
    )
    what = models.CharField(_("decision"), max_length=300)
    decided_on = models.DateField()
    by = _somebody()
    at = models.DateTimeField()

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(thread__isnull=False, item=None) | Q(thread=None, item__isnull=False),
                name="decision_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class PromiseQuerySet(SharedQuerySet):
    def open(self):
        return self.filter(state=PromiseState.GIVEN)


class Promise(models.Model):
    """A unit does something by a day."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="promises")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="promises")
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by when"))
    state = models.CharField(max_length=8, choices=PromiseState, default=PromiseState.GIVEN)
    reason = models.CharField(_("why it was given up"), max_length=300, blank=True)
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="promises", null=True, blank=True
    )
    item = models.ForeignKey(
        "coordination.AgendaItem",
        models.PROTECT,
        related_name="promises",
        null=True,
        blank=True,
    )
    by = _somebody()
    at = models.DateTimeField()
    ended_by = _somebody(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                condition=Q(state=PromiseState.GIVEN),
                name="promise_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="promise_has_a_unit_queue"
            ),
            models.CheckConstraint(
                condition=Q(thread__isnull=False, item=None) | Q(thread=None, item__isnull=False),
                name="promise_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.GIVEN, ended_at=None)
                | (~Q(state=PromiseState.GIVEN) & Q(ended_at__isnull=False)),
                name="promise_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Colleagues of the unit it is for; what leaders are told, its leaders."""
        units = partner_units_of(actor, *COORDINATION_ROLES)
        led = partner_units_of(actor, Role.LEADER)
        return self.filter(Q(unit__in=units, for_leaders=False) | Q(unit__in=led))

    def unseen(self):
        return self.filter(seen_at=None)


ABOUT = ("difficulty", "thread", "promise", "meeting")


class Notice(models.Model):
    """Something a unit is told, with a receipt: codes and a way to it, no content.

    ``once``: a second notice of that name is not kept.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    for_leaders = models.BooleanField(default=False)
    topic = models.CharField(max_length=12, choices=Topic)
    difficulty = models.ForeignKey(
        Difficulty, models.PROTECT, related_name="notices", null=True, blank=True
    )
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="notices", null=True, blank=True
    )
    promise = models.ForeignKey(
        Promise, models.PROTECT, related_name="notices", null=True, blank=True
    )
    meeting = models.ForeignKey(
        "coordination.JointMeeting",
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
    )
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)
    at = models.DateTimeField()
    seen_by = _somebody(blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-at"], condition=Q(seen_at=None), name="notice_unseen")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="notice_has_a_unit_queue"
            ),
            models.CheckConstraint(condition=_once_of(*ABOUT), name="notice_about_one_thing"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class PlanRequestQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(programme__in=programmes_of(actor))

    def open(self):
        return self.filter(state=PlanRequestState.RECEIVED)


FROM_ABOVE = (PlanSource.DEPARTMENT, PlanSource.YOUTH_UNION)


class PlanRequest(models.Model):
    """The Department or the Youth Union asks for something; it becomes a line of the plan.

    ``lineage``: of that line, through all versions of the plan.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in FROM_ABOVE]
    )
    what = models.CharField(_("what is asked for"), max_length=500)
    reference = models.CharField(_("letter, number and date"), max_length=120, blank=True)
    received_on = models.DateField()
    due_on = models.DateField(_("to be answered by"))
    state = models.CharField(
        max_length=8, choices=PlanRequestState, default=PlanRequestState.RECEIVED
    )
    lineage = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = _somebody()
    at = models.DateTimeField()
    ended_by = _somebody(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlanRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="plan_request_has_a_unit_queue"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[one.value for one in FROM_ABOVE]),
                name="plan_request_from_above",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanRequestState.RECEIVED, ended_at=None, lineage=None)
                | Q(state=PlanRequestState.PLANNED, ended_at__isnull=False, lineage__isnull=False)
                | Q(state=PlanRequestState.DECLINED, ended_at__isnull=False, lineage=None),
                name="plan_request_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

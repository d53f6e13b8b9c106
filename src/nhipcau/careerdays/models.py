"""What belongs to a day of careers. Written only by ``careerdays.use_cases``."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.careerdays.states import (
    FOLLOW_UP_NEEDS_REASON,
    FOLLOW_UP_TRANSITIONS,
    QUESTION_TRANSITIONS,
    FollowUpState,
    FollowUpTopic,
    QuestionState,
)
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event, Registration
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import Consent, Purpose
from nhipcau.shared.models import StateChange

LONGEST_QUESTION = 280


class CareerDayQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(event__in=Event.objects.visible_to(actor))

    def public(self):
        return self.filter(event__in=Event.objects.public(), event__kind__hides_host=False)


class CareerDay(models.Model):
    """What an event has besides its sessions: a programme, questions, employers who are there.

    ``ask_code`` opens the page for phones in the hall, ``screen_code`` the screen.
    """

    event = models.OneToOneField(Event, models.PROTECT, related_name="career_day")
    takes_questions = models.BooleanField(default=False)
    ask_code = models.CharField(max_length=32, unique=True)
    screen_code = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()

    objects = CareerDayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"career day {self.pk}"


class OfDayQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(day__in=CareerDay.objects.visible_to(actor))


class ProgrammeItem(models.Model):
    """One line of the programme. Whoever speaks told name, role and organisation for publication;
    without the day on which this was agreed, no page outside the workspace says them."""

    day = models.ForeignKey(CareerDay, models.PROTECT, related_name="items")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    title = models.CharField(_("title"), max_length=160)
    room = models.CharField(_("room"), max_length=80, blank=True)
    speaker_name = models.CharField(_("who speaks"), max_length=100, blank=True)
    speaker_role = models.CharField(_("role"), max_length=120, blank=True)
    speaker_organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    speaker_agreed_on = models.DateField(_("agreed to be named on"), null=True, blank=True)

    objects = OfDayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="programme_item_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"programme item {self.pk}"

    @property
    def public_speaker(self) -> tuple[str, ...]:
        """Name, role and organisation, as far as they may be published."""
        if self.speaker_agreed_on is None:
            return ()
        told = (self.speaker_name, self.speaker_role, self.speaker_organisation)
        return tuple(one for one in told if one)


class HallQuestion(models.Model):
    """A question sent from a phone in the hall, by nobody in particular.

    ``also_count``: how many other browsers ask it too.
    """

    TRANSITIONS = QUESTION_TRANSITIONS

    day = models.ForeignKey(CareerDay, models.PROTECT, related_name="questions")
    text = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    state = models.CharField(max_length=16, choices=QuestionState, default=QuestionState.WAITING)
    also_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()

    objects = OfDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="hall_question_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class HallQuestionStateChange(StateChange):
    hall_question = models.ForeignKey(HallQuestion, models.PROTECT, related_name="changes")


class AlsoAsked(models.Model):
    """One browser asks a question too, once. Gone two days after; the count stays."""

    question = models.ForeignKey(HallQuestion, models.CASCADE, related_name="also_asked")
    browser_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "browser_hash"], name="also_asked_once")
        ]

    def __str__(self) -> str:
        return f"also asked {self.pk}"


class PresentEmployer(models.Model):
    """An employer that is there without a booth of a fair."""

    day = models.ForeignKey(CareerDay, models.PROTECT, related_name="present")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")

    objects = OfDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "employer"], name="present_employer_once")
        ]

    def __str__(self) -> str:
        return f"employer {self.employer_id} at day {self.day_id}"


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the registration; nobody once the person does not want to be contacted."""
        return self.filter(registration__in=Registration.objects.visible_to(actor)).agreed()

    def agreed(self):
        """Those whose person agrees to be contacted, on whichever record."""
        person = "registration__young_person"
        said = Consent.objects.in_force().filter(text__purpose=Purpose.CONTACT)
        same = (
            {"young_person": OuterRef(person)},
            {"young_person": OuterRef(f"{person}__merged_into")},
            {"young_person__merged_into": OuterRef(person)},
            {"young_person__merged_into": OuterRef(f"{person}__merged_into")},
        )
        # One look each: an "or" inside would read the consents of everybody.
        return self.filter(reduce(or_, (Exists(said.filter(**one)) for one in same)))

    def waiting(self):
        return self.filter(state=FollowUpState.WAITING)


class FollowUp(models.Model):
    """Somebody who was at the day wants to hear more; one unit sees to it."""

    TRANSITIONS = FOLLOW_UP_TRANSITIONS
    NEEDS_REASON = FOLLOW_UP_NEEDS_REASON

    day = models.ForeignKey(CareerDay, models.PROTECT, related_name="follow_ups")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="follow_ups")
    about = models.CharField(max_length=10, choices=FollowUpTopic)
    note = models.CharField(_("in own words"), max_length=300, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=FollowUpState, default=FollowUpState.WAITING)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "about"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="follow_up_state_known"
            ),
            models.CheckConstraint(
                condition=Q(about__in=FollowUpTopic.values), name="follow_up_topic_known"
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"


class FollowUpStateChange(StateChange):
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="changes")

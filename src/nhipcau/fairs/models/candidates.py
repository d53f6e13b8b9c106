"""Who wants interviews at a fair, when they are there, and whom they want to meet."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Registration
from nhipcau.fairs.models.booths import Booth
from nhipcau.fairs.models.fairs import Fair
from nhipcau.fairs.states import Interest
from nhipcau.vacancies.models import Vacancy


class OfFairQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(fair__in=Fair.objects.visible_to(actor))


class Bus(models.Model):
    """A bus of a school or commune: nobody on it is there before, or after it left."""

    fair = models.ForeignKey(Fair, models.PROTECT, related_name="buses")
    name = models.CharField(_("whose bus"), max_length=80)
    arrives_at = models.DateTimeField(_("arrives"))
    leaves_at = models.DateTimeField(_("leaves"))

    objects = OfFairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "name"], name="bus_once"),
            models.CheckConstraint(
                condition=Q(leaves_at__gt=F("arrives_at")), name="bus_leaves_later"
            ),
        ]

    def __str__(self) -> str:
        return f"bus {self.pk}"


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the registration: staff who work with the person, the owner of the phone."""
        return self.filter(registration__in=Registration.objects.visible_to(actor))

    def taking_part(self):
        return self.filter(ended_at=None, registration__state="CONFIRMED")


class Candidate(models.Model):
    """One young person with a place at the event who wants interviews.

    ``number`` is all that screens and lists in the hall say besides initials. There from the
    start of slot ``from_slot`` to the start of slot ``to_slot``, and while the bus is.
    """

    fair = models.ForeignKey(Fair, models.PROTECT, related_name="candidates")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="candidate")
    number = models.PositiveIntegerField()
    most = models.PositiveSmallIntegerField(_("interviews I want at most"))
    from_slot = models.PositiveSmallIntegerField()
    to_slot = models.PositiveSmallIntegerField()
    bus = models.ForeignKey(Bus, models.PROTECT, null=True, blank=True, related_name="candidates")
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "number"], name="candidate_number_once"),
            models.CheckConstraint(
                condition=Q(to_slot__gt=F("from_slot")), name="candidate_there_some_time"
            ),
            models.CheckConstraint(condition=Q(most__gte=1), name="candidate_wants_one"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"

    @property
    def young_person(self):
        return self.registration.young_person


class InterviewWish(models.Model):
    """A candidate wants to meet an employer about one vacancy; rank 1 is the dearest.

    ``interest``: what the employer says; nothing while it has not looked.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="wishes")
    booth = models.ForeignKey(Booth, models.PROTECT, related_name="wishes")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    interest = models.PositiveSmallIntegerField(choices=Interest, null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "booth"], name="interview_wish_once"),
            models.UniqueConstraint(fields=["candidate", "rank"], name="interview_wish_rank"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="interview_wish_from_one"),
            models.CheckConstraint(
                condition=Q(interest=None) | Q(interest__in=Interest.values),
                name="interview_wish_interest_known",
            ),
        ]

    def __str__(self) -> str:
        return f"wish {self.rank} of candidate {self.candidate_id}"

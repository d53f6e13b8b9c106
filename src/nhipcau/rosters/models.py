from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Registration, RegistrationGroup, Session
from nhipcau.organisations.models import Commune, Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import Ethnicity, Gender, Relation, YoungPerson
from nhipcau.rosters.states import (
    ROSTER_NEEDS_REASON,
    ROSTER_TRANSITIONS,
    Decision,
    Outcome,
    PhoneOf,
    RosterState,
    Verdict,
)
from nhipcau.shared.models import StateChange

ROLES_WITH_ROSTERS = (Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)


def _run_by(actor, path):
    units = partner_units_of(actor, *ROLES_WITH_ROSTERS)
    line = f"{path}session__event__plan_line__"
    return Q(**{f"{line}lead__in": units}) | Q(**{f"{line}supporting__in": units})


class RosterLinkQuerySet(models.QuerySet):
    def open(self, at):
        return self.filter(revoked_at=None, expires_at__gt=at)

    def visible_to(self, actor):
        """Those who organise or counsel for one of the two units that run the event."""
        return self.filter(_run_by(actor, ""))


class RosterLink(models.Model):
    """A secret address by which a school or unit without an account sends its list. A hash."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="roster_links")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RosterLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"roster link {self.pk}"


class RosterQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those who organise or counsel for one of the two units that run the event."""
        return self.filter(_run_by(actor, ""))

    def sent_by(self, link):
        """What came through one link: its holder sees counts and row numbers, no people."""
        return self.filter(link=link)


class Roster(models.Model):
    """One list of a school or unit for one session. The file itself is not kept."""

    TRANSITIONS = ROSTER_TRANSITIONS
    NEEDS_REASON = ROSTER_NEEDS_REASON

    session = models.ForeignKey(Session, models.PROTECT, related_name="rosters")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rosters")
    link = models.ForeignKey(
        RosterLink, models.PROTECT, null=True, blank=True, related_name="rosters"
    )
    group = models.ForeignKey(
        RegistrationGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64, db_index=True)
    starts_1904 = models.BooleanField(default=False)
    writing = models.CharField(max_length=16, help_text="the encoding most of its text is in")
    is_mixed = models.BooleanField(default=False, help_text="text in several encodings")
    sheets = models.JSONField(
        default=list, help_text="of each sheet: name, header row, header words, column → field"
    )
    contact_phone = models.CharField(_("contact phone of the list"), max_length=16, blank=True)
    evidence = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=16, choices=RosterState, default=RosterState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RosterState.values), name="roster_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"roster {self.pk}"


class RosterStateChange(StateChange):
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="changes")


class RosterRowQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(_run_by(actor, "roster__"))


class RosterRow(models.Model):
    """One row of the file: what stood there, how it is read, and what is said of it."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField(help_text="running number in the file, from 0")
    sheet = models.PositiveSmallIntegerField(help_text="place in the roster's sheets")
    number = models.PositiveIntegerField(help_text="row number as the sender sees it")
    cells = models.JSONField(default=list)
    cut = models.JSONField(default=list, help_text="places of cells too long to keep")
    typed = models.JSONField(default=dict, help_text="what staff wrote in place of a cell")
    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    other_names = models.JSONField(default=list, help_text="what the name might be instead")
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    whose_number = models.CharField(max_length=8, choices=PhoneOf, blank=True)
    guardian_name = models.CharField(max_length=100, blank=True)
    guardian_phone = models.CharField(max_length=16, blank=True)
    guardian_relation = models.CharField(max_length=12, choices=Relation, blank=True)
    class_name = models.CharField(max_length=60, blank=True)
    commune = models.ForeignKey(Commune, models.SET_NULL, null=True, blank=True, related_name="+")
    gender = models.CharField(max_length=8, choices=Gender, blank=True)
    ethnicity = models.CharField(max_length=10, choices=Ethnicity, blank=True)
    is_union_member = models.BooleanField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict)
    reasons = models.JSONField(default=list, help_text="code, column and what it is about")
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    person = models.ForeignKey(
        YoungPerson, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_new_person = models.BooleanField(default=False)
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "place"], name="roster_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="roster_row_verdict_known"
            ),
        ]
        indexes = [models.Index(fields=["roster", "verdict", "place"], name="roster_row_shown")]

    def __str__(self) -> str:
        return f"roster row {self.pk}"


class ColumnMapping(models.Model):
    """What the columns of one organisation's lists say, kept for its next list."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"], name="column_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"column mapping {self.pk}"

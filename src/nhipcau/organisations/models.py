from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Commune(models.Model):
    """A commune or ward of the province; the province's own data file gives the rows."""

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=10, choices=[("xã", "xã"), ("phường", "phường")])
    wage_region = models.CharField(max_length=3)
    youth_count = models.PositiveIntegerField(
        default=0, help_text="young people living there; a sample until confirmed"
    )
    tile_row = models.PositiveSmallIntegerField()
    tile_column = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Holiday(models.Model):
    """A public holiday, so that nobody plans a day on it unawares. Data with its source."""

    day = models.DateField(unique=True)
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class OrganisationKind(models.TextChoices):
    CHILDRENS_PALACE = "CHILDRENS_PALACE", _("Children's Palace")
    EMPLOYMENT_CENTRE = "EMPLOYMENT_CENTRE", _("employment service centre")
    DEPARTMENT = "DEPARTMENT", _("provincial department")
    YOUTH_UNION = "YOUTH_UNION", _("Provincial Youth Union")
    SCHOOL = "SCHOOL", _("school")
    MILITARY_UNIT = "MILITARY_UNIT", _("military unit")
    COMMUNE = "COMMUNE", _("commune")
    OTHER = "OTHER", _("other unit")


PARTNER_KINDS = frozenset({OrganisationKind.CHILDRENS_PALACE, OrganisationKind.EMPLOYMENT_CENTRE})


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff see the units their own units work with: all. Others see none."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        return self.filter(Exists(Membership.objects.active().filter(user=actor)))


class Organisation(models.Model):
    """A unit of the programme, or one it works with. Its name is data with a source."""

    kind = models.CharField(max_length=20, choices=OrganisationKind)
    code = models.SlugField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short_name_vi = models.CharField(max_length=60)
    short_name_en = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    dissolved_on = models.DateField(null=True, blank=True)
    name_source = models.CharField(max_length=200, blank=True)
    is_name_confirmed = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name_vi"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def short_name(self) -> str:
        return self.short_name_en if get_language() == "en" else self.short_name_vi


class Role(models.TextChoices):
    LEADER = "LEADER", _("leader")
    COORDINATOR = "COORDINATOR", _("coordinator")
    COUNSELLOR = "COUNSELLOR", _("counsellor")
    FOCAL_POINT = "FOCAL_POINT", _("contact member")
    GATE_VOLUNTEER = "GATE_VOLUNTEER", _("gate volunteer")
    COMMUNE_OFFICER = "COMMUNE_OFFICER", _("Youth Union officer of a commune")
    DATA_OFFICER = "DATA_OFFICER", _("data officer")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")


# Whoever has this role works for one commune of the unit's, and sees its people alone.
_COMMUNE_FITS = Q(role=Role.COMMUNE_OFFICER, commune__isnull=False) | (
    ~Q(role=Role.COMMUNE_OFFICER) & Q(commune=None)
)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def visible_to(self, actor):
        """An administrator sees the members of the own unit; everyone sees the own rows."""
        if not actor.is_authenticated:
            return self.none()
        administered = (
            Membership.objects.active()
            .filter(user=actor, role=Role.ADMINISTRATOR)
            .values("organisation")
        )
        return self.filter(Q(user=actor) | Q(organisation__in=administered))


class Membership(models.Model):
    """A user works for a unit in one role, from and until a moment."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose people an officer of a commune sees; empty for every other role",
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "commune"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="membership_one_active_of_a_role",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=_COMMUNE_FITS, name="membership_commune_fits_the_role"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)

    def visible_to(self, actor):
        """The administrators of the unit that invites."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(
            Exists(
                Membership.objects.active().filter(
                    user=actor, role=Role.ADMINISTRATOR, organisation=OuterRef("organisation")
                )
            )
        )


class Invitation(models.Model):
    """A link by which a new colleague sets up the own sign-in. Kept as a hash, single use."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    full_name = models.CharField(_("full name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_COMMUNE_FITS, name="invitation_commune_fits_the_role"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

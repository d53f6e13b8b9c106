"""Read models of employers for pages and for the apps above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from nhipcau.employers import rules
from nhipcau.employers.models import (
    DeskLink,
    DeskSession,
    Employer,
    EmployerCheck,
    EmployerContact,
    LicenceCheck,
    PossibleSameEmployer,
    SendingLicence,
)
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.shared.actors import AtTheDesk
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.throttle import keyed_hash
from nhipcau.shared.wording import fold

WITHDRAWN = "sending_licence.withdrawn"

# --- licences: the days decide, so that a lapse counts at once -----------------------------------


def licence_in_force(employer: Employer, on: date) -> SendingLicence | None:
    """The licence to send workers abroad that holds on a day; the one that lasts longest."""
    return (
        SendingLicence.objects.in_force(on)
        .filter(employer=employer)
        .order_by("-expires_on", "-pk")
        .first()
    )


def may_send_abroad(on: date, *, employer: str = "employer") -> Exists:
    """A condition on any row that points to an employer: that one holds a licence on a day.

    ``Vacancy.objects.filter(may_send_abroad(today))``; ``employer="vacancy__employer"`` further
    away.
    """
    return Exists(SendingLicence.objects.in_force(on).filter(employer=OuterRef(employer)))


def lapsed_senders(on: date) -> QuerySet[Employer]:
    """Employers that had a licence and hold none on a day: a job may tell whom this touches."""
    return (
        Employer.objects.kept()
        .filter(Exists(SendingLicence.objects.filter(employer=OuterRef("pk"))))
        .filter(~may_send_abroad(on, employer="pk"))
    )


def licences_ending(actor: Any, *, on: date) -> QuerySet[SendingLicence]:
    """Licences in force that end within the days of warning and are not replaced by a longer."""
    until = on + timedelta(days=rules.licence_warned_days(on))
    longer = SendingLicence.objects.in_force(on).filter(
        employer=OuterRef("employer"), expires_on__gt=until
    )
    return (
        SendingLicence.objects.visible_to(actor)
        .in_force(on)
        .filter(expires_on__lte=until)
        .filter(~Exists(longer))
        .select_related("employer")
        .order_by("expires_on", "pk")
    )


# --- lists ---------------------------------------------------------------------------------------


def searched(employers: QuerySet[Employer], typed: str) -> QuerySet[Employer]:
    """By name without marks, or by the beginning of the tax code, or by phone."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    found = Q(folded_name__contains=fold(typed))
    if len(digits) >= 4 and not any(sign.isalpha() for sign in typed):
        national = digits.removeprefix("84").removeprefix("0")
        found |= Q(tax_code__startswith=digits[:10]) | Q(phone=f"+84{national}")
    return employers.filter(found)


def with_undecided(employers: QuerySet[Employer]) -> QuerySet[Employer]:
    """Says of each whether it may be the same as another one."""
    pairs = PossibleSameEmployer.objects.undecided()
    # Two conditions, not one with "or": each finds its pairs by an index, without statistics too.
    either = Exists(pairs.filter(first=OuterRef("pk"))) | Exists(
        pairs.filter(second=OuterRef("pk"))
    )
    return employers.annotate(has_alike=ExpressionWrapper(either, output_field=BooleanField()))


def checks_of_round(employer: Employer) -> list[EmployerCheck]:
    """What counts for the verification that is under way."""
    return list(
        EmployerCheck.objects.filter(employer=employer, round=employer.check_round)
        .select_related("by")
        .order_by("at", "pk")
    )


@dataclass(frozen=True)
class Step:
    """One thing that happened to a record. ``what``: a state, a register, a licence or an act."""

    kind: str
    what: str
    at: datetime
    by: str = ""
    finding: str = ""
    text: str = ""
    is_desk: bool = False


def history_of(actor: Any, employer: Employer) -> list[Step]:
    """States, checks, look-ups of licences and changes of details, newest first."""
    if not rules.may_see_employers(actor):
        return []
    steps = [
        Step("state", one.to_state, one.at, _name(one.by), text=one.reason)
        for one in employer.changes.select_related("by")
    ]
    steps += [
        Step("check", one.register, one.at, one.by.full_name, one.finding, _said(one))
        for one in employer.checks.select_related("by")
    ]
    steps += [
        Step("licence", one.licence.number, one.at, one.by.full_name, one.finding, one.source)
        for one in LicenceCheck.objects.filter(licence__employer=employer).select_related(
            "by", "licence"
        )
    ]
    steps += _withdrawals(employer)
    acts = AuditEvent.objects.filter(
        about_type=Employer._meta.label_lower, about_id=employer.pk
    ).select_related("by")
    states = {f"employer.{state.lower()}" for state in EmployerState.values}
    steps += [
        Step("act", one.action, one.at, _name(one.by), is_desk=one.actor_kind == "desk")
        for one in acts.exclude(action__in=[*states, "employer.checked"])
    ]
    return sorted(steps, key=lambda one: one.at, reverse=True)


def _withdrawals(employer: Employer) -> list[Step]:
    licences = {one.pk: one for one in SendingLicence.objects.filter(employer=employer)}
    withdrawn = AuditEvent.objects.filter(
        about_type=SendingLicence._meta.label_lower,
        about_id__in=list(licences),
        action=WITHDRAWN,
    ).select_related("by")
    return [
        Step(
            "act", WITHDRAWN, one.at, _name(one.by), text=f"{licence}: {licence.withdrawn_reason}"
        )
        for one in withdrawn
        if (licence := licences.get(one.about_id or 0))
    ]


def _name(user: Any) -> str:
    return user.full_name if user else ""


def _said(check: EmployerCheck) -> str:
    return " · ".join(filter(None, (check.looked_up, check.evidence, check.note)))


def pairs_of(actor: Any, employer: Employer) -> QuerySet[PossibleSameEmployer]:
    """Undecided pairs of one employer."""
    pairs = PossibleSameEmployer.objects.visible_to(actor).undecided()
    return pairs.filter(Q(first=employer) | Q(second=employer)).select_related("first", "second")


def waiting_for_verification(employers: QuerySet[Employer]) -> QuerySet[Employer]:
    return employers.filter(state=EmployerState.REGISTERED)


# --- the desk ------------------------------------------------------------------------------------


def desk_of_key(key: str, *, at: datetime) -> DeskSession | None:
    """The open desk that a browser holds the key of; none once it is over or taken away."""
    return (
        DeskSession.objects.select_related("employer__commune", "employer__centre", "contact")
        .filter(key_hash=keyed_hash(key), ended_at=None, expires_at__gt=at, contact__ended_at=None)
        .exclude(employer__state=EmployerState.CLOSED)
        .first()
    )


def actor_at(desk: DeskSession) -> AtTheDesk:
    return AtTheDesk(employer_id=desk.employer_id, contact_id=desk.contact_id)


def desk_link_of_token(token: str, *, at: datetime) -> DeskLink | None:
    """The link that somebody follows, while it is good."""
    return (
        DeskLink.objects.select_related("employer", "contact")
        .filter(
            token_hash=keyed_hash(token),
            used_at=None,
            revoked_at=None,
            expires_at__gt=at,
            contact__ended_at=None,
        )
        .exclude(employer__state=EmployerState.CLOSED)
        .first()
    )


def knows_desk_link(token: str) -> bool:
    """Whether there is, or was of late, a link of this token."""
    return DeskLink.objects.filter(token_hash=keyed_hash(token)).exists()


def main_contact_of(employer: Employer) -> EmployerContact | None:
    """Who gets what is sent to an employer."""
    contacts = EmployerContact.objects.active().filter(employer=employer)
    return contacts.order_by("-is_main", "pk").first()


def centre_for_the_public() -> Organisation | None:
    """Who takes what employers send through the website."""
    centres = Organisation.objects.filter(
        kind=OrganisationKind.EMPLOYMENT_CENTRE, dissolved_on=None
    )
    return centres.order_by("pk").first()


def open_desks_of(employers: Iterable[Employer], *, at: datetime) -> QuerySet[DeskSession]:
    return DeskSession.objects.filter(
        employer__in=employers, ended_at=None, expires_at__gt=at, contact__ended_at=None
    )

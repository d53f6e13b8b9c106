"""A list is taken over as one act, and can be taken back as one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events.errors import RegistrationClosed
from nhipcau.events.models import Attendance, Registration, RegistrationGroup
from nhipcau.events.states import FILLING_STATES, LIVE, GroupFit, RegistrationState
from nhipcau.events.use_cases import cancel_registration, register_group
from nhipcau.organisations.models import Organisation
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.rules import age_on
from nhipcau.people.use_cases import enter_known, enter_people, enter_person, let_go
from nhipcau.rosters import rules
from nhipcau.rosters.errors import NothingToTakeOver, RosterClosed, TooLate
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.settling import settle
from nhipcau.rosters.states import TAKEN_OVER, Outcome, RosterState, Verdict
from nhipcau.shared.errors import InvalidValue, TooManyAttempts
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move

AT_ONCE = 500


@write
def confirm(
    *,
    by: Any,
    at: datetime,
    roster: Roster,
    name: str,
    fit: GroupFit,
    asks_each: bool,
    evidence: str,
    purposes: frozenset[str],
) -> Roster:
    """Take over every row that is new or the same person: enter people, register them as a group.
    Rows with another verdict are left out. All of it, or nothing.

    Verdicts are asked once more here: somebody may have registered meanwhile.

    ``evidence``: where the signed consent sheets are kept; a list is nobody's consent.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        RosterClosed: it is no draft any more.
        NothingToTakeOver: no row can be taken over.
        InvalidValue: ``evidence`` is missing.
        RegistrationClosed: the event is over.
        SessionFull: the group wants to come together and does not fit.
        ConsentMissing: see ``people.use_cases.enter_people``.
    """
    require(rules.may_confirm(by, roster), _("Your role does not organise this event."))
    roster = _locked(roster, RosterState.DRAFT)
    if not evidence.strip():
        raise InvalidValue(
            _("Please say where the signed consent sheets are kept."), field="evidence"
        )
    if roster.session.event.state not in FILLING_STATES or at >= roster.session.ends_at:
        raise RegistrationClosed(_("This event is over; nobody can be registered any more."))
    rows = list(roster.rows.all())
    settle(roster, rows, by=by, at=at)
    taken = [row for row in rows if row.verdict in TAKEN_OVER]
    if not taken:
        raise NothingToTakeOver(_("No row of this list can be taken over yet."))
    roster.evidence = f"{evidence.strip()} · #{roster.pk}"[-120:]
    _enter(roster, taken, by=by, at=at, purposes=purposes)
    people = [row.person for row in taken if row.person]
    _hold([person.pk for person in people])
    roster.group = _register(roster, people, by=by, at=at, name=name, fit=fit, asks_each=asks_each)
    _write_outcomes(roster, taken)
    for row in taken:
        row.cells, row.typed, row.other_names = [], {}, []
    RosterRow.objects.bulk_update(
        rows, ["verdict", "reasons", "person", "is_new_person", "registration", "outcome"], AT_ONCE
    )
    roster.rows.filter(pk__in=[row.pk for row in taken]).update(
        cells=[], typed={}, other_names=[], gender="", ethnicity="", is_union_member=None
    )
    roster.confirmed_at = at
    roster.save(update_fields=["evidence", "group", "confirmed_at"])
    move(roster, RosterState.CONFIRMED, by=by, at=at)
    return roster


@write
def undo(*, by: Any, at: datetime, roster: Roster, reason: str) -> Roster:
    """Take a list back: cancel its registrations, and let go of people entered by it alone.

    What others changed since is left, and each row says so. Consents on paper of people who were
    known before stay as well.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        RosterClosed: it was not taken over, or taken back already.
        TooLate: more than seven days ago, or somebody of the list came, or the event is over.
        ReasonMissing: ``reason`` is empty.
    """
    require(rules.may_confirm(by, roster), _("Your role does not organise this event."))
    roster = _locked(roster, RosterState.CONFIRMED)
    rows = list(
        roster.rows.exclude(registration=None)
        .select_related("registration__session__event__plan_line", "registration__young_person")
        .order_by("place")
    )
    _check_in_time(roster, rows, at=at)
    _hold([row.person_id for row in rows])
    # People who wait go first: else each place given back would pass to one of the same list.
    for row in sorted(rows, key=lambda one: _state(one) != RegistrationState.WAITING):
        if row.registration and row.registration.state in LIVE:
            cancel_registration(by=by, at=at, registration=row.registration, reason=reason)
            row.outcome = Outcome.CANCELLED
        else:
            row.outcome = Outcome.CHANGED
    for row in _let_go(roster, rows, by=by, at=at):
        row.outcome = Outcome.LET_GO
    RosterRow.objects.bulk_update(rows, ["outcome"], AT_ONCE)
    move(roster, RosterState.UNDONE, by=by, at=at, reason=reason)
    return roster


def _locked(roster: Roster, state: RosterState) -> Roster:
    roster = (
        Roster.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "organisation",
            "session__event__plan_line__lead",
            "session__event__plan_line__supporting",
        )
        .get(pk=roster.pk)
    )
    if roster.state != state:
        raise RosterClosed(_("Somebody was faster: this list has moved on. Please look again."))
    return roster


def _hold(people: Sequence[Any]) -> None:
    """People before their session: the order of locks of every use case."""
    held = YoungPerson.objects.select_for_update(no_key=True).filter(
        pk__in=[one for one in people if one]
    )
    list(held.order_by("pk").values_list("pk"))


def _enter(
    roster: Roster, rows: Sequence[RosterRow], *, by: Any, at: datetime, purposes: frozenset[str]
) -> None:
    units = _units(roster)
    today = localdate(at)
    child_below = int(reference_value("child_below_age", on=today))
    grown = [
        row
        for row in rows
        if row.verdict == Verdict.NEW
        and row.birth_on
        and age_on(row.birth_on, today) >= child_below
    ]
    entered = _enter_together(roster, grown, units, by=by, at=at, purposes=purposes)
    for row, person in zip(grown, entered, strict=True):
        row.person, row.is_new_person = person, True
    settled = {row.pk for row in grown}
    for row in rows:
        if row.pk in settled:
            continue
        if row.person is not None:
            enter_known(
                by=by,
                at=at,
                young_person=row.person,
                followed_by=units,
                purposes=purposes,
                guardian=_guardian(row),
                channel=ConsentChannel.PAPER,
                evidence=roster.evidence,
            )
        else:
            row.is_new_person = True
            row.person = enter_person(
                by=by,
                at=at,
                details=_details(row, purposes),
                followed_by=units,
                purposes=purposes,
                guardian=_guardian(row),
                channel=ConsentChannel.PAPER,
                evidence=roster.evidence,
            )


def _enter_together(
    roster: Roster,
    rows: Sequence[RosterRow],
    units: list[Organisation],
    *,
    by: Any,
    at: datetime,
    purposes: frozenset[str],
) -> list[YoungPerson]:
    try:
        with transaction.atomic():
            return enter_people(
                by=by,
                at=at,
                people=[_details(row, purposes) for row in rows],
                followed_by=units,
                purposes=purposes,
                channel=ConsentChannel.PAPER,
                evidence=roster.evidence,
            )
    except IntegrityError as error:  # entered by somebody else since the verdicts were asked
        raise TooManyAttempts(
            _("Somebody of this list was just entered elsewhere. Please try again."),
            retry_after=1,
        ) from error


def _details(row: RosterRow, purposes: frozenset[str]) -> PersonDetails:
    assert row.birth_on is not None
    details = PersonDetails(
        full_name=row.full_name, birth_on=row.birth_on, phone=row.phone, commune=row.commune
    )
    if Purpose.STATISTICS not in purposes:
        return details
    return replace(
        details,
        gender=row.gender,
        ethnicity=row.ethnicity,
        is_union_member=row.is_union_member,
    )


def _guardian(row: RosterRow) -> GuardianDetails | None:
    if not row.guardian_name or not row.guardian_phone:
        return None
    return GuardianDetails(row.guardian_name, row.guardian_phone, row.guardian_relation)


def _units(roster: Roster) -> list[Organisation]:
    line = roster.session.event.plan_line
    return [line.lead, line.supporting]


def _register(
    roster: Roster,
    people: Sequence[YoungPerson],
    *,
    by: Any,
    at: datetime,
    name: str,
    fit: GroupFit,
    asks_each: bool,
) -> RegistrationGroup:
    return register_group(
        by=by,
        at=at,
        session=roster.session,
        name=name,
        people=people,
        fit=fit,
        organisation=roster.organisation,
        asks_each=asks_each,
    )


def _write_outcomes(roster: Roster, rows: Sequence[RosterRow]) -> None:
    registrations = Registration.objects.live().filter(
        session_id=roster.session_id, young_person__in=[row.person_id for row in rows]
    )
    by_person = {one.young_person_id: one for one in registrations}
    for row in rows:
        row.registration = by_person.get(row.person_id)
        if row.registration is None:
            row.outcome = Outcome.NO_PLACE
        else:
            waits = row.registration.state == RegistrationState.WAITING
            row.outcome = Outcome.WAITING if waits else Outcome.PLACE


def _check_in_time(roster: Roster, rows: Sequence[RosterRow], *, at: datetime) -> None:
    if roster.confirmed_at is None or at > roster.confirmed_at + rules.UNDO_WITHIN:
        raise TooLate(
            _("A list can be taken back for seven days. Please cancel single registrations.")
        )
    if roster.session.event.state not in FILLING_STATES:
        raise TooLate(_("This event is over; its registrations stay as they are."))
    if Attendance.objects.filter(registration__in=[row.registration_id for row in rows]).exists():
        raise TooLate(
            _("Attendance is recorded for people of this list; it can no longer be taken back.")
        )


def _state(row: RosterRow) -> str:
    return row.registration.state if row.registration else ""


def _let_go(
    roster: Roster, rows: Sequence[RosterRow], *, by: Any, at: datetime
) -> list[RosterRow]:
    elsewhere = Registration.objects.filter(young_person=OuterRef("pk")).exclude(
        pk__in=[row.registration_id for row in rows]
    )
    entered = YoungPerson.objects.filter(
        ~Exists(elsewhere), pk__in=roster.rows.filter(is_new_person=True).values("person")
    )
    gone = let_go(by=by, at=at, young_people=list(entered), evidence=roster.evidence)
    ids = {one.pk for one in gone}
    return [row for row in rows if row.person_id in ids]

"""Set a fair up, draw its hall, ask employers, note buses."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from nhipcau.employers.models import Employer, Occasion
from nhipcau.employers.noting import write_to_employer
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Event
from nhipcau.fairs import hall, rules
from nhipcau.fairs.details import BoothDetails, FairDetails
from nhipcau.fairs.errors import CellTaken, FairClosed
from nhipcau.fairs.models import MOST_SLOTS, Booth, BoothVacancy, Bus, Fair
from nhipcau.fairs.states import BoothState, Cell
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

ROWS, COLUMNS = 9, 13
MOST_INTERVIEWERS = 20
LONGEST_DAY = timedelta(days=2)


@write
def set_up_fair(*, by: Any, at: datetime, event: Event, details: FairDetails) -> Fair:
    """Interviews belong to an event from now on; what is told again changes them.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: times or numbers cannot be right (``field`` says which).
        FairClosed: interviews were told already, and the slots would move.
    """
    require(rules.may_run(by, event), _("Only organisers of the event set up its fair."))
    _check(event, details)
    fair = Fair.objects.select_for_update(no_key=True).filter(event=event).first()
    if fair is None:
        fair = Fair.objects.create(
            event=event,
            hall=hall.empty(ROWS, COLUMNS),
            screen_code=secrets.token_urlsafe(12).replace("_", "a").replace("-", "b"),
            created_by=user_or_none(by),
            created_at=at,
            **vars(details),
        )
        audit.record("fair.set_up", about=fair, by=by, at=at)
        return fair
    moves = any(
        getattr(fair, name) != getattr(details, name)
        for name in ("first_slot_at", "slot_minutes", "slots_count")
    )
    if moves and (fair.timetables.exists() or fair.candidates.exists()):
        raise FairClosed(
            _("Somebody told wishes already: the slots stay as they are."), field="first_slot_at"
        )
    for name, value in vars(details).items():
        setattr(fair, name, value)
    fair.save()
    audit.record("fair.changed", about=fair, by=by, at=at, fields=vars(details))
    return fair


def _check(event: Event, details: FairDetails) -> None:
    if event.kind.hides_host or event.kind.is_in_school:
        raise InvalidValue(_("Employers interview at public events, not in a school or barracks."))
    if not 5 <= details.slot_minutes <= 120:
        raise InvalidValue(_("An interview takes 5 to 120 minutes."), field="slot_minutes")
    if not 1 <= details.slots_count <= MOST_SLOTS:
        raise InvalidValue(_("Please choose 1 to 96 slots."), field="slots_count")
    if not 1 <= details.most_interviews <= 12:
        raise InvalidValue(_("Please choose 1 to 12 interviews."), field="most_interviews")
    ends_at = details.first_slot_at + timedelta(minutes=details.slot_minutes * details.slots_count)
    if details.first_slot_at < event.starts_at or ends_at > event.ends_at:
        raise InvalidValue(
            _("The interviews must lie within the hours of the event."), field="first_slot_at"
        )
    if details.wishes_close_at > details.first_slot_at:
        raise InvalidValue(_("Wishes close before the first interview."), field="wishes_close_at")


@write
def draw_hall(
    *, by: Any, at: datetime, fair: Fair, sign: str, first: tuple[int, int], last: tuple[int, int]
) -> Fair:
    """Change the squares of a rectangle, one or many.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: no such sign.
        CellTaken: a booth stands in a square that would not be a stand any more.
    """
    require(rules.may_run(by, fair.event), _("Only organisers of the event draw its hall."))
    if sign not in hall.SIGNS:
        raise InvalidValue(_("Please choose what to draw."), field="sign")
    fair = Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    return _keep_hall(fair, hall.with_cells(fair.hall, first, last, sign), by=by, at=at)


@write
def resize_hall(*, by: Any, at: datetime, fair: Fair, rows: int, columns: int) -> Fair:
    """Make the hall larger or smaller; what is cut off is gone.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        CellTaken: a booth stands in what would be cut off.
    """
    require(rules.may_run(by, fair.event), _("Only organisers of the event draw its hall."))
    fair = Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    return _keep_hall(fair, hall.resized(fair.hall, rows, columns), by=by, at=at)


def _keep_hall(fair: Fair, plan: str, *, by: Any, at: datetime) -> Fair:
    for booth in fair.booths.exclude(row=None):
        assert booth.row is not None
        assert booth.column is not None
        if hall.sign_at(plan, booth.row, booth.column) != Cell.STAND:
            raise CellTaken(
                _("Booth %(number)s stands there. Please move it first.")
                % {"number": booth.number or "?"}
            )
    fair.hall = plan
    fair.save(update_fields=["hall"])
    audit.record("fair.hall_drawn", about=fair, by=by, at=at)
    return fair


@write
def place_booth(*, by: Any, at: datetime, booth: Booth, place: tuple[int, int] | None) -> Booth:
    """Put a booth on a square of the hall, or take it off the plan.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        CellTaken: there is no place for a booth, or another one has it.
    """
    require(rules.may_run(by, booth.fair.event), _("Only organisers of the event place booths."))
    fair = Fair.objects.select_for_update(no_key=True).get(pk=booth.fair_id)
    booth = Booth.objects.select_for_update(no_key=True).get(pk=booth.pk)
    if place is not None:
        if hall.sign_at(fair.hall, *place) != Cell.STAND:
            raise CellTaken(_("There is no place for a booth in this square."), field="place")
        others = fair.booths.filter(row=place[0], column=place[1]).exclude(pk=booth.pk)
        if others.exists():
            raise CellTaken(_("Another booth stands in this square."), field="place")
    booth.row, booth.column = place or (None, None)
    booth.save(update_fields=["row", "column"])
    audit.record("booth.placed", about=booth, by=by, at=at)
    return booth


@write
def invite_employer(*, by: Any, at: datetime, fair: Fair, employer: Employer) -> Booth:
    """Ask an employer to come; a letter with the link to its desk goes to its first contact.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: the employer is not verified.
    """
    require(rules.may_run(by, fair.event), _("Only organisers of the event invite employers."))
    if employer.state != EmployerState.VERIFIED:
        raise InvalidValue(_("Only verified employers are invited."), field="employer")
    Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    booth, is_new = Booth.objects.get_or_create(
        fair=fair,
        employer=employer,
        defaults={
            "interviewers": [1] * fair.slots_count,
            "invited_by": user_or_none(by),
            "invited_at": at,
        },
    )
    if is_new:
        begin(booth, by=by, at=at)
    if booth.state == BoothState.INVITED:
        write_to_employer(employer.pk, Occasion.FAIR, by=by, at=at)
    return booth


@write
def answer_invitation(
    *,
    by: Any,
    at: datetime,
    booth: Booth,
    comes: bool,
    details: BoothDetails | None = None,
    reason: str = "",
) -> Booth:
    """The employer comes, with these interviewers and this work, or it does not. Said again by
    one that comes already, it changes hours and work.

    Raises:
        NotAllowed: ``by`` is neither its desk nor an organiser.
        InvalidValue: hours or work cannot be right (``field`` says which).
        IllegalTransition: it gave its booth up, or the like.
    """
    require(rules.may_answer(by, booth), _("This is another employer's booth."))
    fair = Fair.objects.select_for_update(no_key=True).get(pk=booth.fair_id)
    booth = Booth.objects.select_for_update(no_key=True).get(pk=booth.pk)
    if at >= fair.ends_at:
        raise FairClosed(_("This fair is over."))
    if not comes:
        move(booth, BoothState.DECLINED, by=by, at=at, reason=reason)
        return booth
    if details is not None:
        _keep_details(fair, booth, details)
    if booth.state != BoothState.ACCEPTED:
        if booth.number is None:
            last = fair.booths.aggregate(last=Max("number"))["last"] or 0
            booth.number = last + 1
        move(booth, BoothState.ACCEPTED, by=by, at=at, reason=reason, also=["number"])
    else:
        audit.record("booth.changed", about=booth, by=by, at=at)
    return booth


def _keep_details(fair: Fair, booth: Booth, details: BoothDetails) -> None:
    if len(details.interviewers) != fair.slots_count or not all(
        0 <= one <= MOST_INTERVIEWERS for one in details.interviewers
    ):
        raise InvalidValue(
            _("Please write for each slot how many interview: 0 to 20."), field="interviewers"
        )
    if not any(details.interviewers):
        raise InvalidValue(_("Somebody must be there in one slot at least."), field="interviewers")
    if not details.vacancies:
        raise InvalidValue(_("Please choose the work that you bring."), field="vacancies")
    if any(one.employer_id != booth.employer_id for one in details.vacancies):
        raise InvalidValue(_("This is another employer's vacancy."), field="vacancies")
    booth.interviewers = list(details.interviewers)
    booth.save(update_fields=["interviewers"])
    BoothVacancy.objects.filter(booth=booth).exclude(vacancy__in=details.vacancies).delete()
    for vacancy in details.vacancies:
        BoothVacancy.objects.get_or_create(booth=booth, vacancy=vacancy)


@write
def give_up_booth(*, by: Any, at: datetime, booth: Booth, reason: str) -> Booth:
    """The employer does not come after all. Its interviews fall with the next timetable.

    Raises:
        NotAllowed: ``by`` is neither its desk nor an organiser.
        ReasonMissing: nobody says why.
    """
    require(rules.may_answer(by, booth), _("This is another employer's booth."))
    booth = Booth.objects.select_for_update(no_key=True).get(pk=booth.pk)
    booth.row = booth.column = None
    move(booth, BoothState.WITHDRAWN, by=by, at=at, reason=reason, also=["row", "column"])
    return booth


@write
def save_bus(
    *,
    by: Any,
    at: datetime,
    fair: Fair,
    name: str,
    arrives_at: datetime,
    leaves_at: datetime,
    bus: Bus | None = None,
) -> Bus:
    """Note a bus, or that it comes later than told. Interviews follow with the next timetable.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: it would leave before it arrives, or another bus has this name.
    """
    require(rules.may_run(by, fair.event), _("Only organisers of the event note its buses."))
    if leaves_at <= arrives_at:
        raise InvalidValue(_("A bus leaves after it arrived."), field="leaves_at")
    if abs(arrives_at - fair.first_slot_at) > LONGEST_DAY:
        raise InvalidValue(_("Please check the day."), field="arrives_at")
    same = fair.buses.filter(name=name.strip())
    if bus is not None:
        same = same.exclude(pk=bus.pk)
    if not name.strip() or same.exists():
        raise InvalidValue(_("Please give each bus a name of its own."), field="name")
    bus = bus or Bus(fair=fair)
    bus.name, bus.arrives_at, bus.leaves_at = name.strip(), arrives_at, leaves_at
    bus.save()
    audit.record("bus.noted", about=bus, by=by, at=at)
    return bus

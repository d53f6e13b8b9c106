"""Hours, absences and places of counsellors."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating
from nhipcau.appointments.choices import Mode
from nhipcau.appointments.details import HoursDetails
from nhipcau.appointments.errors import HoursOverlap
from nhipcau.appointments.models import Absence, Hours, Place
from nhipcau.appointments.models.hours import WEEKDAYS
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import has_role
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def add_place(*, by: Any, at: datetime, unit: Organisation, name: str, address: str = "") -> Place:
    """A room in which people are counselled.

    Raises:
        NotAllowed: ``by`` neither counsels nor coordinates in this unit.
    """
    require(rules.may_keep_places(by, unit.pk), _("Your role does not keep the places."))
    place = Place.objects.create(unit=unit, name=name.strip(), address=address.strip())
    audit.record("place.added", about=place, by=by, at=at)
    return place


@write
def close_place(*, by: Any, at: datetime, place: Place) -> Place:
    """No hours are added there any more; hours that are there stay until somebody ends them.

    Raises:
        NotAllowed: ``by`` neither counsels nor coordinates in this unit.
    """
    require(rules.may_keep_places(by, place.unit_id), _("Your role does not keep the places."))
    place.closed_at = at
    place.save(update_fields=["closed_at"])
    audit.record("place.closed", about=place, by=by, at=at)
    return place


@write
def add_hours(
    *, by: Any, at: datetime, counsellor: Any, unit: Organisation, details: HoursDetails
) -> Hours:
    """One more line of a counsellor's week.

    Raises:
        NotAllowed: these are not the own hours, and ``by`` does not coordinate the unit.
        InvalidValue: the line cannot be right (``field`` says which part).
        HoursOverlap: the counsellor has hours at that time already.
    """
    require(
        rules.may_keep_hours(by, counsellor.pk, unit.pk),
        _("Counsellors keep their own hours; the coordinator those of all."),
    )
    _check(details, counsellor, unit)
    seating.lock_counsellors([counsellor.pk])
    same_time = Hours.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=details.valid_from),
        counsellor=counsellor,
        weekday=details.weekday,
        starts__lt=details.ends,
        ends__gt=details.starts,
    )
    if details.valid_to:
        same_time = same_time.filter(valid_from__lte=details.valid_to)
    if same_time.exists():
        raise HoursOverlap(
            _("There are hours at that time already. End them first."), field="starts"
        )
    hours = Hours.objects.create(
        counsellor=counsellor,
        unit=unit,
        weekday=details.weekday,
        starts=details.starts,
        ends=details.ends,
        modes=list(details.modes),
        place=details.place if Mode.PLACE in details.modes else None,
        online_address=details.online_address if Mode.ONLINE in details.modes else "",
        valid_from=details.valid_from,
        valid_to=details.valid_to,
    )
    audit.record("hours.added", about=hours, by=by, at=at)
    return hours


@write
def end_hours(*, by: Any, at: datetime, hours: Hours, last_day: date) -> Hours:
    """The line counts up to a day. Appointments that are booked later stay; they are listed.

    Raises:
        NotAllowed: these are not the own hours, and ``by`` does not coordinate the unit.
        InvalidValue: the day lies before its first one.
    """
    require(
        rules.may_keep_hours(by, hours.counsellor_id, hours.unit_id),
        _("Counsellors keep their own hours; the coordinator those of all."),
    )
    if last_day < hours.valid_from:
        raise InvalidValue(_("The last day lies before the first one."), field="last_day")
    hours.valid_to = last_day
    hours.save(update_fields=["valid_to"])
    audit.record("hours.ended", about=hours, by=by, at=at, fields=["valid_to"])
    return hours


@write
def add_absence(
    *,
    by: Any,
    at: datetime,
    counsellor: Any,
    unit: Organisation,
    starts_at: datetime,
    ends_at: datetime,
) -> Absence:
    """Nobody can book the counsellor then. Appointments that are booked stay; they are listed.

    Raises:
        NotAllowed: it is not the own absence, and ``by`` does not coordinate the unit.
        InvalidValue: it ends before it begins.
    """
    require(
        rules.may_keep_hours(by, counsellor.pk, unit.pk),
        _("Counsellors keep their own hours; the coordinator those of all."),
    )
    if ends_at <= starts_at:
        raise InvalidValue(_("The end has to come after the beginning."), field="ends")
    seating.lock_counsellors([counsellor.pk])
    absence = Absence.objects.create(
        counsellor=counsellor, unit=unit, starts_at=starts_at, ends_at=ends_at
    )
    audit.record("absence.added", about=absence, by=by, at=at)
    return absence


@write
def remove_absence(*, by: Any, at: datetime, absence: Absence) -> None:
    """The counsellor is there after all. Pressed twice, it changes nothing.

    Raises:
        NotAllowed: it is not the own absence, and ``by`` does not coordinate the unit.
    """
    require(
        rules.may_keep_hours(by, absence.counsellor_id, absence.unit_id),
        _("Counsellors keep their own hours; the coordinator those of all."),
    )
    audit.record("absence.removed", about=absence, by=by, at=at)
    Absence.objects.filter(pk=absence.pk).delete()


def _check(details: HoursDetails, counsellor: Any, unit: Organisation) -> None:
    if not has_role(counsellor, Role.COUNSELLOR, organisation=unit):
        raise InvalidValue(_("Only counsellors of the unit have hours."), field="counsellor")
    if not 0 <= details.weekday < WEEKDAYS:
        raise InvalidValue(_("Please choose a day of the week."), field="weekday")
    if details.ends <= details.starts:
        raise InvalidValue(_("The end has to come after the beginning."), field="ends")
    if details.valid_to and details.valid_to < details.valid_from:
        raise InvalidValue(_("The last day lies before the first one."), field="valid_to")
    if not details.modes or set(details.modes) - set(Mode.values):
        raise InvalidValue(_("Please choose how people can talk with you."), field="modes")
    if Mode.PLACE in details.modes and details.place is None:
        raise InvalidValue(_("Please choose the place."), field="place")
    if details.place is not None and (
        details.place.unit_id != unit.pk or details.place.closed_at is not None
    ):
        raise InvalidValue(_("Please choose one of the places of your unit."), field="place")
    if Mode.ONLINE in details.modes and not details.online_address:
        raise InvalidValue(
            _("Please write the address of the online room."), field="online_address"
        )

"""The programme of a day, the employers who are there, and whether the hall may ask."""

import secrets
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.careerdays import rules
from nhipcau.careerdays.details import ItemDetails
from nhipcau.careerdays.models import CareerDay, PresentEmployer, ProgrammeItem
from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Event
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

NAMED = ("speaker_role", "speaker_organisation", "speaker_agreed_on")


@write
def set_up_day(*, by: Any, at: datetime, event: Event) -> CareerDay:
    """An event has a programme and a hall that asks from now on; said twice, it stays.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: an event in a school or barracks.
    """
    require(rules.may_run(by, event), _("Only organisers of the event write its programme."))
    if event.kind.hides_host or event.kind.is_in_school:
        raise InvalidValue(_("A day like this is public, not in a school or barracks."))
    day, is_new = CareerDay.objects.get_or_create(
        event=event,
        defaults={
            "ask_code": _code(),
            "screen_code": _code(),
            "created_by": user_or_none(by),
            "created_at": at,
        },
    )
    if is_new:
        audit.record("career_day.set_up", about=day, by=by, at=at)
    return day


def _code() -> str:
    return secrets.token_hex(8)


@write
def save_item(
    *,
    by: Any,
    at: datetime,
    day: CareerDay,
    details: ItemDetails,
    item: ProgrammeItem | None = None,
) -> ProgrammeItem:
    """A line of the programme, new or changed.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: it lies outside the day, or says a role without a name (``field``).
    """
    require(rules.may_run(by, day.event), _("Only organisers of the event write its programme."))
    told = {name: _plain(value) for name, value in vars(details).items()}
    if details.ends_at <= details.starts_at:
        raise InvalidValue(_("It ends after it begins."), field="ends_at")
    if details.starts_at < day.event.starts_at or details.ends_at > day.event.ends_at:
        raise InvalidValue(_("It must lie within the hours of the event."), field="starts_at")
    if not told["title"]:
        raise InvalidValue(_("Please write what happens."), field="title")
    if not told["speaker_name"] and any(told[name] for name in NAMED):
        raise InvalidValue(
            _("Please write the name, or nothing of the speaker."), field="speaker_name"
        )
    item = item or ProgrammeItem(day=day)
    for name, value in told.items():
        setattr(item, name, value)
    item.save()
    audit.record("programme_item.saved", about=item, by=by, at=at)
    return item


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


@write
def remove_item(*, by: Any, at: datetime, item: ProgrammeItem) -> None:
    """
    Raises:
        NotAllowed: ``by`` does not organise the event.
    """
    require(
        rules.may_run(by, item.day.event), _("Only organisers of the event write its programme.")
    )
    audit.record("programme_item.removed", about=item, by=by, at=at)
    item.delete()


@write
def open_questions(*, by: Any, at: datetime, day: CareerDay, is_open: bool) -> CareerDay:
    """Let the hall ask, or stop; what was asked stays.

    Raises:
        NotAllowed: ``by`` does not work at the event.
    """
    require(rules.may_moderate(by, day.event), _("Your role does not work at this event."))
    day = CareerDay.objects.select_for_update(no_key=True).get(pk=day.pk)
    if day.takes_questions != is_open:
        day.takes_questions = is_open
        day.save(update_fields=["takes_questions"])
        step = "opened" if is_open else "closed"
        audit.record(f"career_day.questions_{step}", about=day, by=by, at=at)
    return day


@write
def name_employer(*, by: Any, at: datetime, day: CareerDay, employer: Employer) -> PresentEmployer:
    """An employer is there, without a booth of a fair.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: the employer is not verified.
    """
    require(rules.may_run(by, day.event), _("Only organisers of the event name employers."))
    if employer.state != EmployerState.VERIFIED:
        raise InvalidValue(_("Only verified employers are named."), field="employer")
    present, is_new = PresentEmployer.objects.get_or_create(day=day, employer=employer)
    if is_new:
        audit.record("present_employer.named", about=present, by=by, at=at)
    return present


@write
def remove_employer(*, by: Any, at: datetime, present: PresentEmployer) -> None:
    """
    Raises:
        NotAllowed: ``by`` does not organise the event.
    """
    require(
        rules.may_run(by, present.day.event), _("Only organisers of the event name employers.")
    )
    audit.record("present_employer.removed", about=present, by=by, at=at)
    present.delete()

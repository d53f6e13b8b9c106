"""Requests about data, as pages show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from nhipcau.people.models import YoungPerson
from nhipcau.rights.models import DataRequest, Restriction
from nhipcau.rights.states import OPEN_REQUESTS


def requests_listed(actor: Any, *, is_open: bool) -> Any:
    """Those that wait, the most urgent first; or those that ended."""
    found = DataRequest.objects.visible_to(actor).select_related("young_person")
    if is_open:
        return found.filter(state__in=OPEN_REQUESTS).order_by("answer_due_on", "pk")
    return found.exclude(state__in=OPEN_REQUESTS).order_by("-ended_at", "-pk")


def open_requests_of(actor: Any) -> Sequence[DataRequest]:
    """What is open for everybody of a family's phone."""
    return list(DataRequest.objects.visible_to(actor).open().order_by("asked_at"))


def restriction_of(person: YoungPerson) -> Restriction | None:
    """What is suspended for now, if anything is."""
    kept = person.merged_into_id or person.pk
    return Restriction.objects.in_force().filter(young_person=kept).first()


def records_of(person: YoungPerson) -> list[YoungPerson]:
    """All records of one person: the kept one and those merged into it."""
    return list(YoungPerson.objects.same_as(person))


def next_due(request: DataRequest) -> date:
    return request.answer_due_on if request.replied_at else request.reply_due_on

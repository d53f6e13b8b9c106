"""Somebody with a place agrees to more, by the link of the registration."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.events import rules
from nhipcau.events.models import Registration
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import agree
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

# Where a consent is taken back; tests/web holds the address and the pages together.
OWN_PAGE = "/my/"


@write
def agree_by_registration(
    *, by: Any, at: datetime, registration: Registration, purpose: Purpose, code: str = ""
) -> Registration:
    """The person of a registration agrees to one more purpose. What is in force already stays.

    A link may be in wrong hands: the person's own phone is told what was agreed to, and where it
    is taken back.

    Raises:
        NotAllowed: ``by`` neither holds the code nor is the person.
        GuardianMissing: a child; a parent agrees at the desk.
    """
    require(
        rules.may_speak_for(by, registration, code),
        _("This registration belongs to somebody else."),
    )
    person = registration.young_person
    if agrees(person, purpose):
        return registration
    agree(
        by=by if by.pk else SYSTEM,
        at=at,
        young_person=person,
        purposes=frozenset({purpose.value}),
        evidence=f"link of registration {registration.pk}",
    )
    if purpose == Purpose.INTRODUCTION:
        put(_told(registration, at), at=at)
    return registration


def _told(registration: Registration, at: datetime) -> Note:
    with translation.override("vi"):
        text = _(
            "You agreed to be introduced to employers: they see your name, year of birth, phone"
            " and commune. Was it not you? Take it back here:"
        )
    return Note(
        young_person=registration.young_person,
        topic=Topic.INTRODUCTION,
        text=text,
        about=registration,
        path=OWN_PAGE,
        once=f"agreed introduction {registration.pk} {at:%Y%m%d%H%M}",
    )

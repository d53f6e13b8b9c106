"""Read models of people for pages and higher apps."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from nhipcau.people.models import Consent, ConsentText, Purpose, YoungPerson
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.wording import fold

OPENED = "person.opened"
OPEN_FOR = timedelta(minutes=15)
LAST_DIGITS = 4


@kept_briefly
def consent_texts(on: date) -> dict[str, ConsentText]:
    """The wording in force on a day, by purpose."""
    rows = ConsentText.objects.filter(valid_from__lte=on).order_by("purpose", "version")
    return {text.purpose: text for text in rows}


def agreed_to(purpose: Purpose, person: str = "young_person") -> Exists:
    """Whether consent to ``purpose`` is in force, for what jobs work through: whoever said no is
    not even looked at.

    Args:
        person: how the queried model reaches the record.
    """
    kept = Coalesce(OuterRef(f"{person}__merged_into"), OuterRef(person))
    return Exists(Consent.objects.in_force().filter(young_person=kept, text__purpose=purpose))


def phone_is_known(phone: str) -> bool:
    """Whether a young person uses this number (E.164)."""
    return YoungPerson.objects.filter(phone=phone).exists()


def same_person(full_name: str, birth_on: date, phone: str) -> YoungPerson | None:
    """The record of the same phone, name without marks, and birth date."""
    return YoungPerson.objects.filter(
        phone=phone, folded_name=fold(full_name), birth_on=birth_on
    ).first()


def people_listed(actor: Any, *, searches: bool) -> Any:
    """Kept records that an actor may see. A search looks at all of them; the newest are told of
    the own units alone, so that a list of 200,000 people opens at once."""
    people = YoungPerson.objects.kept().select_related("commune")
    return people.visible_to(actor) if searches else people.followed_by_units_of(actor)


REQUIRED_PURPOSES = frozenset({Purpose.PARTICIPATION})


def record_is_open(actor: Any, person_id: int, *, at: datetime) -> bool:
    """Whether this colleague opened the record within the last quarter of an hour."""
    return AuditEvent.objects.filter(
        about_type=YoungPerson._meta.label_lower,
        about_id=person_id,
        action=OPENED,
        by=actor,
        at__gt=at - OPEN_FOR,
    ).exists()


def matching(typed: str, *, path: str = "", whole_phones: bool) -> Q:
    """People whose name, without marks, holds what was typed; digits are of a phone.

    Either the last four, which every list shows anyway, or the whole number: any other part
    would let a number be read out digit by digit.

    ``path``: how the queried model reaches the person, for example ``young_person__``.
    ``whole_phones``: whether a whole number finds its owner.
    """
    digits = "".join(sign for sign in typed if sign.isdigit())
    if not digits or any(sign.isalpha() for sign in typed):
        return Q(**{f"{path}folded_name__contains": fold(typed)})
    if len(digits) == LAST_DIGITS:
        return Q(**{f"{path}phone__endswith": digits})
    if not whole_phones:
        return Q(pk__in=[])
    try:
        return Q(**{f"{path}phone": clean_mobile(typed)})
    except InvalidValue:
        return Q(pk__in=[])

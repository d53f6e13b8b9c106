"""What is wrong in a record is put right, by staff or by the person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Commune
from nhipcau.people import rules
from nhipcau.people.entering import checked_birth_date
from nhipcau.people.errors import ConsentMissing, OneOfThese
from nhipcau.people.models import Ethnicity, Gender, Purpose, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile, clean_name
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.wording import fold

# By these somebody is recognised: a colleague looks at a paper first.
IDENTITY = frozenset({"full_name", "birth_on", "phone"})
STATISTICS = frozenset({"gender", "ethnicity", "is_union_member"})
FIELDS = IDENTITY | STATISTICS | {"email", "commune"}


@write
def correct_person(
    *, by: Any, at: datetime, young_person: YoungPerson, told: Mapping[str, Any]
) -> YoungPerson:
    """Put right what is told; what is not told stays.

    ``told``: any of ``FIELDS``. The person may change all but ``IDENTITY`` at once.

    Raises:
        NotAllowed: ``by`` may not change this record, or not these fields of it.
        InvalidValue: a value cannot be right (``field`` says which).
        ConsentMissing: gender, ethnic group or membership without consent to statistics.
        OneOfThese: another record has this name, birth date and phone already.
    """
    require(
        rules.may_correct(by, young_person, told.keys() & IDENTITY),
        _("Name, birth date and phone are changed by a colleague who has seen a paper."),
    )
    person = YoungPerson.objects.select_for_update().get(pk=young_person.pk)
    changed = _changes(person, told, at)
    if not changed:
        return person
    if any(changed.get(name) for name in STATISTICS) and not rules.agrees(
        person, Purpose.STATISTICS
    ):
        raise ConsentMissing(
            _("Gender, ethnic group and membership are kept only with consent to statistics."),
            field=next(name for name in sorted(STATISTICS) if changed.get(name)),
        )
    for name, value in changed.items():
        setattr(person, name, value)
    if "full_name" in changed:
        person.folded_name = fold(person.full_name)
    try:
        with transaction.atomic():
            person.save(update_fields=[*changed, "folded_name"])
    except IntegrityError as problem:
        raise OneOfThese(
            _("Another record has this name, birth date and phone. Please merge the two.")
        ) from problem
    audit.record("person.corrected", about=person, by=by, at=at, fields=sorted(changed))
    return person


def _changes(person: YoungPerson, told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    unknown = told.keys() - FIELDS
    assert not unknown, f"no such fields: {unknown}"
    clean = {name: _clean(name, value, at) for name, value in told.items()}
    return {name: value for name, value in clean.items() if getattr(person, name) != value}


def _clean(name: str, value: Any, at: datetime) -> Any:
    if name == "full_name":
        return clean_name(value)
    if name == "phone":
        return clean_mobile(value)
    if name == "birth_on":
        return _checked_day(value, at)
    if name == "gender" and value not in ("", *Gender.values):
        raise InvalidValue(_("Please choose one of the list."), field=name)
    if name == "ethnicity" and value not in ("", *Ethnicity.values):
        raise InvalidValue(_("Please choose one of the list."), field=name)
    assert name != "commune" or value is None or isinstance(value, Commune)
    return value.strip() if isinstance(value, str) else value


def _checked_day(value: date, at: datetime) -> date:
    return checked_birth_date(value, localdate(at))

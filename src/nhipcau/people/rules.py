"""Who may do what with a young person's record, and what age asks for."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ROLES_WITH_PEOPLE, Consent, Purpose, YoungPerson
from nhipcau.shared.actors import actor_kind, is_system
from nhipcau.shared.reference_values import reference_value


def age_on(birth_on: date, day: date) -> int:
    """Full years lived on ``day``."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def needs_guardian(birth_on: date, *, on: date) -> bool:
    """A child by law needs a representative; the age is data of the installation."""
    return age_on(birth_on, on) < int(reference_value("child_below_age", on=on))


def may_enter_people(actor: Any) -> bool:
    """The public enters itself; partner staff enter others; the installation its sample."""
    return (
        actor_kind(actor) in ("public", "system")
        or not actor.is_staff_account
        or bool(partner_units_of(actor, *ROLES_WITH_PEOPLE, Role.GATE_VOLUNTEER))
    )


def may_see_people(actor: Any) -> bool:
    return bool(partner_units_of(actor, *ROLES_WITH_PEOPLE))


def may_open_record(actor: Any, young_person: YoungPerson) -> bool:
    """Staff whose own unit follows the person, in a role that works with people."""
    return (
        bool(actor.pk)
        and may_see_people(actor)
        and YoungPerson.objects.visible_to(actor).filter(pk=young_person.pk).exists()
    )


def may_withdraw_consent(actor: Any, young_person: YoungPerson) -> bool:
    """The person, by the phone that signed in; or staff asked to do it, whom the audit names."""
    if is_system(actor) or not actor.pk:
        return is_system(actor)
    if not actor.is_staff_account:
        return bool(actor.phone == young_person.phone)
    return YoungPerson.objects.visible_to(actor).filter(pk=young_person.pk).exists()


def may_load_texts(actor: Any) -> bool:
    return is_system(actor)


def require_consent(young_person: YoungPerson, purpose: Purpose) -> None:
    """Stop unless consent to ``purpose`` is in force now.

    Raises:
        ConsentMissing: it was never given, or it was withdrawn.
    """
    if (
        not Consent.objects.in_force()
        .filter(young_person=young_person, text__purpose=purpose)
        .exists()
    ):
        raise ConsentMissing(_("The young person has not agreed to this, or no longer agrees."))

"""Who may look for work, and who may write down what somebody looks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import age_on, may_see_people
from nhipcau.seekers.choices import (
    AT_LEAST_LOWER,
    AT_LEAST_UPPER,
    HIGHER,
    TRAINED,
    Training,
)
from nhipcau.seekers.models import JobWish
from nhipcau.shared.actors import is_system
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.reference_values import reference_value
from nhipcau.vacancies.models import Market

WRITERS = (Role.COUNSELLOR, Role.COORDINATOR, Role.FOCAL_POINT)


def youngest_seeker(on: date) -> int:
    return int(reference_value("registrant_age_min", on=on))


def youngest_abroad(on: date) -> int:
    return int(reference_value("overseas_age_min", on=on))


def may_seek(person: YoungPerson, on: date) -> bool:
    """Whether the law lets somebody of this age be introduced to work on a day."""
    return age_on(person.birth_on, on) >= youngest_seeker(on)


def may_go_abroad(person: YoungPerson, on: date) -> bool:
    """Whether somebody is old enough for work abroad under contract."""
    return age_on(person.birth_on, on) >= youngest_abroad(on)


def may_tell(actor: Any, person: YoungPerson) -> bool:
    """The person, by the phone that signed in; staff who work with people and follow this one;
    the officer of the person's commune."""
    if not actor.pk:
        return is_system(actor)
    if not actor.is_staff_account:
        return bool(actor.phone == person.phone)
    return (
        bool(partner_units_of(actor, *WRITERS, Role.COMMUNE_OFFICER))
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def knows_needs(actor: Any) -> bool:
    """What is sensitive is told to a counsellor or on the own page, to no neighbour."""
    is_staff = bool(actor.pk) and actor.is_staff_account
    return not is_staff or may_see_people(actor)


def may_tell_needs(actor: Any, person: YoungPerson) -> bool:
    return knows_needs(actor) and may_tell(actor, person)


def may_forget(actor: Any, person: YoungPerson) -> bool:
    """Whoever may withdraw the consent: the person, or any staff who see the record."""
    if not actor.pk:
        return is_system(actor)
    return YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()


def check_market(person: YoungPerson, market: str, on: date) -> None:
    """
    Raises:
        InvalidValue: too young for work abroad.
    """
    if market == Market.OVERSEAS and not may_go_abroad(person, on):
        raise InvalidValue(
            _(
                "Work abroad under contract is for people of %(age)d or older. Please choose work"
                " at home for now."
            )
            % {"age": youngest_abroad(on)},
            field="market",
        )


def check_training(told: Mapping[str, Any]) -> None:
    """Schooling and training fit each other, as the Centre checks form 01.

    Raises:
        InvalidValue: they do not, or the subject of a training is missing.
    """
    schooling, training = told.get("schooling", ""), told.get("training", "")
    if training == Training.INTERMEDIATE and schooling not in AT_LEAST_LOWER:
        raise InvalidValue(
            _(
                "An intermediate diploma needs at least lower secondary school. Please check the"
                " schooling or the training."
            ),
            field="schooling",
        )
    if training in HIGHER and schooling not in AT_LEAST_UPPER:
        raise InvalidValue(
            _(
                "College and higher need upper secondary school. Please check the schooling or the"
                " training."
            ),
            field="schooling",
        )
    if training in TRAINED and not str(told.get("speciality", "")).strip():
        raise InvalidValue(_("Please write the subject of the training."), field="speciality")


def is_seeking(wish: JobWish | None) -> bool:
    return wish is not None and wish.stopped_at is None

"""Who may do what with a young person's record, and what age asks for."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import communes_of, is_commune_officer, partner_units_of
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.followed import ROLES_WITH_PEOPLE
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.shared.actors import actor_kind, is_system
from nhipcau.shared.errors import InvalidValue
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
        or is_commune_officer(actor)
    )


def may_see_people(actor: Any) -> bool:
    """Colleagues of both units who work with people, whichever commune these live in."""
    return bool(partner_units_of(actor, *ROLES_WITH_PEOPLE))


def may_read_records(actor: Any) -> bool:
    """These colleagues, and officers of a commune; of which people, ``visible_to`` says."""
    return may_see_people(actor) or is_commune_officer(actor)


def check_own_commune(actor: Any, commune_id: int | None) -> None:
    """
    Raises:
        InvalidValue: an officer of a commune enters somebody of another one.
    """
    if may_see_people(actor) or not is_commune_officer(actor):
        return
    if commune_id not in {own for _unit, own in communes_of(actor)}:
        raise InvalidValue(
            _("You enter people of your own commune. A counsellor helps with all others."),
            field="commune",
        )


def may_open_record(actor: Any, young_person: YoungPerson) -> bool:
    """Staff whose own unit follows the person, in a role that works with people."""
    return (
        bool(actor.pk)
        and may_read_records(actor)
        and YoungPerson.objects.visible_to(actor).filter(pk=young_person.pk).exists()
    )


def may_let_follow(actor: Any, young_person: YoungPerson) -> bool:
    """Staff who follow the person bring another unit in; so may the person, and the installation
    on the person's behalf."""
    if is_system(actor) or (actor.pk and not actor.is_staff_account):
        return is_system(actor) or bool(actor.phone == young_person.phone)
    return may_open_record(actor, young_person)


def may_withdraw_consent(actor: Any, young_person: YoungPerson) -> bool:
    """The person, by the phone that signed in; or staff asked to do it, whom the audit names."""
    if is_system(actor) or not actor.pk:
        return is_system(actor)
    if not actor.is_staff_account:
        return bool(actor.phone == young_person.phone)
    return YoungPerson.objects.visible_to(actor).filter(pk=young_person.pk).exists()


def may_agree(actor: Any, young_person: YoungPerson) -> bool:
    """Who may say yes may say no: the person by the own phone, or staff who write it down."""
    return may_withdraw_consent(actor, young_person)


def may_correct(actor: Any, young_person: YoungPerson, identity: Collection[str]) -> bool:
    """Colleagues who see the record; the person, but for what one is recognised by."""
    if not actor.pk:
        return False
    if not actor.is_staff_account:
        return not identity and bool(actor.phone == young_person.phone)
    return may_see_people(actor) and may_open_record(actor, young_person)


def may_merge(actor: Any, *people: YoungPerson) -> bool:
    """Staff who work with people and see every one of them; the installation never merges."""
    wanted = {person.pk for person in people}
    return may_see_people(actor) and wanted == set(
        YoungPerson.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)
    )


def may_settle_responsibility(actor: Any) -> bool:
    """Whoever changes a case, or ends one by withdrawing a consent: asked there already."""
    return bool(actor.pk) or is_system(actor)


def may_compare_everybody(actor: Any) -> bool:
    return is_system(actor)


def may_load_texts(actor: Any) -> bool:
    return is_system(actor)


def agrees(young_person: YoungPerson, purpose: Purpose) -> bool:
    """Whether consent to ``purpose`` is in force, whichever of the person's records holds it."""
    given, withdrawn = _last_acts((young_person,), purpose)
    return given is not None and (withdrawn is None or withdrawn < given)


def withdrew(people: Iterable[YoungPerson], purpose: Purpose) -> bool:
    """Whether the last that was said about ``purpose``, on any record of all these, is no."""
    given, withdrawn = _last_acts(people, purpose)
    return withdrawn is not None and (given is None or given <= withdrawn)


def _last_acts(
    people: Iterable[YoungPerson], purpose: Purpose
) -> tuple[datetime | None, datetime | None]:
    kept = {person.merged_into_id or person.pk for person in people}
    # Records first: an "or" over two tables would read the consents of everybody.
    records = YoungPerson.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))
    acts = Consent.objects.filter(
        young_person__in=records.values("pk"), text__purpose=purpose
    ).aggregate(given=Max("given_at", filter=Q(withdrawn_at=None)), withdrawn=Max("withdrawn_at"))
    return acts["given"], acts["withdrawn"]


def require_consent(young_person: YoungPerson, purpose: Purpose) -> None:
    """Stop unless consent to ``purpose`` is in force now.

    Raises:
        ConsentMissing: it was never given, or it was withdrawn.
    """
    if not agrees(young_person, purpose):
        raise ConsentMissing(_("The young person has not agreed to this, or no longer agrees."))

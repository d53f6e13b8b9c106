"""E-mail addresses that a mail server refused: marked once, and the units are told."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.messaging.models import DeadAddress, Letter
from nhipcau.messaging.to_units import UnitNote, UnitTopic, tell_units
from nhipcau.organisations.models import Membership, Organisation, Role
from nhipcau.people.models import YoungPerson
from nhipcau.shared.throttle import keyed_hash

UNDELIVERED = "/workspace/notices/undelivered/"
WHO_ASKS_AGAIN = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)


def hash_of(address: str) -> str:
    return keyed_hash(f"mail:{address.strip().lower()}")


def is_dead(address: str) -> bool:
    return bool(address) and DeadAddress.objects.filter(address_hash=hash_of(address)).exists()


def forget_dead(address: str) -> None:
    DeadAddress.objects.filter(address_hash=hash_of(address)).delete()


def note_dead(letter: Letter, *, at: datetime) -> None:
    """Mark the address of a refused letter, and tell who can ask for another one."""
    dead, is_new = DeadAddress.objects.get_or_create(
        address_hash=hash_of(letter.address), defaults={"since": at}
    )
    if not is_new:
        return
    people = YoungPerson.objects.filter(messages__letter=letter)
    followed = Organisation.objects.filter(followings__young_person__in=people).distinct()
    staff = Membership.objects.active().filter(user__email__iexact=letter.address)
    employers_of = Organisation.objects.filter(memberships__in=staff).distinct()
    with translation.override("vi"):
        notes = [
            UnitNote(
                unit,
                UnitTopic.DELIVERY,
                _("An e-mail address takes no mail. Please ask for another one."),
                path=UNDELIVERED,
                roles=WHO_ASKS_AGAIN,
                once=f"dead:{dead.pk}:{unit.pk}",
            )
            for unit in followed
        ] + [
            UnitNote(
                unit,
                UnitTopic.DELIVERY,
                _("The e-mail address of a colleague takes no mail. Please look at the members."),
                path="/workspace/members/",
                roles=(Role.ADMINISTRATOR,),
                once=f"dead-staff:{dead.pk}:{unit.pk}",
            )
            for unit in employers_of
        ]
    tell_units(notes, at=at)

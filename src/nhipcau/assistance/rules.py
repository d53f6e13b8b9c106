"""Who may sit with a person and write, and how long a talk lasts."""

from datetime import datetime, timedelta
from typing import Any

from nhipcau.assistance.models import AssistedTalk
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.seekers.rules import WRITERS, may_tell

# A talk that somebody forgot to end writes nothing any more after this time.
LONGEST = timedelta(hours=4)


def assists(actor: Any) -> bool:
    """Officers of communes, and colleagues of both units who write what people tell."""
    return bool(partner_units_of(actor, *WRITERS, Role.COMMUNE_OFFICER))


def may_assist(actor: Any, person: YoungPerson) -> bool:
    """Of these, whoever sees the person; the person alone needs no talk."""
    return bool(actor.pk) and actor.is_staff_account and may_tell(actor, person)


def may_write_in(actor: Any, talk: AssistedTalk) -> bool:
    """Whoever began the talk, as long as the person is still seen."""
    return actor.pk == talk.officer_id and may_assist(actor, talk.young_person)


def may_end(actor: Any, talk: AssistedTalk) -> bool:
    """Whoever began it; also after the person moved away."""
    return bool(actor.pk) and actor.pk == talk.officer_id


def is_open(talk: AssistedTalk, *, at: datetime) -> bool:
    return talk.ended_at is None and at < talk.began_at + LONGEST

"""Actors that are no signed-in user. Rules and audit tell them apart by ``actor_kind``."""

from typing import Any


class _Unnamed:
    pk = None
    is_authenticated = False

    def __init__(self, actor_kind: str) -> None:
        self.actor_kind = actor_kind

    def __repr__(self) -> str:
        return f"<actor: {self.actor_kind}>"


class AtTheGate(_Unnamed):
    """A volunteer's phone, paired for one event. It knows no colleague and no other event."""

    is_staff_account = False
    phone = ""

    def __init__(self, *, event_id: int) -> None:
        super().__init__("device")
        self.event_id = event_id


class AtTheDesk(_Unnamed):
    """A contact of an employer at the desk that a one-time link opened. It knows its own alone."""

    is_staff_account = False
    phone = ""

    def __init__(self, *, employer_id: int, contact_id: int) -> None:
        super().__init__("desk")
        self.employer_id = employer_id
        self.contact_id = contact_id


PUBLIC = _Unnamed("public")
SYSTEM = _Unnamed("system")


def actor_kind(actor: Any) -> str:
    """``user``, ``public``, ``system``, ``device`` or ``desk``."""
    return "user" if actor.pk else getattr(actor, "actor_kind", "public")


def user_or_none(actor: Any) -> Any:
    """The actor as a foreign key takes it: a saved user, or nothing."""
    return actor if actor.pk else None


def is_system(actor: Any) -> bool:
    return actor is SYSTEM


def is_gate_of(actor: Any, event_id: int) -> bool:
    """Whether the actor is a phone paired for this very event."""
    return isinstance(actor, AtTheGate) and actor.event_id == event_id


def desk_of(actor: Any) -> AtTheDesk | None:
    """The desk that acts, if it is one."""
    return actor if isinstance(actor, AtTheDesk) else None


def is_desk_of(actor: Any, employer_id: int) -> bool:
    """Whether the actor sits at the desk of this very employer."""
    return isinstance(actor, AtTheDesk) and actor.employer_id == employer_id

"""Actors that are no signed-in user. Rules and audit tell them apart by ``actor_kind``."""

from typing import Any


class _Unnamed:
    pk = None
    is_authenticated = False

    def __init__(self, actor_kind: str) -> None:
        self.actor_kind = actor_kind

    def __repr__(self) -> str:
        return f"<actor: {self.actor_kind}>"


PUBLIC = _Unnamed("public")
SYSTEM = _Unnamed("system")


def actor_kind(actor: Any) -> str:
    """``user``, ``public`` or ``system``."""
    return "user" if actor.pk else getattr(actor, "actor_kind", "public")


def user_or_none(actor: Any) -> Any:
    """The actor as a foreign key takes it: a saved user, or nothing."""
    return actor if actor.pk else None


def is_system(actor: Any) -> bool:
    return actor is SYSTEM

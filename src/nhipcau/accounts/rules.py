"""Who may sign in, and how. What a person may do afterwards is a matter of memberships."""

from typing import Any

from django.conf import settings

from nhipcau.accounts.models import User
from nhipcau.shared.actors import actor_kind, is_system


def may_sign_in(actor: Any) -> bool:
    """Someone whom we do not know yet, or who is signed in and changes the account."""
    return actor_kind(actor) in ("public", "user")


def may_make_demo_links(actor: Any) -> bool:
    """A link that signs in by itself exists in the demonstration alone."""
    return bool(settings.DEMO) and is_system(actor)


def may_use_demo_links(actor: Any) -> bool:
    return bool(settings.DEMO) and may_sign_in(actor)


def may_clean_up(actor: Any) -> bool:
    return is_system(actor)


def may_change_own_account(actor: Any) -> bool:
    return isinstance(actor, User) and actor.is_active

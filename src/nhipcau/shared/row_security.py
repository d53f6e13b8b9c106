"""Row-level security as a second net: whose rows the database hands out in this transaction.

Tables under it (migrations of the apps that own them) show no row unless a context was told. It is
told inside one use case, for as short as the rows are needed, and is over with its transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from nhipcau.shared.actors import is_system

KIND, NUMBER, MOMENT = "nhipcau.actor_kind", "nhipcau.actor_id", "nhipcau.actor_at"
TELL = (
    f"SELECT set_config('{KIND}', %s, true), set_config('{NUMBER}', %s, true),"
    f" set_config('{MOMENT}', %s, true)"
)
# What was told before, and what is told now: one statement; columns are worked out in their order.
SWAP = (
    f"SELECT coalesce(current_setting('{KIND}', true), ''),"
    f" coalesce(current_setting('{NUMBER}', true), ''),"
    f" coalesce(current_setting('{MOMENT}', true), ''), {TELL.removeprefix('SELECT ')}"
)


class NoTransaction(RuntimeError):
    """A context outside of a transaction would be forgotten at once, or stay for the next one."""


@contextmanager
def acting(actor: Any, *, at: datetime) -> Iterator[None]:
    """The rows of ``actor`` at a moment; of the installation itself (``SYSTEM``), all rows.

    Raises:
        NoTransaction: called outside of a use case.
    """
    if not connection.in_atomic_block:
        raise NoTransaction("tell an actor inside a transaction")
    kind = "system" if is_system(actor) else "user"
    with connection.cursor() as cursor:
        cursor.execute(SWAP, [kind, str(actor.pk or ""), at.isoformat()])
        before = cursor.fetchone()[:3]
    try:
        yield
    finally:
        # A statement that failed ended the transaction, and the context with it.
        raw = connection.connection
        if raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
            with connection.cursor() as cursor:
                cursor.execute(TELL, before)


@contextmanager
def reading(actor: Any, *, at: datetime) -> Iterator[None]:
    """The same for a page, which has no transaction: over with the block."""
    with transaction.atomic(), acting(actor, at=at):
        yield

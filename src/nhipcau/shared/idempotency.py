"""A write that is asked for twice happens once.

``@write`` opens the transaction of a use case and takes its ``key``. The key is claimed by an
INSERT inside that transaction: a second call with the same key waits for the first to end, then
gives back the first one's record instead of writing again.
"""

import functools
import json
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from nhipcau.shared.actors import actor_kind
from nhipcau.shared.errors import DomainError, KeyReused, TooManyAttempts
from nhipcau.shared.models import IdempotencyKey
from nhipcau.shared.throttle import keyed_hash

DEADLOCK, LOCK_TIMEOUT = "40P01", "55P03"

CLAIM = (
    "INSERT INTO shared_idempotencykey (key, fingerprint, result_type, created_at)"
    " VALUES (%s, %s, '', %s) ON CONFLICT (key) DO NOTHING RETURNING id"
)
KEEP_RESULT = "UPDATE shared_idempotencykey SET result_type = %s, result_id = %s WHERE id = %s"

_inside: ContextVar[bool] = ContextVar("inside a use case", default=False)

UseCase = TypeVar("UseCase", bound=Callable[..., Any])


def write(use_case: UseCase) -> UseCase:
    """Run ``use_case`` in one transaction, and once for each non-empty ``key``.

    Two that wait for each other are told apart by the database: the one it ends is tried again.

    Raises:
        KeyReused: ``key`` was used before for another content or by another actor.
        TooManyAttempts: the rows were held by others for too long, twice.
    """

    @functools.wraps(use_case)
    def once(*, by: Any, at: datetime, key: str = "", **content: Any) -> Any:
        return _patiently(lambda: attempt(by=by, at=at, key=key, **content))

    def attempt(*, by: Any, at: datetime, key: str, **content: Any) -> Any:
        # A use case inside a use case stands or falls with it, and needs no savepoint.
        with transaction.atomic(savepoint=not _inside.get()):
            inside = _inside.set(True)
            try:
                return keyed(by=by, at=at, key=key, **content)
            finally:
                _inside.reset(inside)

    def keyed(*, by: Any, at: datetime, key: str, **content: Any) -> Any:
        if not key:
            return use_case(by=by, at=at, **content)
        wanted = _fingerprint(use_case, by, content)
        with connection.cursor() as cursor:
            # Waits while another transaction holds the same key.
            cursor.execute(CLAIM, [key, wanted, at])
            claimed = cursor.fetchone()
        if not claimed:
            return _earlier_result(IdempotencyKey.objects.get(key=key), wanted)
        result = use_case(by=by, at=at, **content)
        is_record = isinstance(result, models.Model)
        with connection.cursor() as cursor:
            told = (result._meta.label, result.pk) if is_record else ("-", None)
            cursor.execute(KEEP_RESULT, [*told, claimed[0]])
        return result

    return cast(UseCase, once)


@dataclass(frozen=True)
class Claim:
    """The key of a form and what it stands for; empty when the caller gave none."""

    key: str
    fingerprint: str


def write_in_one_call(use_case: Callable[..., Any]) -> Callable[..., Any]:
    """``write`` for a use case that writes in a single call of the database.

    Such a call is a transaction of its own: none is opened around it. The use case takes a
    ``claim`` and writes it with its record; when it is refused, the claim is looked up first.

    Raises:
        KeyReused, TooManyAttempts: as ``write``.
    """

    @functools.wraps(use_case)
    def once(*, by: Any, at: datetime, key: str = "", **content: Any) -> Any:
        claim = Claim(key, _fingerprint(use_case, by, content) if key else "")
        is_inner = transaction.get_connection().in_atomic_block

        def attempt() -> Any:
            try:
                with transaction.atomic() if is_inner else nullcontext():
                    return use_case(by=by, at=at, claim=claim, **content)
            except (DomainError, IntegrityError):
                earlier = IdempotencyKey.objects.filter(key=key).first() if key else None
                if earlier is None:
                    raise
                return _earlier_result(earlier, claim.fingerprint)

        return _patiently(attempt)

    return once


def _patiently(attempt: Callable[[], Any]) -> Any:
    """Once more after a deadlock or a long wait; not inside a transaction, which is lost then."""
    if transaction.get_connection().in_atomic_block:
        return attempt()
    try:
        return attempt()
    except OperationalError as error:
        if _sqlstate(error) not in (DEADLOCK, LOCK_TIMEOUT):
            raise
    try:  # the other one of two that waited for each other is through by now
        return attempt()
    except OperationalError as error:
        if _sqlstate(error) not in (DEADLOCK, LOCK_TIMEOUT):
            raise
        raise TooManyAttempts(
            _("Many people are doing this just now. Please try again in a moment."),
            retry_after=5,
        ) from error


def _sqlstate(error: OperationalError) -> str:
    return getattr(error.__cause__, "sqlstate", "") or ""


def _earlier_result(claim: IdempotencyKey, wanted: str) -> Any:
    if claim.fingerprint != wanted:
        raise KeyReused(
            _("This form was already sent with other details. Please open it again and send it.")
        )
    if claim.result_id is None:
        return None
    return apps.get_model(claim.result_type)._base_manager.get(pk=claim.result_id)


def _fingerprint(use_case: Callable[..., Any], by: Any, content: dict[str, Any]) -> str:
    told = [use_case.__module__, use_case.__qualname__, actor_kind(by), by.pk, _plain(content)]
    # Keyed: names, phones and birth dates are few enough to be guessed from a plain hash.
    return keyed_hash(json.dumps(told, sort_keys=True))


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return [value._meta.label, value.pk]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(one), sort_keys=True) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value if isinstance(value, str | int | float | bool | None) else str(value)

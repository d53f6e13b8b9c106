"""The stored lists follow what changed. Nothing waits for a night."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.matching import rules
from nhipcau.matching.choices import RecordKind
from nhipcau.matching.evenness import measure, spread
from nhipcau.matching.held import MEMORY, Held
from nhipcau.matching.models import TOP, Change, ListState
from nhipcau.matching.storing import others_than_stored, store, weights_in_force
from nhipcau.matching.use_cases.weighing import keep_first_weights
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

# A worker that was away for longer reads everything anew when the day has changed anyway.
CHANGES_KEPT = timedelta(days=2)
A_RUN = "5min"


@write
def update_lists(*, by: Any, at: datetime) -> int:
    """Bring the stored lists up to what the database says now; how many lists were written.

    The first run of a worker, and one under new weights, looks at everything; every other run at
    what changed. Two workers wait for each other here.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("The installation alone keeps the lists."))
    keep_first_weights(by=by, at=at)
    with MEMORY.lock:
        held, MEMORY.held = MEMORY.held, None  # counts again once this is committed
        state, day = _locked_state(), localdate(at)
        weights = weights_in_force(day)
        assert weights
        waiting = list(Change.objects.filter(generation=None).values_list("pk", flat=True))
        is_known = held is not None and held.generation is not None
        if held is None or not is_known or held.weights_id != weights.pk:
            held = Held.read(day, weights.pk, weights.weights, top=TOP)
            people, vacancies = others_than_stored(held, weights.pk)
        else:
            people, vacancies = held.follow(day, *_to_look_at(held, waiting, day))
        written = store(held, people, vacancies, weights_id=weights.pk, at=at)
        if written or waiting or state.day != day or state.weights_id != weights.pk:
            state.generation += 1
            state.day, state.weights, state.changed_at = day, weights, at
            state.save()
            Change.objects.filter(pk__in=waiting).update(generation=state.generation)
        if written and weights.exposure_cap:
            spread(weights, at=at)
        _remember(held, state.generation)
    return written


@write
def measure_exposure(*, by: Any, at: datetime) -> int:
    """How evenly vacancies are shown today, with a cap and without; 1 when it was measured.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("The installation alone measures."))
    weights = weights_in_force(localdate(at))
    return 0 if weights is None else int(measure(weights, at=at) is not None)


@write
def forget_changes(*, by: Any, at: datetime) -> int:
    """Delete the traces of changes that every worker has taken over; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("The installation alone tidies up."))
    gone, _each = Change.objects.filter(
        generation__isnull=False, at__lt=at - CHANGES_KEPT
    ).delete()
    return gone


def _locked_state() -> ListState:
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
            cursor.execute(f"SET LOCAL {name} = '{A_RUN}'")
    ListState.objects.get_or_create(pk=1)
    return ListState.objects.select_for_update().get(pk=1)


def _to_look_at(held: Held, waiting: list[int], day: Any) -> tuple[Any, Any]:
    """Ids of wishes and vacancies; on another day everything, because ages and days moved on."""
    if held.day != day:
        return None, None
    changes = Change.objects.filter(pk__in=waiting)
    others = Change.objects.filter(generation__gt=held.generation)
    ids: dict[str, set[int]] = {RecordKind.WISH.value: set(), RecordKind.VACANCY.value: set()}
    for kind, record_id in changes.union(others).values_list("kind", "record_id"):
        ids[kind].add(record_id)
    return ids[RecordKind.WISH.value], ids[RecordKind.VACANCY.value]


def _remember(held: Held, generation: int) -> None:
    held.generation = generation

    def keep() -> None:
        MEMORY.held = held

    transaction.on_commit(keep)

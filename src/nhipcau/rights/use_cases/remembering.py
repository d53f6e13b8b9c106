"""The erased stay erased: their numbers are told outside, and to a backup that is restored."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.counselling.use_cases import erase_cases
from nhipcau.people.models import YoungPerson
from nhipcau.rights import rules
from nhipcau.rights.erasing import erase
from nhipcau.rights.models import Tombstone
from nhipcau.rights.tombstones import Stone, append
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

MOST_AT_ONCE = 1000


@write
def write_tombstones(*, by: Any, at: datetime) -> int:
    """Tell the file outside of everybody erased since the last time; how many. Run by the clock.

    A line may be written twice when the worker dies in between: read again it says the same.

    Raises:
        NotAllowed: ``by`` is not the installation.
        OSError: the file cannot be written; nobody counts as told.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    waiting = Tombstone.objects.select_for_update().filter(written_at=None).order_by("pk")
    stones = list(waiting[:MOST_AT_ONCE])
    append(Stone(tuple(one.record_ids), one.at) for one in stones)
    Tombstone.objects.filter(pk__in=[one.pk for one in stones]).update(written_at=at)
    return len(stones)


@write
def replay_erasures(*, by: Any, at: datetime, stones: Iterable[Stone]) -> int:
    """After a backup was restored: erase again whoever had been erased; how many came back.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    known = {tuple(ids) for ids in Tombstone.objects.values_list("record_ids", flat=True)}
    came_back = 0
    for stone in stones:
        people = list(
            YoungPerson.objects.select_for_update().filter(pk__in=stone.record_ids).order_by("pk")
        )
        came_back += any(one.full_name for one in people)
        erase_cases(by=by, at=at, people=people)
        erase(people, at=at)
        if stone.record_ids not in known:
            Tombstone.objects.create(record_ids=list(stone.record_ids), at=stone.at, written_at=at)
            known.add(stone.record_ids)
        audit.record_each("person.erased_again", about=people, by=by, at=at)
    return came_back

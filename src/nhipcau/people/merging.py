"""One person under two records: merged, undone, or said to be two people.

Nothing is moved and nothing overwritten: ``merged_into`` of a record names the one that is kept.
It follows from all merges in force, so that they can be undone in any order.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.people import rules
from nhipcau.people.candidates import candidate_pairs
from nhipcau.people.errors import AlreadyMerged, KeepTheOther
from nhipcau.people.likeness import Reason, Told, may_be_one, score, told_of
from nhipcau.people.models import PersonMerge, PossibleDuplicate, Purpose, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def merge_records(*, by: Any, at: datetime, kept: YoungPerson, merged: YoungPerson) -> PersonMerge:
    """Say that two records are one person. Each stands for all that were merged into it before.

    Registrations are looked after by ``events.use_cases.merge_people``, which calls this.

    Raises:
        NotAllowed: ``by`` does not work with people or does not see both.
        AlreadyMerged: the two are one person already.
        KeepTheOther: the person withdrew the consent to be counted on the record that would be
            merged; only if that one is kept, its withdrawal counts.
    """
    require(
        rules.may_merge(by, kept, merged), _("Your unit does not follow both of these people.")
    )
    kept, merged = _kept_and_locked(kept, merged)
    if kept.pk == merged.pk:
        raise AlreadyMerged(_("These records are one person already."))
    if _speaks_against_a_withdrawal(kept, merged):
        raise KeepTheOther(
            _(
                "On the other record the person withdrew the consent to be counted by gender,"
                " ethnic group and membership. Please keep that record: then this is respected."
            )
        )
    found = score(told_of(kept), told_of(merged))
    merge = PersonMerge.objects.create(
        kept=kept,
        merged=merged,
        score=found.score,
        reasons=_plain(found.reasons),
        by=user_or_none(by),
        at=at,
    )
    YoungPerson.objects.same_as(merged).update(merged_into=kept)
    audit.record_each("person.merged", about=[kept, merged], by=by, at=at)
    return merge


@write
def undo_merge(*, by: Any, at: datetime, merge: PersonMerge, reason: str) -> PersonMerge:
    """Take a merge back: the record stands by itself again, with all merged into it before.

    What was done since for the person who was kept (a registration, a withdrawal) stays there.

    Raises:
        NotAllowed: ``by`` does not work with people or does not see the person.
        ReasonMissing: ``reason`` is empty.
        IllegalTransition: it was undone before.
    """
    require(
        rules.may_merge(by, merge.kept, merge.merged),
        _("Your unit does not follow both of these people."),
    )
    if not reason.strip():
        raise ReasonMissing(_("Please write why it is undone."), field="reason")
    kept, _same = _kept_and_locked(merge.kept, merge.merged)
    merge = PersonMerge.objects.select_for_update(of=("self",), no_key=True).get(pk=merge.pk)
    if merge.undone_at:
        raise IllegalTransition(_("This merge was undone before."))
    merge.undone_at, merge.undone_by = at, user_or_none(by)
    merge.undo_reason = reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _point_anew(list(YoungPerson.objects.same_as(kept).values_list("pk", flat=True)))
    audit.record_each("person.merge_undone", about=[merge.kept, merge.merged], by=by, at=at)
    return merge


@write
def mark_different(*, by: Any, at: datetime, pair: PossibleDuplicate) -> PossibleDuplicate:
    """Say that the two are different people: for all records of both, and for ever.

    Raises:
        NotAllowed: ``by`` does not work with people or does not see both.
        AlreadyMerged: somebody merged them meanwhile.
    """
    require(
        rules.may_merge(by, pair.first, pair.second),
        _("Your unit does not follow both of these people."),
    )
    first, second = _kept_and_locked(pair.first, pair.second)
    if first.pk == second.pk:
        raise AlreadyMerged(_("These records are one person already."))
    both = [first.pk, second.pk]
    PossibleDuplicate.objects.unanswered().filter(
        first_kept__in=both, second_kept__in=both
    ).update(different_at=at, different_by=user_or_none(by))
    pair.refresh_from_db()
    audit.record("duplicate.different", about=pair, by=by, at=at)
    return pair


@write
def look_for_duplicates(
    *, by: Any, at: datetime, since: datetime | None = None, at_once: int = 5000
) -> int:
    """Compare who was entered from ``since`` on (or everybody) with all others; how many pairs
    were found that nobody had been asked about.

    Raises:
        NotAllowed: anyone but the installation itself: it looks at all people.
    """
    require(rules.may_compare_everybody(by), _("Only the installation compares all people."))
    people = YoungPerson.objects.order_by("pk")
    if since:
        people = people.filter(created_at__gte=since)
    before = PossibleDuplicate.objects.count()
    last = 0
    while batch := list(people.filter(pk__gt=last).values_list(*_COMPARED)[:at_once]):
        last = batch[-1][0]
        PossibleDuplicate.objects.bulk_create(_possible(batch, at), 2000, ignore_conflicts=True)
    return PossibleDuplicate.objects.count() - before


_COMPARED = ("pk", "merged_into_id", "full_name", "birth_on", "phone", "commune_id")


def _possible(batch: list[tuple], at: datetime) -> Iterator[PossibleDuplicate]:
    told = [Told(*values) for _pk, _kept, *values in batch]
    for no, pk, kept, *known in candidate_pairs(told):
        own, own_kept = batch[no][0], batch[no][1] or batch[no][0]
        other = Told._make(known)
        if own_kept == kept or not may_be_one(told[no], other):
            continue
        found = score(told[no], other)
        yield PossibleDuplicate(
            first_id=min(own, pk),
            second_id=max(own, pk),
            score=found.score,
            reasons=_plain(found.reasons),
            found_at=at,
        )


def _kept_and_locked(one: YoungPerson, other: YoungPerson) -> tuple[YoungPerson, YoungPerson]:
    """The kept records of both, as they are now. Whoever holds a kept record holds its set."""
    wanted = {one.pk, other.pk}
    while True:
        rows = {
            row.pk: row
            for row in YoungPerson.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=wanted)
            .order_by("pk")
        }
        kept = [rows[pk].merged_into_id or pk for pk in (one.pk, other.pk)]
        if rows.keys() >= set(kept):
            return rows[kept[0]], rows[kept[1]]
        wanted |= set(kept)


def _point_anew(members: list[int]) -> None:
    """Let ``merged_into`` of each member follow from the merges that are in force."""
    leads = dict(
        PersonMerge.objects.in_force().filter(merged__in=members).values_list("merged", "kept")
    )
    for member in members:
        kept = member
        while kept in leads:
            kept = leads[kept]
        YoungPerson.objects.filter(pk=member).update(merged_into=None if kept == member else kept)


def _speaks_against_a_withdrawal(kept: YoungPerson, merged: YoungPerson) -> bool:
    answers = (kept.gender, kept.ethnicity, kept.is_union_member)
    return any(answer not in ("", None) for answer in answers) and rules.withdrew(
        (kept, merged), Purpose.STATISTICS
    )


def _plain(reasons: Iterable[Reason]) -> list[list[Any]]:
    return [[reason.code, reason.points] for reason in reasons]

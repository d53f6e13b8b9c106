"""Read models of rosters for pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from nhipcau.rosters.models import Roster, RosterLink, RosterRow
from nhipcau.rosters.states import Outcome, RosterState, Verdict
from nhipcau.shared.throttle import keyed_hash

# A school hears what it can mend itself; whether somebody is known here is not its business.
TOLD_TO_SENDERS = (Verdict.UNREADABLE, Verdict.REPEATED, Verdict.DOUBTFUL, Verdict.NEEDS_GUARDIAN)


def link_of_token(token: str, *, at: datetime) -> RosterLink | None:
    """Whose secret address this is, while it is open."""
    return (
        RosterLink.objects.open(at)
        .select_related("organisation", "session__event__kind", "session__event__plan_line__lead")
        .filter(token_hash=keyed_hash(token))
        .first()
    )


def verdict_counts(roster: Roster) -> dict[str, int]:
    """Verdict → how many rows, in the order in which verdicts are shown."""
    rows = roster.rows.order_by().values("verdict").annotate(n=Count("pk"))
    found = {row["verdict"]: row["n"] for row in rows}
    return {verdict: found[verdict] for verdict in Verdict.values if verdict in found}


def outcome_counts(roster: Roster) -> list[tuple[str, int]]:
    """What became of the rows that were taken over: words and how many."""
    rows = roster.rows.order_by().exclude(outcome="").values("outcome").annotate(n=Count("pk"))
    found = {row["outcome"]: row["n"] for row in rows}
    return [(str(label), found[value]) for value, label in Outcome.choices if value in found]


def counts_for_sender(roster: Roster) -> dict[str, int]:
    """What the holder of a link may know: rows read, twice in the file, not read."""
    counts = verdict_counts(roster)
    told = {str(verdict): counts.get(verdict, 0) for verdict in TOLD_TO_SENDERS}
    people = sum(n for verdict, n in counts.items() if verdict != Verdict.IGNORED)
    return {"people": people, "read": people - sum(told.values()), **told}


def rosters_of_link(link: RosterLink) -> Any:
    """What came through one link. Whoever holds it may see counts and row numbers."""
    return Roster.objects.sent_by(link)


def problems_for_sender(roster: Roster) -> Any:
    """Rows to mend, by their numbers: a link shows no name."""
    return roster.rows.filter(verdict__in=TOLD_TO_SENDERS).only(
        *("place", "sheet", "number", "verdict", "reasons", "roster_id")
    )


def rosters_of(actor: Any, event: Any) -> Any:
    """The lists of an event, newest first, with their rows counted."""
    return (
        Roster.objects.visible_to(actor)
        .filter(session__event=event)
        .exclude(state=RosterState.DISCARDED)
        .select_related("organisation", "session", "created_by")
        .annotate(
            row_count=Count("rows", filter=~Q(rows__verdict=Verdict.IGNORED)),
            taken_count=Count("rows", filter=~Q(rows__outcome="")),
        )
        .order_by("-created_at", "-pk")
    )


def earlier_of_same_file(roster: Roster) -> Roster | None:
    """The same file taken over for the same session before."""
    return (
        Roster.objects.filter(
            session_id=roster.session_id,
            file_digest=roster.file_digest,
            state=RosterState.CONFIRMED,
        )
        .exclude(pk=roster.pk)
        .first()
    )


def children_of(roster: Roster, *, born_after: Any) -> Sequence[RosterRow]:
    """Rows of children who need a signed sheet, in the order of the file."""
    wanted = (Verdict.NEW, Verdict.KNOWN, Verdict.ALIKE, Verdict.NEEDS_GUARDIAN)
    return list(roster.rows.filter(verdict__in=wanted, birth_on__gt=born_after).order_by("place"))

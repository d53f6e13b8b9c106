"""Who holds a key of a case: settled whenever somebody begins or ceases to be permitted.

In the installation's context: it hands a case's secret on, and reads no note.
"""

from datetime import datetime

from nhipcau.counselling.models import (
    CASE_ROLES,
    SUPERVISORS,
    Case,
    CaseKey,
    EmergencyOpening,
    Note,
)
from nhipcau.counselling.states import Scope
from nhipcau.counselling.vault import (
    fresh_secret,
    give,
    give_custodians,
    pair_of,
    secret_by_any,
)
from nhipcau.organisations.models import PARTNER_KINDS, Membership
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import acting

Readers = dict[int, tuple[Scope, datetime | None]]


def permitted_readers(case: Case, *, at: datetime) -> Readers:
    """User → what the reader may open and until when (nothing: while permitted)."""
    working = Membership.objects.active().filter(
        role__in=CASE_ROLES, organisation__kind__in=PARTNER_KINDS
    )
    authors = Note.objects.filter(case=case).values("author")
    still_here = working.filter(user__in=authors).values_list("user_id", flat=True)
    found: Readers = dict.fromkeys(still_here, (Scope.OWN, None))
    here = list(working.filter(organisation=case.unit_id).values_list("user_id", "role"))
    openings = EmergencyOpening.objects.in_force(at).filter(case=case)
    for user, until in openings.values_list("by_id", "until"):
        if any(user == one for one, _role in here):
            found[user] = (Scope.ALL, until)
    for user, role in here:
        if role in SUPERVISORS or user == case.counsellor_id:
            found[user] = (Scope.ALL, None)
    return found


def settle_readers(case: Case, *, at: datetime) -> None:
    """Exactly the permitted readers hold a key of this case afterwards. Of a case without a key
    and without a note, the secret is made.

    Raises:
        CiphertextRefused: a reader is missing, and no key opens the case any more.
    """
    with acting(SYSTEM, at=at):
        wanted = permitted_readers(case, at=at)
        held = {
            key.user_id: (Scope(key.scope), key.expires_at)
            for key in CaseKey.objects.filter(case=case, user__isnull=False)
        }
        missing = {user: how for user, how in wanted.items() if held.get(user) != how}
        if missing:
            secret = _secret(case, is_unread=not held)
            for user, (scope, until) in sorted(missing.items()):
                give(case, secret, pair_of(user, at=at), scope=scope, at=at, expires_at=until)
            if not held:
                give_custodians(case, secret, at=at)
        gone = set(held) - set(wanted)
        if gone and wanted:  # the last key is never thrown away: nobody could read any more
            CaseKey.objects.filter(case=case, user__in=gone).delete()


def _secret(case: Case, *, is_unread: bool) -> bytes:
    if is_unread and not Note.objects.filter(case=case).exists():
        CaseKey.objects.filter(case=case).delete()
        return fresh_secret()
    return secret_by_any(case)

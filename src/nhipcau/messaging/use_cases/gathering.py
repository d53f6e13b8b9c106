"""Notices of units become letters to colleagues: a digest a day, and what is urgent at once."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.messaging import rules
from nhipcau.messaging.bounces import is_dead
from nhipcau.messaging.models import Letter, NoticeTold, StaffChoice, StaffLetter, UnitNotice
from nhipcau.messaging.states import Rhythm, Route
from nhipcau.organisations.models import Membership
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

# Older ones stand on the page alone: nobody is told of last month by mail.
TOLD_WITHIN = timedelta(days=14)
ONE_AT_A_TIME = "messaging: notices"


@write
def gather_notices(*, by: Any, at: datetime) -> int:
    """Put what units were told into letters to whoever works there now; how many letters.

    Nothing in the quiet hours. Who was told of a notice is not told again.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_send(by), _("Only the installation sends messages."))
    if rules.quiet_until(at):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ONE_AT_A_TIME])
    waiting = _waiting(at)
    users = User.objects.filter(pk__in=waiting, is_active=True, email__isnull=False)
    rhythms = dict(StaffChoice.objects.filter(user__in=waiting).values_list("user_id", "rhythm"))
    today, digest = localdate(at), rules.staff_digest_of(at)
    had = _letters_of(today)
    count = 0
    for user in users.order_by("pk"):
        if is_dead(user.email or ""):
            continue
        rhythm = rhythms.get(user.pk, Rhythm.DIGEST)
        had_digest, had_urgent = had.get(user.pk, (0, 0))
        now = [one for one in waiting[user.pk] if one.is_urgent or rhythm == Rhythm.AT_ONCE]
        if now and had_urgent < rules.staff_urgent_a_day_most(at):
            _put(user, now, day=today, is_digest=False, at=at)
            count += 1
        else:
            now = []
        if digest is None or had_digest or rhythm == Rhythm.PAGE:
            continue
        rest = [one for one in waiting[user.pk] if one not in now and one.created_at < digest]
        if rest:
            _put(user, rest, day=today, is_digest=True, at=at)
            count += 1
    return count


def _waiting(at: datetime) -> dict[int, list[UnitNotice]]:
    """User → notices that nobody told this colleague yet, the oldest first."""
    notices = list(
        UnitNotice.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), created_at__gt=at - TOLD_WITHIN
        ).order_by("created_at", "pk")
    )
    if not notices:
        return {}
    told = set(NoticeTold.objects.filter(notice__in=notices).values_list("notice_id", "user_id"))
    works: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    active = Membership.objects.active().filter(organisation__in={one.unit_id for one in notices})
    for unit, user, role in active.values_list("organisation_id", "user_id", "role"):
        works[unit][user].add(role)
    found: dict[int, list[UnitNotice]] = defaultdict(list)
    for one in notices:
        for user, roles in works[one.unit_id].items():
            is_meant = user == one.user_id if one.user_id else bool(roles & set(one.roles))
            if is_meant and (one.pk, user) not in told:
                found[user].append(one)
    return found


def _letters_of(day: date) -> dict[int, tuple[int, int]]:
    """User → how many digests and how many urgent letters of this day."""
    found: dict[int, tuple[int, int]] = {}
    for user, is_digest in StaffLetter.objects.filter(day=day).values_list("user_id", "is_digest"):
        digests, urgent = found.get(user, (0, 0))
        found[user] = (digests + is_digest, urgent + (not is_digest))
    return found


def _put(
    user: User, notices: list[UnitNotice], *, day: date, is_digest: bool, at: datetime
) -> None:
    letter = Letter.objects.create(
        route=Route.MAIL, address=user.email or "", try_at=at, created_at=at
    )
    staff_letter = StaffLetter.objects.create(
        letter=letter, user=user, day=day, is_digest=is_digest
    )
    NoticeTold.objects.bulk_create(
        [NoticeTold(notice=one, user=user, staff_letter=staff_letter) for one in notices]
    )

"""Who answers for a person who is counselled: told by the app that keeps the cases."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.people import rules
from nhipcau.people.models import Responsibility, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def set_responsible(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    holders: frozenset[tuple[int, int | None]],
) -> YoungPerson:
    """Exactly these answer for the person now: pairs of a unit's id and a colleague's, or nothing
    for the unit's queue. Who stays keeps the day since when.

    Raises:
        NotAllowed: nobody known asks.
    """
    require(rules.may_settle_responsibility(by), _("Please sign in."))
    known = {
        (one.organisation_id, one.user_id): one
        for one in Responsibility.objects.filter(young_person=young_person)
    }
    gone = [one.pk for holder, one in known.items() if holder not in holders]
    fresh = holders - set(known)
    if not gone and not fresh:
        return young_person
    Responsibility.objects.filter(pk__in=gone).delete()
    Responsibility.objects.bulk_create(
        [
            Responsibility(young_person=young_person, organisation_id=unit, user_id=user, since=at)
            for unit, user in sorted(fresh, key=str)
        ]
    )
    audit.record("person.responsibility", about=young_person, by=by, at=at)
    return young_person

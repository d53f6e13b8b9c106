"""Who answers for a person follows from the live cases: told to ``people`` after each change."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.models import Case, Transfer
from nhipcau.counselling.readers import settle_readers
from nhipcau.people.models import YoungPerson
from nhipcau.people.use_cases import set_responsible
from nhipcau.shared.rules import require


def lock(case: Case) -> Case:
    """The case as it is now, held until the transaction ends; its person before it."""
    YoungPerson.objects.select_for_update(no_key=True).get(pk=case.young_person_id)
    return Case.objects.select_for_update().select_related("young_person", "unit").get(pk=case.pk)


def lock_handled(case: Case, by: Any) -> Case:
    """``lock``, and asked again: meanwhile the case may have gone to somebody else.

    Raises:
        NotAllowed: it is not the case of ``by`` any more.
    """
    held = lock(case)
    require(rules.may_handle(by, held), _("This is not your case."))
    return held


def settle(case: Case, *, by: Any, at: datetime) -> None:
    """After a change of who has the case: keys, and who follows the person."""
    settle_readers(case, at=at)
    tell_responsible(case.young_person, by=by, at=at)


def tell_responsible(person: YoungPerson, *, by: Any, at: datetime) -> None:
    """The units and counsellors of all live cases; also who lent one and gets it back."""
    live = Case.objects.live().filter(young_person=person)
    holders = set(live.values_list("unit_id", "counsellor_id"))
    lent = Transfer.objects.live().filter(case__in=live, answered_at__isnull=False)
    holders |= {
        (unit, None)
        for unit in lent.values_list("from_unit_id", flat=True)
        if unit not in {one for one, _user in holders}
    }
    set_responsible(by=by, at=at, young_person=person, holders=frozenset(holders))

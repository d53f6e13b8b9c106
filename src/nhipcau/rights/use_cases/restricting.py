"""Nothing is done with somebody's data for now, but keeping them; and the way back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.people.models import Consent, ConsentChannel, Purpose, YoungPerson
from nhipcau.people.use_cases import agree
from nhipcau.referrals.use_cases import withdraw_consent
from nhipcau.rights import rules
from nhipcau.rights.errors import AlreadyAsked, NotRestricted
from nhipcau.rights.models import Restriction
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def restrict(*, by: Any, at: datetime, young_person: YoungPerson) -> Restriction:
    """Suspend every consent but that to take part. Open introductions end; wishes and notes stay,
    and are neither read by the clock nor shown to anybody new.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        AlreadyAsked: it is so already.
    """
    require(rules.may_withdraw(by, young_person), _("This is not your record."))
    person = _held(young_person)
    if Restriction.objects.in_force().filter(young_person=person).exists():
        raise AlreadyAsked(_("Nothing is done with your data already."))
    records = YoungPerson.objects.same_as(person)
    in_force = Consent.objects.in_force().filter(young_person__in=records)
    given = set(in_force.values_list("text__purpose", flat=True)) - {Purpose.PARTICIPATION}
    # Emptied for good when it is withdrawn; suspended, it must stay to come back.
    suspended = sorted(given - {Purpose.STATISTICS.value})
    for purpose in suspended:
        withdraw_consent(by=by, at=at, young_person=person, purpose=Purpose(purpose))
    restriction = Restriction.objects.create(young_person=person, purposes=suspended, since=at)
    told = [one.lower() for one in suspended]
    audit.record("person.restricted", about=person, by=by, at=at, fields=told)
    return restriction


@write
def lift_restriction(
    *, by: Any, at: datetime, young_person: YoungPerson, evidence: str = ""
) -> Restriction:
    """The person wants to go on: what was suspended is agreed to anew, in the words of today.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        NotRestricted: nothing is suspended.
        GuardianMissing: the person is a child; a guardian agrees anew at the counter.
    """
    require(rules.may_withdraw(by, young_person), _("This is not your record."))
    person = _held(young_person)
    restriction = Restriction.objects.in_force().filter(young_person=person).first()
    if restriction is None:
        raise NotRestricted(_("Nothing is suspended here."))
    is_own = rules.is_the_person(by, person)
    if restriction.purposes:
        agree(
            by=by,
            at=at,
            young_person=person,
            purposes=frozenset(restriction.purposes),
            channel=ConsentChannel.WEB if is_own else ConsentChannel.PAPER,
            evidence=evidence.strip() or f"restriction {restriction.pk}",
        )
    restriction.ended_at = at
    restriction.save(update_fields=["ended_at"])
    audit.record("person.unrestricted", about=person, by=by, at=at)
    return restriction


def _held(person: YoungPerson) -> YoungPerson:
    kept = person.merged_into_id or person.pk
    return YoungPerson.objects.select_for_update().get(pk=kept)

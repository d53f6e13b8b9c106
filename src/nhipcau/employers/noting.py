"""What several use cases do with an employer whose row they hold."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nhipcau.employers.likeness import alike
from nhipcau.employers.models import (
    DeskLink,
    DeskSession,
    Employer,
    EmployerContact,
    Occasion,
    PossibleSameEmployer,
)
from nhipcau.employers.states import Sameness
from nhipcau.employers.values import evidence_domains
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.throttle import keyed_hash

# Whoever asks for a link waits for it; a letter nobody asked for lies until it is read.
LINK_LIFE = timedelta(minutes=30)
LETTER_LIFE = timedelta(days=7)


def locked(employer: Employer) -> Employer:
    """The row as it is now, held until the end of the transaction."""
    return (
        Employer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre")
        .get(pk=employer.pk)
    )


def note_domains(employer: Employer) -> None:
    """Keep the domains of mail and website, so that another employer's can be compared."""
    emails = employer.contacts.filter(ended_at=None).values_list("email", flat=True)
    domains = evidence_domains(employer.email, employer.website, *emails)
    if domains != employer.domains:
        employer.domains = domains
        employer.save(update_fields=["domains"])


def look_for_same(employer: Employer, *, at: datetime) -> None:
    """Keep which records may be this employer. A decision stands until there is a new reason."""
    note_domains(employer)
    found = alike(employer)
    pairs = PossibleSameEmployer.objects.filter(first=employer) | (
        PossibleSameEmployer.objects.filter(second=employer)
    )
    kept = set()
    for other, why in found:
        first, second = sorted((employer, other), key=lambda one: one.pk)
        reasons = [list(one) for one in why]
        pair, is_new = PossibleSameEmployer.objects.get_or_create(
            first=first, second=second, defaults={"reasons": reasons, "found_at": at}
        )
        kept.add(pair.pk)
        if is_new or pair.reasons == reasons:
            continue
        has_more = any(one not in pair.reasons for one in reasons)
        if pair.decision == Sameness.DIFFERENT and has_more:
            pair.decision, pair.decided_by, pair.decided_at = "", None, None
        pair.reasons = reasons
        pair.save()
    pairs.filter(decision="").exclude(pk__in=kept).delete()


def close_desks(employer: Employer, *, at: datetime, contact_id: int | None = None) -> int:
    """End every open desk and every link on its way, of one contact or of all; how many."""
    which = {"employer": employer} | ({"contact_id": contact_id} if contact_id else {})
    links = DeskLink.objects.filter(used_at=None, revoked_at=None, expires_at__gt=at, **which)
    ended = links.update(revoked_at=at, try_at=None)
    desks = DeskSession.objects.filter(ended_at=None, expires_at__gt=at, **which)
    return ended + desks.update(ended_at=at)


def make_link(
    contact: EmployerContact, *, by: Any, at: datetime, occasion: str = Occasion.ASKED_FOR
) -> DeskLink:
    """A link for the outbox. Of each occasion the newest one of a contact alone is good."""
    earlier = DeskLink.objects.filter(contact=contact, occasion=occasion, used_at=None)
    earlier.filter(revoked_at=None).update(revoked_at=at, try_at=None)
    life = LINK_LIFE if occasion == Occasion.ASKED_FOR else LETTER_LIFE
    link = DeskLink(
        reference=uuid4(),
        employer_id=contact.employer_id,
        contact=contact,
        occasion=occasion,
        made_by=user_or_none(by),
        created_at=at,
        expires_at=at + life,
        try_at=at,
    )
    link.token_hash = keyed_hash(link.token)
    link.save(force_insert=True)
    audit.record("desk_link.made", about=link, by=by, at=at)
    return link


def write_to_employer(
    employer_id: int, occasion: str, *, by: Any, at: datetime
) -> DeskLink | None:
    """A letter to the first contact that has an e-mail; without one, none.

    A letter of the same occasion that still waits to be sent is enough: ten vacancies asked about
    on one morning are one letter, and the desk shows all of them.
    """
    contacts = EmployerContact.objects.active().filter(employer_id=employer_id).exclude(email="")
    contact = contacts.order_by("-is_main", "pk").first()
    if contact is None:
        return None
    same = DeskLink.objects.filter(contact=contact, occasion=occasion, used_at=None)
    waiting = same.filter(revoked_at=None, sent_at=None, try_at__isnull=False, expires_at__gt=at)
    return waiting.first() or make_link(contact, by=by, at=at, occasion=occasion)

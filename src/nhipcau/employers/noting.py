"""What several use cases do with an employer whose row they hold."""

from datetime import datetime

from nhipcau.employers.likeness import alike
from nhipcau.employers.models import DeskLink, DeskSession, Employer, PossibleSameEmployer
from nhipcau.employers.states import Sameness
from nhipcau.employers.values import evidence_domains


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

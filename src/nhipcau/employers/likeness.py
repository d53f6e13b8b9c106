"""Which employers may be one, and why. Mail and web domains that anybody may have say nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from nhipcau.employers.models import Branch, Employer, EmployerContact
from nhipcau.employers.tax_codes import root_of
from nhipcau.employers.values import evidence_domains

TAX_CODE, TAX_ROOT, PHONE, ACCOUNT = "tax_code", "tax_root", "phone", "account"
EMAIL, DOMAIN = "email", "domain"
CODES = (TAX_CODE, TAX_ROOT, ACCOUNT, PHONE, EMAIL, DOMAIN)
MOST_COMPARED = 50


@dataclass(frozen=True)
class Traits:
    """What of an employer would also stand at another record of the same one."""

    tax_code: str
    account: str
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)


def traits_of(
    employer: Employer, contacts: Iterable[EmployerContact], branches: Iterable[Branch]
) -> Traits:
    contacts, branches = list(contacts), list(branches)
    emails = {employer.email, *(one.email for one in contacts)} - {""}
    numbers = (employer.phone, *(one.phone for one in contacts), *(one.phone for one in branches))
    return Traits(
        employer.tax_code,
        employer.bank_account,
        set(numbers) - {""},
        emails,
        set(evidence_domains(*emails, employer.website)),
    )


def reasons(one: Traits, other: Traits) -> list[tuple[str, str]]:
    """Why two may be one: pairs of a code and what is the same; empty when nothing is."""
    found = []
    if one.tax_code and one.tax_code == other.tax_code:
        found.append((TAX_CODE, one.tax_code))
    elif one.tax_code and root_of(one.tax_code) == root_of(other.tax_code):
        found.append((TAX_ROOT, root_of(one.tax_code)))
    if one.account and one.account == other.account:
        found.append((ACCOUNT, one.account))
    found += [(PHONE, phone) for phone in sorted(one.phones & other.phones)]
    found += [(EMAIL, email) for email in sorted(one.emails & other.emails)]
    told = {domain for email in one.emails & other.emails for domain in evidence_domains(email)}
    found += [(DOMAIN, domain) for domain in sorted((one.domains & other.domains) - told)]
    return found


def alike(employer: Employer) -> list[tuple[Employer, list[tuple[str, str]]]]:
    """Other records of the same Centre that may be this employer, with the reasons."""
    own = traits_of(
        employer, employer.contacts.filter(ended_at=None), employer.branches.filter(ended_at=None)
    )
    wanted = Q(pk__in=[])
    if own.tax_code:
        wanted |= Q(tax_code__startswith=root_of(own.tax_code))
    if own.account:
        wanted |= Q(bank_account=own.account)
    if own.phones:
        wanted |= Q(phone__in=own.phones)
        for related in ("contacts", "branches"):
            wanted |= Q(**{f"{related}__phone__in": own.phones, f"{related}__ended_at": None})
    if own.emails:
        wanted |= Q(email__in=own.emails)
        wanted |= Q(contacts__email__in=own.emails, contacts__ended_at=None)
    if own.domains:
        wanted |= Q(domains__overlap=sorted(own.domains))
    others: Any = (
        Employer.objects.kept()
        .filter(wanted, centre_id=employer.centre_id)
        .exclude(pk=employer.pk)
        .distinct()
        .order_by("-pk")
        .prefetch_related(
            Prefetch("contacts", EmployerContact.objects.active(), to_attr="reachable"),
            Prefetch("branches", Branch.objects.active(), to_attr="places"),
        )[:MOST_COMPARED]
    )
    found: list[Any] = []
    for other in others:
        why = reasons(own, traits_of(other, other.reachable, other.places))
        if why:
            found.append((other, why))
    return found

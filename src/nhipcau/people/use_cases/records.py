"""Young people, their guardians and consents. Nothing else writes these tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.people import rules
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.entering import checked_entry, checked_guardian, enter
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import (
    Consent,
    ConsentChannel,
    ConsentText,
    Following,
    Guardian,
    Purpose,
    YoungPerson,
)
from nhipcau.people.queries import OPENED, REQUIRED_PURPOSES, consent_texts
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM, user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require
from nhipcau.shared.wording import fold


@write
def load_consent_texts(*, by: Any, at: datetime, texts: Iterable[Mapping[str, Any]]) -> None:
    """Add wording by purpose and version. A version that is there already is never changed."""
    require(rules.may_load_texts(by), _("Only the installation loads consent texts."))
    for row in texts:
        ConsentText.objects.get_or_create(
            purpose=row["purpose"], version=row["version"], defaults=dict(row)
        )


@write
def enter_person(
    *,
    by: Any,
    at: datetime,
    details: PersonDetails,
    followed_by: Sequence[Organisation],
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    channel: ConsentChannel = ConsentChannel.WEB,
    evidence: str = "",
) -> YoungPerson:
    """Enter a person, or find the same one again, with what was agreed to.

    Statistics details are kept only with consent to statistics. What is known is never
    overwritten by an empty answer, and a stranger on a web form changes nothing that is known.

    Raises:
        NotAllowed: ``by`` may not enter people.
        InvalidValue: name, phone or birth date cannot be right (``field`` says which), or an
            officer of a commune enters somebody of another one.
        ConsentMissing: the consent without which nobody can take part was not given.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_enter_people(by), _("Your role does not enter people."))
    rules.check_own_commune(by, details.commune.pk if details.commune else None)
    entry = checked_entry(
        details, followed_by, purposes, guardian, channel=channel, evidence=evidence, at=at
    )
    person = enter(entry, by=by, at=at)
    # Known before, perhaps under another commune: what is on record counts.
    rules.check_own_commune(by, person.commune_id)
    if entry.guardian:
        agreed_by = _guardian_of(person, entry.guardian, at)
        _agree(person, purposes, agreed_by, by=by, at=at, channel=channel, evidence=evidence)
    return person


@write
def enter_people(
    *,
    by: Any,
    at: datetime,
    people: Sequence[PersonDetails],
    followed_by: Sequence[Organisation],
    purposes: frozenset[str],
    channel: ConsentChannel,
    evidence: str,
) -> list[YoungPerson]:
    """Enter a whole list of adults and older pupils whose details are clean already.

    Raises:
        NotAllowed: ``by`` may not enter people.
        ConsentMissing: the consent without which nobody can take part is not there.
    """
    require(rules.may_enter_people(by), _("Your role does not enter people."))
    if not purposes >= REQUIRED_PURPOSES:
        raise ConsentMissing(_("The list says nothing of consent to take part."))
    entered = YoungPerson.objects.bulk_create(
        [
            YoungPerson(
                full_name=one.full_name,
                folded_name=fold(one.full_name),
                birth_on=one.birth_on,
                phone=one.phone,
                commune=one.commune,
                gender=one.gender,
                ethnicity=one.ethnicity,
                is_union_member=one.is_union_member,
                created_at=at,
            )
            for one in people
        ],
        2000,
    )
    Following.objects.bulk_create(
        [
            Following(young_person=person, organisation=unit, since=at)
            for person in entered
            for unit in followed_by
        ],
        2000,
    )
    texts = consent_texts(localdate(at))
    Consent.objects.bulk_create(
        [
            Consent(
                young_person=person,
                text=texts[purpose],
                channel=channel,
                evidence=evidence,
                given_at=at,
                recorded_by=user_or_none(by),
            )
            for person in entered
            for purpose in sorted(purposes)
        ],
        2000,
    )
    audit.record_each("person.entered", about=entered, by=by, at=at)
    return entered


@write
def enter_known(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    followed_by: Sequence[Organisation],
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    channel: ConsentChannel,
    evidence: str,
) -> YoungPerson:
    """Somebody who is known comes with another list: followed, with what the paper says was
    agreed to. Nothing that is known is changed.

    Raises:
        NotAllowed: ``by`` may not enter people.
        ConsentMissing: the consent without which nobody can take part is not there.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_enter_people(by), _("Your role does not enter people."))
    if not purposes >= REQUIRED_PURPOSES:
        raise ConsentMissing(_("The list says nothing of consent to take part."))
    if guardian is None and rules.needs_guardian(young_person.birth_on, on=localdate(at)):
        raise GuardianMissing(
            _("Under 16, a parent or guardian agrees with you. Please write who it is."),
            field="guardian_name",
        )
    Following.objects.bulk_create(
        [Following(young_person=young_person, organisation=one, since=at) for one in followed_by],
        ignore_conflicts=True,
    )
    agreed_by = _guardian_of(young_person, checked_guardian(guardian), at) if guardian else None
    _agree(young_person, purposes, agreed_by, by=by, at=at, channel=channel, evidence=evidence)
    audit.record("person.found", about=young_person, by=by, at=at)
    return young_person


@write
def let_go(
    *, by: Any, at: datetime, young_people: Sequence[YoungPerson], evidence: str
) -> list[YoungPerson]:
    """Undo the entering of people by a list that was taken back: their consents of that list end,
    and no unit follows them any more, so that no list of staff shows them. The row stays until
    its retention ends: cancelled registrations point at it. Whoever agreed to something on another
    occasion is left as is.

    Returns those who were let go. The caller asked whether they are registered anywhere.

    Raises:
        NotAllowed: ``by`` may not enter people.
    """
    require(rules.may_enter_people(by), _("Your role does not enter people."))
    theirs = Consent.objects.in_force().filter(young_person__in=young_people)
    others = set(theirs.exclude(evidence=evidence).values_list("young_person_id", flat=True))
    gone = [one for one in young_people if one.pk not in others]
    theirs.filter(young_person__in=gone).update(withdrawn_at=at)
    Following.objects.filter(young_person__in=gone).delete()
    for one in gone:
        one.gender, one.ethnicity, one.is_union_member = "", "", None
    YoungPerson.objects.bulk_update(gone, ["gender", "ethnicity", "is_union_member"], 500)
    audit.record_each("person.let_go", about=gone, by=by, at=at)
    return gone


@write
def agree(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    channel: ConsentChannel = ConsentChannel.WEB,
    evidence: str,
) -> YoungPerson:
    """Somebody who is known agrees to more. What is in force already stays as it was given.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_agree(by, young_person), _("This is not your record."))
    if guardian is None and rules.needs_guardian(young_person.birth_on, on=localdate(at)):
        raise GuardianMissing(
            _("Under 16, a parent or guardian agrees with you. Please write who it is."),
            field="guardian_name",
        )
    agreed_by = _guardian_of(young_person, checked_guardian(guardian), at) if guardian else None
    _agree(young_person, purposes, agreed_by, by=by, at=at, channel=channel, evidence=evidence)
    told = [purpose.lower() for purpose in purposes]
    audit.record("consent.given", about=young_person, by=by, at=at, fields=told)
    return young_person


@write
def withdraw_consent(
    *, by: Any, at: datetime, young_person: YoungPerson, purpose: Purpose
) -> YoungPerson:
    """End consent to one purpose on all records of a person. Statistics details are emptied at
    once.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        ConsentMissing: there is nothing in force to withdraw.
    """
    require(rules.may_withdraw_consent(by, young_person), _("This is not your record."))
    records = YoungPerson.objects.same_as(young_person)
    in_force = Consent.objects.in_force().filter(young_person__in=records, text__purpose=purpose)
    if not in_force.update(withdrawn_at=at):
        raise ConsentMissing(_("This consent was not given, or it was withdrawn already."))
    if purpose == Purpose.STATISTICS:
        young_person.gender, young_person.ethnicity = "", ""
        young_person.is_union_member = None
        records.update(gender="", ethnicity="", is_union_member=None)
    audit.record("consent.withdrawn", about=young_person, by=by, at=at, fields=[purpose.lower()])
    return young_person


@write
def record_consent(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    purpose: Purpose,
    channel: ConsentChannel = ConsentChannel.PAPER,
    evidence: str,
    guardian: Guardian | None = None,
) -> Consent:
    """Keep that a person agreed to one more purpose; said twice, it stays as it was.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        InvalidValue: nothing says how we know.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_withdraw_consent(by, young_person), _("This is not your record."))
    if not evidence.strip():
        raise InvalidValue(_("Please write where the signed paper is kept."), field="evidence")
    is_child = rules.needs_guardian(young_person.birth_on, on=localdate(at))
    if is_child and (guardian is None or guardian.young_person_id != young_person.pk):
        raise GuardianMissing(
            _("Under 16, a parent or guardian agrees with you. Please write who it is."),
            field="guardian",
        )
    consent, is_new = Consent.objects.in_force().get_or_create(
        young_person=young_person,
        text=consent_texts(localdate(at))[purpose],
        defaults={
            "guardian": guardian,
            "channel": channel,
            "evidence": evidence.strip(),
            "given_at": at,
            "recorded_by": user_or_none(by),
        },
    )
    if is_new:
        audit.record("consent.given", about=consent, by=by, at=at, fields=[purpose.lower()])
    return consent


@write
def follow(
    *, by: Any, at: datetime, young_person: YoungPerson, organisation: Organisation
) -> YoungPerson:
    """Another unit works with a person from now on, and so may see the record.

    Raises:
        NotAllowed: ``by`` is not the person, and no unit in which ``by`` works with people follows
            the person.
    """
    require(rules.may_let_follow(by, young_person), _("Your unit does not follow this person."))
    _row, is_new = Following.objects.get_or_create(
        young_person=young_person, organisation=organisation, defaults={"since": at}
    )
    if is_new:
        audit.record("person.followed", about=young_person, by=by, at=at)
    return young_person


@write
def open_record(*, by: Any, at: datetime, young_person: YoungPerson) -> YoungPerson:
    """Leave a trace that staff opened a person's record; the page may be read for a short while.

    Raises:
        NotAllowed: no unit in which ``by`` works with people follows the person.
    """
    require(rules.may_open_record(by, young_person), _("Your unit does not follow this person."))
    audit.record(OPENED, about=young_person, by=by, at=at)
    return young_person


def _guardian_of(person: YoungPerson, guardian: GuardianDetails, at: datetime) -> Guardian:
    with acting(SYSTEM, at=at):  # who asks may not see whom the family named before
        found, _created = Guardian.objects.get_or_create(
            young_person=person,
            full_name=guardian.full_name,
            phone=guardian.phone,
            defaults={"relation": guardian.relation, "created_at": at},
        )
    return found


def _agree(
    person: YoungPerson,
    purposes: frozenset[str],
    guardian: Guardian | None,
    *,
    by: Any,
    at: datetime,
    channel: ConsentChannel,
    evidence: str,
) -> None:
    texts = consent_texts(localdate(at))
    Consent.objects.bulk_create(
        [
            Consent(
                young_person=person,
                text=texts[purpose],
                guardian=guardian,
                channel=channel,
                evidence=evidence,
                given_at=at,
                recorded_by=user_or_none(by),
            )
            for purpose in sorted(purposes)
        ],
        ignore_conflicts=True,
    )

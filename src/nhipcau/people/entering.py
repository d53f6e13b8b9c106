"""A person, those who follow and what was agreed to, in one statement.

When a school opens a session, hundreds send this form in the same minute; one statement instead
of twelve is what keeps two small processors free. Called by ``people.use_cases`` alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.people import rules
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import ConsentText, Purpose, YoungPerson
from nhipcau.people.queries import REQUIRED_PURPOSES, consent_texts
from nhipcau.shared.actors import actor_kind
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile, clean_name
from nhipcau.shared.wording import fold

OLDEST = 100
YOUNGEST = 6

# Finding somebody again locks the row: one person's registrations queue up here. What is known is
# never written over; statistics are filled in where nothing stood. The e-mail of a known person
# stays: a stranger must not turn somebody's messages to the own address.
ENTER = """
WITH person AS (
    INSERT INTO people_youngperson AS known
        (full_name, folded_name, birth_on, phone, email, commune_id, gender, ethnicity,
         is_union_member, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (phone, folded_name, birth_on) DO UPDATE SET
        gender = CASE WHEN known.gender = '' THEN EXCLUDED.gender ELSE known.gender END,
        ethnicity =
            CASE WHEN known.ethnicity = '' THEN EXCLUDED.ethnicity ELSE known.ethnicity END,
        is_union_member = coalesce(known.is_union_member, EXCLUDED.is_union_member)
    RETURNING coalesce(merged_into_id, id) AS id, xmax = 0 AS is_new
), following AS (
    INSERT INTO people_following (young_person_id, organisation_id, since)
    SELECT person.id, unit, %s FROM person, unnest(%s::bigint[]) AS unit
    ON CONFLICT DO NOTHING
), agreed AS (
    INSERT INTO people_consent
        (young_person_id, text_id, channel, evidence, given_at, recorded_by_id)
    SELECT person.id, text, %s, %s, %s, %s FROM person, unnest(%s::bigint[]) AS text
    ON CONFLICT DO NOTHING
), traced AS (
    INSERT INTO shared_auditevent (action, about_type, about_id, by_id, actor_kind, at, fields)
    SELECT CASE WHEN is_new THEN 'person.entered' ELSE 'person.found' END,
        'people.youngperson', id, %s, %s, %s, '[]'
    FROM person
)
SELECT id, is_new FROM person
"""


@dataclass(frozen=True)
class Entry:
    """A person as told, clean and not saved, with who follows and what was agreed to.

    ``guardian``: clean; agrees to the same texts. ``channel``: a ``ConsentChannel``.
    """

    person: YoungPerson
    units: Sequence[Organisation]
    texts: Sequence[ConsentText]
    guardian: GuardianDetails | None
    channel: str
    evidence: str


def enter(entry: Entry, *, by: Any, at: datetime) -> YoungPerson:
    """Keep the person, or find the same one again; the saved record."""
    person, units = entry.person, entry.units
    # With a guardian, who is known by the person alone, the consents follow afterwards.
    texts = [] if entry.guardian else entry.texts
    with connection.cursor() as cursor:
        cursor.execute(
            ENTER,
            [
                *(person.full_name, person.folded_name, person.birth_on, person.phone),
                *(person.email, person.commune_id, person.gender, person.ethnicity),
                *(person.is_union_member, at),
                *(at, [unit.pk for unit in units]),
                *(entry.channel, entry.evidence, at, by.pk, [text.pk for text in texts]),
                *(by.pk, actor_kind(by), at),
            ],
        )
        found, is_new = cursor.fetchone()
    if not is_new:
        return YoungPerson.objects.get(pk=found)
    person.pk, person.created_at = found, at
    person._state.adding = False
    return person


def checked_entry(
    details: PersonDetails,
    units: Sequence[Organisation],
    purposes: frozenset[str],
    guardian: GuardianDetails | None,
    *,
    channel: str,
    evidence: str,
    at: datetime,
) -> Entry:
    """What was told about a person, clean and complete.

    Statistics details are kept only with consent to statistics.

    Raises:
        InvalidValue: name, phone or birth date cannot be right (``field`` says which).
        ConsentMissing: the consent without which nobody can take part was not given.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    name, phone, today = clean_name(details.full_name), clean_mobile(details.phone), localdate(at)
    _check_birth_date(details.birth_on, today)
    if not purposes >= REQUIRED_PURPOSES:
        raise ConsentMissing(
            _("Please tick that you agree to take part; without it we may not keep your name."),
            field="consent_participation",
        )
    if guardian is None and rules.needs_guardian(details.birth_on, on=today):
        raise GuardianMissing(
            _("Under 16, a parent or guardian agrees with you. Please write who it is."),
            field="guardian_name",
        )
    counts, texts = Purpose.STATISTICS in purposes, consent_texts(today)
    return Entry(
        person=YoungPerson(
            full_name=name,
            folded_name=fold(name),
            birth_on=details.birth_on,
            phone=phone,
            email=details.email,
            commune=details.commune,
            gender=details.gender if counts else "",
            ethnicity=details.ethnicity if counts else "",
            is_union_member=details.is_union_member if counts else None,
        ),
        units=units,
        texts=[texts[purpose] for purpose in sorted(purposes)],
        guardian=guardian and checked_guardian(guardian),
        channel=channel,
        evidence=evidence,
    )


def checked_guardian(guardian: GuardianDetails) -> GuardianDetails:
    """A guardian's name and number, clean.

    Raises:
        InvalidValue: one of them cannot be right.
    """
    return GuardianDetails(
        clean_name(guardian.full_name, field="guardian_name"),
        clean_mobile(guardian.phone, field="guardian_phone"),
        guardian.relation,
    )


def checked_birth_date(birth_on: date, today: date) -> date:
    """The day itself.

    Raises:
        InvalidValue: by it nobody whom the programme is for could be that old.
    """
    _check_birth_date(birth_on, today)
    return birth_on


def _check_birth_date(birth_on: date, today: date) -> None:
    if not YOUNGEST <= rules.age_on(birth_on, today) <= OLDEST:
        raise InvalidValue(
            _("Please check the date of birth: by it the age would be %(age)d.")
            % {"age": rules.age_on(birth_on, today)},
            field="birth_on",
        )

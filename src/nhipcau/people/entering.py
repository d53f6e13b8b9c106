"""A person, those who follow and what was agreed to, in one statement.

When a school opens a session, hundreds send this form in the same minute; one statement instead
of twelve is what keeps two small processors free. Called by ``people.use_cases`` alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from nhipcau.organisations.models import Organisation
from nhipcau.people.models import ConsentText, YoungPerson
from nhipcau.shared.actors import actor_kind

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


def enter(
    person: YoungPerson,
    *,
    units: Sequence[Organisation],
    texts: Sequence[ConsentText],
    channel: str,
    evidence: str,
    by: Any,
    at: datetime,
) -> YoungPerson:
    """Keep ``person`` (clean, not saved), or find the same one again; the saved record."""
    with connection.cursor() as cursor:
        cursor.execute(
            ENTER,
            [
                *(person.full_name, person.folded_name, person.birth_on, person.phone),
                *(person.email, person.commune_id, person.gender, person.ethnicity),
                *(person.is_union_member, at),
                *(at, [unit.pk for unit in units]),
                *(channel, evidence, at, by.pk, [text.pk for text in texts]),
                *(by.pk, actor_kind(by), at),
            ],
        )
        found, is_new = cursor.fetchone()
    if not is_new:
        return YoungPerson.objects.get(pk=found)
    person.pk, person.created_at = found, at
    person._state.adding = False
    return person

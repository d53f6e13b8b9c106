"""A database of five years and many people: the sample year first, then the rest by plain SQL.

Only for measuring. The product itself writes through its use cases; here speed is the point, and
the rows are the same ones that the use cases would have written.
"""

import random
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from nhipcau.ops import provisioning
from nhipcau.ops.province import read_province
from nhipcau.ops.sample.load import load_sample, read_sample
from nhipcau.shared.wording import fold

YEARS = 5


def say(text):
    print(text, file=sys.stderr, flush=True)


class step:  # noqa: N801 -- read as a word
    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.started = time.monotonic()

    def __exit__(self, *_problem):
        say(f"  {self.text}: {time.monotonic() - self.started:.1f} s")


def fill(*, people, registrations):
    """Migrate, load the sample, then add people and earlier years up to the numbers asked for."""
    with step("tables"):
        call_command("migrate", interactive=False, verbosity=0)
        provisioning.provision(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SET work_mem = '64MB'")
    now = timezone.now()
    folder = Path(settings.PROVINCE_DIR)
    province = read_province(folder)
    story = read_sample(folder, province, now=now)
    with transaction.atomic():
        with step("the sample year"):
            load_sample(province, story, now=now)
        with step(f"{people:,} people"):
            _add_people(story, people)
        with step(f"{YEARS - 1} earlier years"):
            for back in range(1, YEARS):
                _add_year(back, story.year)
        with step(f"{registrations:,} registrations"):
            _add_registrations(registrations)
    with step("statistics of the tables"), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _add_people(story, wanted):
    lists = story.people
    family_names = sorted({name for names in lists["family_names"].values() for name in names})
    genders, given = zip(
        *[(gender, name) for gender, names in lists["given_names"].items() for name in names],
        strict=True,
    )
    draw = random.Random("bench")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, youth_count FROM organisations_commune ORDER BY code")
        ids, weights = zip(*cursor.fetchall(), strict=True)
        cursor.execute("SELECT count(*) FROM people_youngperson")
        missing = max(0, wanted - cursor.fetchone()[0])
        cursor.execute(
            """
            CREATE TEMP TABLE filled ON COMMIT DROP AS
            WITH entered AS (
                INSERT INTO people_youngperson (full_name, folded_name, birth_on, phone, email,
                    commune_id, gender, ethnicity, is_union_member, created_at)
                SELECT
                    (%(family)s::text[])[1 + i %% %(families)s] || ' ' ||
                        (%(given)s::text[])[1 + i * 7 %% %(givens)s],
                    (%(family_folded)s::text[])[1 + i %% %(families)s] || ' ' ||
                        (%(given_folded)s::text[])[1 + i * 7 %% %(givens)s],
                    date '1992-01-01' + (i * 37 %% 6500)::int,
                    '+84990' || lpad((100000 + i)::text, 6, '0'), '',
                    (%(communes)s::bigint[])[1 + i * 13 %% 1000],
                    (%(gender)s::text[])[1 + i * 7 %% %(givens)s],
                    (%(ethnicity)s::text[])[1 + i * 11 %% 100],
                    i %% 9 < 5,
                    now() - make_interval(hours => (i * 31 %% (%(years)s * 8760))::int)
                FROM generate_series(1, %(missing)s::bigint) AS i
                RETURNING id, created_at
            )
            SELECT id, created_at FROM entered
            """,
            {
                "family": family_names,
                "family_folded": [fold(name) for name in family_names],
                "families": len(family_names),
                "given": list(given),
                "given_folded": [fold(name) for name in given],
                "gender": list(genders),
                "givens": len(given),
                "communes": draw.choices(ids, weights, k=1000),
                "ethnicity": draw.choices(
                    ["NUNG", "TAY", "KINH", "DAO", "OTHER"], [43, 36, 16, 4, 1], k=100
                ),
                "years": YEARS,
                "missing": missing,
            },
        )
        cursor.execute(
            """
            INSERT INTO people_following (young_person_id, organisation_id, since)
            SELECT filled.id, unit.id, filled.created_at
            FROM filled, organisations_organisation AS unit
            WHERE unit.kind IN ('CHILDRENS_PALACE', 'EMPLOYMENT_CENTRE')
            """
        )
        cursor.execute(
            """
            INSERT INTO people_consent
                (young_person_id, text_id, channel, evidence, given_at)
            SELECT filled.id, text.id, 'SAMPLE', 'bench', filled.created_at
            FROM filled, people_consenttext AS text
            WHERE text.purpose <> 'CONTACT' OR filled.id % 10 < 6
            """
        )
        cursor.execute(
            """
            INSERT INTO shared_auditevent
                (action, about_type, about_id, actor_kind, at, fields)
            SELECT 'person.entered', 'people.youngperson', id, 'system', created_at, '[]'
            FROM filled
            """
        )


def _add_year(back, year):
    """A copy of the sample's plan, events and sessions, ``back`` years earlier, all held."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH year_plan AS (
                INSERT INTO programmes_yearplan (programme_id, year)
                SELECT id, %(year)s - %(back)s FROM programmes_programme WHERE NOT is_sample
                RETURNING id, programme_id
            ), version AS (
                INSERT INTO programmes_planversion
                    (year_plan_id, number, state, note, created_at)
                SELECT id, 1, 'APPROVED', '', now() FROM year_plan
                RETURNING id
            )
            INSERT INTO programmes_planline (version_id, lineage, number, title, kind_id,
                content_id, lead_id, supporting_id, month, place, commune_id, audience,
                target_turns, target_persons, budget_vnd, source)
            SELECT version.id, md5(line.lineage::text || %(back)s)::uuid, line.number, line.title,
                line.kind_id, content.id, line.lead_id, line.supporting_id,
                line.month - make_interval(years => %(back)s), line.place, line.commune_id,
                line.audience, line.target_turns, line.target_persons, line.budget_vnd, line.source
            FROM version, year_plan, programmes_planline AS line
            JOIN programmes_planversion AS taken ON taken.id = line.version_id
                AND taken.state = 'APPROVED'
            JOIN programmes_yearplan AS current ON current.id = taken.year_plan_id
                AND current.year = %(year)s
            JOIN programmes_programmecontent AS wanted ON wanted.id = line.content_id
            JOIN programmes_programmecontent AS content ON content.number = wanted.number
            WHERE content.programme_id = year_plan.programme_id
            """,
            {"back": back, "year": year},
        )
        cursor.execute(
            """
            INSERT INTO events_event (plan_line_id, lineage, kind_id, title, summary, starts_at,
                ends_at, place, commune_id, host_id, online_address, what_to_bring,
                overseas_information, education_agreement, sponsor_text, registration_closes_at,
                is_sample, state, created_at)
            SELECT line.id, line.lineage, event.kind_id, event.title, event.summary,
                event.starts_at - shift.by, event.ends_at - shift.by, event.place,
                event.commune_id, event.host_id, event.online_address, event.what_to_bring,
                event.overseas_information, event.education_agreement, event.sponsor_text,
                event.registration_closes_at - shift.by, true, 'HELD',
                event.created_at - shift.by
            FROM (SELECT make_interval(years => %(back)s) AS by) AS shift, events_event AS event
            JOIN programmes_planline AS line
                ON line.lineage = md5(event.lineage::text || %(back)s)::uuid
            WHERE event.starts_at >= make_date(%(year)s, 1, 1)
            """,
            {"back": back, "year": year},
        )
        cursor.execute(
            """
            INSERT INTO events_session (event_id, title_vi, title_en, room, starts_at, ends_at,
                capacity, taken_count, reserved_count, waiting_limit, waiting_count)
            SELECT copy.id, session.title_vi, session.title_en, session.room,
                session.starts_at - shift.by, session.ends_at - shift.by, session.capacity,
                0, 0, session.waiting_limit, 0
            FROM (SELECT make_interval(years => %(back)s) AS by) AS shift,
                events_session AS session
            JOIN events_event AS event ON event.id = session.event_id
            JOIN events_event AS copy
                ON copy.lineage = md5(event.lineage::text || %(back)s)::uuid
            WHERE event.starts_at >= make_date(%(year)s, 1, 1)
            """,
            {"back": back, "year": year},
        )
        cursor.execute(
            """
            INSERT INTO events_eventstatechange (event_id, from_state, to_state, at, reason)
            SELECT copy.id, change.from_state, change.to_state,
                change.at - make_interval(years => %(back)s), change.reason
            FROM events_eventstatechange AS change
            JOIN events_event AS event ON event.id = change.event_id
            JOIN events_event AS copy
                ON copy.lineage = md5(event.lineage::text || %(back)s)::uuid
            WHERE event.starts_at >= make_date(%(year)s, 1, 1)
            """,
            {"back": back, "year": year},
        )


def _add_registrations(wanted):
    """The same share for every held session, walking through the people so that none is twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_registration")
        missing = max(0, wanted - cursor.fetchone()[0])
        cursor.execute(
            """
            CREATE TEMP TABLE more ON COMMIT DROP AS
            WITH held AS (
                SELECT session.id, session.starts_at, event.starts_at AS day,
                    (%(missing)s * session.capacity
                        / sum(session.capacity) OVER ())::bigint AS wanted,
                    row_number() OVER (ORDER BY session.id) AS place
                FROM events_session AS session
                JOIN events_event AS event ON event.id = session.event_id
                WHERE event.state = 'HELD'
            ), person AS (
                SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM filled
            ), number AS (SELECT count(*) AS people FROM person)
            SELECT held.id AS session_id, person.id AS young_person_id,
                held.starts_at - interval '9 days' AS registered_at, held.starts_at, j
            FROM held, number, generate_series(1, held.wanted) AS j
            JOIN person ON true
            WHERE person.place = (held.place * 7919 + j) %% number.people
            """,
            {"missing": missing},
        )
        cursor.execute(
            """
            WITH entered AS (
                INSERT INTO events_registration
                    (session_id, young_person_id, state, code, channel, registered_at)
                SELECT session_id, young_person_id, 'CONFIRMED', md5(random()::text || j),
                    'STAFF', registered_at FROM more
                RETURNING id, session_id, young_person_id, registered_at
            ), traced AS (
                INSERT INTO events_registrationstatechange
                    (registration_id, from_state, to_state, at, reason)
                SELECT id, '', 'CONFIRMED', registered_at, '' FROM entered
            ), audited AS (
                INSERT INTO shared_auditevent
                    (action, about_type, about_id, actor_kind, at, fields)
                SELECT 'registration.confirmed', 'events.registration', id, 'system',
                    registered_at, '[]' FROM entered
            )
            INSERT INTO events_attendance
                (registration_id, session_id, young_person_id, value, recorded_at)
            SELECT id, session_id, young_person_id,
                CASE WHEN id % 100 < 82 THEN 'ATTENDED' WHEN id % 100 < 88 THEN 'LATE'
                    WHEN id % 100 < 92 THEN 'EXCUSED' ELSE 'ABSENT' END,
                registered_at + interval '9 days'
            FROM entered
            """
        )
        cursor.execute(
            """
            UPDATE events_session AS session
            SET taken_count = told.count, capacity = greatest(session.capacity, told.count)
            FROM (SELECT session_id, count(*) FROM events_registration
                  WHERE state = 'CONFIRMED' GROUP BY session_id) AS told
            WHERE told.session_id = session.id
            """
        )

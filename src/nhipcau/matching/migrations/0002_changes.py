"""The database itself notes what may change a list, in the transaction of whoever changed it.

No use case of the apps below has to know of suggestions, and no way past them is forgotten. A note
is one INSERT; it says which record, never what stood in it. See docs/adr/0021.
"""

from django.db import migrations

# Table, which events, and the SELECT of (kind, id) that the row stands for. ``the`` is the row.
FROM_WISH = "SELECT 'WISH', (the).id"
FROM_PART = "SELECT 'WISH', (the).wish_id"
# Each part is one look into an index: a form of registration pays for it, with 200,000 people.
FROM_PERSON = """SELECT 'WISH', wish.id FROM seekers_jobwish wish
    WHERE wish.young_person_id = ANY (ARRAY(
        SELECT (the).id
        UNION ALL SELECT (the).merged_into_id
        UNION ALL SELECT id FROM people_youngperson WHERE merged_into_id = (the).id
    ))"""
FROM_CONSENT = """SELECT 'WISH', wish.id FROM seekers_jobwish wish
    WHERE wish.young_person_id = ANY (ARRAY(
        SELECT (the).young_person_id
        UNION ALL SELECT merged_into_id FROM people_youngperson WHERE id = (the).young_person_id
        UNION ALL SELECT id FROM people_youngperson WHERE merged_into_id = (the).young_person_id
        UNION ALL SELECT other.id FROM people_youngperson said
            JOIN people_youngperson other ON other.merged_into_id = said.merged_into_id
            WHERE said.id = (the).young_person_id
    ))"""
FROM_VACANCY = "SELECT 'VACANCY', (the).id"
FROM_TERMS = "SELECT 'VACANCY', (the).vacancy_id"
FROM_EMPLOYER = """SELECT 'VACANCY', vacancy.id FROM vacancies_vacancy vacancy
    WHERE vacancy.employer_id = (the).id AND vacancy.state = 'PUBLISHED'"""
FROM_LICENCE = """SELECT 'VACANCY', vacancy.id FROM vacancies_vacancy vacancy
    WHERE vacancy.employer_id = (the).employer_id AND vacancy.state = 'PUBLISHED'
        AND vacancy.market = 'OVERSEAS'"""

ALL = "INSERT OR UPDATE OR DELETE"
WATCHED = (
    ("seekers_jobwish", ALL, FROM_WISH),
    ("seekers_languageskill", ALL, FROM_PART),
    ("seekers_workexperience", ALL, FROM_PART),
    ("people_youngperson", "UPDATE OF birth_on, merged_into_id", FROM_PERSON),
    ("people_consent", ALL, FROM_CONSENT),
    ("vacancies_vacancy", ALL, FROM_VACANCY),
    ("vacancies_overseasterms", ALL, FROM_TERMS),
    ("employers_employer", "UPDATE OF state", FROM_EMPLOYER),
    ("employers_sendinglicence", ALL, FROM_LICENCE),
)

# A plan made while a table was empty is kept by the connection: it must not be to read all of it.
FUNCTION = """
CREATE FUNCTION matching_note_{table}() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    the {table};
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN the := OLD; ELSE the := NEW; END IF;
    INSERT INTO matching_change (kind, record_id, at)
    SELECT told.kind, told.id, clock_timestamp() FROM ({select}) AS told (kind, id);
    RETURN NULL;
END $$;
CREATE TRIGGER matching_note AFTER {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION matching_note_{table}();
"""
DROP = """
DROP TRIGGER matching_note ON {table};
DROP FUNCTION matching_note_{table}();
"""

# What hangs on a wish goes with it in the database too: a consent that is withdrawn while lists
# are written must never wait for them or fail.
CASCADES = (
    ("matching_suggestion", "wish_id", "seekers_jobwish"),
    ("matching_suggestion", "vacancy_id", "vacancies_vacancy"),
    ("matching_refusal", "wish_id", "seekers_jobwish"),
    ("matching_gradingpair", "wish_id", "seekers_jobwish"),
)
CASCADE = """
DO $$
DECLARE
    known text;
BEGIN
    SELECT conname INTO STRICT known FROM pg_constraint
    WHERE conrelid = '{table}'::regclass AND confrelid = '{target}'::regclass AND contype = 'f';
    EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', known);
    EXECUTE format('ALTER TABLE {table} ADD CONSTRAINT %I FOREIGN KEY ({column})'
        ' REFERENCES {target} (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED', known);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_lists"),
        ("people", "0005_purposes_of_work"),
        ("employers", "0002_checks_desk_and_form_03"),
        ("vacancies", "0002_form_03a_overseas_lists_searches"),
        ("seekers", "0002_wishes_in_steps"),
    ]

    operations = [
        *(
            migrations.RunSQL(
                FUNCTION.format(table=table, events=events, select=select),
                DROP.format(table=table),
            )
            for table, events, select in WATCHED
        ),
        *(
            migrations.RunSQL(
                CASCADE.format(table=table, column=column, target=target),
                migrations.RunSQL.noop,
            )
            for table, column, target in CASCADES
        ),
    ]

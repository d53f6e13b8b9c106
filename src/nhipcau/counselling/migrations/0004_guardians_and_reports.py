"""The second net under guardians and under what people report of vacancies.

As in 0002: without a context no row. The net is wider than what pages ask for (``visible_to``): it
holds what is of another unit back, whoever forgot to ask.
"""

from django.db import migrations

ACTOR = "nullif(current_setting('nhipcau.actor_id', true), '')::bigint"
INSTALLATION = "coalesce(current_setting('nhipcau.actor_kind', true), '') = 'system'"
TABLES = ("people_guardian", "vacancies_vacancyreport")

WORKS_FOR = (
    "m.user_id = {actor} AND m.ended_at IS NULL AND m.role <> 'GATE_VOLUNTEER'".format(actor=ACTOR)
)
# The records of one person are those merged into it, and what it is merged into.
OF_A_CHILD = f"""EXISTS (
    SELECT FROM people_youngperson AS own
    JOIN people_youngperson AS held
        ON held.id IN (own.id, own.merged_into_id)
        OR held.merged_into_id IN (own.id, own.merged_into_id)
    WHERE own.id = people_guardian.young_person_id AND (
        EXISTS (
            SELECT FROM people_following AS f
            JOIN organisations_membership AS m ON m.organisation_id = f.organisation_id
            WHERE f.young_person_id = held.id AND {WORKS_FOR}
        ) OR EXISTS (
            SELECT FROM people_responsibility AS r
            JOIN organisations_membership AS m ON m.organisation_id = r.organisation_id
            WHERE r.young_person_id = held.id AND {WORKS_FOR}
        ) OR EXISTS (
            SELECT FROM accounts_user AS u WHERE u.id = {ACTOR} AND u.phone = held.phone
        )
    )
)"""
OF_A_VACANCY = f"""EXISTS (
    SELECT FROM vacancies_vacancy AS v
    JOIN employers_employer AS e ON e.id = v.employer_id
    JOIN organisations_membership AS m ON {WORKS_FOR}
    WHERE v.id = vacancies_vacancyreport.vacancy_id AND (
        e.centre_id = m.organisation_id OR EXISTS (
            SELECT FROM programmes_party AS ours
            JOIN programmes_party AS theirs ON theirs.programme_id = ours.programme_id
            WHERE ours.organisation_id = m.organisation_id AND theirs.organisation_id = e.centre_id
        )
    )
)"""

ON = [
    statement
    for table in TABLES
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY installation ON {table} USING ({INSTALLATION}) WITH CHECK ({INSTALLATION})",
    )
] + [
    f"CREATE POLICY reader ON people_guardian FOR SELECT USING ({OF_A_CHILD})",
    f"CREATE POLICY reader ON vacancies_vacancyreport FOR SELECT USING ({OF_A_VACANCY})",
]
OFF = [
    statement
    for table in TABLES
    for statement in (
        f"DROP POLICY reader ON {table}",
        f"DROP POLICY installation ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )
]


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0003_contact_of_an_appointment"),
        ("people", "0008_purposes"),
        ("vacancies", "0002_form_03a_overseas_lists_searches"),
        ("programmes", "0001_initial"),
        ("organisations", "0003_officers_of_communes"),
    ]

    operations = [migrations.RunSQL(";\n".join(ON), ";\n".join(OFF))]

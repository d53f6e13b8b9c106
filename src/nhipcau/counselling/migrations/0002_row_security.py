"""A second net: without a context these tables show no row, whoever forgot to ask for whom.

Forced, so that it holds for the owner of the tables too. Who is told apart is set for one
transaction by shared/row_security.py. A backup needs a role with BYPASSRLS.
"""

from django.db import migrations

ACTOR = "nullif(current_setting('nhipcau.actor_id', true), '')::bigint"
MOMENT = "nullif(current_setting('nhipcau.actor_at', true), '')::timestamptz"
INSTALLATION = "coalesce(current_setting('nhipcau.actor_kind', true), '') = 'system'"

TABLES = ("counselling_note", "counselling_casekey", "counselling_readerkey")

# A key is seen by its reader. What is below is asked through it: a policy sees what its actor sees.
OWN_KEY = f"user_id = {ACTOR} AND (expires_at IS NULL OR expires_at > {MOMENT})"
HAS_KEY = (
    "EXISTS (SELECT FROM counselling_casekey AS held WHERE held.case_id = counselling_note.case_id"
    f" AND held.user_id = {ACTOR} AND (held.scope = 'ALL' OR counselling_note.author_id = {ACTOR}))"
)
WRITES = (
    f"author_id = {ACTOR} AND EXISTS (SELECT FROM counselling_casekey AS held"
    " WHERE held.case_id = counselling_note.case_id"
    f" AND held.user_id = {ACTOR} AND held.scope = 'ALL')"
)

ON = [
    statement
    for table in TABLES
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY installation ON {table} USING ({INSTALLATION}) WITH CHECK ({INSTALLATION})",
    )
] + [
    f"CREATE POLICY reader ON counselling_casekey FOR SELECT USING ({OWN_KEY})",
    f"CREATE POLICY reader ON counselling_readerkey FOR SELECT USING (user_id = {ACTOR})",
    f"CREATE POLICY reader ON counselling_note FOR SELECT USING ({HAS_KEY})",
    f"CREATE POLICY author ON counselling_note FOR INSERT WITH CHECK ({WRITES})",
]
OFF = ["DROP POLICY author ON counselling_note"] + [
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
    dependencies = [("counselling", "0001_cases")]

    operations = [migrations.RunSQL(";\n".join(ON), ";\n".join(OFF))]

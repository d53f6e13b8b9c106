"""The second net over words and keys of concerns, as over the notes of cases: without a context no
row is handed out. Who holds a receipt is no user: that talk runs in the installation's context."""

from django.db import migrations

ACTOR = "nullif(current_setting('nhipcau.actor_id', true), '')::bigint"
INSTALLATION = "coalesce(current_setting('nhipcau.actor_kind', true), '') = 'system'"
TABLES = ("concerns_entry", "concerns_concernkey")
HAS_KEY = (
    "EXISTS (SELECT FROM concerns_concernkey AS held"
    " WHERE held.concern_id = concerns_entry.concern_id"
    f" AND held.user_id = {ACTOR})"
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
    f"CREATE POLICY reader ON concerns_concernkey FOR SELECT USING (user_id = {ACTOR})",
    f"CREATE POLICY reader ON concerns_entry FOR SELECT USING ({HAS_KEY})",
    f"CREATE POLICY author ON concerns_entry FOR INSERT WITH CHECK (author_id = {ACTOR} AND {HAS_KEY})",
]
OFF = ["DROP POLICY author ON concerns_entry"] + [
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
    dependencies = [("concerns", "0001_initial")]

    operations = [migrations.RunSQL(";\n".join(ON), ";\n".join(OFF))]

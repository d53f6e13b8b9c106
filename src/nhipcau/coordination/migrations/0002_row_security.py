"""A second net: without a context nobody gets an internal note, whoever forgot to ask for whom.

Forced, so that it holds for the owner of the table too. Who is told apart is set for one
transaction by shared/row_security.py. A backup needs a role with BYPASSRLS.
"""

from django.db import migrations

ACTOR = "nullif(current_setting('nhipcau.actor_id', true), '')::bigint"
INSTALLATION = "coalesce(current_setting('nhipcau.actor_kind', true), '') = 'system'"
TABLE = "coordination_internalnote"

OWN_UNIT = (
    "EXISTS (SELECT FROM organisations_membership AS member"
    f" WHERE member.organisation_id = {TABLE}.unit_id AND member.user_id = {ACTOR}"
    " AND member.ended_at IS NULL)"
)

ON = [
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY installation ON {TABLE} USING ({INSTALLATION}) WITH CHECK ({INSTALLATION})",
    f"CREATE POLICY own_unit ON {TABLE} FOR SELECT USING ({OWN_UNIT})",
    f"CREATE POLICY author ON {TABLE} FOR INSERT WITH CHECK (by_id = {ACTOR} AND {OWN_UNIT})",
]
OFF = [
    f"DROP POLICY author ON {TABLE}",
    f"DROP POLICY own_unit ON {TABLE}",
    f"DROP POLICY installation ON {TABLE}",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0001_difficulties"),
        ("organisations", "0003_officers_of_communes"),
    ]

    operations = [migrations.RunSQL(";\n".join(ON), ";\n".join(OFF))]

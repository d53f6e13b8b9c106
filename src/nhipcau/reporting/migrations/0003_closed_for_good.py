"""Closed figures are never written again, by nobody: a trigger beside the missing right.

The site's role has no right to UPDATE or DELETE these tables (ops/provisioning.py). The trigger
holds for the owner too, so that no migration and no hand at the console changes them unawares.
"""

from django.db import migrations

# Who a number was may be deleted, when the person is erased; never changed into somebody else.
REFUSED = {
    "reporting_snapshot": "UPDATE OR DELETE",
    "reporting_snapshotrow": "UPDATE OR DELETE",
    "reporting_snapshotconfirmation": "UPDATE OR DELETE",
    "reporting_snapshotperson": "UPDATE",
}

ON = """
CREATE FUNCTION reporting_closed_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closed figures are not changed: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER closed_for_good BEFORE {what} ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION reporting_closed_for_good();\n"
    for table, what in REFUSED.items()
)
OFF = (
    "".join(f"DROP TRIGGER closed_for_good ON {table};\n" for table in REFUSED)
    + "DROP FUNCTION reporting_closed_for_good();"
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_periods_snapshots_exports")]

    operations = [migrations.RunSQL(ON, OFF)]

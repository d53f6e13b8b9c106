"""Windows of budgets may be forgotten in a crash: they need no log of their own, and no flush."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shared", "0002_audit_by_device")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE shared_ratewindow SET UNLOGGED",
            "ALTER TABLE shared_ratewindow SET LOGGED",
        )
    ]

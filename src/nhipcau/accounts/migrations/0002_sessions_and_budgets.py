from django.db import migrations, models

# The shape that Django's database cache expects.
CACHE_TABLE = """
CREATE TABLE nhipcau_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX nhipcau_cache_expires ON nhipcau_cache (expires);
"""


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(
                default=0, help_text="one more, and every session opened before is over"
            ),
        ),
        migrations.RunSQL(CACHE_TABLE, "DROP TABLE nhipcau_cache"),
    ]

"""What a dump of the database holds, as text."""

from django.db import connection

from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import reading
from tests.factories import NOON

TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace = 'public'::regnamespace ORDER BY relname"
)


def everything_in_the_database():
    """Every value of every table, those of the queue and of sessions too."""
    told = []
    with reading(SYSTEM, at=NOON), connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(rows::text, chr(10)) FROM "{table}" AS rows')
            told.append(f"{table}\n{cursor.fetchone()[0] or ''}")
    return "\n".join(told)

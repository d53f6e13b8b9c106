import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from nhipcau.ops import provisioning

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_the_site():
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(f"SET ROLE {provisioning.APP}")
        except ProgrammingError:
            if settings.EMBEDDED_DATABASE:
                raise
            pytest.skip("DATABASE_URL names a user who may not act as the site's role")
        yield cursor
        cursor.execute("RESET ROLE")


def refused(cursor, statement):
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        cursor.execute(statement)
    return True


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shared_auditevent SET action = 'x'",
        "DELETE FROM shared_auditevent",
        "TRUNCATE shared_auditevent",
        "DROP TABLE shared_auditevent",
        "ALTER TABLE shared_auditevent ADD COLUMN x int",
        "ALTER TABLE shared_auditevent DISABLE TRIGGER ALL",
        "ALTER TABLE shared_auditevent OWNER TO nhipcau_app",
        "GRANT UPDATE ON shared_auditevent TO nhipcau_app",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE EXTENSION hstore",
        "TRUNCATE accounts_user CASCADE",
        "DELETE FROM django_migrations",
    ],
)
def test_the_site_may_not(as_the_site, statement):
    if statement.startswith("GRANT"):
        # PostgreSQL only warns when a grant has no effect.
        as_the_site.execute(
            "SELECT has_table_privilege('shared_auditevent', 'UPDATE WITH GRANT OPTION')"
        )
        assert as_the_site.fetchone() == (False,)
        return
    assert refused(as_the_site, statement)


def test_every_trace_of_a_move_can_be_added_to_and_read_but_never_rewritten(as_the_site):
    as_the_site.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%%statechange'"
    )
    tables = [name for (name,) in as_the_site.fetchall()]

    assert tables
    for table in (*tables, "shared_auditevent"):
        as_the_site.execute(
            "SELECT has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT'),"
            " has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')"
            " OR has_any_column_privilege(%s, 'UPDATE')",
            [table] * 4,
        )
        assert as_the_site.fetchone() == (True, True, False), table


def test_the_site_may_write_the_rest(as_the_site):
    as_the_site.execute(
        "SELECT has_table_privilege('accounts_user', 'SELECT'),"
        " has_table_privilege('accounts_user', 'UPDATE'),"
        " has_sequence_privilege(pg_get_serial_sequence('accounts_user', 'id'), 'USAGE')"
    )

    assert as_the_site.fetchone() == (True, True, True)


def test_the_site_is_a_plain_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
            " OR pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s",
            [provisioning.OWNER, provisioning.APP],
        )
        assert cursor.fetchone() == (False,)


def test_the_extensions_are_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert {name for (name,) in cursor.fetchall()} >= set(provisioning.EXTENSIONS)


def test_an_old_server_is_named_plainly():
    class Old:
        """A cursor of a server that we do not have at hand."""

        def cursor(self):
            return self

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, _statement):
            return None

        def fetchone(self):
            return 140_012, "PostgreSQL 14.12 on x86_64-pc-linux-gnu"

    with pytest.raises(provisioning.TooOld, match=r"PostgreSQL 14\.12.*needs PostgreSQL 15"):
        provisioning.check_version(Old())

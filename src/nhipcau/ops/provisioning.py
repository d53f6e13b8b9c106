"""Who may do what in the database: an owner who migrates, and a plain role for the site.

The site's role may never change the structure of the database, and never rewrite the tables that
are evidence. Idempotent: run before and after every migration.
"""

from dataclasses import dataclass, field

from psycopg import sql

OWNER = "nhipcau_owner"
APP = "nhipcau_app"

OLDEST_SERVER = 15
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "citext")

# Evidence: written once, never changed. Names, or endings of names after a `*`.
APPEND_ONLY = (
    "shared_auditevent",
    "events_attendancecorrection",
    "gate_scan",
    "gate_doubleanswer",
    "employers_employercheck",
    "employers_licencecheck",
    "referrals_referralstep",
    "reporting_snapshot",
    "reporting_snapshotrow",
    "reporting_snapshotconfirmation",
    "*statechange",
)

# The migration record is the owner's business.
READ_ONLY = ("django_migrations",)


class TooOld(Exception):
    """The server is older than what the product is tested on."""


@dataclass
class Provisioned:
    extensions: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    tables: int = 0
    append_only: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check_version(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, version()")
        number, text = cursor.fetchone()
    if number < OLDEST_SERVER * 10_000:
        raise TooOld(
            f"This database server is too old: {text.split(' on ')[0]}. "
            f"Nhịp Cầu needs PostgreSQL {OLDEST_SERVER} or newer."
        )


def durability_problems(connection):
    """Settings under which a written row could be lost although the site said it was kept."""
    wanted = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)]
        )
        found = dict(cursor.fetchall())
    return [
        f"{name} is {found.get(name)} on this server; a power cut may lose what was promised"
        for name, value in wanted.items()
        if found.get(name) != value
    ]


def is_append_only(table):
    return any(
        table.endswith(pattern[1:]) if pattern.startswith("*") else table == pattern
        for pattern in APPEND_ONLY
    )


def create_extensions(connection):
    """All four are trusted extensions: the owner of the database may create them."""
    created = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        present = {name for (name,) in cursor.fetchall()}
        for name in EXTENSIONS:
            if name not in present:
                cursor.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
                )
                created.append(name)
    return created


def _powers(cursor):
    cursor.execute(
        "SELECT rolsuper, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    return cursor.fetchone()


def create_roles(connection, *, owner_may_create_databases=False):
    """Create the two roles when they are missing and we may; passwords are the installation's."""
    created = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", [OWNER, APP])
        present = {name for (name,) in cursor.fetchall()}
        _, may_create = _powers(cursor)
        for name, more in ((OWNER, "CREATEDB" if owner_may_create_databases else ""), (APP, "")):
            if name in present or not may_create:
                continue
            cursor.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION " + more
                ).format(sql.Identifier(name))
            )
            created.append(name)
    return created


def _role_exists(cursor, name):
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    return cursor.fetchone() is not None


def grant(connection, *, app=APP):
    """Give the site's role exactly what it needs on the tables that exist now."""
    role = sql.Identifier(app)
    done = Provisioned()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_user")
        database, me = cursor.fetchone()
        for statement in (
            sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), role),
            sql.SQL("REVOKE ALL ON SCHEMA public FROM {}").format(role),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
            sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
        ):
            cursor.execute(statement)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        for (table,) in cursor.fetchall():
            rights = "SELECT, INSERT, UPDATE, DELETE"
            if is_append_only(table):
                rights = "SELECT, INSERT"
                done.append_only.append(table)
            elif table in READ_ONLY:
                rights = "SELECT"
            cursor.execute(
                sql.SQL("GRANT " + rights + " ON TABLE {} TO {}").format(
                    sql.Identifier(table), role
                )
            )
            done.tables += 1
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm')"
            " AND relnamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid"
            " AND d.deptype = 'e')"
        )
        for (view,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("GRANT SELECT ON TABLE {} TO {}").format(sql.Identifier(view), role)
            )
    if me == app:
        done.warnings.append(f"connected as {app} itself: it owns what it creates")
    return done


def provision(connection):
    """Everything that the connecting role may do; what it may not becomes a warning."""
    check_version(connection)
    roles = create_roles(connection)
    extensions = create_extensions(connection)
    with connection.cursor() as cursor:
        have_app = _role_exists(cursor, APP)
    if have_app:
        done = grant(connection)
    else:
        done = Provisioned(
            warnings=[
                f"the role {APP} does not exist and this role may not create it: the site runs "
                "with the rights of one role, and evidence is not protected from it"
            ]
        )
    done.roles, done.extensions = roles, extensions
    return done

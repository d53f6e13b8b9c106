"""The first things a new embedded cluster needs: the two roles and the database."""

from pathlib import Path

import psycopg
from psycopg import sql

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import ADMIN, Server

DATABASE = "nhipcau"


def connect(folder: Path, *, user: str = ADMIN, database: str = "postgres"):
    return psycopg.connect(host=str(folder), user=user, dbname=database, autocommit=True)


def create_database(server: Server, *, owner_may_create_databases: bool = False) -> None:
    with connect(server.socket_folder) as connection:
        provisioning.create_roles(
            connection, owner_may_create_databases=owner_may_create_databases
        )
        present = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if not present:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(provisioning.OWNER)
                )
            )

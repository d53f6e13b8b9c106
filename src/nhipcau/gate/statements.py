"""Statements that PostgreSQL plans once a connection instead of once a scan.

The three statements of a scan cost more to plan than to run, and Django binds values itself, so
nothing is ever kept. Here they are bound by the server and prepared. Wrappers that count or
refuse statements see them as any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class _Prepared(Cursor):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor on the connection of this thread. Values need a type where SQL cannot tell it."""
    with connection.cursor(), CursorWrapper(_Prepared(connection.connection), connection) as one:
        yield one

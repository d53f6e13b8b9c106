"""The figures of a period as bytes that never change, and the rows behind them.

All is read in one transaction that sees one instant (``at_one_instant``), so that no two figures
of a version can be of different moments. What was written can be counted again from its own rows
and compared by its hashes (``faults_of``): nobody has to believe it.
"""

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import IntegrityError, OperationalError, connection
from psycopg import IsolationLevel

from nhipcau.reporting.measures import BY_CODE, MEASURES, Scope
from nhipcau.reporting.models import Snapshot
from nhipcau.reporting.tallying import dimension, lines_of, tally

FORMAT = 1
# Somebody else changed, or made, a row after this transaction began to look.
OVERTAKEN = {"40001", "23505"}
Counts = dict[str, dict[str, Any]]
UseCase = TypeVar("UseCase", bound=Callable[..., Any])


def at_one_instant(use_case: UseCase) -> UseCase:
    """Run a use case so that all it reads is of one instant, whoever writes meanwhile.

    Put above ``@write``. Once more when somebody else changed a row that it wanted to change: the
    second try sees that change. Inside a transaction of somebody else that one's level counts.
    """

    @functools.wraps(use_case)
    def once(**told: Any) -> Any:
        if connection.in_atomic_block:
            return use_case(**told)
        try:
            return _repeatable(use_case, told)
        except (OperationalError, IntegrityError) as error:
            if getattr(error.__cause__, "sqlstate", "") not in OVERTAKEN:
                raise
        return _repeatable(use_case, told)

    return cast(UseCase, once)


def _repeatable(use_case: Callable[..., Any], told: dict[str, Any]) -> Any:
    connection.ensure_connection()
    raw: Any = connection.connection
    before = raw.isolation_level
    raw.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        return use_case(**told)
    finally:
        if not raw.closed:
            raw.isolation_level = before


# --- figures as bytes ----------------------------------------------------------------------------


def counts_of(scope: Scope) -> Counts:
    """Every measure by each of its dimensions: measure → dimension → value → [turns, persons];
    the total stands under the empty dimension."""
    told: Counts = {}
    for measure in MEASURES:
        found = tally(measure, scope, measure.dimensions)
        told[measure.code] = {"": [found.total.turns, found.total.persons]} | {
            str(name): {value: [one.turns, one.persons] for value, one in values.items()}
            for name, values in found.by.items()
        }
    return told


def canonical(told: dict[str, Any]) -> str:
    """The one way in which figures are written as JSON."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def changes_between(before: Counts, after: Counts) -> dict[str, tuple[list[int], list[int]]]:
    """Measures whose totals or parts are not the same: their totals before and after."""
    nothing = [0, 0]
    return {
        code: (before.get(code, {}).get("", nothing), after.get(code, {}).get("", nothing))
        for code in dict.fromkeys([*before, *after])
        if before.get(code) != after.get(code)
    }


# --- the rows behind them ------------------------------------------------------------------------

KEEP = """
WITH line AS MATERIALIZED ({lines}), numbered AS MATERIALIZED (
    SELECT person, row_number() OVER (ORDER BY random()) AS number
    FROM (SELECT DISTINCT person FROM line WHERE person IS NOT NULL) AS somebody
), people AS (
    INSERT INTO reporting_snapshotperson (snapshot_id, number, young_person_id)
    SELECT %s, number, person FROM numbered
)
INSERT INTO reporting_snapshotrow
    (snapshot_id, measure, record, person, on_day, amount, told)
SELECT %s, line.measure, line.record, numbered.number, line.on_day, line.amount, line.told
FROM line LEFT JOIN numbered ON numbered.person = line.person
ORDER BY line.measure, line.on_day, line.record
"""
# Month by month: a text of all rows of a programme would be too long for one value.
HASH = """
SELECT measure, date_trunc('month', on_day)::date::text, encode(sha256(convert_to(string_agg(
    concat_ws('|', record, coalesce(person, 0), on_day, amount, array_to_string(told, chr(31))),
    chr(10) ORDER BY on_day, record, person, told
), 'UTF8')), 'hex')
FROM reporting_snapshotrow WHERE snapshot_id = %s GROUP BY 1, 2 ORDER BY 1, 2
"""


def next_snapshot_id() -> int:
    """The number of a version whose rows are written before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('reporting_snapshot', 'id'))")
        return int(cursor.fetchone()[0])


def keep_rows(snapshot_id: int, scope: Scope) -> int:
    """Write the rows behind all measures in one statement; how many they are."""
    parts, told = [], []
    for measure in MEASURES:
        lines = lines_of(measure, scope, measure.dimensions)
        if lines is None:
            continue
        sql, values = lines
        shown = ", ".join(_as_text(name) for name in measure.dimensions)
        parts.append(
            f"SELECT '{measure.code}' AS measure, record, person, on_day, amount,"
            f" ARRAY[{shown}]::varchar(120)[] AS told FROM ({sql}) AS told"
        )
        told += values
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP.format(lines=" UNION ALL ".join(parts)), [*told, snapshot_id, snapshot_id]
        )
        return cursor.rowcount


def hash_of_rows(snapshot_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(HASH, [snapshot_id])
        return hash_of(canonical({"rows": cursor.fetchall()}))


def _as_text(name: str) -> str:
    if dimension(name).is_partition:
        return f"told.{name}::text"
    return f"array_to_string(told.{name}, ',')"


# --- looked at again -----------------------------------------------------------------------------


def faults_of(snapshot: Snapshot) -> list[str]:
    """What is not as it was kept: bytes, rows, or figures that the rows do not give."""
    found = []
    if hash_of(snapshot.content) != snapshot.content_hash:
        found.append("content")
    if hash_of_rows(snapshot.pk) != snapshot.rows_hash:
        found.append("rows")
    counts = snapshot.told["counts"]
    kept = snapshot.told["dimensions"]
    found += [
        f"{code}.{name}"
        for code in counts
        for name, told in counts[code].items()
        if _counted_again(snapshot.pk, code, kept[code], name) != told
    ]
    return found


def _counted_again(snapshot_id: int, measure: str, names: list[str], split: str) -> Any:
    key, source = "''", "reporting_snapshotrow"
    if split:
        column = f"told[{names.index(split) + 1}]"
        key = column
        if not dimension(split).is_partition:
            source += (
                " CROSS JOIN LATERAL unnest(CASE"
                f" WHEN {column} = '' THEN ARRAY[''] ELSE string_to_array({column}, ',') END)"
                " AS each(value)"
            )
            key = "each.value"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, coalesce(sum(amount), 0), count(DISTINCT person) FROM {source}"
            " WHERE snapshot_id = %s AND measure = %s GROUP BY 1",
            [snapshot_id, measure],
        )
        rows = {value: [int(turns), int(persons)] for value, turns, persons in cursor.fetchall()}
    return rows if split else rows.get("", [0, 0])


def dimensions_kept() -> dict[str, list[str]]:
    return {code: list(one.dimensions) for code, one in BY_CODE.items()}

"""Counting the rows of a measure: one statement for all the ways in which they are split.

The rows come as a queryset of ``measures``; here they meet the person whom they are about, as the
record that is kept describes that person, and are grouped. Nothing here knows any subject.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from nhipcau.reporting.counting import Tally
from nhipcau.reporting.dimensions import BY_CODE, WISH, Dimension
from nhipcau.reporting.measures.base import Measure, Scope

Split = str | tuple[str, ...]
NOTHING = Tally()

PEOPLE = """
    LEFT JOIN people_youngperson AS who ON who.id = line.r_person
    LEFT JOIN people_youngperson AS kept ON kept.id = coalesce(who.merged_into_id, who.id)"""
# A wish may have been told under the record that was merged.
WISHES = """
    LEFT JOIN seekers_jobwish AS wish ON wish.young_person_id = kept.id
    LEFT JOIN seekers_jobwish AS own_wish ON own_wish.young_person_id = who.id
    LEFT JOIN vacancies_occupation AS wished ON wished.id = wish.occupation_id
    LEFT JOIN vacancies_occupation AS own_wished ON own_wished.id = own_wish.occupation_id
    LEFT JOIN seekers_specialneeds AS needs ON needs.wish_id = wish.id
    LEFT JOIN seekers_specialneeds AS own_needs ON own_needs.wish_id = own_wish.id"""


@dataclass(frozen=True)
class Found:
    """What was counted of one measure: in all, and by each value of each split."""

    total: Tally = NOTHING
    by: dict[Split, dict[Any, Tally]] = field(default_factory=dict)

    def of(self, split: Split, value: Any) -> Tally:
        return self.by.get(split, {}).get(value, NOTHING)


def tally(measure: Measure, scope: Scope, by: Sequence[Split] = ()) -> Found:
    """Turns and persons of a measure; ``by``: dimensions, or several together as a tuple.

    One statement. Persons are different people over all units: the sum over units may be larger.
    Each part first gathers the rows of one person in one value, which costs a hash and no sort.
    """
    names = sorted({name for split in by for name in _parts(split)})
    lines = lines_of(measure, scope, names)
    by_split: dict[Split, dict[Any, Tally]] = {split: {} for split in by}
    if lines is None:
        return Found(NOTHING, by_split)
    sql, values = lines
    parts = [_part_of_statement(place, _parts(split)) for place, split in enumerate(by)]
    parts.append(_part_of_statement(len(by), ()))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH told AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}", values)
        rows = cursor.fetchall()
    total = NOTHING
    for place, key, turns, persons in rows:
        counted = Tally(int(turns), int(persons))
        if place == len(by):
            total = counted
        else:
            split = by[place]
            by_split[split][tuple(key) if isinstance(split, tuple) else key[0]] = counted
    return Found(total, by_split)


def _part_of_statement(place: int, names: Sequence[str]) -> str:
    source, columns = "told", []
    for name in names:
        if _is_many(name):
            source += (
                f" CROSS JOIN LATERAL unnest(CASE WHEN cardinality(told.{name}) = 0"
                f" THEN ARRAY[''] ELSE told.{name}::text[] END) AS each_{name}(value)"
            )
            columns.append(f"each_{name}.value")
        else:
            columns.append(f"coalesce(told.{name}, '')::text")
    if not columns:
        return (
            f"SELECT {place}, ARRAY[]::text[], coalesce(sum(amount), 0), count(person) FROM"
            " (SELECT person, sum(amount) AS amount FROM told GROUP BY person) AS somebody"
        )
    grouped = ", ".join(str(at) for at in range(1, len(columns) + 1))
    shown = ", ".join(f"{column} AS key{at}" for at, column in enumerate(columns))
    keys = ", ".join(f"key{at}" for at in range(len(columns)))
    return (
        f"SELECT {place}, ARRAY[{keys}], sum(amount), count(person) FROM (SELECT {shown},"
        f" person, sum(amount) AS amount FROM {source} GROUP BY {grouped}, person) AS somebody"
        f" GROUP BY {keys}"
    )


def records_behind(measure: Measure, scope: Scope, **narrowing: str) -> tuple[str, list[Any]]:
    """SQL and its values that give the numbers of the records of a figure."""
    lines = lines_of(measure, scope, sorted(narrowing))
    if lines is None:
        return "SELECT 0 WHERE false", []
    sql, told = lines
    where, wanted = narrowed(narrowing)
    return f"SELECT told.record FROM ({sql}) AS told WHERE true{where}", [*told, *wanted]


def narrowed(narrowing: Mapping[str, str]) -> tuple[str, list[Any]]:
    """Conditions on rows of ``lines_of``, each led by AND, and their values."""
    parts, values = [], []
    for name, value in sorted(narrowing.items()):
        if not _is_many(name):
            parts.append(f" AND told.{name} = %s")
        elif value:
            parts.append(f" AND %s = ANY(told.{name})")
        else:
            parts.append(f" AND cardinality(told.{name}) = 0")
            continue
        values.append(value)
    return "".join(parts), values


def lines_of(
    measure: Measure, scope: Scope, dimensions: Iterable[str]
) -> tuple[str, list[Any]] | None:
    """The rows of a measure with person and dimensions, as SQL: record, person, unit, day, amount
    and one column a dimension. Nothing when Django sees that there can be no row."""
    try:
        inner, told = measure.rows(scope).query.sql_with_params()
    except EmptyResultSet:
        return None
    wanted = [BY_CODE[name] for name in dimensions]
    values = list(told)
    columns = []
    for one in wanted:
        column = one.column or f"line.d_{one.code}"
        values_of_column = [scope.period.last] * column.count("%(last_day)s")
        columns.append((one, column.replace("%(last_day)s", "%s"), values_of_column))
    joins = PEOPLE if measure.persons else ""
    if any(one.needs == WISH for one in wanted):
        joins += WISHES
    person = "kept.id" if measure.persons else "NULL::bigint"
    shown = "".join(f", {column} AS {one.code}" for one, column, _told in columns)
    before = [value for _one, _column, of_column in columns for value in of_column]
    # The columns stand before the rows in the text, so their values come first.
    sql = (
        f"SELECT line.r_record AS record, {person} AS person, line.r_unit AS unit_id,"
        f" line.r_day AS on_day, line.r_amount AS amount{shown}"
        f" FROM ({inner}) AS line{joins}"
    )
    return sql, [*before, *values]


def _parts(split: Split) -> tuple[str, ...]:
    return split if isinstance(split, tuple) else (split,)


def _is_many(split: Split) -> bool:
    """Whether somebody may stand in several values."""
    return any(not dimension(name).is_partition for name in _parts(split))


def dimension(name: str) -> Dimension:
    return BY_CODE[name]

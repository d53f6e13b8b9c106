"""Whom to compare with: few enough people to be scored one by one, in one statement.

A person is a candidate who shares what a score of "to ask" cannot do without: the phone and
something of the birth date; a likely birth date and the given name; the whole name and the year.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction

from nhipcau.people.name_forms import given_words, read_name
from nhipcau.shared.wording import fold

MANY = 500

_CANDIDATES = """
WITH told AS (
    SELECT * FROM unnest(%(no)s::int[], %(phone)s::text[], %(birth_on)s::date[],
        %(swapped_on)s::date[], %(commune)s::bigint[], %(name)s::text[], %(family)s::text[],
        %(given)s::text[], %(initials)s::text[], %(first)s::bool[])
        AS told (no, phone, birth_on, swapped_on, commune_id, name, family, given,
            initials, is_first_of_january)
), word AS (
    SELECT no, given AS word FROM told
    UNION ALL
    SELECT * FROM unnest(%(word_no)s::int[], %(word)s::text[])
), likely AS MATERIALIZED (
    SELECT no, day AS birth_on, commune_id, name, given FROM told, unnest(ARRAY[
        swapped_on, date_trunc('year', birth_on)::date, (birth_on - interval '1 year')::date,
        (birth_on + interval '1 year')::date, (birth_on - interval '10 years')::date,
        (birth_on + interval '10 years')::date]) AS day
    WHERE day <> birth_on
), pair AS (
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.phone = told.phone
    WHERE told.phone <> '' AND (
        extract(year FROM known.birth_on) = extract(year FROM told.birth_on)
        OR to_char(known.birth_on, 'MMDD') = to_char(told.birth_on, 'MMDD'))
    UNION  -- the day of birth, and a given name at either end
    SELECT told.no, known.id FROM told
    JOIN word ON word.no = told.no
    JOIN people_youngperson AS known ON known.birth_on = told.birth_on
        AND split_part(known.folded_name, ' ', -1) = word.word
    WHERE NOT told.is_first_of_january
        AND strpos(told.initials, left(known.folded_name, 1)) > 0
    UNION
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.birth_on = told.birth_on
        AND split_part(known.folded_name, ' ', 1) = told.given
    UNION  -- the day of birth and the commune, however the name is written
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.birth_on = told.birth_on
        AND known.commune_id = told.commune_id
    WHERE NOT told.is_first_of_january
        AND strpos(told.initials, left(known.folded_name, 1)) > 0
    UNION
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.birth_on = told.birth_on
        AND split_part(known.folded_name, ' ', 1) = told.family
        AND left(split_part(known.folded_name, ' ', -1), 1) = left(told.given, 1)
    WHERE known.commune_id IS NULL OR told.commune_id IS NULL
    UNION  -- a likely mistake of the date, with the whole name
    SELECT likely.no, known.id FROM likely
    JOIN people_youngperson AS known ON known.birth_on = likely.birth_on
        AND known.folded_name = likely.name
    UNION  -- or with commune and given name
    SELECT likely.no, known.id FROM likely
    JOIN people_youngperson AS known ON known.birth_on = likely.birth_on
        AND known.commune_id = likely.commune_id
        AND split_part(known.folded_name, ' ', -1) = likely.given
    UNION  -- the whole name, the commune and the year
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.folded_name = told.name
        AND known.commune_id = told.commune_id
        AND extract(year FROM known.birth_on) = extract(year FROM told.birth_on)
    UNION  -- or the whole name and the year, where no more is known of the day
    SELECT told.no, known.id FROM told
    JOIN people_youngperson AS known ON known.folded_name = told.name
        AND known.birth_on >= told.birth_on
        AND known.birth_on < (told.birth_on + interval '1 year')::date
    WHERE told.is_first_of_january
)
SELECT pair.no, known.id, coalesce(known.merged_into_id, known.id),
    known.full_name, known.birth_on, known.phone, known.commune_id
FROM pair JOIN people_youngperson AS known ON known.id = pair.id
"""


def candidate_pairs(
    told: Sequence[tuple[str, dt.date, str, int | None]],
) -> list[tuple[int, int, int, str, dt.date, str, int | None]]:
    """Whom to compare with what is told (name, birth date, phone, commune's id).

    Gives the place in ``told``, a person's id, that of the record kept for it, and name, birth
    date, phone and commune's id as they are known. One statement. Nobody is asked here who may
    see them: the caller shows only whom the actor may see.
    """
    rows: list[tuple] = []
    words: list[tuple[int, str]] = []
    for no, (full_name, birth_on, phone, commune_id) in enumerate(told):
        parts = read_name(full_name).words or ("",)
        is_first = (birth_on.day, birth_on.month) == (1, 1)
        initials = "".join(part[:1] for part in parts)
        name = (fold(full_name), parts[0], parts[-1], initials)
        rows.append((no, phone, birth_on, _swapped(birth_on), commune_id, *name, is_first))
        words += [(no, word) for word in sorted(given_words(full_name) - {parts[-1]})]
    if not rows:
        return []
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if len(rows) >= MANY:
            # For a whole list every join is better hashed, in memory, than sorted: half the time.
            cursor.execute(
                "SELECT set_config('enable_mergejoin', 'off', true),"
                " set_config('work_mem', '64MB', true)"
            )
        cursor.execute(
            _CANDIDATES,
            _columns("no phone birth_on swapped_on commune name family given initials first", rows)
            | _columns("word_no word", words),
        )
        return cursor.fetchall()


def _columns(names: str, rows: Sequence[tuple]) -> dict[str, list]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names.split())}


def _swapped(birth_on: dt.date) -> dt.date:
    """Day and month the other way round, where there is such a day."""
    return (
        birth_on.replace(month=birth_on.day, day=birth_on.month)
        if birth_on.day <= 12
        else birth_on
    )

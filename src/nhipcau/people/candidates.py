"""Whom to compare with: few enough people to be scored one by one, in one statement.

A person is a candidate who shares what a score of "to ask" cannot do without: the phone and
something of the birth date; a likely birth date and the given name; the whole name and the year.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from nhipcau.people.name_forms import given_words, read_name
from nhipcau.shared.wording import fold

_CANDIDATES = """
WITH told AS (
    SELECT * FROM unnest(%(no)s::int[], %(phone)s::text[], %(birth_on)s::date[],
        %(commune)s::bigint[], %(name)s::text[], %(family)s::text[], %(given)s::text[])
        AS told (no, phone, birth_on, commune_id, name, family, given)
), likely AS (
    SELECT * FROM unnest(%(likely_no)s::int[], %(likely_on)s::date[], %(word)s::text[])
        AS likely (no, birth_on, word)
)
SELECT told.no, known.id FROM told
JOIN people_youngperson AS known ON known.phone = told.phone
WHERE told.phone <> '' AND (
    extract(year FROM known.birth_on) = extract(year FROM told.birth_on)
    OR to_char(known.birth_on, 'MMDD') = to_char(told.birth_on, 'MMDD'))
UNION
SELECT likely.no, known.id FROM likely
JOIN people_youngperson AS known ON known.birth_on = likely.birth_on
    AND split_part(known.folded_name, ' ', -1) = likely.word
UNION
SELECT told.no, known.id FROM told
JOIN people_youngperson AS known ON known.birth_on = told.birth_on
    AND split_part(known.folded_name, ' ', 1) = told.given
UNION
SELECT told.no, known.id FROM told
JOIN people_youngperson AS known ON known.birth_on = told.birth_on
    AND split_part(known.folded_name, ' ', 1) = told.family
    AND left(split_part(known.folded_name, ' ', -1), 1) = left(told.given, 1)
UNION
SELECT told.no, known.id FROM told
JOIN people_youngperson AS known ON known.birth_on = told.birth_on
    AND known.commune_id = told.commune_id
WHERE NOT (extract(day FROM told.birth_on) = 1 AND extract(month FROM told.birth_on) = 1)
UNION
SELECT told.no, known.id FROM told
JOIN people_youngperson AS known ON known.folded_name = told.name
    AND known.birth_on >= date_trunc('year', told.birth_on)::date
    AND known.birth_on < (date_trunc('year', told.birth_on) + interval '1 year')::date
WHERE known.commune_id = told.commune_id
    OR known.birth_on = date_trunc('year', told.birth_on)::date
    OR told.birth_on = date_trunc('year', told.birth_on)::date
"""


def candidate_pairs(
    told: Sequence[tuple[str, dt.date, str, int | None]],
) -> list[tuple[int, int]]:
    """Pairs of a place in ``told`` (name, birth date, phone, commune's id) and a person's id.

    One statement; who asks is not looked at: the caller shows only whom the actor may see.
    """
    rows: list[tuple] = []
    likely: list[tuple[int, dt.date, str]] = []
    for no, (full_name, birth_on, phone, commune_id) in enumerate(told):
        words = read_name(full_name).words or ("",)
        rows.append((no, phone, birth_on, commune_id, fold(full_name), words[0], words[-1]))
        if (birth_on.day, birth_on.month) != (1, 1):  # those are too many; the whole name finds
            likely += [
                (no, day, word)
                for day in _likely_days(birth_on)
                for word in sorted(given_words(full_name))
            ]
    if not rows:
        return []
    names = ("no", "phone", "birth_on", "commune", "name", "family", "given")
    arrays: dict[str, list] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    for place, name in enumerate(("likely_no", "likely_on", "word")):
        arrays[name] = [one[place] for one in likely]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, arrays)
        return cursor.fetchall()


def _likely_days(birth_on: dt.date) -> list[dt.date]:
    """The day itself, day and month swapped, and a slip of the year."""
    found = {birth_on}
    slips = [(birth_on.year, birth_on.day, birth_on.month)]
    slips += [(birth_on.year + by, birth_on.month, birth_on.day) for by in (-10, -1, 1, 10)]
    for year, month, day in slips:
        try:
            found.add(dt.date(year, month, day))
        except ValueError:
            continue
    return sorted(found)

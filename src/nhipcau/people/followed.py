"""The condition by which staff see a person: one of the person's records is followed, or the unit
answers for the person.

Written in SQL: it stands in nearly every list, and building it from querysets cost a page more
than reading the rows.
"""

from typing import Any

from django.db.models import BooleanField, F, Func, Q

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import communes_of, memberships_of

ROLES_WITH_PEOPLE = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)

FOLLOWED = """EXISTS (
    SELECT FROM people_following AS follows
    WHERE follows.young_person_id = {person} AND follows.organisation_id = ANY(%s){probe}
)"""
# Looked up once a statement, and only when the record itself is not followed: few are merged. The
# kept record of a followed one; the records of a followed kept one; those kept with the same one;
# and those for whom a unit answers because it counsels them, also for a while.
FOLLOWED_AS_ANOTHER = """{person} IN (
    SELECT merged.merged_into_id FROM people_youngperson AS merged
    JOIN people_following AS follows ON follows.young_person_id = merged.id
    WHERE merged.merged_into_id IS NOT NULL AND follows.organisation_id = ANY(%s)
    UNION
    SELECT merged.id FROM people_youngperson AS merged
    JOIN people_youngperson AS other
        ON other.id = merged.merged_into_id OR other.merged_into_id = merged.merged_into_id
    JOIN people_following AS follows ON follows.young_person_id = other.id
    WHERE merged.merged_into_id IS NOT NULL AND follows.organisation_id = ANY(%s)
    UNION
    SELECT held.id FROM people_responsibility AS responsible
    JOIN people_youngperson AS person ON person.id = responsible.young_person_id
    JOIN people_youngperson AS held
        ON held.id IN (person.id, coalesce(person.merged_into_id, person.id))
    WHERE responsible.organisation_id = ANY(%s)
)"""
# For an officer of a commune: of those whom the unit follows, who lives there by the record that
# is kept, and the records merged into it. Read from the commune, which is small, once a statement.
OF_THE_COMMUNE = """{person} IN (
    WITH known AS (
        SELECT kept.id
        FROM unnest(%s::bigint[], %s::bigint[]) AS officer (unit, commune)
        JOIN people_youngperson AS kept ON kept.commune_id = officer.commune
        WHERE kept.merged_into_id IS NULL AND (
            EXISTS (
                SELECT FROM people_following AS follows
                WHERE follows.young_person_id = kept.id AND follows.organisation_id = officer.unit
            ) OR EXISTS (
                SELECT FROM people_youngperson AS merged
                JOIN people_following AS follows ON follows.young_person_id = merged.id
                WHERE merged.merged_into_id = kept.id AND follows.organisation_id = officer.unit
            )
        )
    )
    SELECT id FROM known
    UNION ALL
    SELECT merged.id FROM people_youngperson AS merged
    JOIN known ON merged.merged_into_id = known.id
)"""
# PostgreSQL keeps an OFFSET as it is, and so asks row by row instead of reading all of the other
# table first: for lists of which the first page is shown.
PROBE = " OFFSET 0"


class _Followed(Func):
    output_field = BooleanField()

    def __init__(self, person: Any, *, units: list[int], merged: bool, probes: bool) -> None:
        super().__init__(person)
        self.units, self.merged, self.probes = units, merged, probes

    def as_sql(  # type: ignore[override]  # Func takes more, which nobody gives
        self, compiler: Any, connection: Any
    ) -> tuple[str, list[Any]]:
        person, told = compiler.compile(self.source_expressions[0])
        sql = FOLLOWED.format(person=person, probe=PROBE if self.probes else "")
        values = [*told, self.units]
        if not self.merged:
            return sql, values
        other = FOLLOWED_AS_ANOTHER.format(person=person)
        return f"({sql} OR {other})", [*values, *told, *[self.units] * 3]


class _OfTheCommune(Func):
    output_field = BooleanField()

    def __init__(self, person: Any, *, places: list[tuple[int, int]]) -> None:
        super().__init__(person)
        self.places = places

    def as_sql(  # type: ignore[override]  # Func takes more, which nobody gives
        self, compiler: Any, connection: Any
    ) -> tuple[str, list[Any]]:
        person, told = compiler.compile(self.source_expressions[0])
        units, communes = (list(one) for one in zip(*self.places, strict=True))
        return OF_THE_COMMUNE.format(person=person), [*told, units, communes]


def followed_by_units_of(
    actor: Any,
    person: str = "pk",
    *,
    merged: bool = True,
    probes: bool = False,
    communes: bool = False,
) -> Q:
    """People whom a unit follows in which the actor has a role that works with people.

    Args:
        actor: somebody of the staff.
        person: how the queried model reaches the record.
        merged: whether to look through records that are merged.
        probes: see ``PROBE``.
        communes: whether an officer of a commune sees them too, of the own commune. Off unless it
            is asked for: a list that forgets it stays closed to them.
    """
    places = communes_of(actor) if communes else []
    units = {one.organisation_id for one in memberships_of(actor) if one.role in ROLES_WITH_PEOPLE}
    if not units:
        return Q(_OfTheCommune(F(person), places=places)) if places else Q(pk__in=())
    followed = Q(_Followed(F(person), units=sorted(units), merged=merged, probes=probes))
    return followed | Q(_OfTheCommune(F(person), places=places)) if places else followed

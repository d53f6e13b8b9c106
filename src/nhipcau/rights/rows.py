"""All rows about one person, table by table: driven by the register, so that none is forgotten."""

from collections.abc import Callable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q

from nhipcau.people.models import YoungPerson
from nhipcau.rights.register import (
    DELETE,
    EMPTY,
    KEEP,
    at_erasure,
    models_by_table,
    paths_to_person,
    personal_columns,
    register,
)

Finding = Callable[[Sequence[YoungPerson]], Q]


def _by_phone(people: Sequence[YoungPerson]) -> Q:
    """A family's phone is not one person's: its account and codes go with the last of them."""
    ids = [one.pk for one in people]
    phones = {one.phone for one in people}
    shared = YoungPerson.objects.filter(phone__in=phones).exclude(pk__in=ids)
    return Q(phone__in=phones - set(shared.values_list("phone", flat=True)))


def _letters(people: Sequence[YoungPerson]) -> Q:
    """Letters that carried a message of this person; one that was joined with others stays."""
    return Q(messages__young_person__in=people) & ~Q(
        messages__in=_messages().exclude(young_person__in=people).exclude(letter=None)
    )


def _messages() -> Any:
    return models_by_table()["messaging_message"].objects  # type: ignore[attr-defined]


def _traces(people: Sequence[YoungPerson]) -> Q:
    return Q(about_type=YoungPerson._meta.label_lower, about_id__in=[one.pk for one in people])


# Tables that do not point at a person and still hold something about one.
OTHERWISE: dict[str, Finding] = {
    "accounts_user": _by_phone,
    "accounts_signincode": _by_phone,
    "messaging_letter": _letters,
    "shared_auditevent": _traces,
}


@cache
def tables_about_people() -> tuple[str, ...]:
    """Every table of the register whose rows may be about a young person, in a fixed order."""
    return tuple(
        sorted(
            table
            for table, model in models_by_table().items()
            if table in OTHERWISE or paths_to_person(model)
        )
    )


def unreached() -> list[str]:
    """Tables with personal columns that are neither reached nor said to be about others."""
    about_others = register()["erasure"]["about_others"]
    of_others = set(register()["erasure"]["retentions_of_others"])
    return [
        table
        for table in register()["tables"]
        if personal_columns(table)
        and table not in tables_about_people()
        and table not in about_others
        and not {told[2] for told in personal_columns(table).values()} <= of_others
    ]


def rows_about(table: str, people: Sequence[YoungPerson]) -> Any:
    """The rows of one table about a person, under all of the person's records."""
    model: Any = models_by_table()[table]
    if table in OTHERWISE:
        found = model.objects.filter(OTHERWISE[table](people))
    else:
        ids = [one.pk for one in people]
        paths = [Q(**{f"{path}__in": ids}) for path in paths_to_person(model)]
        found = model.objects.filter(reduce(or_, paths))
    return found.order_by("pk").distinct()


def erasure_of(table: str) -> str:
    """What becomes of the rows of one table: deleted, emptied, or kept as they are."""
    told = register()["erasure"]
    if table in told["deleted_tables"]:
        return DELETE
    wanted = {at_erasure(retention) for _sort, _purpose, retention in _columns(table)}
    if DELETE in wanted:
        return DELETE
    return EMPTY if EMPTY in wanted else KEEP


def emptied_columns(table: str) -> list[str]:
    """Columns that hold nothing any more once the person is erased; links stay, and point at a
    record that says nothing."""
    stays = register()["erasure"]["stays"]
    return [
        column
        for column, (sort, _purpose, retention) in personal_columns(table).items()
        if sort != "link" and at_erasure(retention) == EMPTY and f"{table}.{column}" not in stays
    ]


def _columns(table: str) -> list[list[str]]:
    return list(personal_columns(table).values())

"""Expressions that several subjects are written in."""

from typing import Any

from django.db.models import Case, CharField, F, Func, Q, Value, When
from django.db.models.functions import Cast


def only_when(condition: Q, column: str) -> Any:
    """The column as text where the condition holds, else nothing."""
    return Case(
        When(condition, then=Cast(F(column), CharField())),
        default=Value(""),
        output_field=CharField(),
    )


def first_sign(column: str) -> Any:
    """The first sign of a code: the group at the top of a list of occupations."""
    return Func(F(column), Value(1), function="LEFT", output_field=CharField())

from datetime import date

from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.models import ReferenceValue


class ReferenceValueMissing(LookupError):
    """The province's data lacks a figure the code needs: a fault of the installation."""


def reference_value(code: str, *, on: date) -> str:
    """The value of ``code`` in force on a day.

    Raises:
        ReferenceValueMissing: no value with that code is in force on that day.
    """
    for since, value in _values(code):
        if since <= on:
            return value
    raise ReferenceValueMissing(code)


@kept_briefly
def _values(code: str) -> tuple[tuple[date, str], ...]:
    """All values of a code with their first day, the newest first."""
    rows = ReferenceValue.objects.filter(code=code).order_by("-valid_from")
    return tuple(rows.values_list("valid_from", "value"))

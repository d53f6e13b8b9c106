from datetime import date

from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.models import ReferenceValue


class ReferenceValueMissing(LookupError):
    """The province's data lacks a figure the code needs: a fault of the installation."""


@kept_briefly
def reference_value(code: str, *, on: date) -> str:
    """The value of ``code`` in force on a day.

    Raises:
        ReferenceValueMissing: no value with that code is in force on that day.
    """
    row = (
        ReferenceValue.objects.filter(code=code, valid_from__lte=on)
        .order_by("-valid_from")
        .values_list("value", flat=True)
        .first()
    )
    if row is None:
        raise ReferenceValueMissing(code)
    return row

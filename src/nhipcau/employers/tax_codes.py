"""The tax code of a Vietnamese enterprise: ten digits, the last a check digit; a branch has three
digits more.

Source: structure of the tax code in Circular 105/2020/TT-BTC and 86/2024/TT-BTC, Art. 5; the
weights of the check digit are those that the tax authority's own forms compute with.
"""

from django.utils.translation import gettext as _

from nhipcau.shared.errors import InvalidValue

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
PLAIN, OF_BRANCH, PERSONAL = 10, 13, 12


def check_digit(nine: str) -> int | None:
    """The tenth digit that belongs to nine; None when no code begins with these nine."""
    found = 10 - sum(int(one) * weight for one, weight in zip(nine, WEIGHTS, strict=True)) % 11
    return found if found < 10 else None


def root_of(tax_code: str) -> str:
    """The ten digits that an enterprise shares with its branches."""
    return tax_code[:PLAIN]


def clean_tax_code(typed: str, *, field: str = "tax_code") -> str:
    """``4900123474`` or, for a branch, ``4900123474-001``.

    Raises:
        InvalidValue: with a word on what is wrong with it.
    """
    if any(not (sign.isdigit() and sign.isascii()) and sign not in " .-–" for sign in typed):
        raise InvalidValue(
            _("A tax code has digits only, for example 4900123474 or 4900123474-001."),
            field=field,
        )
    digits = "".join(sign for sign in typed if sign.isdigit())
    if len(digits) == PERSONAL:
        raise InvalidValue(
            _(
                "This is a personal number of 12 digits. Please do not write it here; a household"
                " or a single person may leave this empty."
            ),
            field=field,
        )
    if len(digits) not in (PLAIN, OF_BRANCH):
        raise InvalidValue(
            _("A tax code has 10 digits, that of a branch 13. Here are %(count)d.")
            % {"count": len(digits)},
            field=field,
        )
    if check_digit(digits[:9]) != int(digits[9]):
        raise InvalidValue(
            _(
                "This tax code does not exist: its tenth digit does not fit the nine before it."
                " Please compare it with the registration certificate."
            ),
            field=field,
        )
    branch = digits[PLAIN:]
    if branch == "000":
        raise InvalidValue(_("The number of a branch begins with 001."), field=field)
    return f"{digits[:PLAIN]}-{branch}" if branch else digits

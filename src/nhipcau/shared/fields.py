"""Values typed by people, brought into one form or refused with a word on what to do."""

import unicodedata

import phonenumbers
from django.utils.translation import gettext as _

from nhipcau.shared.errors import InvalidValue

NAME_MAX_LENGTH = 100


def clean_name(typed: str, *, field: str = "full_name") -> str:
    """A person's name in NFC with single spaces.

    Raises:
        InvalidValue: without a letter, longer than ``NAME_MAX_LENGTH`` characters, or with digits
        or signs.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not any(unicodedata.category(letter)[0] == "L" for letter in name):
        raise InvalidValue(_("Please write the full name."), field=field)
    if len(name) > NAME_MAX_LENGTH:
        raise InvalidValue(
            _("This name has %(length)d characters; at most %(most)d fit. Please shorten it.")
            % {"length": len(name), "most": NAME_MAX_LENGTH},
            field=field,
        )
    if any(
        unicodedata.category(letter)[0] not in "LMZ" and letter not in "'’-." for letter in name
    ):
        raise InvalidValue(
            _("A name has letters only. Please check it for digits or signs."), field=field
        )
    return name


def clean_mobile(typed: str, *, field: str = "phone") -> str:
    """A Vietnamese mobile number in E.164 (``+84912345678``).

    Raises:
        InvalidValue: no number can be read, or it is not a Vietnamese mobile number.
    """
    example = "0912 345 678"
    try:
        number = phonenumbers.parse(typed.strip(), "VN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or any(letter.isalpha() for letter in typed):
        raise InvalidValue(
            _("Please write a mobile number with digits, for example %(example)s.")
            % {"example": example},
            field=field,
        )
    kind = phonenumbers.number_type(number)
    if (
        number.country_code != 84
        or not phonenumbers.is_valid_number(number)
        or kind
        not in (
            phonenumbers.PhoneNumberType.MOBILE,
            phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        )
    ):
        raise InvalidValue(
            _("This is not a Vietnamese mobile number. It has 10 digits, for example %(example)s.")
            % {"example": example},
            field=field,
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

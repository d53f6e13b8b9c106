"""Why a row is not simply taken over, in sentences for the people who can mend it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.rosters.columns import letter

SENTENCES = {
    "name_missing": gettext_lazy("The name is missing."),
    "name_garbled": gettext_lazy("The letters of the name cannot be made out in any encoding."),
    "name_doubtful": gettext_lazy("The name can be read in more than one way."),
    "name_signs": gettext_lazy("The name has digits or signs in it."),
    "name_too_long": gettext_lazy("The name is longer than 100 letters."),
    "name_one_word": gettext_lazy("The name has one word only; the full name is needed."),
    "birth_missing": gettext_lazy("The date of birth is missing."),
    "birth_year_only": gettext_lazy("Only the year of birth is given; day and month are needed."),
    "birth_month_only": gettext_lazy("The day of birth is missing."),
    "birth_month_first": gettext_lazy(
        "The date “%(about)s” has no such month. Perhaps the month was written before the day."
    ),
    "birth_no_such_day": gettext_lazy("There is no such day: “%(about)s”."),
    "birth_unclear": gettext_lazy("“%(about)s” cannot be read as a date of birth."),
    "birth_age": gettext_lazy("By the date of birth %(about)s the age cannot be right."),
    "phone_missing": gettext_lazy(
        "No phone: neither the person's, nor a guardian's, nor a contact phone of the list."
    ),
    "phone_unclear": gettext_lazy("The phone cannot be read as a Vietnamese mobile number."),
    "phone_not_mobile": gettext_lazy("The phone is a landline; a mobile number is needed."),
    "guardian_phone_missing": gettext_lazy("The phone of the guardian is missing."),
    "guardian_phone_unclear": gettext_lazy("The phone of the guardian cannot be read."),
    "guardian_phone_not_mobile": gettext_lazy("The phone of the guardian is a landline."),
    "guardian_name_signs": gettext_lazy("The name of the guardian cannot be read."),
    "guardian_needed": gettext_lazy(
        "Under 16: the name and the phone of a parent or guardian are needed, with the signed"
        " sheet."
    ),
    "repeated": gettext_lazy("The same person stands in row %(about)s of this file already."),
    "repeated_other_phone": gettext_lazy(
        "Row %(about)s has the same name and date of birth with another phone."
    ),
    "known": gettext_lazy("Same name, date of birth and phone as somebody entered before."),
    "alike": gettext_lazy("Perhaps somebody entered before: alike %(about)s of 100."),
    "registered": gettext_lazy("This person is registered for this session already."),
    "cell_too_long": gettext_lazy(
        "A cell has more than 500 letters; perhaps a quotation mark was never closed."
    ),
    "no_header": gettext_lazy(
        "No row with column names was found. Please say below what each column holds."
    ),
    "sheet_without_header": gettext_lazy("This sheet has no row with column names."),
    "above_header": gettext_lazy("It stands above the column names."),
    "header": gettext_lazy("These are the column names."),
    "header_again": gettext_lazy("The column names again."),
    "closing": gettext_lazy("A total, a signature or a remark, no person."),
    "only_number": gettext_lazy("A running number and nothing else."),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """One reason in the language of the request."""
    return str(SENTENCES[reason["code"]]) % {"about": reason.get("about", "")}


def explained(reasons: Sequence[Mapping[str, Any]], headers: Sequence[str]) -> list[str]:
    """Each reason with the column it is about: ``Column D “Ngày sinh”: …``."""
    return [_with_column(one, headers) for one in reasons]


def _with_column(reason: Mapping[str, Any], headers: Sequence[str]) -> str:
    column = reason.get("column")
    if column is None:
        return sentence(reason)
    header = headers[column] if column < len(headers) else ""
    place = (
        _("Column %(letter)s “%(header)s”") % {"letter": letter(column), "header": header}
        if header
        else _("Column %(letter)s") % {"letter": letter(column)}
    )
    return f"{place}: {sentence(reason)}"

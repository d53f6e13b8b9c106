"""What is said of a row of an employer's list, in sentences for whoever can mend it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "title_missing": gettext_lazy("What the work is called is missing."),
    "title_too_long": gettext_lazy("The name of the work is longer than 150 letters."),
    "count_missing": gettext_lazy("How many people are wanted is missing."),
    "count_unclear": gettext_lazy("“%(about)s” cannot be read as a number of people."),
    "wage_unclear": gettext_lazy("“%(about)s” cannot be read as a wage."),
    "wage_order": gettext_lazy("The wage “%(about)s” ends lower than it begins."),
    "wage_far": gettext_lazy(
        "The wage “%(about)s” cannot be right for a month. Please write it in full."
    ),
    "wage_foreign": gettext_lazy(
        "The wage “%(about)s” is in foreign money. Please write it in đồng, or enter this vacancy"
        " by the form."
    ),
    "day_unclear": gettext_lazy("“%(about)s” cannot be read as a day."),
    "day_over": gettext_lazy("The last day %(about)s is over."),
    "day_far": gettext_lazy("The last day %(about)s is too far away."),
    "place_unknown": gettext_lazy(
        "No commune, province or country was found in “%(about)s”: the place of the employer is"
        " taken; please check it."
    ),
    "place_of_employer": gettext_lazy("No place is given: that of the employer is taken."),
    "from_above": gettext_lazy("“%(about)s” is taken from a merged cell above."),
    "gender_left_out": gettext_lazy(
        "It asks for one gender (“%(about)s”). That was left out: it needs a reason of law."
    ),
    "age_left_out": gettext_lazy(
        "It asks for an age (“%(about)s”). That was left out: it needs a reason of law."
    ),
    "abroad": gettext_lazy("Work abroad: the 16 points must be told before it is published."),
    "cell_cut": gettext_lazy(
        "A cell has more than 500 letters; its end was not kept. Please write it here."
    ),
    "repeated": gettext_lazy("The same vacancy stands in row %(about)s of this file already."),
    "known": gettext_lazy("The same vacancy of this employer is open or being checked already."),
    "no_header": gettext_lazy(
        "No row with column names was found. Please say below what each column holds."
    ),
    "sheet_without_header": gettext_lazy("This sheet has no row with column names."),
    "above_header": gettext_lazy("It stands above the column names."),
    "header": gettext_lazy("These are the column names."),
    "closing": gettext_lazy("A total, a signature, a heading or a remark, no vacancy."),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """One reason in the language of the request."""
    return str(SENTENCES[reason["code"]]) % {"about": reason.get("about", "")}


def explained(reasons: Sequence[Mapping[str, Any]], headers: Sequence[str]) -> list[str]:
    """Each reason with the column it is about: ``Column D “Mức lương”: …``."""
    return [_with_column(one, headers) for one in reasons]


def _with_column(reason: Mapping[str, Any], headers: Sequence[str]) -> str:
    column = reason.get("column")
    if column is None:
        return sentence(reason)
    header = headers[column] if column < len(headers) else ""
    place = _("Column %(letter)s “%(header)s”") % {"letter": letter(column), "header": header}
    return f"{place}: {sentence(reason)}"


def letter(place: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``: columns as Excel names them."""
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name

"""What two records of perhaps one person have in common, and how much that weighs.

The table is data of ours (source "D", a matter of judgement measured on made-up records, to be
confirmed by both units): each row is one finding, its points and the sentence that staff read.
Of each subject (name, birth date, phone, commune) exactly one row applies; the points of the four
sum up to the score, never below 0. 100 is reached by two records that are alike in everything.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SOURCE = "D"
AS_OF = dt.date(2026, 11, 23)
# From here on people are asked: "Is this the same person?"
ASK_FROM = 55
MOST = 100


@dataclass(frozen=True)
class Weight:
    points: int
    sentence: Any
    # Only findings of the strongest kind, in all of name, birth date and phone, make it certain.
    is_strong: bool = False


NAME: dict[str, Weight] = {
    "name.same": Weight(40, _("The names are the same."), is_strong=True),
    "name.unmarked": Weight(
        38, _("The names are the same; one is written without marks."), is_strong=True
    ),
    "name.order": Weight(34, _("The same name in another order, given name first.")),
    "name.spelling": Weight(34, _("The same name in another spelling.")),
    "name.typing_leftover": Weight(34, _("The same name with leftovers of the typing method.")),
    "name.spaces": Weight(34, _("The same name with a space more or less.")),
    "name.slip": Weight(28, _("The names differ by one slip of typing.")),
    "name.middle_missing": Weight(28, _("The same name; one is without a middle name.")),
    "name.abbreviated": Weight(26, _("The same name; one is abbreviated.")),
    "name.other_marks": Weight(20, _("The same letters with other marks: perhaps another name.")),
    "name.near": Weight(6, _("The names are close, but each is a name of its own.")),
    "name.other_middle": Weight(
        4, _("Family name and given name agree, the middle name does not.")
    ),
    "name.other_family": Weight(0, _("The given name agrees, the family name does not.")),
    "name.other": Weight(-30, _("The given names differ: perhaps brothers or sisters.")),
}
BIRTH: dict[str, Weight] = {
    "birth.same": Weight(30, _("The date of birth is the same."), is_strong=True),
    "birth.swapped": Weight(20, _("Day and month of birth are swapped.")),
    "birth.next_year": Weight(16, _("The same birthday, one year apart.")),
    "birth.year_only": Weight(
        14, _("The same year of birth; one has only 1 January, as when the day was not known.")
    ),
    "birth.part": Weight(12, _("Year and either day or month of birth agree.")),
    "birth.digit": Weight(10, _("The same birthday; the year differs by one digit.")),
    "birth.other": Weight(-25, _("The dates of birth differ.")),
}
PHONE: dict[str, Weight] = {
    "phone.same": Weight(
        20, _("The same phone; a family may share one, so it counts little."), is_strong=True
    ),
    "phone.slip": Weight(8, _("The phone numbers differ by one slip of typing.")),
    "phone.other": Weight(0, _("Another phone: people change numbers.")),
    "phone.unknown": Weight(0, _("One phone is not known.")),
}
COMMUNE: dict[str, Weight] = {
    "commune.same": Weight(10, _("The same commune.")),
    "commune.other": Weight(-6, _("Another commune.")),
    "commune.unknown": Weight(0, _("One commune is not known.")),
}
WEIGHTS = NAME | BIRTH | PHONE | COMMUNE

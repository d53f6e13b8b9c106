"""Before staff make a second record of somebody: is this the same person?"""

import dataclasses

from django.utils.translation import gettext as _

from nhipcau.people.likeness import likenesses
from nhipcau.people.queries import same_person
from nhipcau.people.rules import may_see_people
from nhipcau.shared.fields import clean_mobile

ANSWER = "same_person"
ANOTHER = "another"
MOST_SHOWN = 4


@dataclasses.dataclass(frozen=True)
class Question:
    """``likely``: whom it may be; ``problem``: why the answer was not taken."""

    likely: list
    problem: str = ""


def who_is_it(request, form):
    """The details to enter and no question, or no details and a question to be asked first.

    Asked only of staff who work with people, of people they may see. What is on record is never
    changed: "the same person" enters the record just as it is known.
    """
    details = form.person()
    if not may_see_people(request.user):
        return details, None
    if same_person(details.full_name, details.birth_on, clean_mobile(details.phone)):
        return details, None
    likely = likenesses([details], by=request.user)[0][:MOST_SHOWN]
    answer = request.POST.get(ANSWER, "")
    if not likely or answer == ANOTHER:
        return details, None
    chosen = next((one.person for one in likely if str(one.person.pk) == answer), None)
    if chosen:
        return as_known(details, chosen), None
    return None, Question(likely, _("Please choose one of the answers.") if answer else "")


def as_known(details, person):
    """The same telling under the name, birth date and phone by which the person is on record."""
    return dataclasses.replace(
        details, full_name=person.full_name, birth_on=person.birth_on, phone=person.phone
    )

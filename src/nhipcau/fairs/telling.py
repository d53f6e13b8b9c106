"""What candidates are told of their interviews, in Vietnamese: when, where, and a link."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.fairs.models import Candidate, Fair, Interview, Timetable
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.shared import wording

TITLE_LENGTH = 50
SHOWN_MOST = 3
# The address that the public pages give it; tests/web holds the two together.
PAGE = "/registrations/{code}/interviews/"


def notes_of(
    fair: Fair, timetable: Timetable, changed: dict[Candidate, Sequence[Interview]], *, first: bool
) -> list[Note]:
    """One note to each of those whose interviews are new, elsewhere, at another time or gone."""
    with translation.override("vi"):
        return [
            Note(
                young_person=candidate.young_person,
                topic=Topic.CHANGE,
                text=_text(fair, interviews, first=first),
                about=candidate,
                path=PAGE.format(code=candidate.registration.code),
                expires_at=fair.ends_at,
                once=f"fair-timetable:{timetable.pk}:{candidate.pk}",
                # Whoever was not reached yet hears of the newest alone.
                replaces=True,
            )
            for candidate, interviews in changed.items()
        ]


def _text(fair: Fair, interviews: Sequence[Interview], *, first: bool) -> str:
    what = {"what": Truncator(fair.event.title).chars(TITLE_LENGTH)}
    if not interviews:
        return _("%(what)s: none of your interviews can take place as told. Your page:") % what
    day = wording.day(fair.first_slot_at)
    told = ", ".join(_line(fair, one) for one in interviews[:SHOWN_MOST])
    if len(interviews) > SHOWN_MOST:
        told += ", …"
    words = {**what, "day": day, "told": told}
    if first:
        return _("%(what)s, %(day)s: your interviews are %(told)s. Your page:") % words
    return _("%(what)s, %(day)s: your interviews changed, now %(told)s. Your page:") % words


def _line(fair: Fair, one: Any) -> str:
    return _("%(time)s booth %(number)s") % {
        "time": wording.clock_time(fair.starts(one.slot)),
        "number": one.booth.number,
    }

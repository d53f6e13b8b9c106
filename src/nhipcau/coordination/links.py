"""“I need help”: the signed link that may stand in every message to a young person.

It opens one form, shows nothing of the person, and signs in nobody. The form of a link is that of
``placements.links``; what it is for is told by its kind.
"""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from nhipcau.people.models import YoungPerson
from nhipcau.placements.errors import LinkExpired, LinkForged
from nhipcau.placements.links import link_of, read_link
from nhipcau.shared.reference_values import reference_value

HELP = 4
PAGE = "/h/{token}/"


def help_token(young_person: YoungPerson, *, last_day: date) -> str:
    kept = young_person.merged_into_id or young_person.pk
    return link_of(HELP, kept, last_day=last_day)


def help_path(young_person: YoungPerson, *, at: datetime) -> str:
    """The page of the site by which a person asks for help, for a message that is written now."""
    today = localdate(at)
    days = timedelta(days=int(reference_value("help_link_days", on=today)))
    return PAGE.format(token=help_token(young_person, last_day=today + days))


def person_of(token: str, *, at: datetime) -> int | None:
    """The number of the person whose link it is; nothing when it is not good (any more)."""
    if not token:
        return None
    try:
        link = read_link(token, at=at)
    except (LinkForged, LinkExpired):
        return None
    return link.number if link.kind == HELP else None

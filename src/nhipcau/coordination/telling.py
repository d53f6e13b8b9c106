"""What units are told (notices, with a receipt) and what a young person is told (messages)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.coordination.models import Difficulty, Notice
from nhipcau.coordination.states import Told
from nhipcau.coordination.states import Topic as About
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.organisations.models import Organisation
from nhipcau.shared.reference_values import reference_value

MY_PAGE = "/my/"


def tell_units(
    units: Iterable[Organisation],
    topic: About,
    *,
    at: datetime,
    for_leaders: bool = False,
    once: str = "",
    **about: Any,
) -> None:
    """One notice for each unit, in the transaction of what it tells. ``about``: one of
    ``models.exchange.ABOUT``. ``once``: a name; a second notice of it is dropped in silence."""
    Notice.objects.bulk_create(
        [
            Notice(
                unit=unit,
                topic=topic,
                for_leaders=for_leaders,
                once=f"{once}-{unit.pk}" if once else None,
                at=at,
                **about,
            )
            for unit in units
        ],
        ignore_conflicts=True,
    )


def parties_of(programme: Any) -> list[Organisation]:
    return [
        party.organisation
        for party in programme.parties.select_related("organisation").order_by("order")
    ]


def others(units: Sequence[Organisation], unit_id: int) -> list[Organisation]:
    return [unit for unit in units if unit.pk != unit_id]


def tell_person(difficulty: Difficulty, message: str, number: int, *, at: datetime) -> None:
    """A word to whoever asked for help: that there is something new, never what."""
    person = difficulty.young_person
    if person is None or difficulty.told_by != Told.PERSON:
        return
    with translation.override("vi"):
        text = _words()[message]
        if message != "solved":
            danger = reference_value("help_danger_number", on=at.date())
            text = _("%(text)s In danger call %(number)s at once.") % {
                "text": text,
                "number": danger,
            }
        put(
            Note(
                young_person=person.merged_into or person,
                topic=_topic_of(difficulty),
                text=text,
                about=difficulty,
                path=MY_PAGE,
                once=f"difficulty-{difficulty.pk}-{number}",
            ),
            at=at,
        )


def _topic_of(difficulty: Difficulty) -> Topic:
    """Under which consent: that of the work, of the introduction, or of being accompanied."""
    if difficulty.placement_id:
        return Topic.STAY
    return Topic.INTRODUCTION if difficulty.referral_id else Topic.COUNSELLING


def _words() -> dict[str, str]:
    return {
        "taken": _("Somebody is working on what you told us."),
        "solved": _("We have news about what you told us. Please look at your page:"),
        "dropped": _("We looked at what you told us. Please look at your page."),
        "written": _("We wrote to you about what you told us. Please look at your page."),
    }

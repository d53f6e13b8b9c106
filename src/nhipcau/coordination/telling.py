"""What units are told (a notice with a receipt, and a letter to colleagues that it is there) and
what a young person is told (messages)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nhipcau.coordination.models import COORDINATION_ROLES, Difficulty, Notice
from nhipcau.coordination.states import Told
from nhipcau.coordination.states import Topic as About
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.messaging.to_units import UnitNote, UnitTopic
from nhipcau.messaging.to_units import tell_units as send_notices
from nhipcau.organisations.models import Organisation, Role
from nhipcau.shared.reference_values import reference_value

MY_PAGE = "/my/"
PAGE = "/workspace/coordination/"
COLLEAGUES = tuple(role for role in COORDINATION_ROLES if role != Role.LEADER)
URGENT = {About.RIGHTS, About.ESCALATED}


def tell_units(
    units: Iterable[Organisation],
    topic: About,
    *,
    at: datetime,
    for_leaders: bool = False,
    once: str = "",
    **about: Any,
) -> None:
    """One notice for each unit, in the transaction of what it tells, and a word to whoever works
    there that it is on the page. ``about``: one of ``models.exchange.ABOUT``. ``once``: a name; a
    second notice of it is dropped in silence."""
    units = list(units)
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
    kind, path = _page_of(**about)
    with translation.override("vi"):
        text = capfirst(topic.label) + "."
    send_notices(
        [
            UnitNote(
                unit,
                kind,
                text,
                path=path,
                roles=(Role.LEADER,) if for_leaders else COLLEAGUES,
                is_urgent=topic in URGENT,
                once=f"coordination-{once}-{unit.pk}" if once else "",
            )
            for unit in units
        ],
        at=at,
    )


def _page_of(
    difficulty: Any = None, thread: Any = None, promise: Any = None, meeting: Any = None
) -> tuple[UnitTopic, str]:
    if difficulty is None and thread is not None:
        difficulty = thread.difficulty  # the words of a difficulty stand on its own page
    if difficulty is not None:
        return UnitTopic.DIFFICULTY, f"{PAGE}difficulties/{difficulty.pk}/"
    if thread is not None:
        return UnitTopic.EXCHANGE, f"{PAGE}threads/{thread.pk}/"
    if promise is not None:
        return UnitTopic.PROMISE, f"{PAGE}promises/"
    return UnitTopic.MEETING, f"{PAGE}meetings/{meeting.pk}/"


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

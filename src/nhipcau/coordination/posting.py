"""A contribution to a thread, with the units that it mentions. Called inside use cases only."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.coordination import rules, telling
from nhipcau.coordination.models import Difficulty, Post, Thread
from nhipcau.coordination.states import ThreadKind, Told, Topic
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue

POST_LONGEST = 3000


def thread_of(difficulty: Difficulty, *, by: Any, at: datetime) -> Thread:
    """The one thread of a difficulty, begun with its first word; the caller holds its lock."""
    thread, _is_new = Thread.objects.get_or_create(
        difficulty=difficulty,
        defaults={
            "programme": difficulty.programme,
            "kind": ThreadKind.DIFFICULTY,
            "subject": difficulty.title,
            "unit": difficulty.unit,
            "by": user_or_none(by),
            "at": at,
            "last_post_at": at,
        },
    )
    return thread


def post(
    thread: Thread,
    text: str,
    *,
    by: Any,
    at: datetime,
    said_by: Told = Told.STAFF,
    for_person: bool = False,
    mentions: tuple[Organisation, ...] = (),
) -> Post:
    """
    Raises:
        InvalidValue: nothing was written, too much, or a unit is mentioned that is no party.
    """
    words = text.strip()
    if not words or len(words) > POST_LONGEST:
        raise InvalidValue(
            _("Please write between 1 and %(most)d characters.") % {"most": POST_LONGEST},
            field="text",
        )
    parties = telling.parties_of(thread.programme)
    if any(unit not in parties for unit in mentions):
        raise InvalidValue(_("Please choose one of the two units."), field="mentions")
    made = Post.objects.create(
        thread=thread,
        said_by=said_by,
        unit=own_party(by, parties) if said_by == Told.STAFF else None,
        by=user_or_none(by),
        text=words,
        for_person=for_person,
        at=at,
    )
    Thread.objects.filter(pk=thread.pk).update(last_post_at=at)
    telling.tell_units(mentions, Topic.MENTIONED, at=at, thread=thread)
    audit.record("post.written", about=made, by=by, at=at)
    return made


def own_party(by: Any, parties: list[Organisation]) -> Organisation:
    """The party for which a colleague speaks; the installation speaks for the first."""
    own = rules.units_of(by)
    return next((unit for unit in parties if unit.pk in own), parties[0])

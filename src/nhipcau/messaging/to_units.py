"""What a unit is told, written in the transaction of what it tells of. Inside use cases only.

Always a unit: whoever works there in one of the roles when the letter leaves is told, so that
nothing is lost through an absence or a hand-over. The text names no person and holds nothing of a
case; the path asks for the sign-in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nhipcau.messaging.models import NoticeTold, UnitNotice, UnitTopic
from nhipcau.organisations.models import Organisation, Role

__all__ = ["UnitNote", "UnitTopic", "tell_unit", "tell_units", "untell_unit"]


@dataclass(frozen=True)
class UnitNote:
    """``user``: this colleague alone, instead of the roles. ``is_urgent``: now, within a budget of
    letters a day; else in the digest of the next working morning. ``once``: a name for the effect;
    a second notice of that name is dropped in silence."""

    unit: Organisation
    topic: UnitTopic
    text: str
    path: str = ""
    roles: Sequence[str] = (Role.COORDINATOR, Role.FOCAL_POINT)
    user: Any = None
    is_urgent: bool = False
    once: str = ""
    expires_at: datetime | None = None
    about: Any = None


def tell_unit(note: UnitNote, *, at: datetime) -> None:
    """Keep one notice; it stands or falls with the caller's transaction."""
    tell_units([note], at=at)


def tell_units(notes: Sequence[UnitNote], *, at: datetime) -> None:
    """Keep notices in one statement."""
    rows = [
        UnitNotice(
            unit=note.unit,
            topic=note.topic,
            text=note.text,
            path=note.path,
            roles=[] if note.user else list(note.roles),
            user=note.user,
            is_urgent=note.is_urgent,
            effect=note.once or None,
            about_type=note.about._meta.label_lower if note.about else "",
            about_id=note.about.pk if note.about else None,
            created_at=at,
            expires_at=note.expires_at,
        )
        for note in notes
    ]
    if rows:
        UnitNotice.objects.bulk_create(rows, ignore_conflicts=True)


def untell_unit(*, effect: str) -> None:
    """A notice that is not true any more: taken back, unless somebody was told already."""
    told = NoticeTold.objects.filter(notice__effect=effect)
    if not told.exists():
        UnitNotice.objects.filter(effect=effect).delete()

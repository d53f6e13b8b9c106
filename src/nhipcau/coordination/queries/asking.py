"""What somebody outside may know: who a link is of, and what was written for a person."""

from datetime import datetime
from typing import Any

from nhipcau.coordination.links import person_of
from nhipcau.coordination.models import Difficulty, Post
from nhipcau.people.models import YoungPerson


def person_of_link(token: str, *, at: datetime) -> YoungPerson | None:
    """The person whose signed link it is, as long as it is good. Holding it is the permission."""
    number = person_of(token, at=at)
    if number is None:
        return None
    return YoungPerson.objects.select_related("merged_into").filter(pk=number).first()


def words_for_person(difficulty: Difficulty) -> Any:
    """What the person wrote, and what was written for the person: nothing else of the thread."""
    posts = Post.objects.filter(thread__difficulty=difficulty, for_person=True)
    return posts.select_related("unit").order_by("at", "pk")

"""What other apps and pages ask about wishes."""

from datetime import date
from typing import Any

from nhipcau.people.models import YoungPerson
from nhipcau.seekers import rules
from nhipcau.seekers.models import JobWish, SpecialNeeds, WishChange

STEPS = ("first", "training", "skills", "experience", "conditions", "needs")
FIELDS: dict[str, tuple[str, ...]] = {
    "first": ("title", "occupation", "market", "commune", "wage_from", "ready"),
    "training": ("schooling", "training", "speciality", "trade_skill"),
    "skills": ("office_level", "computer_other", "soft_skills"),
    "experience": ("experience", "abroad"),
    "conditions": (
        *("work_time", "contract", "aim", "position", "ownership", "takes_shifts", "travels"),
        *("first_place", "second_place", "surroundings", "lifting", "benefits", "services"),
    ),
    "needs": ("ethnicity", "priorities", "priority_other", "health"),
}

# Asked by higher apps under these names.
may_seek = rules.may_seek
may_go_abroad = rules.may_go_abroad


def wish_of(person: YoungPerson) -> JobWish | None:
    """The wish of one person, whichever of the person's records holds it: the newest."""
    return (
        JobWish.objects.of_person(person)
        .select_related("occupation", "commune", "young_person")
        .order_by("-told_at")
        .first()
    )


def whole_wish_of(actor: Any, person: YoungPerson) -> JobWish | None:
    """The wish with its rows, when the actor may see it: four statements."""
    return (
        JobWish.objects.visible_to(actor)
        .of_person(person)
        .select_related("occupation", "commune", "young_person", "needs")
        .prefetch_related("languages", "experiences")
        .order_by("-told_at")
        .first()
    )


def needs_of(wish: JobWish) -> SpecialNeeds | None:
    return SpecialNeeds.objects.filter(wish=wish).first()


def changes_of(actor: Any, wish: JobWish) -> list[WishChange]:
    """Who changed what, newest first."""
    return list(WishChange.objects.visible_to(actor).filter(wish=wish).select_related("by")[:30])


def told_steps(wish: JobWish | None) -> set[str]:
    """The steps in which something stands already. Needs rows of ``whole_wish_of``."""
    if wish is None:
        return set()
    told = {
        step
        for step in STEPS[:-1]
        if any(getattr(wish, name) not in ("", None, []) for name in FIELDS[step])
    }
    if wish.languages.all():
        told.add("skills")
    if wish.experiences.all():
        told.add("experience")
    if getattr(wish, "needs", None) is not None:
        told.add("needs")
    return told


def oldest_day_of_birth(on: date) -> date:
    """Born after this day, somebody is too young to be introduced to work on ``on``."""
    years = rules.youngest_seeker(on)
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)

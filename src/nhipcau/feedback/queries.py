"""What answers come to: figures from ten answers on, words in no order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nhipcau.events.models import Event
from nhipcau.feedback import rules
from nhipcau.feedback.models import EmployerView, FeedbackAnswer, FeedbackLink
from nhipcau.feedback.states import ComesAgain, NextStep, Useful


@dataclass(frozen=True)
class Row:
    """One answer offered, and how many chose it."""

    label: Any
    value: int


@dataclass(frozen=True)
class Answers:
    """``is_told``: enough answers for figures; else there is nothing but how many were asked.
    ``asked``: while their links are good."""

    asked: int
    is_told: bool
    count: int | None
    mean: float | None
    useful: tuple[Row, ...]
    next_step: tuple[Row, ...]
    words: tuple[str, ...]


def answers_of(event: Event) -> Answers:
    """Figures and words of those who came."""
    asked = FeedbackLink.objects.filter(event=event).count()
    told = FeedbackAnswer.objects.filter(event=event).values_list("useful", "next_step", "words")
    rows = list(told.order_by("pk"))
    if not rules.is_told(len(rows)):
        return Answers(asked, False, None, None, (), (), ())
    return Answers(
        asked=asked,
        is_told=True,
        count=len(rows),
        mean=sum(one[0] for one in rows) / len(rows),
        useful=_counted(Useful, [one[0] for one in rows]),
        next_step=_counted(NextStep, [one[1] for one in rows]),
        words=tuple(one[2] for one in rows if one[2]),
    )


def _counted(choices: Any, given: list[Any]) -> tuple[Row, ...]:
    return tuple(Row(label, given.count(value)) for value, label in choices.choices)


@dataclass(frozen=True)
class Views:
    """What employers said. It is signed by them: no small number is hidden."""

    asked: int
    answered: int
    suitable: int
    comes_again: tuple[Row, ...]
    rows: tuple[EmployerView, ...]


def views_of(event: Event) -> Views:
    """Employers that were asked, and what they said."""
    rows = list(
        EmployerView.objects.filter(event=event)
        .select_related("employer")
        .order_by("employer__name", "pk")
    )
    told = [one for one in rows if one.answered_at]
    return Views(
        asked=len(rows),
        answered=len(told),
        suitable=sum(one.suitable_count or 0 for one in told),
        comes_again=_counted(ComesAgain, [one.comes_again for one in told]),
        rows=tuple(told),
    )


def views_asked(employer_id: int, *, at: datetime) -> list[EmployerView]:
    """Days that an employer may still tell something about, the newest first."""
    found = EmployerView.objects.filter(employer=employer_id).select_related("event")
    asked = found.filter(asked_at__gt=at - rules.LINK_LIFE)
    return list(asked.order_by("-asked_at", "pk"))

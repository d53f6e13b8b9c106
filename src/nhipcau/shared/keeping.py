"""Answers that hardly ever change, kept in this process for a few seconds.

For reference data (communes, figures of law, the words of consents) and counts of public lists: a
rush of thousands must not ask for them thousands of times. ``REFERENCE_SECONDS`` says how long; 0
keeps nothing. Never for what somebody may see or not.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings

MOST_ANSWERS = 1000

Question = TypeVar("Question", bound=Callable[..., Any])


def kept_briefly(question: Question, *, at_most: float = 3600) -> Question:
    """Remember the answers of ``question`` by its arguments. Callers do not change them."""
    answers: dict[Any, tuple[float, Any]] = {}

    @functools.wraps(question)
    def ask(*args: Any, **kwargs: Any) -> Any:
        seconds = min(settings.REFERENCE_SECONDS, at_most)
        if not seconds:
            return question(*args, **kwargs)
        asked, now = (args, tuple(sorted(kwargs.items()))), time.monotonic()
        found = answers.get(asked)
        if found and now - found[0] < seconds:
            return found[1]
        if len(answers) >= MOST_ANSWERS:
            answers.clear()
        answer = question(*args, **kwargs)
        answers[asked] = (now, answer)
        return answer

    return cast(Question, ask)

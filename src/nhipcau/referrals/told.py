"""What is told together with a step."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.shared.errors import InvalidValue, ReasonMissing

LONGEST = {"reason": 500, "comment": 500, "interview_place": 200, "spoken_with": 100}


@dataclass(frozen=True)
class Told:
    """``spoken_with``, ``spoken_at``: with whom and when, if a colleague writes for others."""

    reason: str = ""
    comment: str = ""
    interview_at: datetime | None = None
    interview_place: str = ""
    starts_on: date | None = None
    answer_by: date | None = None
    freeze: str = ""
    spoken_with: str = ""
    spoken_at: datetime | None = None


NOTHING = Told()


def require_told(names: tuple[str, ...], told: Told) -> None:
    """Stop unless all that a step needs was told, and fits.

    Raises:
        ReasonMissing: the reason is empty.
        InvalidValue: another thing is missing, or a text is too long; ``field`` says which.
    """
    for name in names:
        value = getattr(told, name)
        if isinstance(value, str):
            value = value.strip()
        if not value:
            words = _missing(name)
            if name == "reason":
                raise ReasonMissing(words, field=name)
            raise InvalidValue(words, field=name)
    for name, longest in LONGEST.items():
        if len(getattr(told, name)) > longest:
            raise InvalidValue(
                _("At most %(most)d characters fit here. Please shorten it.") % {"most": longest},
                field=name,
            )


def _missing(name: str) -> Any:
    return {
        "reason": _("Please write the reason; others will read it later."),
        "comment": _("Please write what was said."),
        "interview_at": _("Please choose the day and time of the interview."),
        "interview_place": _("Please write where the interview is."),
        "starts_on": _("Please choose the first day of work."),
        "answer_by": _("Please choose the day."),
        "freeze": _("Please choose why."),
        "spoken_with": _("Please write with whom you spoke."),
    }[name]

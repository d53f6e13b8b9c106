"""What a form tells of a difficulty, and what is told together with a step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.coordination.states import Kind, Result, Severity
from nhipcau.shared.errors import InvalidValue, ReasonMissing

LONGEST = {"title": 120, "what": 2000, "reason": 500, "done": 2000, "contact": 120}
CHOICES: dict[str, Any] = {"kind": Kind, "severity": Severity, "result": Result}
THINGS = ("young_person", "event", "employer", "vacancy", "referral", "placement")


@dataclass(frozen=True)
class DifficultyDetails:
    """``severity``: empty takes what the kind asks for. ``unit``: whose queue; none: by kind."""

    kind: str
    what: str
    title: str = ""
    severity: str = ""
    contact: str = ""
    unit: Any = None
    young_person: Any = None
    event: Any = None
    employer: Any = None
    vacancy: Any = None
    referral: Any = None
    placement: Any = None


@dataclass(frozen=True)
class Said:
    reason: str = ""
    kind: str = ""
    severity: str = ""
    waits_until: date | None = None
    result: str = ""
    done: str = ""


NOTHING = Said()


def clean(text: str, name: str, *, missing: Any = "") -> str:
    """The text without spaces around it.

    Raises:
        InvalidValue: empty although ``missing`` says what is asked for, or too long.
    """
    text = text.strip()
    if missing and not text:
        raise InvalidValue(missing, field=name)
    if len(text) > LONGEST[name]:
        raise InvalidValue(
            _("At most %(most)d characters fit here. Please shorten it.")
            % {"most": LONGEST[name]},
            field=name,
        )
    return text


def require_said(names: tuple[str, ...], said: Said) -> None:
    """Stop unless all that a step needs was said, and fits.

    Raises:
        ReasonMissing: the reason is empty.
        InvalidValue: another thing is missing or too long; ``field`` says which.
    """
    for name in names:
        value = getattr(said, name)
        if not (value.strip() if isinstance(value, str) else value):
            words = _missing(name)
            if name == "reason":
                raise ReasonMissing(words, field=name)
            raise InvalidValue(words, field=name)
        if name in CHOICES and value not in CHOICES[name].values:
            raise InvalidValue(_missing(name), field=name)
    for name in ("reason", "done"):
        clean(getattr(said, name), name)


def _missing(name: str) -> Any:
    return {
        "reason": _("Please write the reason; both units read it."),
        "kind": _("Please choose the kind."),
        "severity": _("Please choose how urgent it is."),
        "waits_until": _("Please choose the day."),
        "result": _("Please choose what came of it."),
        "done": _("Please write what was done for the person, or in the matter."),
    }[name]

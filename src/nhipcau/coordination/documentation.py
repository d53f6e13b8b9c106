"""The page ``docs/difficulties.md``, made from the table of steps."""

from collections.abc import Iterable

from django.utils import translation

from nhipcau.coordination.states import (
    OWNERS,
    RIGHTS,
    SEVERITIES,
    DifficultyState,
    Kind,
    Level,
    Result,
    Severity,
)
from nhipcau.coordination.step import Step, Who
from nhipcau.coordination.table import OWN_STEPS, STEPS

HEAD = """\
# Difficulties, step by step

Made from `coordination/table.py` by `./run manage write_difficulty_docs`; a test compares. The
same rows make what the server allows, the buttons, and the tests of what is refused.
"""
AFTERWARDS = """\
## The clock

Working days from the day it was told: `difficulty_<severity>_days` (data). A day over: the leader
of the unit is told. `difficulty_<severity>_leaders_days` later: the leaders of both. In danger it
begins at the leader. Taking, putting back, passing on, absence and hand-over move no day.

## The log

One line a step, append-only: from, to, unit, day, level, urgency, reason, by whom.
"""


def document() -> str:
    with translation.override("en"):
        return "\n".join(
            [
                HEAD,
                "## States\n",
                *_choices("State", DifficultyState),
                "\n## Kinds\n",
                "| Kind | Means | Right of a person | Begins with | Urgency |",
                "| --- | --- | --- | --- | --- |",
                *(_kind(one) for one in Kind),
                "\n## Urgency\n",
                *_choices("Urgency", Severity),
                "\n## Up to whom\n",
                *_choices("Level", Level),
                "\n## What came of it\n",
                *_choices("Result", Result),
                "\n## Who may\n",
                "| Who | Means |",
                "| --- | --- |",
                *(f"| `{who.name}` | {who.value} |" for who in Who),
                "\n## Steps\n",
                "| Step | Button | From | To | Who | Needs | Must hold | Does | Told |",
                "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
                *(_step(one) for one in STEPS.values()),
                f"\nA young person may alone: {_named(OWN_STEPS)}.\n",
                AFTERWARDS,
            ]
        )


def _choices(heading: str, choices: Iterable) -> list[str]:
    return [
        f"| {heading} | Means |",
        "| --- | --- |",
        *(f"| `{one.value}` | {one.label} |" for one in choices),
    ]


def _kind(kind: Kind) -> str:
    right = "yes" if kind in RIGHTS else "no"
    owner = OWNERS[kind].label if kind in OWNERS else "who leads the event, or told it"
    severity = SEVERITIES.get(kind, Severity.NORMAL)
    return f"| `{kind.value}` | {kind.label} | {right} | {owner} | `{severity.value}` |"


def _step(step: Step) -> str:
    cells = [
        f"`{step.name}`",
        str(step.label),
        ", ".join(one for one in DifficultyState if one in step.sources) or "–",
        step.target or "stays",
        ", ".join(who.name for who in Who if who in step.who),
        *(_named(names) for names in (step.needs, step.guards, step.effects)),
        step.message or "–",
    ]
    return f"| {' | '.join(cells)} |"


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"

"""The page ``docs/referrals.md``, made from the table of steps."""

from collections.abc import Iterable

from django.utils import translation

from nhipcau.referrals.states import Freeze, Outcome, ReferralState, WaitsFor
from nhipcau.referrals.step import Step, Who
from nhipcau.referrals.table import ANSWERS, OWN_STEPS, STEPS

HEAD = """\
# Introductions, step by step

Made from `referrals/table.py` by `./run manage write_referral_docs`; a test compares. The same
rows make what the server allows, the buttons, what an employer is offered behind its link, and the
tests of what is refused. Progress and the reason of the end are two columns; being frozen is a
third.
"""
AFTERWARDS = """\
## Taking a step back

Whoever took the last step may take it back for `referral_undo_minutes`, where the column *Undo*
says so. Every column gets the value it had before, and the log keeps both lines. What ends an
introduction is told to the young person only after that time.

## The log

One line a step, append-only: from, to, outcome, by whom, for whom, with whom and when they
spoke, reason, comment, the columns that changed, and the terms of the post and the firm as they
were then. Read in order, the lines give the introduction again.
"""


def document() -> str:
    with translation.override("en"):
        return "\n".join(
            [
                HEAD,
                "## States\n",
                *_choices("State", ReferralState),
                "\n## Why it ended\n",
                *_choices("Outcome", Outcome),
                "\n## Who has to act\n",
                *_choices("Waits for", WaitsFor),
                "\n## Why it is frozen\n",
                *_choices("Frozen because", Freeze),
                "\n## Who may\n",
                "| Who | Means |",
                "| --- | --- |",
                *(f"| `{who.name}` | {who.value} |" for who in Who),
                "\n## Steps\n",
                *_steps(),
                f"\nAn employer is offered: {_named(ANSWERS)}. "
                f"A young person may alone: {_named(OWN_STEPS)}.\n",
                AFTERWARDS,
            ]
        )


def _choices(heading: str, choices: Iterable) -> list[str]:
    return [
        f"| {heading} | Means |",
        "| --- | --- |",
        *(f"| `{one.value}` | {one.label} |" for one in choices),
    ]


def _steps() -> list[str]:
    heads = (
        *("Step", "Button", "From", "To", "Who", "Needs", "Must hold", "Does", "Told"),
        *("Waits for", "Frozen too", "Undo"),
    )
    rows = [" | ".join(_cells(step)) for step in STEPS.values()]
    return [
        f"| {' | '.join(heads)} |",
        f"|{' --- |' * len(heads)}",
        *(f"| {row} |" for row in rows),
    ]


def _cells(step: Step) -> list[str]:
    sources = [state for state in ReferralState if state in step.sources]
    where = ", ".join(sources) if len(sources) < len(ReferralState) else "any"
    if step.ended_as:
        where += f" ({', '.join(one for one in Outcome if one in step.ended_as)})"
    target = step.target or "stays"
    return [
        f"`{step.name}`",
        str(step.label),
        where or "–",
        f"{target}: {step.outcome}" if step.outcome else target,
        ", ".join(who.name for who in Who if who in step.who),
        *(_named(names) for names in (step.needs, step.guards, step.effects)),
        step.message or "–",
        step.waits_for or "as usual",
        "yes" if step.while_frozen else "no",
        "yes" if step.can_be_undone else "no",
    ]


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"

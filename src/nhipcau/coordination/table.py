"""Every step of a difficulty: the one table from which all else is made.

The server (``taking``), the buttons, ``docs/difficulties.md`` and the tests of refusals read these
rows. To change what may happen, change a row. ``docs/adr/0030-the-way-of-a-difficulty.md``.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.coordination.states import ENDED, OPEN, DifficultyState
from nhipcau.coordination.step import Step, Who

S = DifficultyState
OWNER = frozenset({Who.OWNER})
BOTH = frozenset({Who.OWNER, Who.PARTNER})
CLOCK = frozenset({Who.CLOCK})


def _rows() -> Iterator[Step]:
    yield Step(
        name="tell",
        label=pgettext_lazy("difficulty", "Told"),
        sources=frozenset(),
        target=S.NEW,
        who=frozenset(Who),
        effects=("start_clock", "tell_owner", "protect"),
    )
    yield Step(
        name="take",
        label=pgettext_lazy("difficulty", "I take it"),
        logged=pgettext_lazy("difficulty", "Taken up"),
        sources=frozenset({S.NEW, S.IN_HAND}),
        target=S.IN_HAND,
        who=OWNER,
        guards=("is_free",),
        effects=("hold",),
        message="taken",
        tone="primary",
    )
    yield Step(
        name="release",
        label=pgettext_lazy("difficulty", "Put it back into the queue"),
        logged=pgettext_lazy("difficulty", "Put back into the queue"),
        sources=frozenset({S.IN_HAND, S.WAITING}),
        target=S.NEW,
        who=OWNER,
        effects=("let_go",),
        tone="quiet",
        explained=_("The day by which it should be solved stays."),
    )
    yield Step(
        name="pass_on",
        label=_("Pass on to the other unit"),
        logged=pgettext_lazy("difficulty", "Passed on to the other unit"),
        sources=OPEN,
        target=S.NEW,
        who=OWNER,
        needs=("reason",),
        effects=("let_go", "other_unit", "tell_owner"),
        explained=_("The day by which it should be solved stays. Both units go on seeing it."),
    )
    yield Step(
        name="rate",
        label=_("Change kind or urgency"),
        logged=pgettext_lazy("difficulty", "Kind or urgency changed"),
        sources=OPEN,
        who=BOTH,
        needs=("kind", "severity", "reason"),
        effects=("rate", "alarm", "protect"),
        tone="quiet",
        explained=_("The days are counted anew from the day it was told."),
    )
    yield Step(
        name="wait",
        label=pgettext_lazy("difficulty", "Wait for somebody outside"),
        logged=pgettext_lazy("difficulty", "Waits for somebody outside"),
        sources=frozenset({S.NEW, S.IN_HAND}),
        target=S.WAITING,
        who=OWNER,
        needs=("waits_until", "reason"),
        guards=("near_enough",),
        effects=("wait",),
        explained=_("On that day it comes back by itself."),
    )
    yield Step(
        name="go_on",
        label=pgettext_lazy("difficulty", "Go on"),
        logged=pgettext_lazy("difficulty", "Goes on"),
        sources=frozenset({S.WAITING}),
        target=S.IN_HAND,
        who=OWNER | CLOCK,
        effects=("stop_waiting",),
    )
    yield Step(
        name="solve",
        label=pgettext_lazy("difficulty", "Solved"),
        sources=OPEN,
        target=S.SOLVED,
        who=OWNER,
        needs=("result", "done"),
        effects=("end", "keep_result", "tell_partner"),
        message="solved",
        tone="primary",
        explained=_("Write what was done for the person. Both units read it."),
    )
    yield Step(
        name="drop",
        label=pgettext_lazy("difficulty", "Do not follow up"),
        logged=pgettext_lazy("difficulty", "Not followed up"),
        sources=OPEN,
        target=S.DROPPED,
        who=OWNER,
        needs=("reason",),
        guards=("no_right_at_stake",),
        effects=("end",),
        message="dropped",
        tone="quiet",
        explained=_("For a double or a mistake. Where a right is at stake, solve it instead."),
    )
    yield Step(
        name="reopen",
        label=pgettext_lazy("difficulty", "Open it again"),
        logged=pgettext_lazy("difficulty", "Opened again"),
        sources=ENDED,
        target=S.NEW,
        who=BOTH | {Who.PERSON},
        needs=("reason",),
        guards=("not_long_ago",),
        effects=("start_clock", "begin_anew", "tell_owner"),
        explained=_("It goes back into the queue, with a new day."),
    )
    yield Step(
        name="freeze",
        label=_("Freeze the vacancies now"),
        logged=pgettext_lazy("difficulty", "Vacancies frozen"),
        sources=OPEN,
        who=frozenset({Who.CENTRE}),
        guards=("has_vacancy_to_freeze",),
        effects=("freeze",),
        tone="danger",
        explained=_("Nobody sees them any more, and introductions to them are held."),
    )
    yield Step(
        name="suspend",
        label=_("Suspend the employer now"),
        logged=pgettext_lazy("difficulty", "Employer suspended"),
        sources=OPEN,
        who=frozenset({Who.CENTRE}),
        needs=("reason",),
        guards=("has_employer_to_suspend",),
        effects=("suspend",),
        tone="danger",
        explained=_("All its vacancies leave the public pages; the employer is told."),
    )
    yield Step(
        name="tell_leader",
        label=_("The leader of the unit was told"),
        sources=OPEN,
        who=CLOCK,
        effects=("up_to_leader", "tell_leader"),
    )
    yield Step(
        name="tell_leaders",
        label=_("The leaders of both units were told"),
        sources=OPEN,
        who=CLOCK,
        effects=("up_to_leaders", "tell_leaders"),
    )


STEPS: dict[str, Step] = {step.name: step for step in _rows()}
# What a young person may do alone.
OWN_STEPS = ("reopen",)


def transitions() -> dict[DifficultyState, set[DifficultyState]]:
    """State → states that may follow, as the glossary tells them."""
    found: dict[DifficultyState, set[DifficultyState]] = {state: set() for state in S}
    for step in STEPS.values():
        for source in step.sources:
            if step.target and step.target != source:
                found[source].add(step.target)
    return found

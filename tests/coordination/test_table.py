"""The table of steps is what happens: page, refusals, buttons and the glossary read it."""

from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import Said
from nhipcau.coordination.documentation import document
from nhipcau.coordination.effects import AFTER, EFFECTS
from nhipcau.coordination.guards import GUARDS
from nhipcau.coordination.states import OPEN, DifficultyState
from nhipcau.coordination.table import STEPS
from nhipcau.shared.errors import DomainError
from tests.coordination.conftest import MONDAY, fresh, told
from tests.factories import NOON


def test_the_page_is_made_from_the_table():
    told = (Path(settings.BASE) / "docs" / "difficulties.md").read_text(encoding="utf-8")
    assert told == document()


def test_every_name_in_the_table_is_known():
    for step in STEPS.values():
        assert set(step.guards) <= set(GUARDS), step.name
        assert set(step.effects) <= set(EFFECTS) | set(AFTER), step.name
        assert set(step.needs) <= set(vars(Said())), step.name


SAID = Said(
    reason="vì",
    kind="EVENT",
    severity="LOW",
    waits_until=MONDAY.replace(day=27),
    result="HELPED",
    done="xong",
)


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.sources])
def test_what_is_offered_is_what_is_taken(name, coordinator, palace):
    """From every state a colleague reaches: a button is there exactly when the server takes it."""
    for path in ((), ("take",), ("wait",), ("solve",), ("drop",)):
        difficulty = told(coordinator, unit=palace)
        for step in path:
            difficulty = use_cases.take_step(
                by=coordinator, at=NOON, difficulty=difficulty, name=step, said=SAID
            )
        offered = {one.name for one in queries.steps_for(coordinator, difficulty, at=NOON)}
        try:
            use_cases.take_step(
                by=coordinator, at=NOON, difficulty=difficulty, name=name, said=SAID
            )
        except DomainError:
            assert name not in offered, path
        else:
            assert name in offered, path
        assert (fresh(difficulty).state in OPEN) == (fresh(difficulty).ended_at is None)


def test_every_state_is_left_again():
    for state in DifficultyState:
        assert any(state in step.sources and step.target != state for step in STEPS.values())

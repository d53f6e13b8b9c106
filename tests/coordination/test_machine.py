"""Whatever two units do, whoever is away or leaves, and however the days fall: no item without a
unit's queue, no day lost, and both units read the same."""

import datetime as dt
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import DifficultyDetails, Said
from nhipcau.coordination.models import Difficulty, InternalNote, Notice, Promise
from nhipcau.coordination.presence import handler_is_gone, is_there
from nhipcau.coordination.states import OPEN, DifficultyState, Kind, Level, Severity
from nhipcau.coordination.table import STEPS
from nhipcau.organisations.models import Holiday, Membership, Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.organisations.working_days import working_days_after
from nhipcau.programmes.models import FocalPoint
from nhipcau.programmes.use_cases import appoint_focal_point
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.shared.row_security import acting
from tests.factories import (
    NOON,
    ProgrammeFactory,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
)

STEPS_LONG = int(os.environ.get("NHIPCAU_STEPS", "14"))
SHORT = settings(
    max_examples=int(os.environ.get("NHIPCAU_EXAMPLES", "4")),
    stateful_step_count=STEPS_LONG,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
WHO = st.integers(0, 7)
DAYS = st.integers(1, 12)
TAKEN = tuple(name for name, step in STEPS.items() if step.sources and not name.startswith("tell"))


class TwoUnits(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        reference_data()
        self.programme = ProgrammeFactory()
        self.units = [palace_of(self.programme), centre_of(self.programme)]
        roles = (Role.FOCAL_POINT, Role.COORDINATOR, Role.COUNSELLOR, Role.LEADER)
        self.staff = [staff_of(unit, role) for unit in self.units for role in roles]
        self.at = NOON
        self.notes = 0
        # What a day may follow from: the day it was told, and the longest wait that was allowed.
        self.waited: dict[int, dt.date] = {}
        for unit, holder in zip(self.units, (self.staff[0], self.staff[4]), strict=True):
            appoint_focal_point(
                by=SYSTEM,
                at=NOON,
                programme=self.programme,
                organisation=unit,
                holder=holder,
            )

    def attempt(self, use_case, **told):
        """What is refused changes nothing; both are ways to go on."""
        try:
            with transaction.atomic():
                return use_case(at=self.at, **told)
        except DomainError:
            return None

    def one(self, number):
        found = list(Difficulty.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(
        who=WHO,
        kind=st.sampled_from([kind.value for kind in Kind]),
        severity=st.sampled_from(["", *Severity.values]),
        to=st.none() | st.integers(0, 1),
    )
    def tell(self, who, kind, severity, to):
        if Difficulty.objects.count() >= 4:
            return
        details = DifficultyDetails(
            kind=kind,
            severity=severity,
            what="x",
            title="y",
            unit=None if to is None else self.units[to],
        )
        self.attempt(use_cases.tell_difficulty, by=self.staff[who], told=details)

    @rule(
        who=WHO,
        which=WHO,
        name=st.sampled_from(TAKEN),
        severity=st.sampled_from(Severity.values),
        days=DAYS,
    )
    def step(self, who, which, name, severity, days):
        difficulty = self.one(which)
        if difficulty is None:
            return
        until = self.at.date() + dt.timedelta(days=days)
        said = Said(
            reason="vì",
            kind=difficulty.kind,
            severity=severity,
            waits_until=until,
            result="IN_PART",
            done="x",
        )
        taken = self.attempt(
            use_cases.take_step,
            by=self.staff[who],
            difficulty=difficulty,
            name=name,
            said=said,
        )
        if taken and name == "wait":
            self.waited[taken.pk] = max(self.waited.get(taken.pk, until), until)
        if taken and name == "reopen":
            self.waited.pop(taken.pk, None)

    @rule(days=DAYS)
    def time_goes_by(self, days):
        self.at += dt.timedelta(days=days)
        use_cases.run_clock(by=SYSTEM, at=self.at)
        use_cases.remind_of_promises(by=SYSTEM, at=self.at)

    @rule(days=DAYS)
    def a_holiday_is_entered(self, days):
        day = self.at.date() + dt.timedelta(days=days)
        if not Holiday.objects.filter(day=day).exists():
            Holiday.objects.create(day=day, name_vi="x", name_en="x", source="t", evidence="D")

    @rule(who=WHO, days=DAYS)
    def somebody_is_away(self, who, days):
        user, today = self.staff[who], self.at.date()
        until = today + dt.timedelta(days=days)
        self.attempt(use_cases.note_absence, by=user, user=user, starts_on=today, ends_on=until)

    @rule(unit=st.integers(0, 1), to=st.integers(0, 2))
    def hand_over(self, unit, to):
        point = FocalPoint.objects.current().get(organisation=self.units[unit])
        leader, holder = self.staff[unit * 4 + 3], self.staff[unit * 4 + to]
        self.attempt(use_cases.hand_over, by=leader, point=point, holder=holder)

    @rule(who=WHO)
    def somebody_leaves(self, who):
        Membership.objects.filter(user=self.staff[who]).update(ended_at=self.at)
        forget_memberships(self.staff[who])

    @rule(who=WHO)
    def somebody_is_back(self, who):
        Membership.objects.filter(user=self.staff[who]).update(ended_at=None)
        forget_memberships(self.staff[who])

    @rule(who=WHO, which=WHO, unit=st.integers(0, 1))
    def write(self, who, which, unit):
        difficulty = self.one(which)
        if difficulty is None:
            return
        told = {"by": self.staff[who], "difficulty": difficulty}
        self.attempt(use_cases.comment, **told, text="chung", mentions=(self.units[unit],))
        made = self.attempt(
            use_cases.note_internally, **told, unit=self.units[unit], text=f"riêng {unit}"
        )
        self.notes += bool(made)

    # --- what always holds ---------------------------------------------------------------------

    @invariant()
    def every_item_lies_in_the_queue_of_a_unit(self):
        for model in (Difficulty, Promise, Notice):
            assert not model.objects.exclude(unit__in=self.units).exists()

    @invariant()
    def no_day_is_lost(self):
        """The day follows from when it was told, how urgent it is, and how long a wait was
        allowed: from nothing else that happened."""
        for one in Difficulty.objects.filter(state__in=OPEN):
            promised = self.promised(one)
            assert one.due_on in {promised, max(promised, self.waited.get(one.pk, promised))}

    def promised(self, one):
        """By the holidays known now or on the day it was told: entered later, they move none."""
        first = one.steps.filter(name__in=["tell", "reopen", "rate"]).order_by("-number").first()
        return first.due_on

    @invariant()
    def the_clock_runs(self):
        """After the job has run, nothing open waits for a day that is over."""
        today = self.at.date()
        for one in Difficulty.objects.filter(state__in=OPEN):
            assert one.next_on is not None or one.level == Level.LEADERS
            if one.state == DifficultyState.WAITING:
                assert one.next_on == one.waits_until
            elif one.level == Level.CONTACT:
                assert one.next_on <= working_days_after(one.due_on, 3)
            if one.next_on and one.next_on < today - dt.timedelta(days=13):
                raise AssertionError("the clock has forgotten one")

    @invariant()
    def nothing_goes_back_down(self):
        for one in Difficulty.objects.all():
            levels = [Level(line.level) for line in one.steps.exclude(name="reopen")]
            order = [list(Level).index(level) for level in levels]
            if not one.steps.filter(name="reopen").exists():
                assert order == sorted(order)

    @invariant()
    def who_is_gone_holds_nothing_up(self):
        today = self.at.date()
        for one in Difficulty.objects.filter(state__in=OPEN):
            shown = Difficulty.objects.filter(handler_is_gone(today), pk=one.pk).exists()
            there = one.handler_id and is_there(one.handler_id, one.unit_id, on=today)
            assert shown != bool(there)

    @invariant()
    def both_units_read_the_same(self):
        seen = []
        for who in (0, 4):
            user = self.staff[who]
            if Membership.objects.active().filter(user=user).exists():
                found = queries.difficulties_listed(user, "theirs", on=self.at.date())
                ours = queries.difficulties_listed(user, "ours", on=self.at.date())
                rows = {(one.pk, one.state, one.due_on, one.level) for one in (*found, *ours)}
                seen.append(rows)
        assert all(rows == seen[0] for rows in seen)

    @invariant()
    def internal_notes_stay_where_they_are(self):
        for number, who in ((0, 1), (1, 5)):
            with acting(self.staff[who], at=self.at):
                texts = {one.text for one in InternalNote.objects.all()}
            assert texts <= {f"riêng {number}"}
        with acting(SYSTEM, at=self.at):
            assert InternalNote.objects.count() == self.notes


class InTransaction(TwoUnits):
    """Each run in a savepoint of the test's own transaction, thrown away afterwards."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_two_units_in_any_order():
    run_state_machine_as_test(InTransaction, settings=SHORT)

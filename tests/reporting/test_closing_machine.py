"""Any order of proposing, confirming, giving back, amending and changing rows; and two at once."""

import os
import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nhipcau.reporting.errors import NothingChanged
from nhipcau.reporting.freezing import faults_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot
from nhipcau.reporting.states import PeriodState
from nhipcau.reporting.use_cases import (
    amend_period,
    closing,
    confirm_period,
    give_back_period,
    propose_period,
)
from nhipcau.shared.errors import IllegalTransition
from tests.factories import (
    ProgrammeFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session

AT = moment("2026-12-03 09:00")
STEPS = int(os.environ.get("NHIPCAU_STEPS", "9"))
EXAMPLES = int(os.environ.get("NHIPCAU_EXAMPLES", "4"))


class ClosingMachine(RuleBasedStateMachine):
    """The model is what a clerk would keep: bytes of every version, and which one is in force."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        reference_data()
        self.programme = ProgrammeFactory()
        self.session = held_session(self.programme, "2026-11-03 08:00")
        came(self.session)
        self.units = {
            "palace": palace_of(self.programme),
            "centre": centre_of(self.programme),
        }
        self.staff = {name: staff_of(unit) for name, unit in self.units.items()}
        self.bytes, self.in_force, self.chain = {}, None, []

    @property
    def period(self):
        return ReportingPeriod.objects.select_related("pending", "in_force").first()

    @property
    def state(self):
        return self.period.state if self.period else PeriodState.OPEN

    def told(self, name):
        return {"by": self.staff[name], "at": AT, "organisation": self.units[name]}

    @rule()
    def somebody_more_came(self):
        came(self.session)

    @rule(name=st.sampled_from(["palace", "centre"]))
    def propose(self, name):
        before = self.state
        try:
            propose_period(programme=self.programme, slug="2026-11", **self.told(name))
        except IllegalTransition:
            assert before != PeriodState.OPEN
            return
        assert before == PeriodState.OPEN
        self._keep(self.period.pending)

    @precondition(lambda self: self.state in (PeriodState.PROPOSED, PeriodState.AMENDING))
    @rule()
    def confirm(self):
        pending = self.period.pending
        name = next(n for n, u in self.units.items() if u.pk != pending.proposed_for_id)
        confirm_period(period=self.period, content_hash=pending.content_hash, **self.told(name))
        if self.in_force:
            assert pending.previous_hash == self.in_force.content_hash
        self.in_force = pending
        self.chain.append(pending.number)

    @precondition(lambda self: self.state in (PeriodState.PROPOSED, PeriodState.AMENDING))
    @rule(name=st.sampled_from(["palace", "centre"]))
    def give_back(self, name):
        give_back_period(period=self.period, reason="chưa đúng", **self.told(name))

    @precondition(lambda self: self.state == PeriodState.CLOSED)
    @rule(name=st.sampled_from(["palace", "centre"]))
    def amend(self, name):
        before = self.in_force.told["counts"]["turns"][""]
        now = [self.session.attendances.count()] * 2
        try:
            amend_period(period=self.period, reason="đính chính", **self.told(name))
        except NothingChanged:
            assert before == now
            return
        assert before != now
        self._keep(self.period.pending)

    def _keep(self, snapshot):
        assert snapshot.number == len(self.bytes) + 1
        self.bytes[snapshot.number] = (snapshot.content, snapshot.content_hash)

    @invariant()
    def no_version_ever_changed_by_a_byte(self):
        for one in Snapshot.objects.all():
            assert (one.content, one.content_hash) == self.bytes[one.number]

    @invariant()
    def what_both_confirmed_last_is_in_force(self):
        period = self.period
        assert (period.in_force if period else None) == self.in_force
        assert self.chain == sorted(self.chain)

    def teardown(self):
        try:
            assert all(faults_of(one) == [] for one in Snapshot.objects.all())
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


@pytest.mark.django_db
def test_closing_in_any_order():
    run_state_machine_as_test(
        ClosingMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _together(*works):
    """Each in a thread of its own; what became of each."""
    became = [None] * len(works)

    def run(place, work):
        try:
            became[place] = work()
        except Exception as error:
            became[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return became


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_propose_at_once_and_one_version_is_made():
    reference_data()
    programme = ProgrammeFactory()
    came(held_session(programme, "2026-11-03 08:00"))

    def propose(unit):
        user = staff_of(unit)
        return lambda: propose_period(
            by=user, at=AT, programme=programme, slug="2026-11", organisation=unit
        )

    became = _together(propose(palace_of(programme)), propose(centre_of(programme)))

    assert sum(isinstance(one, ReportingPeriod) for one in became) == 1
    assert sum(isinstance(one, IllegalTransition) for one in became) == 1
    assert Snapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_figures_are_of_one_instant_though_rows_change_meanwhile(monkeypatch):
    """Somebody comes between two counts of one closing: neither of them knows it."""
    reference_data()
    programme = ProgrammeFactory()
    session = held_session(programme, "2026-11-03 08:00")
    came(session)
    keep_rows = closing.keep_rows

    def meanwhile(*told):
        kept = keep_rows(*told)
        _together(lambda: came(session))
        return kept

    monkeypatch.setattr(closing, "keep_rows", meanwhile)
    period = propose_period(
        by=staff_of(palace_of(programme)),
        at=AT,
        programme=programme,
        slug="2026-11",
        organisation=palace_of(programme),
    )

    assert session.attendances.count() == 2
    assert period.pending.told["counts"]["turns"][""] == [1, 1]
    assert faults_of(period.pending) == []

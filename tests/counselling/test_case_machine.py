"""Cases and transfers in any order: no case without a unit, one follower or the queue, and what is
lent comes back."""

import datetime as dt

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

from nhipcau.counselling import queries, rules, use_cases
from nhipcau.counselling.models import Case, CaseKey, Transfer
from nhipcau.counselling.states import (
    LIVE_CASES,
    Channel,
    ClosingReason,
    Result,
    TransferState,
)
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.row_security import acting
from tests.factories import NOON, OrganisationFactory, case_of, reference_data, staff_of

PEOPLE = st.integers(0, 5)
SHORT = settings(
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Cases(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        reference_data()
        self.units = [
            OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE),
            OrganisationFactory(),
        ]
        self.staff = [
            staff_of(unit, role)
            for unit in self.units
            for role in (Role.COUNSELLOR, Role.COUNSELLOR, Role.COORDINATOR)
        ]
        self.at = NOON
        self.case = case_of(self.staff[0], self.units[0])
        self.written = 0

    def attempt(self, use_case, **told):
        """What is refused changes nothing; both are ways to go on."""
        try:
            return use_case(at=self.at, **told)
        except DomainError:
            return None

    @property
    def fresh(self):
        return Case.objects.get(pk=self.case.pk)

    def transfer(self):
        return Transfer.objects.filter(case=self.case).order_by("-pk").first()

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days):
        self.at += dt.timedelta(days=days)
        use_cases.return_lent(by=SYSTEM, at=self.at)
        use_cases.settle_keys(by=SYSTEM, at=self.at)

    @rule(who=PEOPLE, to=st.integers(0, 1), whom=st.none() | PEOPLE, days=st.none() | PEOPLE)
    def ask(self, who, to, whom, days):
        self.attempt(
            use_cases.ask_transfer,
            by=self.staff[who],
            case=self.fresh,
            to_unit=self.units[to],
            to_counsellor=None if whom is None else self.staff[whom],
            until=None if days is None else self.at.date() + dt.timedelta(days=days * 7),
            reason="vì",
        )

    @rule(who=PEOPLE, act=st.sampled_from(["accept", "decline", "back", "return"]))
    def answer(self, who, act):
        transfer = self.transfer()
        if transfer is None:
            return
        told = {"by": self.staff[who], "transfer": transfer}
        if act == "accept":
            self.attempt(use_cases.accept_transfer, **told)
        elif act == "decline":
            self.attempt(use_cases.decline_transfer, **told, reason="không")
        elif act == "back":
            self.attempt(use_cases.take_back_transfer, **told)
        else:
            self.attempt(use_cases.give_back, **told)

    @rule(who=PEOPLE)
    def take(self, who):
        self.attempt(use_cases.take_case, by=self.staff[who], case=self.fresh)

    @rule(who=PEOPLE, whom=st.none() | PEOPLE)
    def assign(self, who, whom):
        counsellor = None if whom is None else self.staff[whom]
        self.attempt(
            use_cases.assign_case, by=self.staff[who], case=self.fresh, counsellor=counsellor
        )

    @rule(who=PEOPLE)
    def queue(self, who):
        self.attempt(use_cases.put_into_queue, by=self.staff[who], case=self.fresh)

    @rule(who=PEOPLE)
    def write(self, who):
        done = self.attempt(
            use_cases.write_contact,
            by=self.staff[who],
            case=self.fresh,
            held_on=self.at.date(),
            channel=Channel.PHONE,
            text=f"{self.written}",
        )
        self.written += bool(done)

    @rule(who=PEOPLE)
    def close(self, who):
        self.attempt(
            use_cases.close_case,
            by=self.staff[who],
            case=self.fresh,
            reason=ClosingReason.FINISHED,
            result=Result.INFORMED,
        )

    @rule(who=PEOPLE)
    def reopen(self, who):
        self.attempt(use_cases.reopen_case, by=self.staff[who], case=self.fresh, reason="lại")

    @rule(who=st.sampled_from([0, 1, 3, 4]))
    def somebody_leaves(self, who):
        Membership.objects.filter(user=self.staff[who]).update(ended_at=self.at)
        forget_memberships(self.staff[who])
        use_cases.settle_keys(by=SYSTEM, at=self.at)

    @rule(who=st.sampled_from([0, 1, 3, 4]))
    def somebody_is_back(self, who):
        Membership.objects.filter(user=self.staff[who]).update(ended_at=None)
        forget_memberships(self.staff[who])

    @invariant()
    def a_unit_is_always_responsible(self):
        case = self.fresh
        assert case.unit in self.units
        follows = rules.is_case_worker(case.counsellor_id, case.unit_id)
        in_queue = queries.in_queue([case.unit_id], self.at.date()).filter(pk=case.pk).exists()
        if case.state in LIVE_CASES:
            assert follows != in_queue, "one follows, or the queue shows it: exactly one of both"
            holders = case.young_person.responsibilities.values_list("organisation", "user")
            assert (case.unit_id, case.counsellor_id) in set(holders)
        else:
            assert not in_queue
            assert not case.young_person.responsibilities.exists()

    @invariant()
    def what_is_lent_has_a_day_to_come_and_ends_with_the_case(self):
        live = Transfer.objects.live().filter(case=self.case)
        assert live.count() <= 1
        for one in live:
            assert self.fresh.state in LIVE_CASES
            assert one.until is None or one.until >= self.at.date()
        for one in Transfer.objects.filter(state=TransferState.RETURNED):
            assert one.returned_at

    @invariant()
    def who_supervises_reads_every_note_ever_written(self):
        case = self.fresh
        boss = self.staff[2] if case.unit == self.units[0] else self.staff[5]
        told = use_cases.read_notes(by=boss, at=self.at, case=case)
        assert sorted(one.text for one in told) == sorted(map(str, range(self.written)))

    @invariant()
    def nobody_else_holds_a_key_of_every_note(self):
        case = self.fresh
        use_cases.settle_keys(by=SYSTEM, at=self.at)
        with acting(SYSTEM, at=self.at):
            holders = set(
                CaseKey.objects.filter(case=case, scope="ALL").values_list("user", flat=True)
            )
        boss = self.staff[2] if case.unit == self.units[0] else self.staff[5]
        assert holders <= {boss.pk, case.counsellor_id}

    @invariant()
    def a_change_of_state_is_one_event(self):
        moves = self.fresh.changes.count()
        actions = ["case.open", "case.waiting", "case.closed"]
        assert AuditEvent.objects.filter(action__in=actions).count() == moves


class InTransaction(Cases):
    """Each run in a savepoint of the test's own transaction, thrown away afterwards."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_cases_and_transfers_in_any_order():
    run_state_machine_as_test(InTransaction, settings=SHORT)

"""Whatever people and colleagues do in whatever order: nobody is in two talks at one time."""

import datetime as dt
import itertools
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nhipcau.appointments import use_cases
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.queries import free_times
from nhipcau.appointments.states import APPOINTMENT_TRANSITIONS, OCCUPYING
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    reference_data,
)

pytestmark = pytest.mark.django_db
RUNS = int(os.environ.get("NHIPCAU_MACHINE_RUNS", "8"))
STEPS = 25
PEOPLE = st.integers(0, 3)
# Two mornings of a quarter of an hour each, and some minutes that nobody offers.
CLOCKS = st.integers(0, 20).map(
    lambda n: moment(f"2026-11-2{5 + n % 2} 08:00") + dt.timedelta(minutes=15 * (n // 2))
)
KINDS = st.sampled_from(["CAREER", "JOB", "POLICY"])
ANY = st.integers(0, 30)


class Booking(RuleBasedStateMachine):
    """Four people, two of whom become one; two counsellors with two mornings each."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = NOON
        self.merge = None

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.palace = OrganisationFactory()
        ends = dt.time(10, 30)
        self.staff = [counsellor_in(self.palace, weekdays=[2, 3], ends=ends) for _one in range(2)]
        self.people = [agree(YoungPersonFactory(followed_by=[self.palace])) for _one in range(4)]
        self.users = [YouthUserFactory(phone=one.phone) for one in self.people]

    def attempt(self, use_case, **told):
        """Done or refused in words; anything else is a fault."""
        try:
            with transaction.atomic():
                return use_case(at=self.at, **told)
        except DomainError:
            return None

    def any_of(self, number):
        found = list(Appointment.objects.select_related("kept_person").order_by("pk"))
        return found[number % len(found)] if found else None

    def there_are_some(self):
        return Appointment.objects.exists()

    @rule(who=PEOPLE, clock=CLOCKS, kind=KINDS, by_staff=st.booleans(), asks=st.booleans())
    def book(self, who, clock, kind, by_staff, asks):
        person = self.people[who]
        person.refresh_from_db()
        self.attempt(
            use_cases.book,
            by=self.staff[who % 2] if by_staff else self.users[who],
            young_person=person,
            wanted=Wanted(kind, "PLACE", clock),
            asks_person=asks,
        )

    @rule(who=PEOPLE, with_me=st.booleans(), kind=KINDS)
    def walk_in(self, who, with_me, kind):
        self.attempt(
            use_cases.walk_in,
            by=self.staff[who % 2],
            young_person=YoungPersonFactory._meta.model.objects.get(pk=self.people[who].pk),
            unit=self.palace,
            kind=kind,
            with_me=with_me,
        )

    @precondition(there_are_some)
    @rule(number=ANY, clock=CLOCKS)
    def shift(self, number, clock):
        one = self.any_of(number)
        self.attempt(
            use_cases.move_appointment,
            by=SYSTEM,
            appointment=one,
            wanted=Wanted(one.kind, "PLACE", clock),
        )

    @precondition(there_are_some)
    @rule(
        number=ANY,
        act=st.sampled_from(["confirm_hold", "cancel_appointment"]),
    )
    def answer(self, number, act):
        one = self.any_of(number)
        self.attempt(getattr(use_cases, act), by=SYSTEM, appointment=one, code=one.code)

    @precondition(there_are_some)
    @rule(
        number=ANY,
        act=st.sampled_from(["record_came", "record_no_show", "undo_outcome"]),
    )
    def receive(self, number, act):
        self.attempt(getattr(use_cases, act), by=SYSTEM, appointment=self.any_of(number))

    @rule(minutes=st.sampled_from([10, 60, 60 * 20]))
    def wait(self, minutes):
        self.at += dt.timedelta(minutes=minutes)
        use_cases.release_holds(by=SYSTEM, at=self.at)
        use_cases.remind(by=SYSTEM, at=self.at)

    @precondition(lambda self: self.merge is None)
    @rule()
    def merge_two(self):
        self.merge = self.attempt(
            use_cases.merge_people, by=self.staff[0], kept=self.people[0], merged=self.people[1]
        )

    @precondition(lambda self: self.merge is not None)
    @rule()
    def undo_merge(self):
        self.attempt(use_cases.undo_merge, by=self.staff[0], merge=self.merge, reason="x")
        self.merge = None

    @invariant()
    def nobody_is_in_two_talks(self):
        live = list(Appointment.objects.filter(state__in=OCCUPYING).order_by("pk"))
        for place, one in enumerate(live):
            for other in live[place + 1 :]:
                if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                    assert one.counsellor_id != other.counsellor_id
                    assert one.kept_person_id != other.kept_person_id

    @invariant()
    def every_move_left_its_trace(self):
        for one in Appointment.objects.prefetch_related("changes"):
            changes = sorted(one.changes.all(), key=lambda change: change.pk)
            assert changes[-1].to_state == one.state
            for before, after in itertools.pairwise(changes):
                assert after.from_state == before.to_state
                assert after.to_state in APPOINTMENT_TRANSITIONS[after.from_state]
            told = AuditEvent.objects.filter(
                about_type="appointments.appointment",
                about_id=one.pk,
                action__in=[f"appointment.{change.to_state.lower()}" for change in changes],
            )
            assert told.count() == len(changes)

    @invariant()
    def what_is_offered_is_free(self):
        if not hasattr(self, "palace"):
            return
        slots, _hours = free_times("JOB", "PLACE", at=self.at, units=[self.palace.pk])
        for slot in slots[:5]:
            assert not Appointment.objects.filter(
                counsellor=slot.counsellor_id,
                state__in=OCCUPYING,
                starts_at__lt=slot.ends_at,
                ends_at__gt=slot.starts_at,
            ).exists()


def test_whatever_happens_nobody_is_in_two_talks_at_one_time():
    reference_data()
    run_state_machine_as_test(
        Booking,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

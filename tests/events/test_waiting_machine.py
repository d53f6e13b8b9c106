"""Gate c: whatever people do in whatever order, no place is lost, doubled or given out of turn."""

import datetime as dt
import itertools
import os
from collections import Counter, defaultdict

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

from nhipcau.events import use_cases
from nhipcau.events.models import Attendance, Registration, RegistrationStateChange, Session
from nhipcau.events.states import HOLDING, LIVE, GroupFit, RegistrationState
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    CommuneFactory,
    OrganisationFactory,
    SessionFactory,
    YoungPersonFactory,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
RUNS = int(os.environ.get("NHIPCAU_MACHINE_RUNS", "20"))
STEPS = 40
PEOPLE = 14
WAITING, OFFERED, CONFIRMED = (
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
)


class Registering(RuleBasedStateMachine):
    """Fourteen people, a school, a commune and one small session."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = NOON
        self.waiting_before = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(capacity=st.integers(0, 5), limit=st.integers(0, 8))
    def begin(self, capacity, limit):
        self.session = SessionFactory(capacity=capacity, waiting_limit=limit)
        self.staff = staff_of(self.session.event.plan_line.lead)
        self.school = OrganisationFactory(kind="SCHOOL")
        self.commune = CommuneFactory()
        self.people = [
            YoungPersonFactory(
                full_name=f"Vi Thị {chr(65 + number)}",
                folded_name=f"vi thi {chr(97 + number)}",
                phone="+84912345678",
                commune=self.commune if number % 3 == 0 else None,
            )
            for number in range(PEOPLE)
        ]

    def attempt(self, use_case, **content):
        """Refusals are answers too; they must leave no trace, which the invariants see."""
        try:
            with transaction.atomic():
                return use_case(at=self.at, **content)
        except DomainError:
            return None

    def registrations(self, *states):
        return list(self.session.registrations.filter(state__in=states).order_by("pk"))

    def chosen(self, number, *states):
        found = self.registrations(*states)
        return found[number % len(found)] if found else None

    @rule(number=st.integers(0, PEOPLE - 1), with_school=st.booleans())
    def register(self, number, with_school):
        person = self.people[number]
        kept = self.session.reservations.filter(organisation=self.school).last()
        self.attempt(
            use_cases.register,
            by=PUBLIC,
            session=Session.objects.select_related("event__kind", "event__plan_line").get(
                pk=self.session.pk
            ),
            person=PersonDetails(
                person.full_name, person.birth_on, person.phone, commune=person.commune
            ),
            purposes=frozenset({Purpose.PARTICIPATION}),
            reserved_code=kept.code if kept and with_school else "",
        )

    @rule(
        numbers=st.sets(st.integers(0, PEOPLE - 1), min_size=1, max_size=5),
        fit=st.sampled_from(list(GroupFit)),
        asks_each=st.booleans(),
        of_school=st.booleans(),
    )
    def register_group(self, numbers, fit, asks_each, of_school):
        self.attempt(
            use_cases.register_group,
            by=self.staff,
            session=self.session,
            name="Lớp 12A3",
            people=[self.people[number] for number in sorted(numbers)],
            fit=fit,
            organisation=self.school if of_school else None,
            asks_each=asks_each,
        )

    @rule(number=st.integers(0, 30))
    def cancel(self, number):
        if found := self.chosen(number, *LIVE):
            self.attempt(
                use_cases.cancel_registration, by=PUBLIC, registration=found, code=found.code
            )

    @rule(number=st.integers(0, 30))
    def confirm(self, number):
        if found := self.chosen(number, *RegistrationState.values):
            self.attempt(use_cases.confirm_offer, by=PUBLIC, registration=found, code=found.code)

    @rule(number=st.integers(0, 5))
    def cancel_group(self, number):
        groups = list(self.session.groups.order_by("pk"))
        if groups:
            group = groups[number % len(groups)]
            self.attempt(use_cases.cancel_group, by=PUBLIC, group=group, code=group.code)

    @rule(hours=st.sampled_from([1, 6, 25, 80]))
    def wait(self, hours):
        self.at += dt.timedelta(hours=hours)
        use_cases.expire_offers(by=SYSTEM, at=self.at)
        use_cases.release_reserved_places(by=SYSTEM, at=self.at)

    @rule(count=st.integers(1, 3), for_school=st.booleans(), days=st.integers(1, 4))
    def reserve(self, count, for_school, days):
        self.attempt(
            use_cases.reserve_places,
            by=self.staff,
            session=self.session,
            places_count=count,
            release_at=self.at + dt.timedelta(days=days),
            organisation=self.school if for_school else None,
            commune=None if for_school else self.commune,
        )

    @rule(number=st.integers(0, 3))
    def release(self, number):
        kept = list(self.session.reservations.kept().order_by("pk"))
        if kept:
            self.attempt(
                use_cases.release_places, by=self.staff, reserved=kept[number % len(kept)]
            )

    @rule(capacity=st.integers(0, 7))
    def change_capacity(self, capacity):
        self.attempt(
            use_cases.change_capacity, by=self.staff, session=self.session, capacity=capacity
        )

    @precondition(lambda self: self.at < moment("2026-12-12 07:00"))
    @rule(number=st.integers(0, 30))
    def admit(self, number):
        """At the door, on the day: whoever waits or holds an offer may be let in."""
        if found := self.chosen(number, WAITING, OFFERED):
            before, self.at = self.at, moment("2026-12-12 07:30")
            self.attempt(
                use_cases.record_attendance, by=self.staff, registration=found, value="ATTENDED"
            )
            self.at = before

    @invariant()
    def all_holds(self):
        seen = Seen(self.session.pk)
        places_add_up(seen)
        one_live_registration_a_person(seen)
        nobody_waits_for_a_place_that_is_free(seen)
        turns_are_kept(self.waiting_before, seen)
        every_state_is_explained_by_its_trace(seen)
        assert YoungPerson.objects.count() == PEOPLE
        self.waiting_before = {
            one.pk: comes_alone(one) for one in seen.all if one.state == WAITING
        }


class Seen:
    """The whole session as it stands in the database, in few queries."""

    def __init__(self, session_id):
        self.session = Session.objects.get(pk=session_id)
        self.kept = list(self.session.reservations.kept())
        self.all = list(self.session.registrations.select_related("group").order_by("pk"))
        self.admitted = set(Attendance.objects.values_list("registration", flat=True))
        self.traces = defaultdict(list)
        for one in RegistrationStateChange.objects.order_by("pk"):
            self.traces[one.registration_id].append(one)
        told = AuditEvent.objects.filter(about_type="events.registration")
        self.told = Counter(told.values_list("about_id", flat=True))

    def in_states(self, *states):
        return [one for one in self.all if one.state in states]


def comes_alone(registration):
    return registration.group is None or registration.group.fit == GroupFit.AS_MANY


def places_add_up(seen):
    session = seen.session
    assert session.taken_count == len(seen.in_states(*HOLDING))
    assert session.waiting_count == len(seen.in_states(WAITING)) <= session.waiting_limit
    assert session.reserved_count == sum(one.left for one in seen.kept)
    assert session.taken_count + session.reserved_count <= session.capacity
    for kept in seen.kept:
        held = [one for one in seen.in_states(*HOLDING) if one.reserved_id == kept.pk]
        assert kept.taken_count == len(held) <= kept.places_count


def one_live_registration_a_person(seen):
    live = [one.young_person_id for one in seen.in_states(*LIVE)]
    assert len(live) == len(set(live))


def nobody_waits_for_a_place_that_is_free(seen):
    """Only a group that comes all together may wait beside free places too few for it."""
    waiting = seen.in_states(WAITING)
    sizes = Counter(one.group_id for one in waiting)
    for one in waiting:
        assert seen.session.places_left < (1 if comes_alone(one) else sizes[one.group_id])


def turns_are_kept(waiting_before, seen):
    """Of those who come alone, and for whom nothing is kept, the first in line goes first."""
    now = {one.pk: one for one in seen.all}
    alone = [now[pk] for pk, is_alone in waiting_before.items() if is_alone]
    left = [one.pk for one in alone if one.state == WAITING]
    given = [
        one.pk
        for one in alone
        if one.state in HOLDING and one.reserved_id is None and one.pk not in seen.admitted
    ]
    assert not given or not left or max(given) < min(left)


def every_state_is_explained_by_its_trace(seen):
    for one in seen.all:
        trace = seen.traces[one.pk]
        assert trace[0].from_state == ""
        assert trace[-1].to_state == one.state
        for before, after in itertools.pairwise(trace):
            assert after.from_state == before.to_state
            assert after.to_state in Registration.TRANSITIONS[before.to_state]
        assert seen.told[one.pk] == len(trace)


def test_registering_in_any_order():
    reference_data()
    run_state_machine_as_test(
        Registering,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Enter, merge, undo, attend, register and withdraw in any order: people counted once, always."""

import datetime as dt
import itertools

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from nhipcau.events.models import Registration
from nhipcau.events.states import LIVE
from nhipcau.events.use_cases import merge_people
from nhipcau.people import rules, use_cases
from nhipcau.people.details import PersonDetails
from nhipcau.people.errors import AlreadyMerged, ConsentMissing, KeepTheOther
from nhipcau.people.models import PersonMerge, Purpose, YoungPerson
from nhipcau.people.use_cases import merge_records, undo_merge
from nhipcau.reporting.counting import Tally, count_people
from nhipcau.reporting.periods import year_period
from nhipcau.shared.actors import PUBLIC
from tests.factories import (
    NOON,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session

pytestmark = pytest.mark.django_db
TABLES = ("youngperson", "following", "guardian", "consent", "possibleduplicate")
number = st.integers(0, 10**6)
PURPOSES = st.sampled_from([frozenset({"PARTICIPATION"}), frozenset(Purpose.values)])


def digest():
    """All there is about people, but for the trace of merges."""
    with connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM people_{table} t"
            )
            found += cursor.fetchall()
        return found


class People(RuleBasedStateMachine):
    """The model: the merges in force as edges between records; a group is one human being."""

    def __init__(self):
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.programme = ProgrammeFactory()
        self.units = [palace_of(self.programme), centre_of(self.programme)]
        self.actors = [staff_of(unit) for unit in self.units]
        self.held = [held_session(self.programme, f"2026-11-0{day} 08:00") for day in (3, 4)]
        self.ahead = SessionFactory(event__plan_line=self.held[0].event.plan_line, capacity=50)
        self.records, self.edges, self.came_to = [], {}, set()
        self.moments = (NOON + dt.timedelta(seconds=after) for after in itertools.count())

    def teardown(self):
        if self.records:
            self.people_and_turns_are_counted_once()
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    # --- the model ---------------------------------------------------------------------------

    def kept(self, record):
        while record in self.edges:
            record = self.edges[record][0]
        return record

    def any_of(self, place):
        return self.records[place % len(self.records)]

    def person(self, pk):
        return YoungPerson.objects.get(pk=pk)

    # --- what may happen ---------------------------------------------------------------------

    @rule(purposes=PURPOSES, gender=st.sampled_from(["", "FEMALE"]))
    def somebody_new(self, purposes, gender):
        phone = f"+8493{len(self.records):07d}"
        details = PersonDetails("Nông Thị Lan", dt.date(2004, 5, 4), phone, None, gender)
        self.records.append(self.enter(details, purposes).pk)

    @precondition(lambda self: self.records)
    @rule(place=number, purposes=PURPOSES)
    def somebody_again(self, place, purposes):
        record = self.person(self.any_of(place))
        details = PersonDetails(record.full_name, record.birth_on, record.phone)

        assert self.enter(details, purposes).pk == self.kept(record.pk)

    def enter(self, details, purposes):
        return use_cases.enter_person(
            by=PUBLIC,
            at=next(self.moments),
            details=details,
            followed_by=self.units,
            purposes=purposes,
        )

    @precondition(lambda self: len(self.records) > 1)
    @rule(one=number, other=number, by=st.sampled_from([0, 1]), and_back=st.booleans())
    def merge(self, one, other, by, and_back):
        kept, merged = self.any_of(one), self.any_of(other)
        before, actor = digest(), self.actors[by]
        told = {"by": actor, "kept": self.person(kept), "merged": self.person(merged)}
        same = self.kept(kept) == self.kept(merged)
        try:
            use_case = merge_records if and_back else merge_people
            merge = use_case(at=next(self.moments), **told)
        except AlreadyMerged:
            refused = same
        except KeepTheOther:
            refused = not same
        else:
            refused = None
        if refused is not None:
            assert refused
            assert digest() == before
            return
        assert not same
        if and_back:
            undo_merge(by=actor, at=next(self.moments), merge=merge, reason="x")
            assert digest() == before
        else:
            self.edges[self.kept(merged)] = (self.kept(kept), merge)

    @precondition(lambda self: self.edges)
    @rule(place=number)
    def undo(self, place):
        merged = sorted(self.edges)[place % len(self.edges)]
        _kept, merge = self.edges.pop(merged)
        undo_merge(by=self.actors[0], at=next(self.moments), merge=merge, reason="x")

    @precondition(lambda self: self.records)
    @rule(place=number, session=st.sampled_from([0, 1]))
    def attend(self, place, session):
        record = self.any_of(place)
        if (record, session) not in self.came_to:
            came(self.held[session], self.person(record))
            self.came_to.add((record, session))

    @precondition(lambda self: self.records)
    @rule(place=number)
    def register(self, place):
        person = self.person(self.kept(self.any_of(place)))
        if not Registration.objects.live().of_person(person).filter(session=self.ahead).exists():
            RegistrationFactory(session=self.ahead, young_person=person)
            self.ahead.refresh_from_db()

    @precondition(lambda self: self.records)
    @rule(place=number, purpose=st.sampled_from(Purpose.values))
    def withdraw(self, place, purpose):
        person = self.person(self.any_of(place))
        told = {"young_person": person, "purpose": Purpose(purpose)}
        try:
            use_cases.withdraw_consent(by=self.actors[0], at=next(self.moments), **told)
        except ConsentMissing:
            assert not rules.agrees(person, Purpose(purpose))
        assert not rules.agrees(self.person(self.kept(person.pk)), Purpose(purpose))

    # --- what holds --------------------------------------------------------------------------

    @precondition(lambda self: self.records)
    @rule()
    def people_and_turns_are_counted_once(self):
        humans = {self.kept(record) for record, _session in self.came_to}
        turns = {(self.kept(record), session) for record, session in self.came_to}

        found = count_people(self.programme, year_period(2026))[1]

        assert found.total == Tally(len(turns), len(humans))

    @invariant()
    def every_record_names_the_one_that_is_kept_for_it(self):
        found = dict(YoungPerson.objects.values_list("pk", "merged_into"))
        assert {pk: kept or pk for pk, kept in found.items()} == {
            record: self.kept(record) for record in self.records
        }
        assert PersonMerge.objects.in_force().count() == len(self.edges)

    @invariant()
    def no_place_is_lost(self):
        held = Registration.objects.filter(session=self.ahead, state__in=sorted(LIVE)).count()
        self.ahead.refresh_from_db()
        assert self.ahead.taken_count == held


def test_people_are_counted_once_whatever_happens():
    reference_data()
    run(
        People,
        settings=settings(
            max_examples=25,
            stateful_step_count=80,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Enter, merge, undo, attend, register and withdraw in any order: people counted once, always."""

import contextlib
import datetime as dt
import itertools
import os

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
MOST_STEPS = 80
NOTHING_ELSE, ALL = frozenset({"PARTICIPATION"}), frozenset(Purpose.values)


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


class People:
    """The model: the merges in force as edges between records; a group is one human being."""

    def __init__(self):
        self.programme = ProgrammeFactory()
        self.units = [palace_of(self.programme), centre_of(self.programme)]
        self.actors = [staff_of(unit) for unit in self.units]
        self.held = [held_session(self.programme, f"2026-11-0{day} 08:00") for day in (3, 4)]
        self.ahead = SessionFactory(event__plan_line=self.held[0].event.plan_line, capacity=50)
        self.records, self.edges, self.came_to = [], {}, set()
        self.moments = (NOON + dt.timedelta(seconds=after) for after in itertools.count())

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

    def somebody_new(self, _place, other, yes):
        phone = f"+8493{len(self.records):07d}"
        gender = "FEMALE" if other % 2 else ""
        details = PersonDetails("Nông Thị Lan", dt.date(2004, 5, 4), phone, None, gender)
        self.records.append(self.enter(details, ALL if yes else NOTHING_ELSE).pk)

    def somebody_again(self, place, _other, yes):
        record = self.person(self.any_of(place))
        details = PersonDetails(record.full_name, record.birth_on, record.phone)

        found = self.enter(details, ALL if yes else NOTHING_ELSE)

        assert found.pk == self.kept(record.pk)

    def enter(self, details, purposes):
        return use_cases.enter_person(
            by=PUBLIC,
            at=next(self.moments),
            details=details,
            followed_by=self.units,
            purposes=purposes,
        )

    def merge(self, place, other, yes):
        kept, merged = self.any_of(place), self.any_of(other)
        told = {"kept": self.person(kept), "merged": self.person(merged)}
        same, before = self.kept(kept) == self.kept(merged), digest()
        try:
            done = merge_people(by=self.actors[yes], at=next(self.moments), **told)
        except AlreadyMerged:
            assert same
            assert digest() == before
        except KeepTheOther:
            assert not same
            assert digest() == before
        else:
            assert not same
            self.edges[self.kept(merged)] = (self.kept(kept), done)

    def merge_and_undo(self, place, other, yes):
        kept, merged = (self.person(self.any_of(one)) for one in (place, other))
        before, by = digest(), self.actors[yes]
        try:
            done = merge_records(by=by, at=next(self.moments), kept=kept, merged=merged)
        except (AlreadyMerged, KeepTheOther):
            return
        assert digest() != before
        undo_merge(by=by, at=next(self.moments), merge=done, reason="x")
        assert digest() == before

    def undo(self, place, _other, yes):
        if self.edges:
            merged = sorted(self.edges)[place % len(self.edges)]
            _kept, done = self.edges.pop(merged)
            undo_merge(by=self.actors[yes], at=next(self.moments), merge=done, reason="x")

    def attend(self, place, _other, yes):
        record = self.any_of(place)
        if (record, yes) not in self.came_to:
            came(self.held[yes], self.person(record))
            self.came_to.add((record, yes))

    def register(self, place, _other, _yes):
        person = self.person(self.kept(self.any_of(place)))
        if not Registration.objects.live().of_person(person).filter(session=self.ahead).exists():
            RegistrationFactory(session=self.ahead, young_person=person)

    def withdraw(self, place, other, _yes):
        person = self.person(self.any_of(place))
        purpose = list(Purpose)[other % len(Purpose)]
        told = {"young_person": person, "purpose": purpose}
        with contextlib.suppress(ConsentMissing):
            use_cases.withdraw_consent(by=self.actors[0], at=next(self.moments), **told)
        assert not rules.agrees(person, purpose)
        assert not rules.agrees(self.person(self.kept(person.pk)), purpose)

    # --- what holds --------------------------------------------------------------------------

    def every_record_names_the_one_that_is_kept_for_it(self):
        found = dict(YoungPerson.objects.values_list("pk", "merged_into"))
        assert {pk: kept or pk for pk, kept in found.items()} == {
            record: self.kept(record) for record in self.records
        }
        assert PersonMerge.objects.in_force().count() == len(self.edges)

    def people_and_turns_are_counted_once(self, *_unused):
        humans = {self.kept(record) for record, _session in self.came_to}
        turns = {(self.kept(record), session) for record, session in self.came_to}

        found = count_people(self.programme, year_period(2026))[1]

        assert found.total == Tally(len(turns), len(humans))
        held = Registration.objects.filter(session=self.ahead, state__in=sorted(LIVE)).count()
        self.ahead.refresh_from_db()
        assert self.ahead.taken_count == held


# At night more: NHIPCAU_MACHINE_RUNS=200.
RUNS = int(os.environ.get("NHIPCAU_MACHINE_RUNS", "6"))
STEPS = (
    *(People.somebody_new, People.somebody_again, People.merge, People.merge, People.undo),
    *(People.merge_and_undo, People.attend, People.attend, People.register, People.withdraw),
    People.people_and_turns_are_counted_once,
)
number = st.integers(0, 10_000)
step = st.tuples(st.sampled_from(STEPS), number, number, st.booleans())


@settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(step, min_size=MOST_STEPS // 2, max_size=MOST_STEPS))
def test_people_are_counted_once_whatever_happens(steps):
    with transaction.atomic():
        reference_data()
        people = People()
        for number in range(3):
            people.somebody_new(0, number, yes=True)
        for happen, place, other, yes in steps:
            happen(people, place, other, yes)
            people.every_record_names_the_one_that_is_kept_for_it()
        people.people_and_turns_are_counted_once()
        transaction.set_rollback(True)

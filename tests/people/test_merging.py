"""Two records of one person: merged, undone, seen by both units, counted once."""

import datetime as dt

import pytest

from nhipcau.events.models import Registration, Session
from nhipcau.events.states import RegistrationState
from nhipcau.events.use_cases import merge_people, record_walk_in
from nhipcau.organisations.models import Role
from nhipcau.people import rules, use_cases
from nhipcau.people.details import PersonDetails
from nhipcau.people.errors import AlreadyMerged, ConsentMissing, KeepTheOther
from nhipcau.people.models import (
    Consent,
    ConsentText,
    PersonMerge,
    PossibleDuplicate,
    Purpose,
    YoungPerson,
)
from nhipcau.people.use_cases import (
    look_for_duplicates,
    mark_different,
    merge_records,
    undo_merge,
)
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    PossibleDuplicateFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(hours=1)
WHY = "hai chị em sinh đôi"


@pytest.fixture(autouse=True)
def _reference_data(db):
    reference_data()


@pytest.fixture
def unit():
    return OrganisationFactory()


@pytest.fixture
def actor(unit):
    return staff_of(unit)


def people_of(unit, count):
    return YoungPersonFactory.create_batch(count, followed_by=[unit])


def merge(actor, kept, merged, at=NOON):
    return merge_records(by=actor, at=at, kept=kept, merged=merged)


def undo(actor, merged, at=LATER):
    return undo_merge(by=actor, at=at, merge=merged, reason=WHY)


def pointers():
    return dict(YoungPerson.objects.order_by("pk").values_list("pk", "merged_into"))


# --- merge and undo ------------------------------------------------------------------------------


def test_a_merge_names_the_kept_record_and_changes_nothing_else(actor, unit):
    kept, merged = people_of(unit, 2)
    before = YoungPerson.objects.filter(pk=kept.pk).values().get()

    done = merge(actor, kept, merged)

    assert pointers() == {kept.pk: None, merged.pk: kept.pk}
    assert YoungPerson.objects.filter(pk=kept.pk).values().get() == before
    assert (done.by, done.at) == (actor, NOON)
    assert done.score == max(0, sum(points for _code, points in done.reasons))
    assert set(AuditEvent.objects.values_list("action", "about_id")) == {
        ("person.merged", kept.pk),
        ("person.merged", merged.pk),
    }


def test_chains_are_flat_and_no_circle_comes_about(actor, unit):
    a, b, c, d = people_of(unit, 4)
    merge(actor, b, a)
    merge(actor, c, b)
    merge(actor, a, d)  # said of a, meant for c, which speaks for a

    assert pointers() == {a.pk: c.pk, b.pk: c.pk, c.pk: None, d.pk: c.pk}
    for kept, merged in ((a, c), (c, a), (b, d), (a, a)):
        with pytest.raises(AlreadyMerged):
            merge(actor, kept, merged)


def test_merges_are_undone_in_any_order(actor, unit):
    a, b, c, d = people_of(unit, 4)
    first, second, third = merge(actor, b, a), merge(actor, c, b), merge(actor, d, c)

    undo(actor, third)  # whom b and c spoke for before is found through both
    assert pointers() == {a.pk: c.pk, b.pk: c.pk, c.pk: None, d.pk: None}
    undo(actor, first)
    assert pointers() == {a.pk: None, b.pk: c.pk, c.pk: None, d.pk: None}
    undo(actor, second)
    assert pointers() == {a.pk: None, b.pk: None, c.pk: None, d.pk: None}

    first, second = merge(actor, b, a), merge(actor, c, b)
    undo(actor, second)
    assert pointers() == {a.pk: b.pk, b.pk: None, c.pk: None, d.pk: None}


def test_an_undo_needs_a_reason_happens_once_and_leaves_its_trace(actor, unit):
    done = merge(actor, *people_of(unit, 2))
    with pytest.raises(ReasonMissing):
        undo_merge(by=actor, at=LATER, merge=done, reason=" ")

    undone = undo(actor, done)

    assert (undone.undone_by, undone.undone_at, undone.undo_reason) == (actor, LATER, WHY)
    assert AuditEvent.objects.filter(action="person.merge_undone").count() == 2
    with pytest.raises(IllegalTransition):
        undo(actor, done)


def test_only_who_sees_both_may_merge(actor, unit):
    mine, other = people_of(unit, 1)[0], people_of(OrganisationFactory(), 1)[0]
    for kept, merged in ((mine, other), (other, mine)):
        with pytest.raises(NotAllowed):
            merge(actor, kept, merged)
    second = people_of(unit, 1)[0]
    outsiders = [PUBLIC, SYSTEM, YouthUserFactory(phone=mine.phone)]
    outsiders += [staff_of(unit, role) for role in (Role.LEADER, Role.GATE_VOLUNTEER)]
    for outsider in outsiders:
        with pytest.raises(NotAllowed):
            merge(outsider, mine, second)
    assert not PersonMerge.objects.exists()


# --- who sees what -------------------------------------------------------------------------------


def test_the_other_unit_sees_the_whole_person_after_a_merge(actor, unit):
    elsewhere = OrganisationFactory()
    colleague = staff_of(elsewhere)
    kept = YoungPersonFactory(followed_by=[unit])
    merged = YoungPersonFactory(followed_by=[unit, elsewhere])
    own = RegistrationFactory(young_person=kept)

    done = merge(actor, kept, merged)

    seen = YoungPerson.objects.visible_to(colleague)
    assert set(seen) == {kept, merged}
    assert list(seen.kept()) == [kept]
    assert list(PersonMerge.objects.visible_to(colleague)) == [done]
    assert own.young_person in seen
    undo(actor, done)
    assert set(seen.all()) == {merged}
    assert not YoungPerson.objects.visible_to(staff_of(OrganisationFactory())).exists()


@pytest.mark.parametrize("followed", [(), (0,), (1,), (2,), (1, 2), (0, 2)])
def test_one_record_that_is_followed_shows_all_of_a_person_and_nobody_else(followed, unit):
    kept = YoungPersonFactory()
    records = [kept, *YoungPersonFactory.create_batch(2, merged_into=kept)]
    for number in followed:
        records[number].followings.create(organisation=unit, since=NOON)
    stranger = YoungPersonFactory()

    seen = set(YoungPerson.objects.visible_to(staff_of(unit)))

    assert seen == (set(records) if followed else set())
    assert stranger not in seen
    assert not YoungPerson.objects.visible_to(staff_of(unit, Role.LEADER)).exists()


def test_a_phone_shows_the_records_of_that_phone_as_before(actor, unit):
    kept, merged = people_of(unit, 2)
    merge(actor, kept, merged)

    for person in (kept, merged):
        youth = YouthUserFactory(phone=person.phone)
        assert list(YoungPerson.objects.visible_to(youth)) == [person]


def enter(person, **changes):
    details = PersonDetails(person.full_name, person.birth_on, person.phone)
    told = {"details": details, "followed_by": [], "purposes": frozenset(Purpose), **changes}
    return use_cases.enter_person(by=PUBLIC, at=NOON, **told)


def test_who_comes_again_under_the_merged_record_is_the_kept_person(
    actor, unit, django_assert_max_num_queries
):
    kept, merged = people_of(unit, 2)
    for record in (kept, merged):
        assert enter(record) == record
    merge(actor, kept, merged)

    assert enter(merged) == kept
    assert YoungPerson.objects.count() == 2


# --- consents ------------------------------------------------------------------------------------


def agree(person, purpose=Purpose.CONTACT, at=NOON, withdrawn_at=None):
    text = ConsentText.objects.get(purpose=purpose)
    return Consent.objects.create(
        young_person=person,
        text=text,
        channel="WEB",
        evidence="x",
        given_at=at,
        withdrawn_at=withdrawn_at,
    )


@pytest.mark.parametrize("on_kept", [True, False])
def test_the_last_word_on_any_record_counts(actor, unit, on_kept):
    kept, merged = people_of(unit, 2)
    yes, no = (kept, merged) if on_kept else (merged, kept)
    agree(yes)
    agree(no, at=NOON - dt.timedelta(days=9), withdrawn_at=LATER)
    assert rules.agrees(yes, Purpose.CONTACT)
    done = merge(actor, kept, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()

    for record in (kept, merged):
        assert not rules.agrees(record, Purpose.CONTACT)
        with pytest.raises(ConsentMissing):
            rules.require_consent(record, Purpose.CONTACT)

    agree(no, at=LATER + dt.timedelta(minutes=1))
    assert rules.agrees(kept, Purpose.CONTACT)
    assert rules.agrees(merged, Purpose.CONTACT)
    undo(actor, done)


def test_a_withdrawal_ends_the_consent_on_all_records(actor, unit):
    kept, merged = people_of(unit, 2)
    for record in (kept, merged):
        agree(record, Purpose.STATISTICS)
        YoungPerson.objects.filter(pk=record.pk).update(gender="FEMALE", ethnicity="TAY")
    merge(actor, kept, merged)

    use_cases.withdraw_consent(by=actor, at=LATER, young_person=kept, purpose=Purpose.STATISTICS)

    assert not Consent.objects.in_force().exists()
    assert set(YoungPerson.objects.values_list("gender", "ethnicity")) == {("", "")}


def test_a_record_may_not_speak_against_a_withdrawal_on_the_other(actor, unit):
    told, silent = people_of(unit, 2)
    YoungPerson.objects.filter(pk=told.pk).update(gender="FEMALE")
    agree(told, Purpose.STATISTICS)
    agree(silent, Purpose.STATISTICS, at=NOON, withdrawn_at=LATER)
    told.refresh_from_db()

    with pytest.raises(KeepTheOther):
        merge(actor, told, silent, at=LATER)
    merge(actor, silent, told, at=LATER)

    assert not rules.agrees(silent, Purpose.STATISTICS)


# --- registrations -------------------------------------------------------------------------------


@pytest.fixture
def session():
    return SessionFactory(capacity=2)


def both(session, states):
    units = [palace_of(session.event.plan_line.version.year_plan.programme)]
    people = YoungPersonFactory.create_batch(len(states), followed_by=units)
    held = [
        RegistrationFactory(session=session, young_person=person, state=state)
        for person, state in zip(people, states, strict=True)
    ]
    return staff_of(units[0], Role.DATA_OFFICER), people, held


def states(*held):
    return [Registration.objects.get(pk=one.pk).state for one in held]


def test_of_two_registrations_for_one_session_one_gives_its_place_back(session):
    actor, (kept, merged, waiting), held = both(
        session, ["CONFIRMED", "CONFIRMED", RegistrationState.WAITING]
    )

    done = merge_people(by=actor, at=NOON, kept=kept, merged=merged)

    assert states(*held[:2]) == ["CONFIRMED", "CANCELLED"]
    assert states(held[2]) != ["WAITING"]
    undo(actor, done)
    assert states(*held[:2]) == ["CONFIRMED", "CANCELLED"]
    assert waiting.pk


def test_the_certain_place_stays_whichever_record_holds_it(session):
    actor, (kept, merged), held = both(session, ["WAITING", "CONFIRMED"])

    merge_people(by=actor, at=NOON, kept=kept, merged=merged)

    assert states(*held) == ["CANCELLED", "CONFIRMED"]
    session.refresh_from_db()
    assert (session.taken_count, session.waiting_count) == (1, 0)


def test_registrations_for_different_sessions_both_stay(session):
    actor, (kept, merged), held = both(session, ["CONFIRMED", "CONFIRMED"])
    other = SessionFactory(event=session.event)
    Registration.objects.filter(pk=held[1].pk).update(session=other)

    merge_people(by=actor, at=NOON, kept=kept, merged=merged)

    assert states(*held) == ["CONFIRMED", "CONFIRMED"]


def test_at_the_door_the_registration_of_a_merged_record_is_found(session):
    actor, (kept, merged), held = both(session, ["CANCELLED", "CONFIRMED"])
    organiser = staff_of(centre_of(session.event.plan_line.version.year_plan.programme))
    merge_people(by=actor, at=NOON, kept=kept, merged=merged)

    admitted = record_walk_in(
        by=organiser,
        at=moment("2026-12-12 08:05"),
        session=session,
        person=PersonDetails(kept.full_name, kept.birth_on, kept.phone),
        purposes=frozenset({Purpose.PARTICIPATION}),
    )

    assert admitted.registration == held[1]
    assert Session.objects.get(pk=session.pk).taken_count == 1


# --- possible duplicates -------------------------------------------------------------------------


def test_the_search_finds_each_pair_once_and_never_asks_again(actor, unit):
    born = dt.date(2007, 3, 9)
    told = {"full_name": "Nông Thị Lan", "birth_on": born, "followed_by": [unit]}
    lan, again = YoungPersonFactory(**told), YoungPersonFactory(**told)
    YoungPersonFactory(full_name="Vi Văn Hùng", followed_by=[unit])

    assert look_for_duplicates(by=SYSTEM, at=NOON) == 1
    assert look_for_duplicates(by=SYSTEM, at=NOON, at_once=1) == 0
    pair = PossibleDuplicate.objects.get()
    assert (pair.first, pair.second) == (lan, again)
    assert pair.score == sum(points for _code, points in pair.reasons)

    mark_different(by=actor, at=NOON, pair=pair)
    assert look_for_duplicates(by=SYSTEM, at=NOON) == 0
    assert not PossibleDuplicate.objects.unanswered().exists()
    with pytest.raises(NotAllowed):
        look_for_duplicates(by=actor, at=NOON)


def test_the_search_looks_only_at_who_is_new(unit):
    told = {"full_name": "Nông Thị Lan", "followed_by": [unit]}
    for days in (3, 2):
        YoungPersonFactory(created_at=NOON - dt.timedelta(days=days), **told)

    assert look_for_duplicates(by=SYSTEM, at=NOON, since=NOON - dt.timedelta(days=1)) == 0
    YoungPersonFactory(created_at=NOON, **told)
    assert look_for_duplicates(by=SYSTEM, at=NOON, since=NOON - dt.timedelta(days=1)) == 2


def test_a_pair_is_answered_by_merging_and_asked_again_after_the_undo(actor, unit):
    first, second = people_of(unit, 2)
    pair = PossibleDuplicateFactory(first=first, second=second)
    done = merge(actor, first, second)

    assert not PossibleDuplicate.objects.unanswered().exists()
    with pytest.raises(AlreadyMerged):
        mark_different(by=actor, at=NOON, pair=pair)
    undo(actor, done)
    assert PossibleDuplicate.objects.unanswered().get() == pair


def test_different_is_said_for_all_records_of_both(actor, unit):
    a, b, c = people_of(unit, 3)
    PossibleDuplicateFactory(first=a, second=c)
    pair = PossibleDuplicateFactory(first=b, second=c)
    merge(actor, a, b)

    mark_different(by=actor, at=NOON, pair=pair)

    assert not PossibleDuplicate.objects.unanswered().exists()


def test_a_pair_is_seen_by_who_sees_both(actor, unit):
    first, second = people_of(unit, 1)[0], people_of(OrganisationFactory(), 1)[0]
    pair = PossibleDuplicateFactory(first=first, second=second)

    assert not PossibleDuplicate.objects.visible_to(actor).exists()
    with pytest.raises(NotAllowed):
        mark_different(by=actor, at=NOON, pair=pair)
    assert not PossibleDuplicate.objects.visible_to(YouthUserFactory(phone=first.phone)).exists()

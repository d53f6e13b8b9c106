"""The invented year, loaded once for this module: realistic numbers, clearly labelled."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.timezone import localdate

from nhipcau.events.models import (
    Attendance,
    Event,
    Registration,
    RegistrationStateChange,
    Session,
)
from nhipcau.events.states import HOLDING, PRESENT, AttendanceValue, EventState, RegistrationState
from nhipcau.gate.models import Scan
from nhipcau.gate.queries import admitted_without_attendance, double_admissions
from nhipcau.ops.province import read_province
from nhipcau.ops.sample.load import load_sample, read_sample
from nhipcau.organisations.models import PARTNER_KINDS, Commune, Membership, Role
from nhipcau.people.models import Consent, ConsentChannel, YoungPerson
from nhipcau.programmes.models import CadenceExplanation, FocalPoint, PlanVersion, Programme
from nhipcau.programmes.states import PlanState, ProgrammeState
from nhipcau.shared.models import AuditEvent
from tests.factories import moment

NOW = moment("2026-11-23 09:00")
FOLDER = Path(settings.PROVINCE_DIR)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """Loaded once for the tests of this module, then taken back."""
    with django_db_blocker.unblock():
        point = transaction.atomic()
        point.__enter__()
        try:
            province = read_province(FOLDER)
            yield load_sample(province, read_sample(FOLDER, province, now=NOW), now=NOW)
        finally:
            transaction.set_rollback(True)
            point.__exit__(None, None, None)


pytestmark = pytest.mark.django_db


def test_the_sample_has_32_events_in_the_mix_of_a_typical_year(sample):
    kinds = Counter(Event.objects.values_list("kind__code", flat=True))

    assert sum(kinds.values()) == 32
    assert kinds["school-counselling"] + kinds["orientation"] == 12
    assert kinds["commune-mobile"] == 10
    assert kinds["job-fair"] + kinds["career-opportunities"] == 3
    assert kinds["army-pre-discharge"] == 3
    assert kinds["online-counselling"] == 4
    assert not Event.objects.filter(is_sample=False).exists()


def test_the_sample_counts_as_many_turns_and_persons_as_the_study_of_the_field(sample):
    came = Attendance.objects.filter(value__in=PRESENT)
    persons = came.values("young_person").distinct().count()

    assert 7_500 <= came.count() <= 9_000
    assert 5_500 <= persons < came.count()
    assert 7_000 <= YoungPerson.objects.count() <= 8_200


@pytest.mark.parametrize(
    ("code", "fewest", "most"),
    [
        ("school-counselling", 150, 350),
        ("commune-mobile", 120, 280),
        ("job-fair", 500, 1200),
        ("career-opportunities", 500, 1200),
        ("army-pre-discharge", 80, 250),
        ("online-counselling", 40, 120),
    ],
)
def test_each_held_event_draws_a_realistic_crowd(sample, code, fewest, most):
    held = Event.objects.filter(kind__code=code, state=EventState.HELD)

    assert held
    for event in held:
        came = Attendance.objects.filter(session__event=event, value__in=PRESENT).count()
        assert fewest <= came <= most, event.title


def test_the_people_of_the_sample_are_the_provinces_mix(sample):
    def shares(field):
        rows = YoungPerson.objects.exclude(**{field: None if field.startswith("is_") else ""})
        counts = {row[field]: row["n"] for row in rows.values(field).annotate(n=Count("pk"))}
        return {value: count / sum(counts.values()) for value, count in counts.items()}

    ethnicity = shares("ethnicity")
    assert 0.45 <= shares("gender")["FEMALE"] <= 0.52
    assert 0.40 <= ethnicity["NUNG"] <= 0.46
    assert 0.33 <= ethnicity["TAY"] <= 0.39
    assert 0.80 <= 1 - ethnicity["KINH"] <= 0.87
    assert 0.45 <= shares("is_union_member")[True] <= 0.65


def test_many_of_the_sample_are_15_to_17_and_children_have_a_guardian(sample):
    entered = YoungPerson.objects.values_list("pk", "birth_on", "created_at")
    ages = {pk: (localdate(at) - born).days / 365.25 for pk, born, at in entered}
    children = [pk for pk, age in ages.items() if age < 16]

    assert 0.33 <= sum(15 <= age < 18 for age in ages.values()) / len(ages) <= 0.47
    assert len(children) == 1
    assert not Consent.objects.filter(young_person__in=children, guardian=None).exists()


def test_attendance_comes_in_the_shares_of_the_field(sample):
    values = Counter(
        Attendance.objects.exclude(value=AttendanceValue.CANCELLED_BY_US).values_list(
            "value", flat=True
        )
    )
    total = sum(values.values())

    assert 0.80 <= values["ATTENDED"] / total <= 0.84
    assert 0.05 <= values["LATE"] / total <= 0.07
    assert 0.03 <= values["EXCUSED"] / total <= 0.05
    assert 0.07 <= values["ABSENT"] / total <= 0.09


def test_army_events_have_almost_no_women(sample):
    rows = YoungPerson.objects.filter(
        registrations__session__event__kind__hides_host=True, gender="FEMALE"
    )

    assert (
        rows.count()
        <= 0.03 * Registration.objects.filter(session__event__kind__hides_host=True).count() + 1
    )


def test_what_is_over_was_held_and_what_comes_is_open(sample):
    over = Event.objects.filter(ends_at__lt=NOW)
    coming = Event.objects.filter(starts_at__gt=NOW)

    assert set(over.values_list("state", flat=True)) == {EventState.HELD, EventState.CANCELLED}
    assert over.filter(state=EventState.CANCELLED).count() == 1
    assert coming.filter(state=EventState.DRAFT).count() == 1
    assert coming.filter(state=EventState.OPEN).count() >= 3
    for event in coming.filter(state=EventState.OPEN):
        assert Registration.objects.filter(session__event=event).exists()


def test_one_ticket_was_let_in_at_two_gates(sample):
    scans = Scan.objects.select_related("event").order_by("pk")

    (double,) = double_admissions(scans[0].event)
    assert double.is_open
    assert [scan.gate.name for scan in double.times] == ["Cổng A", "Cổng B"]
    assert not admitted_without_attendance(scans[0].event).exists()


def test_the_cancelled_event_has_a_reason_and_counts_nobody_as_absent(sample):
    event = Event.objects.get(state=EventState.CANCELLED)

    assert event.changes.get(to_state=EventState.CANCELLED).reason
    values = set(Attendance.objects.filter(session__event=event).values_list("value", flat=True))
    assert values == {AttendanceValue.CANCELLED_BY_US}


def test_one_coming_session_is_full_with_a_waiting_list(sample):
    session = Session.objects.get(waiting_count__gt=0)

    assert session.taken_count == session.capacity
    assert session.event.state == EventState.OPEN
    assert session.event.kind.takes_public_registration


def test_counters_of_places_agree_with_the_registrations(sample):
    for session in Session.objects.all():
        states = Counter(session.registrations.values_list("state", flat=True))
        assert session.taken_count == sum(states[state] for state in HOLDING)
        assert session.waiting_count == states[RegistrationState.WAITING]


def test_only_february_had_no_event_and_it_is_explained(sample):
    months = {localdate(event.starts_at).month for event in Event.objects.all()}

    assert months == set(range(1, 13)) - {2}
    explanation = CadenceExplanation.objects.get()
    assert explanation.month == dt.date(2026, 2, 1)
    assert explanation.text


def test_no_event_of_the_sample_falls_on_a_holiday():
    province = read_province(FOLDER)
    holidays = {row["on"] for row in province.holidays}

    for year in (2026, 2027, 2028):
        story = read_sample(FOLDER, province, now=moment(f"{year}-06-01 08:00"))
        assert not holidays & {event.starts_at.date() for event in story.events}


def test_the_first_programme_is_closed_with_a_report_and_renewed(sample):
    first = Programme.objects.get(is_sample=False)
    renewed = Programme.objects.get(is_sample=True)

    assert first.state == ProgrammeState.CLOSED
    assert "dữ liệu mẫu" in first.closing_report
    assert renewed.renews == first
    assert renewed.state == ProgrammeState.RUNNING
    assert (renewed.starts_on.year, renewed.ends_on.year) == (2026, 2028)
    supervisors = {party.supervised_by.code for party in renewed.parties.all()}
    assert supervisors == {"tinh-doan", "so-noi-vu"}


def test_the_plan_has_a_history_and_the_next_year_waits_for_one_leader(sample):
    states = {
        (version.year_plan.year, version.number): version for version in PlanVersion.objects.all()
    }

    assert states[2026, 1].state == PlanState.SUPERSEDED
    assert states[2026, 1].changes.get(to_state=PlanState.RETURNED).reason
    assert states[2026, 2].state == PlanState.APPROVED
    assert states[2026, 2].approvals.count() == 2
    assert states[2026, 2].lines.count() == 32
    assert states[2027, 1].state == PlanState.PROPOSED
    assert states[2027, 1].approvals.count() == 1
    assert {line.content.number for line in states[2026, 2].lines.all()} == {1, 2, 3, 4, 5}


def test_every_role_of_both_units_has_a_colleague_and_the_contacts_have_deputies(sample):
    held = {
        (one.organisation.code, one.role)
        for one in Membership.objects.active().select_related("organisation")
        if one.organisation.kind in PARTNER_KINDS
    }

    assert len(held) == 2 * len(Role.values)
    appointed = FocalPoint.objects.current()
    assert appointed.count() == 2
    assert all(one.deputy for one in appointed)


def test_everyone_in_the_sample_is_invented_and_labelled(sample):
    users = Membership.objects.values_list("user__email", flat=True)

    assert all(email.endswith("@example.vn") for email in users)
    assert not YoungPerson.objects.exclude(phone__startswith="+84990").exists()
    channels = Counter(Consent.objects.values_list("channel", flat=True))
    assert channels[ConsentChannel.SAMPLE] > 0.9 * sum(channels.values())


def test_the_sample_spreads_188_000_young_people_over_the_communes(sample):
    assert Commune.objects.aggregate(total=Sum("youth_count"))["total"] == 188_000
    assert Commune.objects.filter(youth_count__lt=500).count() == 0
    reached = Commune.objects.filter(young_people__isnull=False).distinct().count()
    assert reached >= 60


def test_a_family_shares_one_phone_and_registered_last(sample):
    family = YoungPerson.objects.filter(phone="+84990000001")

    assert family.count() == 2
    last = Registration.objects.order_by("-registered_at").first()
    assert last.young_person.phone == "+84990000001"


def test_every_registration_and_attendance_left_its_trace(sample):
    traces = Counter(AuditEvent.objects.values_list("action", flat=True))

    for state in RegistrationState:
        reached = RegistrationStateChange.objects.filter(to_state=state).count()
        assert traces[f"registration.{state.lower()}"] == reached
    assert traces["person.entered"] == YoungPerson.objects.count()
    assert not Registration.objects.filter(changes=None).exists()


def test_nothing_in_the_sample_happened_later_than_now(sample):
    assert not AuditEvent.objects.filter(at__gt=NOW).exists()
    assert not Registration.objects.filter(registered_at__gt=NOW).exists()

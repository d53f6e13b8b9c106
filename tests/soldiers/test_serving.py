"""From a signed sheet to the day of discharge; mistakes are put right and leave their reason."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.details import PersonDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Consent, YoungPerson
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import ReferenceValue
from nhipcau.soldiers import queries, rules, use_cases
from nhipcau.soldiers.details import SoldierDetails
from nhipcau.soldiers.errors import AlreadyFollowed, NoSoldiers
from nhipcau.soldiers.models import MilitaryService
from tests.factories import (
    NOON,
    EventFactory,
    EventKindFactory,
    MilitaryServiceFactory,
    OrganisationFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    moment,
    staff_of,
)

FEBRUARY = dt.date(2027, 2, 20)
HOME = dt.date(2027, 2, 22)


def on(day):
    return moment(f"{day} 09:00")


def discharged(service, by, day=HOME):
    use_cases.discharge(by=by, at=on(day.isoformat()), services=[service], discharged_on=day)
    service.refresh_from_db()
    return service


# --- entering ------------------------------------------------------------------------------------


def test_somebody_who_agreed_is_entered_once(counsellor, person):
    made = use_cases.enter_service(
        by=counsellor, at=NOON, young_person=person, expected_on=FEBRUARY, hope="TRADE"
    )

    assert (made.state, made.hope) == ("SERVING", "TRADE")
    with pytest.raises(AlreadyFollowed):
        use_cases.enter_service(by=counsellor, at=NOON, young_person=person, expected_on=FEBRUARY)


def test_a_merged_record_is_the_same_soldier(counsellor, person, centre):
    MilitaryServiceFactory(young_person=person)
    other = YoungPersonFactory(merged_into=person, followed_by=[centre])

    with pytest.raises(AlreadyFollowed):
        use_cases.enter_service(
            by=counsellor,
            at=NOON,
            young_person=other,
            expected_on=FEBRUARY,
            agrees_now=True,
            evidence="tờ 7",
        )


def test_without_consent_or_a_signed_sheet_nobody_is_followed(counsellor, centre):
    stranger = YoungPersonFactory(followed_by=[centre])
    told = {"young_person": stranger, "expected_on": FEBRUARY}

    with pytest.raises(ConsentMissing):
        use_cases.enter_service(by=counsellor, at=NOON, **told)
    with pytest.raises(ConsentMissing):
        use_cases.enter_service(by=counsellor, at=NOON, **told, agrees_now=True, evidence="  ")
    assert not MilitaryService.objects.exists()

    use_cases.enter_service(by=counsellor, at=NOON, **told, agrees_now=True, evidence="tờ 7")
    consent = Consent.objects.get(young_person=stranger, text__purpose="JOB_SEARCH")
    assert (consent.channel, consent.evidence) == ("PAPER", "tờ 7")


def test_only_the_unit_that_follows_the_person(person):
    stranger = staff_of(
        OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE), Role.COUNSELLOR
    )

    with pytest.raises(NotAllowed):
        use_cases.enter_service(by=stranger, at=NOON, young_person=person, expected_on=FEBRUARY)


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.GATE_VOLUNTEER])
def test_leaders_administrators_and_volunteers_enter_nobody(role, person, centre):
    with pytest.raises(NotAllowed):
        use_cases.enter_service(
            by=staff_of(centre, role), at=NOON, young_person=person, expected_on=FEBRUARY
        )


@pytest.mark.parametrize("day", [dt.date(2030, 1, 1), dt.date(2020, 1, 1)])
def test_a_day_on_which_no_service_ends_is_refused(day, counsellor, person):
    with pytest.raises(InvalidValue) as refused:
        use_cases.enter_service(by=counsellor, at=NOON, young_person=person, expected_on=day)
    assert refused.value.field == "expected_on"


def test_a_signed_sheet_makes_person_consent_and_service_at_once(counsellor):
    details = PersonDetails("Lương Văn Thắng", dt.date(2005, 3, 9), "0912 345 111")
    told = SoldierDetails(person=details, expected_on=FEBRUARY, sheet="tập 12, tờ 7", hope="TRADE")

    made = use_cases.enter_from_paper(by=counsellor, at=NOON, told=told)

    agreed = Consent.objects.filter(young_person=made.young_person)
    assert sorted(agreed.values_list("text__purpose", flat=True)) == [
        "JOB_SEARCH",
        "PARTICIPATION",
    ]
    assert set(agreed.values_list("evidence", flat=True)) == {"tập 12, tờ 7"}
    assert made.young_person in YoungPerson.objects.visible_to(counsellor)


def test_a_sheet_without_a_number_is_no_proof(counsellor):
    details = PersonDetails("Lương Văn Thắng", dt.date(2005, 3, 9), "0912 345 111")
    with pytest.raises(ConsentMissing):
        use_cases.enter_from_paper(
            by=counsellor, at=NOON, told=SoldierDetails(details, FEBRUARY, sheet=" ")
        )
    assert not YoungPerson.objects.exists()


# --- from the list of a session ------------------------------------------------------------------


@pytest.fixture
def session(centre):
    kind = EventKindFactory(audience="SOLDIERS", hides_host=True, takes_public_registration=False)
    return SessionFactory(event=EventFactory(plan_line=PlanLineFactory(kind=kind)))


def organiser(session):
    return staff_of(session.event.plan_line.lead)


def taken(session, people, evidence="tập 3"):
    return use_cases.enter_services(
        by=organiser(session),
        at=NOON,
        session=session,
        expected_on=FEBRUARY,
        people=people,
        evidence=evidence,
    )


def test_those_who_signed_are_taken_from_the_list(session):
    people = [RegistrationFactory(session=session).young_person for _one in range(3)]

    assert taken(session, people[:2]) == 2

    assert {one.young_person for one in MilitaryService.objects.all()} == set(people[:2])
    assert queries.not_followed_yet(session) == [people[2]]
    assert not Consent.objects.filter(young_person=people[2], text__purpose="JOB_SEARCH").exists()


def test_nobody_who_is_not_on_the_list_is_taken(session):
    with pytest.raises(NoSoldiers):
        taken(session, [YoungPersonFactory()])
    assert not MilitaryService.objects.exists()


def test_a_session_for_others_gives_no_soldiers(centre):
    other = SessionFactory()
    with pytest.raises(NoSoldiers):
        taken(other, [RegistrationFactory(session=other).young_person])


def test_who_does_not_run_the_event_takes_nobody(session, counsellor):
    person = RegistrationFactory(session=session).young_person
    with pytest.raises(NotAllowed):
        use_cases.enter_services(
            by=counsellor,
            at=NOON,
            session=session,
            expected_on=FEBRUARY,
            people=[person],
            evidence="tập 3",
        )


# --- discharge -----------------------------------------------------------------------------------


def test_discharge_begins_the_year(counsellor, person):
    service = discharged(MilitaryServiceFactory(young_person=person), counsellor)

    assert (service.state, service.card_until) == ("DISCHARGED", dt.date(2028, 2, 22))
    assert list(service.checks.order_by("month").values_list("month", "due_on")) == [
        (3, dt.date(2027, 5, 22)),
        (6, dt.date(2027, 8, 22)),
        (9, dt.date(2027, 11, 22)),
        (11, dt.date(2028, 1, 22)),
    ]


def test_the_term_of_the_card_is_data_of_the_day_of_discharge(counsellor, person, centre):
    ReferenceValue.objects.create(
        code="training_card_months",
        value="18",
        unit="months",
        valid_from=dt.date(2027, 3, 1),
        source="test",
        evidence="G",
    )
    before = discharged(MilitaryServiceFactory(young_person=person), counsellor)
    later = YoungPersonFactory(followed_by=[centre])
    after = discharged(MilitaryServiceFactory(young_person=later), counsellor, dt.date(2027, 3, 1))

    assert before.card_until == dt.date(2028, 2, 22)
    assert after.card_until == dt.date(2028, 9, 1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2027, 12, 5), 1, dt.date(2028, 1, 5)),
        (dt.date(2027, 1, 5), -2, dt.date(2026, 11, 5)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, then):
    assert rules.months_after(day, months) == then


def test_a_day_to_come_or_long_ago_is_refused(counsellor, person):
    service = MilitaryServiceFactory(young_person=person)
    for day in (HOME + dt.timedelta(days=1), dt.date(2024, 12, 1)):
        with pytest.raises(InvalidValue):
            use_cases.discharge(
                by=counsellor, at=on("2027-02-22"), services=[service], discharged_on=day
            )
    assert not service.checks.exists()


def test_one_foreign_person_among_many_stops_all(counsellor, person):
    own = MilitaryServiceFactory(young_person=person)
    foreign = MilitaryServiceFactory()

    with pytest.raises(NotAllowed):
        use_cases.discharge(
            by=counsellor, at=on("2027-02-22"), services=[own, foreign], discharged_on=HOME
        )
    own.refresh_from_db()
    assert own.state == "SERVING"


def test_a_discharge_taken_back_keeps_what_was_answered(counsellor, person):
    service = discharged(MilitaryServiceFactory(young_person=person), counsellor)
    service.checks.filter(month=3).update(situation="LOOKING", answered_at=NOON)

    with pytest.raises(ReasonMissing):
        use_cases.take_discharge_back(by=counsellor, at=NOON, service=service, reason=" ")
    use_cases.take_discharge_back(by=counsellor, at=NOON, service=service, reason="nhầm ngày")

    service.refresh_from_db()
    assert (service.state, service.discharged_on, service.card_until) == ("SERVING", None, None)
    assert list(service.checks.values_list("month", flat=True)) == [3]
    again = discharged(service, counsellor, HOME + dt.timedelta(days=3))
    assert again.checks.get(month=3).situation == "LOOKING"
    assert again.checks.count() == 4


def test_entered_by_mistake_and_brought_back(counsellor, person):
    service = MilitaryServiceFactory(young_person=person)
    use_cases.remove_service(by=counsellor, at=NOON, service=service, reason="không phải")
    assert not MilitaryService.objects.live().exists()

    use_cases.bring_back(by=counsellor, at=NOON, service=service, reason="đúng là có")
    assert MilitaryService.objects.live().get() == service

    use_cases.remove_service(by=counsellor, at=NOON, service=service, reason="không phải")
    MilitaryServiceFactory(young_person=person)
    with pytest.raises(AlreadyFollowed):
        use_cases.bring_back(by=counsellor, at=NOON, service=service, reason="đúng là có")


def test_what_has_ended_is_not_changed(counsellor, person):
    service = MilitaryServiceFactory(
        young_person=person,
        state="ENDED",
        discharged_on=dt.date(2025, 2, 1),
        card_until=dt.date(2026, 2, 1),
    )
    with pytest.raises(IllegalTransition):
        use_cases.change_service(
            by=counsellor, at=NOON, service=service, expected_on=FEBRUARY, hope="TRADE"
        )
    with pytest.raises(IllegalTransition):
        use_cases.take_discharge_back(by=counsellor, at=NOON, service=service, reason="x")


def test_the_database_refuses_a_second_one_and_days_that_do_not_fit(person):
    MilitaryServiceFactory(young_person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilitaryServiceFactory(young_person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilitaryServiceFactory(state="SERVING", discharged_on=HOME, card_until=HOME)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilitaryServiceFactory(state="DISCHARGED", discharged_on=HOME, card_until=HOME)

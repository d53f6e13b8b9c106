"""Whoever has a difficulty can tell it, and it lies in the queue of a unit from then on."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nhipcau.coordination import links, rules, use_cases
from nhipcau.coordination.details import DifficultyDetails
from nhipcau.coordination.errors import NoProgramme
from nhipcau.coordination.models import Difficulty, Notice
from nhipcau.events.models import RegistrationGroup
from nhipcau.messaging.models import Message
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import Following
from nhipcau.placements.queries import check_link
from nhipcau.shared.actors import PUBLIC, AtTheDesk
from nhipcau.shared.errors import InvalidValue, NotAllowed, TooManyAttempts
from nhipcau.shared.models import AuditEvent
from tests.coordination.conftest import fresh, told
from tests.factories import (
    NOON,
    CommuneFactory,
    EmployerContactFactory,
    EmployerFactory,
    EventFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanLineFactory,
    ProgrammeFactory,
    ReferralFactory,
    SessionFactory,
    VacancyFactory,
    YoungPersonFactory,
    centre_of,
    officer_of,
    staff_of,
)


def help_of(youth, person, **more):
    return use_cases.ask_for_help(
        by=youth, at=NOON, young_person=person, **{"kind": "OTHER", "what": "x"} | more
    )


def test_a_colleague_tells_it_and_both_units_read_the_same(
    difficulty, palace, coordinator, other_contact
):
    assert (difficulty.unit, difficulty.state, difficulty.told_by) == (palace, "NEW", "STAFF")
    ours, theirs = (
        Difficulty.objects.visible_to(one).get() for one in (coordinator, other_contact)
    )
    assert ours == theirs == difficulty
    assert Notice.objects.get().unit == palace
    assert AuditEvent.objects.filter(action="difficulty.tell").count() == 1


def test_without_a_unit_the_database_keeps_nothing(difficulty):
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.filter(pk=difficulty.pk).update(unit=None)


def test_the_kind_says_whose_queue_it_begins_in(coordinator, palace, centre, programme):
    assert told(coordinator, kind="WAGE_UNPAID").unit == centre
    assert told(coordinator, kind="INFORMATION").unit == palace
    assert told(coordinator, kind="OTHER", unit=centre).unit == centre
    line = PlanLineFactory(programme=programme, lead=centre, supporting=palace)
    led = EventFactory(plan_line=line)
    assert told(coordinator, event=led).unit == centre


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_OFFICER, Role.GATE_VOLUNTEER])
def test_who_does_not_work_on_it_tells_nothing_here(palace, role):
    with pytest.raises(NotAllowed):
        told(staff_of(palace, role))


def test_a_unit_without_a_programme_is_told_so(programme):
    alone = staff_of(OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE))
    with pytest.raises(NoProgramme):
        told(alone)


def test_it_hangs_only_on_what_one_sees(coordinator):
    with pytest.raises(InvalidValue):
        told(coordinator, young_person=YoungPersonFactory())
    foreign = EmployerFactory(centre=centre_of(ProgrammeFactory()))
    with pytest.raises(InvalidValue):
        told(coordinator, vacancy=VacancyFactory(employer=foreign))


def test_what_follows_from_a_placement_is_filled_in(coordinator, person, vacancy):
    referral = ReferralFactory(young_person=person, vacancy=vacancy, state="HIRED")
    made = told(coordinator, kind="AT_WORK", placement=PlacementFactory(referral=referral))
    assert (made.young_person, made.vacancy, made.employer) == (person, vacancy, vacancy.employer)


def test_the_unit_that_is_to_help_may_see_who_agreed(coordinator, person, centre):
    told(coordinator, kind="WAGE_UNPAID", young_person=person)
    assert Following.objects.filter(young_person=person, organisation=centre).exists()


def test_whoever_agreed_to_nothing_is_not_passed_on(coordinator, palace, centre):
    silent = YoungPersonFactory(followed_by=[palace])
    made = told(coordinator, kind="WAGE_UNPAID", young_person=silent)
    assert made.unit == centre
    assert not Following.objects.filter(young_person=silent, organisation=centre).exists()


def test_an_officer_of_a_commune_tells_and_sees_the_own_ones(palace, difficulty):
    commune = CommuneFactory()
    officer = officer_of(palace, commune)
    own = told(officer, young_person=YoungPersonFactory(commune=commune, followed_by=[palace]))
    assert own.told_by == "OFFICER"
    assert list(Difficulty.objects.visible_to(officer)) == [own]


def test_an_employer_tells_at_its_desk_of_the_own_matters_alone(vacancy):
    contact = EmployerContactFactory(employer=vacancy.employer)
    desk = AtTheDesk(employer_id=vacancy.employer_id, contact_id=contact.pk)
    details = DifficultyDetails(
        kind="INFORMATION", what="Chưa nhận được danh sách", vacancy=vacancy
    )
    tell = use_cases.tell_as_employer
    made = tell(by=desk, at=NOON, employer=vacancy.employer, told=details)
    assert (made.told_by, made.unit) == ("EMPLOYER", vacancy.employer.centre)
    assert list(Difficulty.objects.visible_to(desk)) == [made]
    with pytest.raises(NotAllowed):
        tell(by=PUBLIC, at=NOON, employer=vacancy.employer, told=details)
    foreign = DifficultyDetails(kind="INFORMATION", what="x", vacancy=VacancyFactory())
    with pytest.raises(InvalidValue):
        tell(by=desk, at=NOON, employer=vacancy.employer, told=foreign)


def test_a_school_tells_by_the_secret_of_its_group(programme, palace):
    event = EventFactory(plan_line=PlanLineFactory(programme=programme))
    group = RegistrationGroup.objects.create(
        session=SessionFactory(event=event),
        name="10A",
        fit="ALL",
        code="g" * 20,
        created_at=NOON,
    )
    details = DifficultyDetails(kind="ACCESS", what="Không có xe", contact="Cô Lan")
    tell = use_cases.tell_as_school
    made = tell(by=PUBLIC, at=NOON, group=group, code=group.code, told=details)
    assert (made.told_by, made.event, made.contact) == ("SCHOOL", event, "Cô Lan")
    with pytest.raises(NotAllowed):
        tell(by=PUBLIC, at=NOON, group=group, code="x", told=details)


def test_a_young_person_asks_for_help_and_reads_what_becomes_of_it(youth, person, palace):
    made = help_of(youth, person)
    assert (made.told_by, made.unit, made.title) == ("PERSON", palace, "Việc khác")
    assert list(Difficulty.objects.visible_to(youth)) == [made]
    worker = staff_of(palace, Role.COUNSELLOR)
    use_cases.take_step(by=worker, at=NOON, difficulty=made, name="take")
    message = Message.objects.get(young_person=person)
    assert "113" in message.text
    assert made.what not in message.text.split()


def test_danger_begins_at_the_leader_on_the_same_day(youth, person):
    made = help_of(youth, person, in_danger=True)
    assert (made.severity, made.level, made.due_on) == ("DANGER", "LEADER", NOON.date())
    assert Notice.objects.filter(for_leaders=True, topic="ESCALATED").count() == 1


def test_nobody_asks_for_help_in_the_name_of_another(youth, coordinator):
    for actor in (youth, coordinator, PUBLIC):
        with pytest.raises(NotAllowed):
            help_of(actor, YoungPersonFactory())


def test_help_about_the_work_goes_to_the_centre(youth, person, vacancy, centre):
    referral = ReferralFactory(young_person=person, vacancy=vacancy, state="HIRED")
    placement = PlacementFactory(referral=referral)
    made = help_of(youth, person, kind="AT_WORK", placement=placement)
    assert (made.unit, made.employer) == (centre, vacancy.employer)
    with pytest.raises(InvalidValue):
        help_of(youth, person, kind="AT_WORK", placement=PlacementFactory())


def test_the_link_of_a_message_opens_one_form_for_one_person(person):
    path = links.help_path(person, at=NOON)
    token = path.strip("/").split("/")[-1]
    made = use_cases.ask_for_help_by_link(
        by=PUBLIC, at=NOON, young_person=person, token=token, kind="OTHER", what="Em cần gọi lại"
    )
    assert made.young_person == person
    told_twice = {"by": PUBLIC, "kind": "OTHER", "what": "x"}
    for late, who, key in (
        (NOON + dt.timedelta(days=401), person, token),
        (NOON, YoungPersonFactory(), token),
        (NOON, person, token[:-2] + ("aa" if token[-2:] != "aa" else "bb")),
        (NOON, person, ""),
    ):
        with pytest.raises(NotAllowed):
            use_cases.ask_for_help_by_link(at=late, young_person=who, token=key, **told_twice)


def test_the_link_of_another_question_is_no_cry_for_help(person):
    referral = ReferralFactory(young_person=person, state="HIRED")
    check = PlacementFactory(referral=referral, starts_on=NOON.date()).checks.first()
    assert not rules.may_ask_by_link(person, check_link(check), at=NOON)


def test_nobody_fills_the_queue_of_a_unit(youth, person):
    for _time in range(6):
        help_of(youth, person)
    with pytest.raises(TooManyAttempts):
        help_of(youth, person)


def test_told_twice_with_one_key_is_one(coordinator):
    details = DifficultyDetails(kind="EVENT", what="x", title="y")
    twice = [
        use_cases.tell_difficulty(by=coordinator, at=NOON, told=details, key="k" * 20)
        for _time in range(2)
    ]
    assert twice[0] == twice[1]
    assert Difficulty.objects.count() == 1


def test_a_merged_person_is_the_one_that_is_kept(coordinator, palace, person):
    other = YoungPersonFactory(merged_into=person, followed_by=[palace])
    assert fresh(told(coordinator, young_person=other)).young_person == person

"""The statements of every page are pinned, and the same for ten rows and for a hundred."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nhipcau.appointments.models import Absence
from nhipcau.employers.models import Branch, EmployerCheck, PossibleSameEmployer
from nhipcau.events.models import Attendance
from nhipcau.events.telling import registration_note
from nhipcau.inventory.models import PaperSheet, ReliabilityStudy
from nhipcau.inventory.recording import new_code
from nhipcau.matching.models import TOP, GradingPair, GradingRound, Refusal
from nhipcau.messaging.outbox import put
from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent, ConsentText
from nhipcau.placements.models import CounsellingTask, FunnelCell, StartWord
from nhipcau.referrals.models import ReferralStep
from nhipcau.rosters.models import RosterLink
from nhipcau.seekers.models import WishChange
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.transitions import begin
from nhipcau.soldiers.models import HomeCheck
from tests import today
from tests.access.careers_world import one_more_day
from tests.access.cases_world import one_more_case
from tests.access.concerns_world import one_more_concern
from tests.access.coordination_world import one_more_of_all
from tests.access.fairs_world import add_candidate
from tests.access.policy import NOBODY, POLICY, SIGNED_IN
from tests.access.schools_world import one_more_class
from tests.access.vacancies_world import FAR, add_list, add_report, add_row, add_search
from tests.access.world import (
    EMPLOYER_DESK,
    EVERYONE,
    FOREIGN,
    YOUTH_OWNER,
    build,
    desk_keys,
    principals,
    suggest,
)
from tests.factories import (
    NOON,
    AppointmentFactory,
    BlockFactory,
    DataRequestFactory,
    EmployerContactFactory,
    EmployerFactory,
    EventFactory,
    HoursFactory,
    JobWishFactory,
    MembershipFactory,
    MilitaryServiceFactory,
    PlacementFactory,
    PlanLineFactory,
    PossibleDuplicateFactory,
    ReferralFactory,
    RegistrationFactory,
    RosterFactory,
    RosterRowFactory,
    SendingLicenceFactory,
    SessionFactory,
    SittingFactory,
    VacancyFactory,
    agree,
    centre_of,
    counsellor_in,
    palace_of,
    reference_data,
    sheet_of,
)
from tests.sign_in import sign_in

FEW, MANY = 10, 100
OPENED_FIRST = ("workspace:people:", "workspace:matching:person", "workspace:matching:put")
# Files are made whole; setting up a factor is allauth's page. Both are measured elsewhere.
LEFT_OUT = (
    *("api-v1:gate", "mfa_", "account_", "account:", "healthz", "set_language"),
    *("workspace:reports:report-file", "workspace:reports:version-file"),
    *("workspace:reports:month-", "public:ticket-", "public:group-tickets", "public:my-tickets"),
    *("workspace:rosters:template", "workspace:rosters:sheets-pdf"),
    *("workspace:referrals:slip", "workspace:referrals:notice"),
    "workspace:coordination:minutes-docx",
    *("public:interest-sheet", "workspace:interests:papers-pdf", "workspace:schools:xlsx"),
    *("workspace:fairs:booth-pdf", "workspace:fairs:bus-pdf", "workspace:fairs:certificate"),
    "public:interviews-ics",
    *("public:wish-sheet", "workspace:people:wish-sheet", "workspace:matching:sheet"),
)


def fill(world, count):
    """``count`` more of everything that a list may show."""
    text = ConsentText.objects.get(purpose="PARTICIPATION")
    session = world.session
    session.capacity = 10_000
    session.save()
    held = SessionFactory(event=world.past_event, capacity=10_000)
    for number in range(count):
        registration = RegistrationFactory(session=session)
        put(registration_note(registration), at=NOON)
        person = registration.young_person
        Consent.objects.create(
            young_person=person, text=text, channel="WEB", evidence="x", given_at=NOON
        )
        past = RegistrationFactory(session=held, young_person=person)
        Attendance.objects.create(
            registration=past,
            session=held,
            young_person=person,
            value="ATTENDED",
            recorded_at=NOON,
        )
        line = PlanLineFactory(programme=world.programme, month=dt.date(2026, 1 + number % 12, 1))
        other = SessionFactory(event=EventFactory(plan_line=line, commune=world.event.commune))
        RegistrationFactory(session=other, young_person=world.person)
        PossibleDuplicateFactory(first=world.person, second=person)
        MembershipFactory(organisation=palace_of(world.programme), role=Role.COUNSELLOR)
        RosterFactory(session=session)
        told = [{"code": "birth_year_only", "column": 1, "about": "2008"}]
        RosterRowFactory(roster=world.roster, verdict="UNREADABLE", reasons=told)
        RosterRowFactory(roster=world.roster, birth_on=dt.date(2014, 5, 4))
        add_link(world, number)
        add_employer(world, number)
        add_referrals(world, person, number)
        add_work(world, person, number)
        add_vacancy(world, number)
        add_interests(world)
        add_suggestion(world, person, number)
        add_talk(world, person, number)
        one_more_case(world, person)
        one_more_class(world)
        one_more_of_all(world, number)
        one_more_concern(world)
        add_candidate(world, number)
        one_more_day(world, number)


def add_employer(world, number):
    """One more in the list, in the pairs, and among all that belongs to the one that is opened."""
    other = EmployerFactory(centre=centre_of(world.programme))
    PossibleSameEmployer.objects.create(
        first=world.employer, second=other, reasons=[["phone", "+842053812345"]], found_at=NOON
    )
    EmployerContactFactory(employer=world.employer, is_main=False)
    SendingLicenceFactory(employer=world.employer)
    VacancyFactory(employer=world.employer)
    Branch.objects.create(
        employer=world.employer, name="x", address="x", commune=world.event.commune
    )
    check = EmployerCheck.objects.create(
        employer=world.employer,
        round=1,
        register="TAX",
        looked_up="x",
        finding="CONFIRMED",
        evidence="x",
        checked_on=NOON.date(),
        by=world.membership.user,
        at=NOON,
    )
    audit.record("employer.changed", about=world.employer, by=check.by, at=NOON)


def add_referrals(world, person, number):
    """One that waits for each side, an open vacancy more, and a line more in the log."""
    employer = EmployerFactory(centre=world.vacancy.employer.centre)
    vacancy = VacancyFactory(employer=employer, closes_on=world.vacancy.closes_on)
    for waits_for in ("CENTRE", "EMPLOYER", "BOTH_UNITS"):
        other = VacancyFactory(employer=employer)
        ReferralFactory(young_person=person, vacancy=other, waits_for=waits_for)
    ReferralFactory(young_person=world.introduced, vacancy=vacancy)
    ReferralStep.objects.create(
        referral=world.referral,
        number=number + 2,
        name="remind_employer",
        from_state="ISSUED",
        to_state="ISSUED",
        actor_kind="system",
        at=NOON,
    )


def add_work(world, person, number):
    """One more at work, one more to begin, one more introduction of the own; all on the lists."""
    placement = PlacementFactory(
        referral=ReferralFactory(young_person=person, state="HIRED"),
        starts_on=dt.date(2026, 1, 1 + number % 28),
    )
    ReferralFactory(young_person=person, state="HIRED")
    own = PlacementFactory(referral=ReferralFactory(young_person=world.person, state="HIRED"))
    StartWord.objects.create(placement=own, side="EMPLOYER", how="CALL", at=NOON)
    CounsellingTask.objects.create(
        placement=placement, reason="WAGE", opened_at=NOON, due_on=NOON.date()
    )
    MilitaryServiceFactory(young_person=person)
    RegistrationFactory(session=world.army_session)
    HomeCheck.objects.create(service=world.service, month=4 + number, due_on=NOON.date())
    units = [one.unit for one in world.data_request.units.all()]
    DataRequestFactory(young_person=person, units=units)
    wish = world.person.job_wish
    WishChange.objects.create(wish=wish, step="first", before={"title": "x"}, at=NOON)
    FunnelCell.objects.create(
        year=2026, month=1 + number % 12, cohort="PUPILS", attended_count=1, counted_at=NOON
    )


def add_vacancy(world, number):
    """One more of everything that pages of vacancies list."""
    employer = world.vacancy.employer
    place = {"employer": employer, "commune": world.vacancy.commune, "closes_on": FAR}
    VacancyFactory(**place)
    VacancyFactory(**place, state="SUBMITTED")
    add_report(world)
    add_list(world, employer)
    add_row(world, number + 2, f"Công nhân {number}")
    add_search(world, f"{world.word}{number}")


def add_interests(world):
    """One more class, sheet of the class, paper, kept result, shared result, study."""
    unit = world.sitting.unit
    SittingFactory(unit=unit)
    number = world.sitting.papers.count() + 1
    PaperSheet.objects.create(sitting=world.sitting, number=number, code=new_code())
    sheet_of(sitting=world.sitting)
    sheet_of(world.person)
    ReliabilityStudy.objects.create(
        item_set=world.sitting.item_set,
        form="LONG",
        counted_at=NOON,
        sheet_count=1,
        left_out_count=0,
    )


def add_talk(world, person, number):
    """One more today, of the person, with hours, in the block, away, and another block."""
    unit, counsellor = world.talk.unit, world.talk.counsellor
    now = timezone.now()
    AppointmentFactory(unit=unit, young_person=person, starts_at=now)
    ahead = world.talk.starts_at + dt.timedelta(days=7 + number)
    told = {"unit": unit, "counsellor": counsellor}
    AppointmentFactory(**told, young_person=world.person, starts_at=ahead)
    HoursFactory(**told, starts=dt.time(13), ends=dt.time(14), valid_from=ahead.date())
    Absence.objects.create(**told, starts_at=ahead, ends_at=ahead + dt.timedelta(minutes=30))
    counsellor_in(unit)
    BlockFactory(
        session=world.session, unit=unit, starts_at=now, ends_at=now + dt.timedelta(hours=1)
    )
    begin(world.talk, by=SYSTEM, at=NOON)


def add_suggestion(world, person, number):
    """One more in both lists, one more put aside, one more round; as far as a list is long."""
    wish, weights = world.person.job_wish, world.grading_round.weights
    GradingRound.objects.create(made_at=NOON, weights=weights, is_invented=True)
    GradingPair.objects.create(
        round=world.grading_round,
        wish=wish,
        vacancy=VacancyFactory(employer=world.employer),
        place=number + 2,
    )
    if number + 3 > TOP:
        return
    place = {"employer": world.employer, "closes_on": FAR}
    suggest(wish, VacancyFactory(**place), weights, rank=number + 3)
    aside = VacancyFactory(**place)
    suggest(wish, aside, weights, rank=number + 3)
    for is_own in (True, False):
        Refusal.objects.create(wish=wish, vacancy=aside, because="WAGE", is_own=is_own, at=NOON)
    agree(person, "JOB_SEARCH")
    other = JobWishFactory(young_person=person)
    suggest(other, world.vacancy, weights, rank=number + 3)


def add_link(world, number):
    RosterLink.objects.create(
        session=world.session,
        organisation=world.roster.organisation,
        token_hash=f"{world.word}{number}",
        created_at=NOON,
        expires_at=world.roster_link.expires_at,
    )


def reader_of(entry):
    """Someone who may read the page: staff of the palace before anyone else."""
    own_pages = ("public:my-registrations", "public:my-searches")
    if any(entry is POLICY[name] for name in own_pages):
        return YOUTH_OWNER
    if entry.get is EVERYONE:
        return "anyone"
    known = (name for name in entry.get if not name.startswith(FOREIGN))
    # Officers of a commune last: what they alone read, and in a test of their own the rest.
    own = sorted(known, key=lambda name: (name.endswith(Role.COMMUNE_OFFICER), name))
    preferred = [name for name in own if name.startswith("palace ")]
    return (preferred or own)[0]


def measured(count, reads=reader_of):
    """Statements of every page in a province with ``count`` more rows. ``reads``: who reads it;
    nobody leaves a page out."""
    found = {}
    with transaction.atomic():
        reference_data()
        ours, theirs = build("Nha"), build("Xa")
        people = principals(ours, theirs)
        fill(ours, count)
        for name, entry in today.part(sorted(POLICY.items()), today.COSTS):
            if entry.get == NOBODY or name.startswith(LEFT_OUT):
                continue
            reader = reads(entry)
            if reader is None:
                continue
            user, second_factor = people.get(reader, (None, False))
            client = Client()
            if reader == EMPLOYER_DESK:
                client.cookies[settings.DESK_COOKIE_NAME] = desk_keys(ours, theirs)[reader]
            if user:
                sign_in(client, user, second_factor=second_factor)
            address = reverse(name, kwargs=entry.arguments(ours))
            if name.startswith(OPENED_FIRST) and "pk" in entry.arguments(ours):
                client.post(reverse("workspace:people:open", args=[ours.person.pk]))
                client.post(reverse("workspace:people:open-pair", args=[ours.pair.pk]))
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            found[name] = len(caught)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return measured(FEW), measured(MANY)


def test_every_page_costs_the_same_for_ten_rows_and_a_hundred(counts):
    few, many = counts

    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}

    assert not grown


def officer_of_the_commune(entry):
    """Where colleagues read it as well, and officers of a commune by another condition."""
    officer = "palace " + Role.COMMUNE_OFFICER
    if entry.get in (EVERYONE, NOBODY) or officer not in entry.get or entry.get >= SIGNED_IN:
        return None
    return officer


def test_pages_cost_an_officer_of_a_commune_the_same(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        few = measured(FEW, officer_of_the_commune)
        many = measured(MANY, officer_of_the_commune)

    assert few == many
    assert {name: few[name] for name in PINNED_FOR_OFFICERS if name in few} == {
        name: count for name, count in PINNED_FOR_OFFICERS.items() if name in few
    }


def test_every_page_costs_what_is_pinned(counts):
    few, _many = counts

    counted = {name for name, _entry in today.part(sorted(POLICY.items()), today.COSTS)}
    assert few == {name: count for name, count in PINNED.items() if name in counted}


PINNED_FOR_OFFICERS: dict[str, int] = {
    "workspace:people:list": 5,
    "workspace:people:detail": 17,
    "workspace:soldiers:list": 8,
    "workspace:soldiers:detail": 6,
}
PINNED: dict[str, int] = {
    "answer:answer": 3,
    "answer:thanks": 0,
    "api-v1:docs": 0,
    "api-v1:openapi-json": 0,
    "employers:add-contact": 1,
    "employers:add-vacancy": 6,
    "employers:answer-fair": 4,
    "employers:ask": 0,
    "employers:asked": 0,
    "employers:change": 2,
    "employers:change-contact": 2,
    "employers:change-vacancy": 7,
    "employers:decline-fair": 2,
    "employers:desk": 8,
    "employers:enter": 1,
    "employers:fair": 7,
    "employers:fair-day": 5,
    "employers:fair-people": 6,
    "employers:register": 2,
    "employers:registered": 0,
    "employers:tell": 4,
    "employers:vacancy": 5,
    "employers:vacancy-step": 2,
    "employers:view-of-day": 2,
    "gate:page": 0,
    "gate:worker": 0,
    "public:appointment": 1,
    "public:appointment-ics": 1,
    "public:appointments": 10,
    "public:ask": 3,
    "public:book": 0,
    "public:booking-link": 1,
    "public:booking-sent": 0,
    "public:calendar": 3,
    "public:cancel": 1,
    "public:cancel-appointment": 1,
    "public:cancel-group": 2,
    "public:confirm": 1,
    "public:confirm-group": 1,
    "public:correct": 6,
    "public:day": 5,
    "public:desk-worker": 0,
    "public:erase": 3,
    "public:event": 3,
    "public:event-ics": 3,
    "public:fair": 3,
    "public:feed": 1,
    "public:follow-up": 4,
    "public:group": 2,
    "public:group-help": 3,
    "public:group-times": 8,
    "public:hall": 3,
    "public:help": 2,
    "public:help-link": 3,
    "public:home": 2,
    "public:home-check": 1,
    "public:how-was-it": 1,
    "public:interest-answer": 3,
    "public:interest-result": 3,
    "public:interest-worker": 0,
    "public:interests": 2,
    "public:interviews": 15,
    "public:job": 9,
    "public:job-map": 9,
    "public:jobs": 6,
    "public:keep-interest": 8,
    "public:move-appointment": 11,
    "public:my-data": 10,
    "public:my-difficulty": 6,
    "public:my-help": 5,
    "public:my-interest": 5,
    "public:my-interests": 9,
    "public:my-jobs": 29,
    "public:my-occupation": 9,
    "public:my-registrations": 17,
    "public:my-searches": 3,
    "public:not-for-me": 5,
    "public:occupations": 1,
    "public:privacy": 1,
    "public:programme": 9,
    "public:register": 3,
    "public:registration": 1,
    "public:reopen-difficulty": 7,
    "public:report-job": 2,
    "public:robots": 0,
    "public:safe": 1,
    "public:safe-back": 1,
    "public:safe-poster": 1,
    "public:safe-write": 4,
    "public:save-search": 2,
    "public:screen": 4,
    "public:search": 4,
    "public:send-roster": 3,
    "public:sent-roster": 6,
    "public:session-ics": 4,
    "public:stay": 1,
    "public:take-own-step": 3,
    "public:tell-start": 3,
    "public:ticket": 1,
    "public:ways": 2,
    "public:wish": 8,
    "public:wish-step": 11,
    "workspace:appointments:add-absence": 4,
    "workspace:appointments:add-hours": 5,
    "workspace:appointments:add-place": 4,
    "workspace:appointments:block": 5,
    "workspace:appointments:blocks": 4,
    "workspace:appointments:book": 4,
    "workspace:appointments:cancel": 4,
    "workspace:appointments:choose": 13,
    "workspace:appointments:day": 5,
    "workspace:appointments:detail": 7,
    "workspace:appointments:end-hours": 4,
    "workspace:appointments:enter": 5,
    "workspace:appointments:hours": 8,
    "workspace:appointments:move": 13,
    "workspace:appointments:open-block": 5,
    "workspace:appointments:print": 4,
    "workspace:appointments:receive": 4,
    "workspace:appointments:send-link": 4,
    "workspace:appointments:walk-in": 3,
    "workspace:appointments:week": 4,
    "workspace:assistance:begin": 5,
    "workspace:assistance:begin-new": 5,
    "workspace:assistance:consents": 6,
    "workspace:assistance:list": 5,
    "workspace:assistance:register": 5,
    "workspace:assistance:summary": 9,
    "workspace:assistance:talk": 12,
    "workspace:assistance:wish-step": 11,
    "workspace:careerdays:add-employer": 8,
    "workspace:careerdays:add-item": 4,
    "workspace:careerdays:change-item": 4,
    "workspace:careerdays:find": 4,
    "workspace:careerdays:outcomes": 23,
    "workspace:careerdays:overview": 16,
    "workspace:careerdays:poster": 4,
    "workspace:careerdays:questions": 5,
    "workspace:cases:absence": 6,
    "workspace:cases:add-step": 4,
    "workspace:cases:assign": 5,
    "workspace:cases:close": 5,
    "workspace:cases:contact": 4,
    "workspace:cases:decline": 4,
    "workspace:cases:detail": 16,
    "workspace:cases:drop-step": 5,
    "workspace:cases:emergencies": 6,
    "workspace:cases:emergency": 4,
    "workspace:cases:list": 14,
    "workspace:cases:open": 10,
    "workspace:cases:print": 5,
    "workspace:cases:record": 4,
    "workspace:cases:reopen": 4,
    "workspace:cases:transfer": 7,
    "workspace:cases:wait": 4,
    "workspace:cases:write-appointment": 6,
    "workspace:concerns:answer": 4,
    "workspace:concerns:ask": 4,
    "workspace:concerns:close": 5,
    "workspace:concerns:detail": 5,
    "workspace:concerns:figures": 12,
    "workspace:concerns:handovers": 4,
    "workspace:concerns:list": 6,
    "workspace:concerns:pass-on": 4,
    "workspace:concerns:recipients": 6,
    "workspace:coordination:absence": 5,
    "workspace:coordination:add-point": 9,
    "workspace:coordination:appoint": 9,
    "workspace:coordination:cancel-meeting": 9,
    "workspace:coordination:close-minutes": 9,
    "workspace:coordination:contacts": 9,
    "workspace:coordination:decline-request": 5,
    "workspace:coordination:detail": 19,
    "workspace:coordination:drop-promise": 4,
    "workspace:coordination:enter-request": 8,
    "workspace:coordination:hand-over": 6,
    "workspace:coordination:home": 15,
    "workspace:coordination:list": 6,
    "workspace:coordination:meeting": 27,
    "workspace:coordination:meetings": 8,
    "workspace:coordination:open-thread": 7,
    "workspace:coordination:plan-request": 11,
    "workspace:coordination:print": 5,
    "workspace:coordination:promises": 5,
    "workspace:coordination:requests": 8,
    "workspace:coordination:set-meeting": 8,
    "workspace:coordination:take-step": 6,
    "workspace:coordination:tell": 7,
    "workspace:coordination:thread": 13,
    "workspace:coordination:threads": 5,
    "workspace:coordination:write-point": 11,
    "workspace:correct-person": 7,
    "workspace:data-requests:ask": 4,
    "workspace:data-requests:detail": 5,
    "workspace:data-requests:finish": 4,
    "workspace:data-requests:list": 5,
    "workspace:data-requests:refuse": 4,
    "workspace:desk": 6,
    "workspace:employers:add-branch": 5,
    "workspace:employers:add-contact": 4,
    "workspace:employers:change": 5,
    "workspace:employers:change-contact": 4,
    "workspace:employers:check": 5,
    "workspace:employers:compare": 4,
    "workspace:employers:detail": 14,
    "workspace:employers:duplicates": 5,
    "workspace:employers:enter": 5,
    "workspace:employers:enter-licence": 4,
    "workspace:employers:history": 10,
    "workspace:employers:list": 5,
    "workspace:employers:look-up-licence": 4,
    "workspace:employers:same": 4,
    "workspace:employers:step": 4,
    "workspace:employers:withdraw-licence": 4,
    "workspace:events:add-device": 4,
    "workspace:events:add-gate": 4,
    "workspace:events:add-session": 4,
    "workspace:events:answer-double": 7,
    "workspace:events:assign-volunteer": 5,
    "workspace:events:attendance": 8,
    "workspace:events:cancel-group": 4,
    "workspace:events:cancel-registration": 4,
    "workspace:events:change": 7,
    "workspace:events:change-capacity": 4,
    "workspace:events:change-session": 4,
    "workspace:events:choose-line": 5,
    "workspace:events:correct-attendance": 5,
    "workspace:events:create": 6,
    "workspace:events:detail": 9,
    "workspace:events:gate-inbox": 9,
    "workspace:events:gates": 12,
    "workspace:events:groups": 6,
    "workspace:events:list": 8,
    "workspace:events:mark-all": 5,
    "workspace:events:messages": 7,
    "workspace:events:move": 5,
    "workspace:events:print-list": 5,
    "workspace:events:register": 6,
    "workspace:events:registrations": 6,
    "workspace:events:reserve-places": 6,
    "workspace:events:revoke-device": 4,
    "workspace:events:walk-in": 6,
    "workspace:fairs:add-bus": 4,
    "workspace:fairs:add-candidate": 4,
    "workspace:fairs:ask": 5,
    "workspace:fairs:booth": 6,
    "workspace:fairs:candidates": 8,
    "workspace:fairs:change-booth": 6,
    "workspace:fairs:change-bus": 4,
    "workspace:fairs:day": 10,
    "workspace:fairs:desk": 7,
    "workspace:fairs:discard": 4,
    "workspace:fairs:give-up": 4,
    "workspace:fairs:hall": 5,
    "workspace:fairs:hall-plan": 5,
    "workspace:fairs:invite": 5,
    "workspace:fairs:outcomes": 16,
    "workspace:fairs:overview": 15,
    "workspace:fairs:publish": 6,
    "workspace:fairs:set-up": 5,
    "workspace:fairs:timetable": 12,
    "workspace:fairs:wishes": 12,
    "workspace:follow-ups:drop": 4,
    "workspace:follow-ups:list": 5,
    "workspace:follow-ups:write": 6,
    "workspace:funnel": 8,
    "workspace:interests:close": 4,
    "workspace:interests:detail": 6,
    "workspace:interests:enter": 6,
    "workspace:interests:list": 5,
    "workspace:interests:open": 5,
    "workspace:interests:papers": 4,
    "workspace:interests:reliability": 7,
    "workspace:lift-restriction": 5,
    "workspace:matching:change-rules": 4,
    "workspace:matching:grade": 4,
    "workspace:matching:overview": 5,
    "workspace:matching:person": 33,
    "workspace:matching:put-aside": 8,
    "workspace:matching:round": 7,
    "workspace:matching:rounds": 6,
    "workspace:matching:vacancy": 28,
    "workspace:members:deactivate": 6,
    "workspace:members:end-membership": 5,
    "workspace:members:invite": 5,
    "workspace:members:list": 6,
    "workspace:members:reset-sign-in": 6,
    "workspace:notices:choice": 4,
    "workspace:notices:list": 5,
    "workspace:notices:undelivered": 5,
    "workspace:people:compare": 7,
    "workspace:people:detail": 22,
    "workspace:people:duplicates": 5,
    "workspace:people:interests": 8,
    "workspace:people:interests-together": 13,
    "workspace:people:keep": 5,
    "workspace:people:list": 5,
    "workspace:people:undo-merge": 4,
    "workspace:people:wish": 12,
    "workspace:people:wish-step": 13,
    "workspace:people:withdraw-consent": 5,
    "workspace:placements:change-facts": 4,
    "workspace:placements:detail": 10,
    "workspace:placements:end-task": 5,
    "workspace:placements:list": 12,
    "workspace:placements:prepare-departure": 4,
    "workspace:placements:record-check": 5,
    "workspace:placements:record-no-start": 4,
    "workspace:placements:record-start": 5,
    "workspace:placements:record-step": 6,
    "workspace:placements:reopen": 5,
    "workspace:placements:tasks": 5,
    "workspace:placements:tell-family": 8,
    "workspace:plans:add-line": 10,
    "workspace:plans:approve": 9,
    "workspace:plans:change-line": 10,
    "workspace:plans:list": 6,
    "workspace:plans:open": 5,
    "workspace:plans:propose": 6,
    "workspace:plans:remove-line": 5,
    "workspace:plans:return": 5,
    "workspace:plans:version": 12,
    "workspace:programme:appoint": 8,
    "workspace:programme:close": 5,
    "workspace:programme:current": 4,
    "workspace:programme:detail": 10,
    "workspace:programme:renew": 5,
    "workspace:programme:start": 5,
    "workspace:referrals:begin": 13,
    "workspace:referrals:choose": 14,
    "workspace:referrals:detail": 9,
    "workspace:referrals:inbox": 5,
    "workspace:referrals:take-step": 9,
    "workspace:reports:amend": 7,
    "workspace:reports:ask-export": 6,
    "workspace:reports:behind": 8,
    "workspace:reports:catalogue": 5,
    "workspace:reports:confirm": 7,
    "workspace:reports:explain": 9,
    "workspace:reports:exports": 5,
    "workspace:reports:give-back": 7,
    "workspace:reports:leaders": 42,
    "workspace:reports:month": 12,
    "workspace:reports:overview": 12,
    "workspace:reports:period": 40,
    "workspace:reports:plan-done": 7,
    "workspace:reports:propose": 7,
    "workspace:reports:refuse-export": 4,
    "workspace:reports:report": 62,
    "workspace:reports:version": 6,
    "workspace:reports:version-behind": 8,
    "workspace:reports:write": 7,
    "workspace:restrict-person": 5,
    "workspace:rosters:columns": 5,
    "workspace:rosters:confirm": 5,
    "workspace:rosters:contact": 4,
    "workspace:rosters:detail": 8,
    "workspace:rosters:discard": 4,
    "workspace:rosters:list": 7,
    "workspace:rosters:make-link": 5,
    "workspace:rosters:problems-csv": 5,
    "workspace:rosters:problems-xlsx": 5,
    "workspace:rosters:row": 4,
    "workspace:rosters:sheets": 7,
    "workspace:rosters:undo": 4,
    "workspace:rosters:upload": 5,
    "workspace:schools:detail": 5,
    "workspace:schools:discard": 5,
    "workspace:schools:make": 5,
    "workspace:soldiers:change": 4,
    "workspace:soldiers:detail": 6,
    "workspace:soldiers:discharge": 6,
    "workspace:soldiers:enter": 4,
    "workspace:soldiers:enter-person": 5,
    "workspace:soldiers:list": 9,
    "workspace:soldiers:record-check": 4,
    "workspace:soldiers:sheet": 4,
    "workspace:soldiers:step": 4,
    "workspace:soldiers:take-over": 5,
    "workspace:vacancies:add": 9,
    "workspace:vacancies:change": 9,
    "workspace:vacancies:choose-employer": 4,
    "workspace:vacancies:columns": 5,
    "workspace:vacancies:confirm": 5,
    "workspace:vacancies:decide": 8,
    "workspace:vacancies:detail": 13,
    "workspace:vacancies:discard": 4,
    "workspace:vacancies:list": 8,
    "workspace:vacancies:list-detail": 10,
    "workspace:vacancies:lists": 5,
    "workspace:vacancies:queue": 9,
    "workspace:vacancies:reports": 9,
    "workspace:vacancies:row": 5,
    "workspace:vacancies:step": 4,
    "workspace:vacancies:terms": 8,
    "workspace:vacancies:undo": 4,
    "workspace:vacancies:upload": 4,
}

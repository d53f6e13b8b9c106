"""The statements of every page are pinned, and the same for ten rows and for a hundred."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.events.models import Attendance
from nhipcau.events.telling import registration_note
from nhipcau.messaging.outbox import put
from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent, ConsentText
from nhipcau.referrals.models import ReferralStep
from nhipcau.rosters.models import RosterLink
from tests.access.policy import NOBODY, POLICY
from tests.access.world import EVERYONE, FOREIGN, YOUTH_OWNER, build, principals
from tests.factories import (
    NOON,
    EmployerFactory,
    EventFactory,
    MembershipFactory,
    PlanLineFactory,
    PossibleDuplicateFactory,
    ReferralFactory,
    RegistrationFactory,
    RosterFactory,
    RosterRowFactory,
    SessionFactory,
    VacancyFactory,
    palace_of,
    reference_data,
)
from tests.sign_in import sign_in

FEW, MANY = 10, 100
# Files are made whole; setting up a factor is allauth's page. Both are measured elsewhere.
LEFT_OUT = (
    *("api-v1:gate", "mfa_", "account_", "account:", "healthz", "set_language"),
    *("workspace:reports:month-", "public:ticket-", "public:group-tickets", "public:my-tickets"),
    *("workspace:rosters:template", "workspace:rosters:sheets-pdf"),
    *("workspace:referrals:slip", "workspace:referrals:notice"),
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
        add_referrals(world, person, number)


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
    if entry is POLICY["public:my-registrations"]:
        return YOUTH_OWNER
    if entry.get is EVERYONE:
        return "anyone"
    own = sorted(name for name in entry.get if not name.startswith(FOREIGN))
    preferred = [name for name in own if name.startswith("palace ")]
    return (preferred or own)[0]


def measured(count):
    """Statements of every page in a province with ``count`` more rows."""
    found = {}
    with transaction.atomic():
        reference_data()
        ours, theirs = build("Nha"), build("Xa")
        people = principals(ours, theirs)
        fill(ours, count)
        for name, entry in POLICY.items():
            if entry.get == NOBODY or name.startswith(LEFT_OUT):
                continue
            user, second_factor = people[reader_of(entry)]
            client = Client()
            if user:
                sign_in(client, user, second_factor=second_factor)
            address = reverse(name, kwargs=entry.arguments(ours))
            if name.startswith("workspace:people:") and "pk" in entry.arguments(ours):
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


def test_every_page_costs_what_is_pinned(counts):
    few, _many = counts

    assert few == PINNED


PINNED: dict[str, int] = {
    "answer:answer": 3,
    "answer:thanks": 0,
    "workspace:referrals:begin": 9,
    "workspace:referrals:choose": 14,
    "workspace:referrals:detail": 9,
    "workspace:referrals:inbox": 5,
    "workspace:referrals:take-step": 9,
    "public:confirm": 1,
    "public:group": 2,
    "public:confirm-group": 1,
    "public:cancel-group": 2,
    "workspace:events:groups": 6,
    "workspace:events:reserve-places": 6,
    "workspace:events:cancel-group": 4,
    "api-v1:docs": 0,
    "api-v1:openapi-json": 0,
    "gate:page": 0,
    "gate:worker": 0,
    "public:calendar": 3,
    "public:cancel": 1,
    "public:event": 3,
    "public:event-ics": 3,
    "public:feed": 1,
    "public:home": 2,
    "public:my-registrations": 5,
    "public:privacy": 1,
    "public:programme": 9,
    "public:register": 3,
    "public:registration": 1,
    "public:robots": 0,
    "public:send-roster": 3,
    "public:sent-roster": 6,
    "public:session-ics": 4,
    "public:ticket": 1,
    "workspace:desk": 5,
    "workspace:events:add-device": 4,
    "workspace:events:add-gate": 4,
    "workspace:events:add-session": 4,
    "workspace:events:answer-double": 7,
    "workspace:events:assign-volunteer": 5,
    "workspace:events:attendance": 8,
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
    "workspace:events:list": 8,
    "workspace:events:mark-all": 5,
    "workspace:events:move": 5,
    "workspace:events:messages": 7,
    "workspace:events:print-list": 5,
    "workspace:events:register": 6,
    "workspace:events:registrations": 6,
    "workspace:events:revoke-device": 4,
    "workspace:events:walk-in": 6,
    "workspace:members:deactivate": 6,
    "workspace:members:end-membership": 5,
    "workspace:members:invite": 4,
    "workspace:members:list": 6,
    "workspace:members:reset-sign-in": 6,
    "workspace:people:compare": 7,
    "workspace:people:detail": 12,
    "workspace:people:duplicates": 5,
    "workspace:people:keep": 5,
    "workspace:people:list": 5,
    "workspace:people:undo-merge": 4,
    "workspace:people:withdraw-consent": 5,
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
    "workspace:reports:explain": 9,
    "workspace:reports:month": 12,
    "workspace:reports:overview": 12,
    "workspace:reports:plan-done": 7,
    "workspace:reports:write": 7,
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
}

"""Who gets which page, as data that people review. The code never reads it: each checks the other.

One entry a URL name: who may read (GET), who may write (POST), and the arguments of an own object.
``EVERYONE`` is every principal of ``world``; a set names principals; ``NOBODY``: no such method.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from nhipcau.appointments.rules import booking_secret
from nhipcau.coordination.links import help_token
from nhipcau.feedback.links import token_of
from nhipcau.messaging.rules import ways_secret
from nhipcau.organisations.models import Role
from nhipcau.placements.queries import check_link
from nhipcau.referrals import links
from nhipcau.soldiers.queries import check_link as home_link
from tests.access.world import (
    ADMINISTRATORS,
    ALL_STAFF,
    EMPLOYER_DESK,
    EVERYONE,
    FOREIGN,
    FOREIGN_DESK,
    FOREIGN_DEVICE,
    FORMER,
    GATE_DEVICE,
    LEADERS,
    NO_FACTOR,
    NO_UNIT,
    OFFICERS,
    ORGANISERS,
    OTHER_COMMUNE,
    PEOPLE,
    REVOKED_DEVICE,
    YOUTH_OTHER,
    YOUTH_OWNER,
    World,
    palace_of,
    roles,
)

NOBODY: frozenset[str] = frozenset()
YOUTH = frozenset({YOUTH_OWNER, YOUTH_OTHER})
FOREIGN_STAFF = frozenset(FOREIGN + role for role in Role)
STAFF = ALL_STAFF | FOREIGN_STAFF | {NO_UNIT, FORMER, OTHER_COMMUNE}
SIGNED_IN = STAFF | YOUTH
# Lists without a record in their address: each shows the units of the one who asks.
EVERY_OFFICER = OFFICERS | {FOREIGN + Role.COMMUNE_OFFICER, OTHER_COMMUNE}
PARTNERS = (ALL_STAFF | FOREIGN_STAFF) - EVERY_OFFICER
OFFICES = PARTNERS - roles(Role.GATE_VOLUNTEER) - {FOREIGN + Role.GATE_VOLUNTEER}


def everywhere(*names: Role) -> frozenset[str]:
    return roles(*names) | {FOREIGN + name for name in names}


@dataclass(frozen=True)
class Entry:
    get: frozenset[str] | None = NOBODY
    post: frozenset[str] | None = NOBODY
    arguments: Callable[[World], dict] = lambda world: {}
    # For those allowed, GET may lead on to another page of ours, or say why there is none now.
    leads_on: bool = False


def both(audience, arguments=lambda world: {}, *, leads_on=False):
    return Entry(audience, audience, arguments, leads_on)


def pk(name: str) -> Callable[[World], dict]:
    return lambda world: {"pk": getattr(world, name).pk}


def group_code(world: World) -> dict:
    return {"code": world.group.code}


def code(world: World) -> dict:
    return {"code": world.registration.code}


def talk_code(world: World) -> dict:
    return {"code": world.talk.code}


def november(world: World) -> dict:
    return {"month": "2026-11"}


def span(slug: str) -> Callable[[World], dict]:
    return lambda world: {"slug": slug}


def report_of(code: str, **more: str) -> Callable[[World], dict]:
    return lambda world: {"code": code, "slug": "2026-11", **more}


def of_unit(name: str) -> Callable[[World], dict]:
    return lambda world: {
        "pk": getattr(world, name).pk,
        "unit_pk": palace_of(world.programme).pk,
    }


DOOR = roles(Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)
VOLUNTEERS = roles(Role.GATE_VOLUNTEER)
OFFICE = ALL_STAFF - VOLUNTEERS - OFFICERS
VOLUNTEER = frozenset({"palace " + Role.GATE_VOLUNTEER})  # assigned to the event by ``world``
PALACE = frozenset("palace " + role for role in Role)
PLANNERS = ORGANISERS
# Employers are kept by the Centre, and seen by both units.
KEEPERS = frozenset(
    "centre " + role for role in (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
)
CHECKERS = KEEPERS | {"centre " + Role.LEADER}
DESK = frozenset({EMPLOYER_DESK})
DESKS = DESK | {FOREIGN_DESK}
# Counsellors of the Centre introduce; its contact members write down calls; the Palace proposes.
COUNSELLORS = frozenset({"centre " + Role.COUNSELLOR})
CALLERS = COUNSELLORS | {"centre " + Role.FOCAL_POINT}
PROPOSERS = PALACE & roles(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)

# The Centre looks at whether its suggestions are any good.
GRADERS = frozenset({"centre " + Role.COORDINATOR, "centre " + Role.COUNSELLOR})

OWNER = frozenset({YOUTH_OWNER})
CENTRE = frozenset("centre " + role for role in Role)
OFFICER = roles(Role.DATA_OFFICER)
WITH_PEOPLE = everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
WITH_TALKS = everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
# An officer sees the people of the own commune, and sits with them; one talk is of one officer.
NEAR_PEOPLE = PEOPLE | OFFICERS
TALKERS = EVERY_OFFICER | everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
TALKER = frozenset({"palace " + Role.COMMUNE_OFFICER})
# Vacancies: an office of either unit reads them, the Centre writes them.
HIRING = frozenset("centre " + role for role in Role) & DOOR

# Cases of the Palace: those who work on cases there read the record; who neither has the case nor
# supervises reads no note and writes nothing. The Centre is asked to take one.
CASEWORKERS = roles(Role.COUNSELLOR, Role.COORDINATOR)
OF_THE_CASE = PALACE & CASEWORKERS
SUPERVISOR = frozenset({"palace " + Role.COORDINATOR})
ASKED = frozenset("centre " + role for role in Role) & CASEWORKERS

# Both units read what they share; the unit in whose queue something lies acts on it.
SHARING = (Role.LEADER, Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
TOGETHER = everywhere(*SHARING)
BOTH_UNITS = roles(*SHARING)
OF_THE_QUEUE = PALACE & BOTH_UNITS
CHAIRS = roles(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)


def help_link(world: World) -> dict:
    return {"token": help_token(world.person, last_day=dt.date(2036, 12, 1))}


# A counsellor of the Centre is named to read what is told of the Palace.
READER = frozenset({"centre " + Role.COUNSELLOR})
# Figures: proposed and confirmed by who writes reports; long lists agreed to by who answers.
FIGURE_WRITERS = everywhere(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)
EXPORT_DECIDERS = PALACE & roles(Role.LEADER, Role.DATA_OFFICER, Role.COORDINATOR)

POLICY: dict[str, Entry] = {
    "healthz": Entry(get=EVERYONE),
    "set_language": both(EVERYONE, leads_on=True),
    # --- the gate: one page for all; what it shows is asked for with a device's key --------
    "gate:page": Entry(get=EVERYONE),
    "gate:worker": Entry(get=EVERYONE),
    "api-v1:api-root": Entry(),
    "api-v1:docs": Entry(get=EVERYONE),
    "api-v1:openapi-json": Entry(get=EVERYONE),
    "api-v1:gate-pair": Entry(post=EVERYONE),
    "api-v1:gate-list": Entry(get=frozenset({GATE_DEVICE, FOREIGN_DEVICE})),
    "api-v1:gate-scans": Entry(post=frozenset({GATE_DEVICE, FOREIGN_DEVICE, REVOKED_DEVICE})),
    # --- public ------------------------------------------------------------------------------
    "public:home": Entry(get=EVERYONE),
    "public:calendar": Entry(get=EVERYONE),
    "public:feed": Entry(get=EVERYONE),
    "public:event": Entry(get=EVERYONE, arguments=pk("event")),
    "public:event-ics": Entry(get=EVERYONE, arguments=pk("event")),
    "public:session-ics": Entry(get=EVERYONE, arguments=pk("session")),
    "public:register": both(EVERYONE, pk("session")),
    "public:registration": Entry(get=EVERYONE, arguments=code),
    "public:cancel": both(EVERYONE, code),
    "public:confirm": both(EVERYONE, code, leads_on=True),
    "public:group": Entry(get=EVERYONE, arguments=group_code),
    "public:confirm-group": both(EVERYONE, group_code, leads_on=True),
    "public:cancel-group": both(EVERYONE, group_code),
    "public:ticket": Entry(get=EVERYONE, arguments=code),
    "public:ticket-pdf": Entry(get=EVERYONE, arguments=code, leads_on=True),
    "public:ticket-png": Entry(get=EVERYONE, arguments=code, leads_on=True),
    "public:group-tickets": Entry(
        get=EVERYONE, arguments=lambda world: {"code": world.group.code}, leads_on=True
    ),
    "public:my-tickets": Entry(get=SIGNED_IN, leads_on=True),
    "public:my-registrations": Entry(get=SIGNED_IN),
    "public:withdraw-consent": Entry(
        post=frozenset({YOUTH_OWNER}),
        arguments=lambda world: {
            "pk": world.person.consents.get(text__purpose="PARTICIPATION").pk
        },
    ),
    "public:send-roster": both(EVERYONE, lambda world: {"token": f"list{world.word}"}),
    "public:sent-roster": Entry(
        get=EVERYONE,
        arguments=lambda world: {"token": f"list{world.word}", "pk": world.roster.pk},
    ),
    "public:wish": Entry(get=OWNER, arguments=pk("person")),
    "public:wish-sheet": Entry(get=OWNER, arguments=pk("person")),
    "public:stop-wish": Entry(post=OWNER, arguments=pk("person")),
    "public:wish-step": both(OWNER, lambda world: {"pk": world.person.pk, "step": "needs"}),
    # The questionnaire asks anybody; the code of a sheet without a name is the permission.
    "public:interests": Entry(get=EVERYONE),
    "public:interest-worker": Entry(get=EVERYONE),
    "public:interest-answer": both(EVERYONE, lambda world: {"count": 24}),
    "public:interest-sheet": Entry(get=EVERYONE, arguments=lambda world: {"count": 24}),
    "public:interest-result": Entry(
        get=EVERYONE, arguments=lambda world: {"code": world.open_sheet.code}
    ),
    "public:forget-result": Entry(
        post=EVERYONE, arguments=lambda world: {"code": world.open_sheet.code}
    ),
    "public:my-interests": Entry(get=OWNER, arguments=pk("person")),
    "public:keep-interest": both(
        OWNER, lambda world: {"pk": world.person.pk, "code": world.open_sheet.code}
    ),
    "public:my-interest": Entry(get=OWNER, arguments=pk("own_sheet")),
    "public:share-interest": Entry(post=OWNER, arguments=pk("own_sheet")),
    "public:unshare-interest": Entry(post=OWNER, arguments=pk("own_sheet")),
    "public:forget-interest": Entry(post=OWNER, arguments=pk("own_sheet")),
    "public:my-jobs": Entry(get=OWNER, arguments=pk("person")),
    "public:my-occupation": both(OWNER, pk("person")),
    "public:not-for-me": both(
        OWNER, lambda world: {"pk": world.person.pk, "vacancy_pk": world.vacancy.pk}
    ),
    "public:take-back-not-for-me": Entry(post=OWNER, arguments=pk("own_refusal")),
    "public:my-data": Entry(get=OWNER, arguments=pk("person")),
    "public:export": Entry(post=OWNER, arguments=pk("person")),
    "public:erasure-code": Entry(post=OWNER, arguments=pk("person")),
    "public:erase": both(OWNER, pk("person"), leads_on=True),
    "public:take-back": Entry(post=OWNER, arguments=pk("data_request")),
    "public:tell-start": both(OWNER, pk("hired")),
    "public:take-own-step": both(OWNER, lambda world: {"pk": world.hired.pk, "name": "withdraw"}),
    # The link of a message is itself the permission to answer; it names nobody.
    "public:home-check": both(EVERYONE, lambda world: {"token": home_link(world.home_check)}),
    "public:stay": both(EVERYONE, lambda world: {"token": check_link(world.check)}),
    "public:jobs": Entry(get=EVERYONE),
    "public:job-map": Entry(get=EVERYONE),
    "public:occupations": Entry(get=EVERYONE),
    "public:job": Entry(get=EVERYONE, arguments=pk("vacancy_abroad")),
    "public:report-job": both(EVERYONE, pk("vacancy_abroad")),
    "public:save-search": both(SIGNED_IN),
    "public:my-searches": Entry(get=SIGNED_IN),
    "public:search": Entry(
        get=EVERYONE, arguments=lambda world: {"code": world.saved_search.code}
    ),
    "public:stop-search": Entry(
        post=EVERYONE, arguments=lambda world: {"code": world.saved_search.code}
    ),
    "public:programme": Entry(get=EVERYONE),
    "public:privacy": Entry(get=EVERYONE),
    "public:robots": Entry(get=EVERYONE),
    # --- employers: form 03 for everybody, the desk for who holds its key --------------------
    "employers:register": both(EVERYONE),
    "employers:registered": Entry(get=EVERYONE),
    "employers:ask": both(EVERYONE, leads_on=True),
    "employers:asked": Entry(get=EVERYONE),
    "employers:enter": both(EVERYONE, lambda world: {"token": world.desk_link.token}),
    "employers:desk": Entry(get=DESKS),
    "employers:change": both(DESKS),
    "employers:add-contact": both(DESKS),
    "employers:change-contact": both(DESK, pk("employer_contact")),
    "employers:end-contact": Entry(post=DESK, arguments=pk("employer_contact")),
    "employers:add-vacancy": both(DESKS),
    "employers:vacancy": Entry(get=DESK, arguments=pk("vacancy")),
    "employers:change-vacancy": both(DESK, pk("own_draft")),
    "employers:vacancy-step": both(
        DESK, lambda world: {"pk": world.vacancy.pk, "step": "still-open"}
    ),
    "employers:leave": Entry(post=DESKS),
    # --- an employer's link: holding it is the permission --------------------------------------
    "answer:answer": both(EVERYONE, lambda world: {"token": links.token_of(world.answer_link)}),
    "answer:thanks": Entry(get=EVERYONE),
    # --- account -----------------------------------------------------------------------------
    "account:sign-in": Entry(get=EVERYONE, leads_on=True),
    "account:sign-out": Entry(post=SIGNED_IN | {NO_FACTOR}),
    "account:phone": both(EVERYONE, leads_on=True),
    "account:phone-code": both(EVERYONE, leads_on=True),
    "account:accept-invitation": both(EVERYONE, lambda world: {"token": f"token{world.word}"}),
    "account:secure": Entry(get=STAFF | {NO_FACTOR}, leads_on=True),
    "account:profile": both(SIGNED_IN),
    "account:demo-link": both(NOBODY, lambda world: {"token": world.link_token}),
    "account_login": both(EVERYONE, leads_on=True),
    "mfa_authenticate": both(EVERYONE, leads_on=True),
    "mfa_login_webauthn": both(EVERYONE, leads_on=True),
    "account_inactive": Entry(get=EVERYONE, leads_on=True),
    "account_reauthenticate": both(STAFF | {NO_FACTOR}, leads_on=True),
    "mfa_reauthenticate": both(STAFF | {NO_FACTOR}, leads_on=True),
    "mfa_reauthenticate_webauthn": both(STAFF | {NO_FACTOR}, leads_on=True),
    "account_set_password": both(STAFF | {NO_FACTOR}, leads_on=True),
    "account_change_password": both(STAFF, leads_on=True),
    "mfa_index": Entry(get=STAFF, leads_on=True),
    "mfa_list_webauthn": Entry(get=STAFF, leads_on=True),
    "mfa_activate_totp": both(STAFF | {NO_FACTOR}, leads_on=True),
    "mfa_deactivate_totp": both(STAFF, leads_on=True),
    "mfa_add_webauthn": both(STAFF | {NO_FACTOR}, leads_on=True),
    "mfa_remove_webauthn": both(STAFF, lambda world: {"pk": 1}, leads_on=True),
    "mfa_view_recovery_codes": both(STAFF, leads_on=True),
    "mfa_generate_recovery_codes": both(STAFF, leads_on=True),
    # --- workspace: the programme and its plans ----------------------------------------------
    "workspace:desk": Entry(get=SIGNED_IN),
    "workspace:programme:current": Entry(get=OFFICES, leads_on=True),
    "workspace:programme:detail": Entry(get=OFFICE, arguments=pk("programme")),
    "workspace:programme:appoint": both(PALACE & (LEADERS | ADMINISTRATORS), of_unit("programme")),
    "workspace:programme:start": both(LEADERS, pk("programme"), leads_on=True),
    "workspace:programme:close": both(LEADERS, pk("programme"), leads_on=True),
    "workspace:programme:renew": both(LEADERS, pk("programme"), leads_on=True),
    "workspace:plans:list": Entry(get=OFFICES),
    "workspace:plans:open": both(everywhere(Role.COORDINATOR, Role.FOCAL_POINT)),
    "workspace:plans:version": Entry(get=OFFICE, arguments=pk("draft_version")),
    "workspace:plans:propose": both(PLANNERS, pk("draft_version")),
    "workspace:plans:approve": both(PALACE & LEADERS, of_unit("proposed_version")),
    "workspace:plans:return": both(LEADERS, pk("proposed_version")),
    "workspace:plans:add-line": both(PLANNERS, pk("draft_version")),
    "workspace:plans:change-line": both(PLANNERS, pk("draft_line")),
    "workspace:plans:swap-units": Entry(post=PLANNERS, arguments=pk("draft_line")),
    "workspace:plans:remove-line": both(PLANNERS, pk("draft_line")),
    # --- workspace: events, registrations, attendance ----------------------------------------
    "workspace:events:list": Entry(get=PARTNERS),
    "workspace:events:choose-line": Entry(get=everywhere(Role.COORDINATOR, Role.FOCAL_POINT)),
    "workspace:events:create": both(ORGANISERS, lambda world: {"line_pk": world.line.pk}),
    "workspace:events:detail": Entry(get=OFFICE | VOLUNTEER, arguments=pk("event")),
    "workspace:events:change": both(ORGANISERS, pk("event")),
    "workspace:events:move": both(
        ORGANISERS, lambda world: {"pk": world.event.pk, "to": "closed"}
    ),
    "workspace:events:add-session": both(ORGANISERS, pk("event")),
    "workspace:events:change-session": both(ORGANISERS, pk("session")),
    "workspace:events:change-capacity": both(ORGANISERS, pk("session")),
    "workspace:events:assign-volunteer": both(ORGANISERS, pk("event")),
    "workspace:events:release-volunteer": Entry(
        post=ORGANISERS,
        arguments=lambda world: {"pk": world.event.pk, "staff_pk": world.assignment.pk},
    ),
    "workspace:events:groups": Entry(get=PEOPLE | VOLUNTEER, arguments=pk("session")),
    "workspace:events:reserve-places": both(ORGANISERS, pk("session")),
    "workspace:events:release-places": Entry(post=ORGANISERS, arguments=pk("reserved")),
    "workspace:events:cancel-group": both(ORGANISERS, pk("group")),
    "workspace:events:messages": Entry(get=PEOPLE, arguments=pk("event")),
    "workspace:events:registrations": Entry(get=PEOPLE | VOLUNTEER, arguments=pk("session")),
    "workspace:events:print-list": Entry(get=PEOPLE | VOLUNTEER, arguments=pk("session")),
    "workspace:events:register": both(DOOR, pk("session")),
    "workspace:events:cancel-registration": both(ORGANISERS, pk("registration")),
    "workspace:events:attendance": Entry(get=DOOR | VOLUNTEER, arguments=pk("event")),
    "workspace:events:mark": Entry(post=DOOR | VOLUNTEER, arguments=pk("registration")),
    "workspace:events:mark-all": both(DOOR | VOLUNTEER, pk("session")),
    "workspace:events:walk-in": both(DOOR | VOLUNTEER, pk("session")),
    "workspace:events:correct-attendance": both(ORGANISERS, pk("attendance")),
    "workspace:events:gates": Entry(get=DOOR | VOLUNTEER, arguments=pk("event")),
    "workspace:events:add-gate": both(ORGANISERS, pk("event")),
    "workspace:events:gate-inbox": Entry(get=ORGANISERS, arguments=pk("event")),
    "workspace:events:answer-double": both(
        ORGANISERS,
        lambda world: {"pk": world.event.pk, "registration_pk": world.registration.pk},
    ),
    "workspace:events:add-device": both(ORGANISERS, pk("gate")),
    "workspace:events:revoke-device": both(ORGANISERS, pk("device")),
    # --- workspace: job fairs ----------------------------------------------------------------
    "workspace:fairs:overview": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:fairs:set-up": both(ORGANISERS, pk("event")),
    "workspace:fairs:invite": both(ORGANISERS, pk("event")),
    "workspace:fairs:hall": both(ORGANISERS, pk("event")),
    "workspace:fairs:hall-plan": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:fairs:add-bus": both(ORGANISERS, pk("event")),
    "workspace:fairs:candidates": Entry(get=PEOPLE, arguments=pk("event")),
    "workspace:fairs:ask": both(ORGANISERS, pk("event")),
    "workspace:fairs:day": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:fairs:outcomes": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:fairs:booth": Entry(get=OFFICE, arguments=pk("booth")),
    "workspace:fairs:change-booth": both(ORGANISERS, pk("booth")),
    "workspace:fairs:give-up": both(ORGANISERS, pk("booth")),
    "workspace:fairs:booth-pdf": Entry(get=PEOPLE, arguments=pk("booth")),
    "workspace:fairs:desk": Entry(get=DOOR, arguments=pk("booth")),
    "workspace:fairs:marks": Entry(post=DOOR, arguments=pk("booth")),
    "workspace:fairs:change-bus": both(ORGANISERS, pk("bus")),
    "workspace:fairs:bus-pdf": Entry(get=PEOPLE, arguments=pk("bus")),
    "workspace:fairs:wishes": both(ORGANISERS, pk("registration")),
    "workspace:fairs:place": Entry(post=DOOR, arguments=pk("candidate")),
    "workspace:fairs:introduce": Entry(post=COUNSELLORS, arguments=pk("meeting")),
    "workspace:fairs:timetable": Entry(get=OFFICE, arguments=pk("timetable")),
    "workspace:fairs:publish": both(ORGANISERS, pk("timetable")),
    "workspace:fairs:discard": both(ORGANISERS, pk("timetable")),
    "workspace:fairs:certificate": Entry(get=ORGANISERS, arguments=pk("timetable")),
    # --- the fair at an employer's desk, and for everybody -----------------------------------
    "employers:fair": Entry(get=DESK, arguments=pk("booth")),
    "employers:answer-fair": both(DESK, pk("booth")),
    "employers:decline-fair": both(DESK, pk("booth")),
    "employers:fair-people": both(DESK, pk("booth")),
    "employers:fair-day": Entry(get=DESK, arguments=pk("booth")),
    "employers:fair-marks": Entry(post=DESK, arguments=pk("booth")),
    "public:fair": Entry(get=EVERYONE, arguments=pk("event")),
    "public:interviews": both(EVERYONE, code),
    "public:interviews-ics": Entry(get=EVERYONE, arguments=code),
    "public:screen": Entry(get=EVERYONE, arguments=lambda world: {"code": world.fair.screen_code}),
    "workspace:fairs:add-candidate": Entry(get=ORGANISERS, arguments=pk("event")),
    "public:agree-introduction": Entry(post=EVERYONE, arguments=code),
    "public:desk-worker": Entry(get=EVERYONE),
    # --- days of careers ---------------------------------------------------------------------
    "workspace:careerdays:overview": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:careerdays:set-up": Entry(post=ORGANISERS, arguments=pk("event")),
    "workspace:careerdays:add-item": both(ORGANISERS, pk("event")),
    "workspace:careerdays:change-item": both(ORGANISERS, pk("item")),
    "workspace:careerdays:remove-item": Entry(post=ORGANISERS, arguments=pk("item")),
    "workspace:careerdays:add-employer": both(ORGANISERS, pk("event")),
    "workspace:careerdays:remove-employer": Entry(post=ORGANISERS, arguments=pk("present")),
    "workspace:careerdays:questions": Entry(get=DOOR, arguments=pk("event")),
    "workspace:careerdays:open-questions": Entry(post=DOOR, arguments=pk("event")),
    "workspace:careerdays:move-question": Entry(post=DOOR, arguments=pk("question")),
    "workspace:careerdays:poster": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:careerdays:outcomes": Entry(get=OFFICE, arguments=pk("event")),
    "workspace:careerdays:find": Entry(get=DOOR, arguments=pk("event")),
    "workspace:follow-ups:list": Entry(get=WITH_TALKS),
    "workspace:follow-ups:done": Entry(post=PROPOSERS, arguments=pk("follow_up")),
    "workspace:follow-ups:drop": both(PROPOSERS, pk("follow_up")),
    "workspace:follow-ups:write": both(DOOR, pk("registration")),
    "public:day": Entry(get=EVERYONE, arguments=pk("event")),
    "public:ask": both(EVERYONE, lambda world: {"code": world.day.ask_code}),
    "public:ask-too": Entry(
        post=EVERYONE,
        arguments=lambda world: {"code": world.day.ask_code, "pk": world.shown_question.pk},
    ),
    "public:hall": Entry(get=EVERYONE, arguments=lambda world: {"code": world.day.screen_code}),
    "public:follow-up": both(EVERYONE, code),
    "public:how-was-it": both(EVERYONE, lambda world: {"token": token_of(world.feedback_link)}),
    "employers:view-of-day": both(DESK, pk("view")),
    # --- workspace: lists of schools and units -----------------------------------------------
    "workspace:rosters:template": Entry(get=PARTNERS),
    "workspace:rosters:list": Entry(get=DOOR, arguments=pk("event")),
    "workspace:rosters:upload": both(DOOR, pk("session")),
    "workspace:rosters:make-link": both(ORGANISERS, pk("session")),
    "workspace:rosters:revoke-link": Entry(post=ORGANISERS, arguments=pk("roster_link")),
    "workspace:rosters:detail": Entry(get=DOOR, arguments=pk("roster")),
    "workspace:rosters:columns": both(DOOR, lambda world: {"pk": world.roster.pk, "sheet": 0}),
    "workspace:rosters:contact": both(DOOR, pk("roster")),
    "workspace:rosters:row": both(DOOR, pk("roster_row")),
    "workspace:rosters:confirm": both(ORGANISERS, pk("roster")),
    "workspace:rosters:undo": both(ORGANISERS, pk("taken_roster")),
    "workspace:rosters:discard": both(DOOR, pk("roster")),
    "workspace:rosters:problems-xlsx": Entry(get=DOOR, arguments=pk("roster")),
    "workspace:rosters:problems-csv": Entry(get=DOOR, arguments=pk("roster")),
    "workspace:rosters:sheets": Entry(get=DOOR, arguments=pk("roster")),
    "workspace:rosters:sheets-pdf": Entry(get=DOOR, arguments=pk("roster")),
    # --- workspace: introductions ------------------------------------------------------------
    "workspace:referrals:inbox": Entry(
        get=everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
    ),
    "workspace:referrals:detail": Entry(get=PEOPLE, arguments=pk("referral")),
    "workspace:referrals:choose": Entry(get=COUNSELLORS | PROPOSERS, arguments=pk("introduced")),
    "workspace:referrals:begin": both(
        COUNSELLORS | PROPOSERS,
        lambda world: {"pk": world.introduced.pk, "vacancy_pk": world.vacancy.pk},
    ),
    "workspace:referrals:take-step": both(
        CALLERS, lambda world: {"pk": world.referral.pk, "name": "hire"}
    ),
    "workspace:referrals:undo": Entry(post=PEOPLE, arguments=pk("referral")),
    "workspace:referrals:slip-pdf": Entry(get=COUNSELLORS, arguments=pk("referral")),
    "workspace:referrals:slip-docx": Entry(get=COUNSELLORS, arguments=pk("referral")),
    "workspace:referrals:notice-pdf": Entry(get=COUNSELLORS, arguments=pk("referral")),
    "workspace:referrals:slips-pdf": Entry(get=COUNSELLORS, leads_on=True),
    # --- workspace: vacancies --------------------------------------------------------------
    "workspace:vacancies:list": Entry(get=OFFICES),
    "workspace:vacancies:queue": Entry(get=OFFICES),
    "workspace:vacancies:choose-employer": Entry(get=HIRING),
    "workspace:vacancies:add": both(HIRING, lambda world: {"pk": world.vacancy.employer_id}),
    "workspace:vacancies:upload": both(HIRING, lambda world: {"pk": world.vacancy.employer_id}),
    "workspace:vacancies:detail": Entry(get=OFFICE, arguments=pk("draft_vacancy")),
    "workspace:vacancies:change": both(HIRING, pk("vacancy")),
    "workspace:vacancies:terms": both(HIRING, pk("vacancy_abroad")),
    "workspace:vacancies:step": both(
        HIRING, lambda world: {"pk": world.draft_vacancy.pk, "step": "publish"}
    ),
    "workspace:vacancies:reports": Entry(get=OFFICES),
    "workspace:vacancies:decide": both(HIRING, pk("vacancy_report")),
    "workspace:vacancies:lists": Entry(get=OFFICES),
    "workspace:vacancies:list-detail": Entry(get=HIRING, arguments=pk("vacancy_list")),
    "workspace:vacancies:columns": both(
        HIRING, lambda world: {"pk": world.vacancy_list.pk, "sheet": 0}
    ),
    "workspace:vacancies:row": both(HIRING, pk("vacancy_row")),
    "workspace:vacancies:confirm": both(HIRING, pk("vacancy_list")),
    "workspace:vacancies:undo": both(HIRING, pk("taken_list")),
    "workspace:vacancies:discard": both(HIRING, pk("vacancy_list")),
    # --- workspace: people, members, figures -------------------------------------------------
    "workspace:people:list": Entry(get=WITH_PEOPLE | EVERY_OFFICER),
    "workspace:people:open": Entry(post=NEAR_PEOPLE, arguments=pk("person")),
    "workspace:people:detail": Entry(get=NEAR_PEOPLE, arguments=pk("person"), leads_on=True),
    "workspace:people:withdraw-consent": both(
        NEAR_PEOPLE,
        lambda world: {"pk": world.person.pk, "purpose": "participation"},
        leads_on=True,
    ),
    "workspace:people:duplicates": Entry(
        get=everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
    ),
    "workspace:people:open-pair": Entry(post=PEOPLE, arguments=pk("pair")),
    "workspace:people:compare": Entry(get=PEOPLE, arguments=pk("pair")),
    "workspace:people:keep": both(
        PEOPLE, lambda world: {"pk": world.pair.pk, "person_pk": world.person.pk}
    ),
    "workspace:people:different": Entry(post=PEOPLE, arguments=pk("pair")),
    "workspace:people:undo-merge": both(PEOPLE, pk("merge")),
    # --- workspace: employers ----------------------------------------------------------------
    "workspace:employers:list": Entry(get=OFFICES),
    "workspace:employers:enter": both(KEEPERS),
    "workspace:employers:detail": Entry(get=OFFICE, arguments=pk("employer")),
    "workspace:employers:change": both(KEEPERS, pk("employer")),
    "workspace:employers:check": both(CHECKERS, pk("employer")),
    "workspace:employers:step": both(
        CHECKERS, lambda world: {"pk": world.employer.pk, "to": "suspend"}
    ),
    "workspace:employers:history": Entry(get=OFFICE, arguments=pk("employer")),
    "workspace:employers:add-contact": both(KEEPERS, pk("employer")),
    "workspace:employers:change-contact": both(KEEPERS, pk("employer_contact")),
    "workspace:employers:end-contact": Entry(post=KEEPERS, arguments=pk("employer_contact")),
    "workspace:employers:send-link": Entry(post=KEEPERS, arguments=pk("employer_contact")),
    "workspace:employers:end-desks": Entry(post=KEEPERS, arguments=pk("employer")),
    "workspace:employers:add-branch": both(KEEPERS, pk("employer")),
    "workspace:employers:end-branch": Entry(post=KEEPERS, arguments=pk("branch")),
    "workspace:employers:enter-licence": both(KEEPERS, pk("employer")),
    "workspace:employers:look-up-licence": both(KEEPERS, pk("licence")),
    "workspace:employers:withdraw-licence": both(KEEPERS, pk("licence")),
    "workspace:employers:duplicates": Entry(get=OFFICES),
    "workspace:employers:compare": Entry(get=OFFICE, arguments=pk("same_pair")),
    "workspace:employers:same": both(
        KEEPERS, lambda world: {"pk": world.same_pair.pk, "kept_pk": world.employer.pk}
    ),
    "workspace:employers:different": Entry(post=KEEPERS, arguments=pk("same_pair")),
    "workspace:people:wish": Entry(get=NEAR_PEOPLE, arguments=pk("person"), leads_on=True),
    "workspace:people:wish-sheet": Entry(get=NEAR_PEOPLE, arguments=pk("person"), leads_on=True),
    "workspace:people:wish-step": both(
        DOOR, lambda world: {"pk": world.person.pk, "step": "needs"}, leads_on=True
    ),
    # --- appointments: free times are everybody's; one appointment is its holder's ---------------
    "public:appointments": Entry(get=EVERYONE),
    "public:book": both(EVERYONE, leads_on=True),
    "public:booking-sent": Entry(get=EVERYONE),
    "public:booking-link": Entry(
        get=EVERYONE,
        arguments=lambda world: {
            "pk": world.booking_link.pk,
            "secret": booking_secret(world.booking_link.pk),
        },
        leads_on=True,
    ),
    "public:group-times": both(OWNER, pk("block")),
    "public:appointment": Entry(get=EVERYONE, arguments=talk_code),
    "public:appointment-ics": Entry(get=EVERYONE, arguments=talk_code),
    "public:confirm-appointment": Entry(post=EVERYONE, arguments=talk_code),
    "public:cancel-appointment": both(EVERYONE, talk_code),
    "public:move-appointment": both(EVERYONE, talk_code),
    **{
        f"workspace:appointments:{name}": Entry(get=WITH_TALKS)
        for name in ("day", "week", "print", "hours", "walk-in", "blocks")
    },
    "workspace:appointments:enter": both(WITH_TALKS),
    "workspace:appointments:detail": Entry(get=DOOR, arguments=pk("talk")),
    **{
        f"workspace:appointments:{name}": Entry(post=DOOR, arguments=pk("talk"))
        for name in ("came", "no-show", "undo")
    },
    "workspace:appointments:cancel": both(DOOR, pk("talk")),
    "workspace:appointments:move": both(DOOR, pk("talk")),
    "workspace:appointments:choose": Entry(get=DOOR, arguments=pk("person")),
    "workspace:appointments:book": both(DOOR, pk("person"), leads_on=True),
    "workspace:appointments:send-link": both(DOOR, pk("person")),
    "workspace:appointments:receive": both(DOOR, pk("person")),
    "workspace:appointments:add-hours": both(
        everywhere(Role.COORDINATOR, Role.COUNSELLOR), leads_on=True
    ),
    "workspace:appointments:add-absence": both(
        everywhere(Role.COORDINATOR, Role.COUNSELLOR), leads_on=True
    ),
    "workspace:appointments:add-place": both(everywhere(Role.COORDINATOR, Role.COUNSELLOR)),
    "workspace:appointments:end-hours": both(
        frozenset({"palace " + Role.COORDINATOR}), pk("talk_hours")
    ),
    "workspace:appointments:remove-absence": Entry(post=PALACE & DOOR, arguments=pk("absence")),
    "workspace:appointments:close-place": Entry(
        post=PALACE & DOOR, arguments=lambda world: {"pk": world.talk.place_id}
    ),
    "workspace:appointments:open-block": both(DOOR, pk("session")),
    "workspace:appointments:block": Entry(get=PALACE & DOOR, arguments=pk("block")),
    "workspace:appointments:close-block": Entry(post=PALACE & DOOR, arguments=pk("block")),
    # --- workspace: the sheet of a class, by those who run the event of either unit -----------
    "workspace:schools:make": both(DOOR, pk("school_class")),
    "workspace:schools:detail": Entry(get=DOOR, arguments=pk("class_report")),
    "workspace:schools:xlsx": Entry(get=DOOR, arguments=pk("class_report")),
    "workspace:schools:discard": both(DOOR, pk("class_report")),
    # --- workspace: interests. A counsellor sees what was shared; a class sees averages --------
    "workspace:people:interests": Entry(
        get=roles(Role.COUNSELLOR),
        arguments=lambda world: {"pk": world.person.pk, "sheet_pk": world.shared_sheet.pk},
        leads_on=True,
    ),
    "workspace:people:interests-together": both(
        DOOR, lambda world: {"pk": world.person.pk, "count": 24}, leads_on=True
    ),
    "workspace:interests:list": Entry(get=OFFICES),
    "workspace:interests:open": both(
        everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
    ),
    "workspace:interests:reliability": Entry(get=OFFICES),
    "workspace:interests:count": Entry(
        post=everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
    ),
    "workspace:interests:detail": Entry(get=PALACE & DOOR, arguments=pk("sitting")),
    "workspace:interests:close": both(PALACE & DOOR, pk("sitting")),
    "workspace:interests:papers": both(PALACE & DOOR, pk("sitting")),
    "workspace:interests:papers-pdf": Entry(
        get=PALACE & DOOR, arguments=pk("sitting"), leads_on=True
    ),
    "workspace:interests:enter": both(PALACE & DOOR, pk("sitting")),
    # --- workspace: suggestions ----------------------------------------------------------------
    "workspace:matching:overview": Entry(get=OFFICES),
    "workspace:matching:change-rules": both(frozenset({"centre " + Role.LEADER})),
    "workspace:matching:rounds": Entry(get=GRADERS | {"centre " + Role.LEADER}),
    "workspace:matching:prepare-round": Entry(post=GRADERS),
    "workspace:matching:round": Entry(
        get=GRADERS | {"centre " + Role.LEADER}, arguments=pk("grading_round")
    ),
    "workspace:matching:sheet": Entry(
        get=GRADERS | {"centre " + Role.LEADER}, arguments=pk("grading_round")
    ),
    "workspace:matching:grade": both(COUNSELLORS, pk("grading_round")),
    "workspace:matching:person": Entry(get=DOOR, arguments=pk("person"), leads_on=True),
    "workspace:matching:put-aside": both(
        DOOR,
        lambda world: {"pk": world.person.pk, "vacancy_pk": world.vacancy.pk},
        leads_on=True,
    ),
    "workspace:matching:take-back": Entry(post=DOOR, arguments=pk("refusal")),
    "workspace:matching:vacancy": Entry(get=DOOR, arguments=pk("vacancy")),
    # --- workspace: who is at work, the way there in figures, requests about data ------------
    "public:correct": both(OWNER, pk("person")),
    "public:restrict": Entry(post=OWNER, arguments=pk("person")),
    "public:lift-restriction": Entry(post=OWNER, arguments=pk("person")),
    "workspace:correct-person": both(PEOPLE, pk("person")),
    "workspace:restrict-person": both(PEOPLE, pk("person")),
    "workspace:lift-restriction": both(PEOPLE, pk("person")),
    "workspace:assistance:list": Entry(get=TALKERS),
    "workspace:assistance:begin-new": both(TALKERS),
    "workspace:assistance:begin": both(DOOR | OFFICERS, pk("person")),
    "workspace:assistance:talk": Entry(get=TALKER, arguments=pk("together")),
    "workspace:assistance:consents": both(TALKER, pk("together"), leads_on=True),
    "workspace:assistance:wish-step": both(
        TALKER, lambda world: {"pk": world.together.pk, "step": "first"}, leads_on=True
    ),
    "workspace:assistance:register": both(TALKER, pk("together")),
    "workspace:assistance:summary": Entry(get=TALKER, arguments=pk("together")),
    "workspace:assistance:end": Entry(post=TALKER, arguments=pk("together")),
    "workspace:soldiers:list": Entry(get=WITH_PEOPLE | EVERY_OFFICER),
    "workspace:soldiers:enter": both(TALKERS),
    "workspace:soldiers:sheet": Entry(get=TALKERS),
    "workspace:soldiers:take-over": both(DOOR, pk("army_session")),
    "workspace:soldiers:enter-person": both(DOOR, pk("person")),
    "workspace:soldiers:discharge": both(
        everywhere(Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR), leads_on=True
    ),
    "workspace:soldiers:record-check": both(DOOR | OFFICERS, pk("home_check")),
    "workspace:soldiers:mark-helped": Entry(post=DOOR, arguments=pk("home_check")),
    "workspace:soldiers:detail": Entry(get=NEAR_PEOPLE, arguments=pk("service")),
    "workspace:soldiers:change": both(DOOR, pk("service")),
    "workspace:soldiers:step": both(
        DOOR, lambda world: {"pk": world.service.pk, "step": "still-serving"}
    ),
    "workspace:placements:list": Entry(get=WITH_PEOPLE),
    "workspace:placements:tasks": Entry(get=WITH_PEOPLE),
    "workspace:placements:end-task": both(DOOR, pk("task")),
    "workspace:placements:record-check": both(DOOR, pk("check")),
    "workspace:placements:record-start": both(CENTRE & DOOR, pk("hired")),
    "workspace:placements:prepare-departure": both(CENTRE & DOOR, pk("abroad_hired")),
    "workspace:placements:detail": Entry(get=PEOPLE, arguments=pk("abroad")),
    "workspace:placements:change-facts": both(CENTRE & DOOR, pk("placement")),
    "workspace:placements:record-no-start": both(CENTRE & DOOR, pk("placement")),
    "workspace:placements:reopen": both(DOOR, pk("placement"), leads_on=True),
    "workspace:placements:record-step": both(
        DOOR, lambda world: {"pk": world.abroad.pk, "stage": "training"}
    ),
    "workspace:placements:tell-family": both(DOOR, pk("abroad")),
    "workspace:funnel": Entry(get=OFFICES),
    # --- the safe channel: one about the Palace, read by who is named in the Centre ------------
    "public:safe": Entry(get=EVERYONE),
    "public:safe-write": both(EVERYONE),
    "public:safe-back": both(EVERYONE),
    "public:safe-poster": Entry(get=EVERYONE),
    "public:ways": both(
        EVERYONE,
        lambda world: {"pk": world.person.pk, "secret": ways_secret(world.person.pk)},
    ),
    "workspace:concerns:list": Entry(get=READER),
    "workspace:concerns:detail": Entry(get=READER, arguments=pk("concern")),
    "workspace:concerns:read": Entry(post=READER, arguments=pk("concern")),
    "workspace:concerns:answer": both(READER, pk("concern")),
    "workspace:concerns:ask": both(READER, pk("concern")),
    "workspace:concerns:pass-on": both(READER, pk("concern")),
    "workspace:concerns:close": both(READER, pk("concern")),
    "workspace:concerns:figures": Entry(get=READER | everywhere(Role.LEADER)),
    "workspace:concerns:recipients": both(everywhere(Role.LEADER)),
    "workspace:concerns:end-recipient": Entry(post=LEADERS & CENTRE, arguments=pk("recipient")),
    "workspace:concerns:handovers": Entry(get=WITH_TALKS),
    "workspace:concerns:handover": Entry(post=HIRING, arguments=pk("handover")),
    # --- notices of units, and what did not arrive ---------------------------------------------
    "workspace:notices:list": Entry(get=ALL_STAFF | FOREIGN_STAFF | {OTHER_COMMUNE}),
    "workspace:notices:choice": both(ALL_STAFF | FOREIGN_STAFF | {OTHER_COMMUNE}),
    "workspace:notices:undelivered": Entry(get=WITH_PEOPLE | everywhere(Role.ADMINISTRATOR)),
    "workspace:notices:send-again": Entry(post=PEOPLE, arguments=pk("failed_message")),
    "workspace:data-requests:list": Entry(get=everywhere(Role.DATA_OFFICER)),
    "workspace:data-requests:ask": both(OFFICER, pk("person")),
    "workspace:data-requests:detail": Entry(get=OFFICER, arguments=pk("data_request")),
    "workspace:data-requests:reply": Entry(post=OFFICER, arguments=pk("data_request")),
    "workspace:data-requests:finish": both(OFFICER, pk("data_request")),
    "workspace:data-requests:refuse": both(OFFICER, pk("data_request")),
    "workspace:data-requests:export": Entry(post=OFFICER, arguments=pk("data_request")),
    "workspace:members:list": Entry(get=everywhere(Role.ADMINISTRATOR)),
    "workspace:members:invite": both(everywhere(Role.ADMINISTRATOR)),
    "workspace:members:withdraw-invitation": Entry(
        post=PALACE & ADMINISTRATORS, arguments=pk("invitation")
    ),
    "workspace:members:end-membership": both(PALACE & ADMINISTRATORS, pk("membership")),
    "workspace:members:reset-sign-in": both(PALACE & ADMINISTRATORS, pk("membership")),
    "workspace:members:deactivate": both(PALACE & ADMINISTRATORS, pk("membership")),
    "workspace:reports:overview": Entry(get=OFFICES),
    "workspace:reports:plan-done": Entry(get=OFFICES),
    "workspace:reports:month": Entry(get=OFFICES, arguments=november),
    "workspace:reports:month-docx": Entry(get=OFFICES, arguments=november),
    "workspace:reports:month-xlsx": Entry(get=OFFICES, arguments=november),
    "workspace:reports:write": both(
        everywhere(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT), november
    ),
    "workspace:reports:explain": both(
        everywhere(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT),
        lambda world: {"month": "2026-02"},
        leads_on=True,
    ),
    # --- figures of any period: both offices read, two units close, lists open by who may see
    "workspace:reports:leaders": Entry(get=OFFICES),
    "workspace:reports:catalogue": Entry(get=OFFICES),
    "workspace:reports:report": Entry(get=OFFICES, arguments=report_of("coordination")),
    "workspace:reports:report-file": Entry(
        get=OFFICES, arguments=report_of("rhythm", form="json")
    ),
    "workspace:reports:behind": Entry(get=OFFICES, arguments=span("2026-11")),
    "workspace:reports:period": Entry(get=OFFICES, arguments=span("2026-05")),
    "workspace:reports:propose": both(FIGURE_WRITERS, span("2026-03")),
    "workspace:reports:confirm": both(
        frozenset(one for one in FIGURE_WRITERS if one.startswith("centre ")), span("2026-04")
    ),
    "workspace:reports:give-back": both(FIGURE_WRITERS, span("2026-04")),
    "workspace:reports:amend": both(FIGURE_WRITERS, span("2026-05")),
    "workspace:reports:version": Entry(
        get=OFFICE, arguments=lambda world: {"pk": world.version.pk, "code": "coordination"}
    ),
    "workspace:reports:version-file": Entry(
        get=OFFICE,
        arguments=lambda world: {"pk": world.version.pk, "code": "rhythm", "form": "json"},
    ),
    "workspace:reports:version-behind": Entry(get=OFFICE, arguments=pk("version")),
    "workspace:reports:exports": Entry(get=OFFICES),
    "workspace:reports:ask-export": both(
        everywhere(Role.COORDINATOR, Role.FOCAL_POINT), span("2026-11")
    ),
    "workspace:reports:approve-export": Entry(post=EXPORT_DECIDERS, arguments=pk("export")),
    "workspace:reports:refuse-export": both(EXPORT_DECIDERS, pk("export")),
    # Only who asked for it: no principal here.
    "workspace:reports:fetch-export": Entry(arguments=pk("ready_export")),
    # --- cases: the record by the unit, notes by few, emergencies by who is told of them
    "workspace:cases:list": Entry(get=everywhere(Role.COUNSELLOR, Role.COORDINATOR)),
    "workspace:cases:absence": both(everywhere(Role.COUNSELLOR, Role.COORDINATOR)),
    "workspace:cases:end-absence": Entry(post=SUPERVISOR, arguments=pk("absence")),
    "workspace:cases:emergencies": Entry(
        get=everywhere(Role.COUNSELLOR, Role.COORDINATOR, Role.DATA_OFFICER)
    ),
    "workspace:cases:seen": Entry(
        post=SUPERVISOR | {"palace " + Role.DATA_OFFICER}, arguments=pk("opening")
    ),
    "workspace:cases:open": both(CASEWORKERS, pk("person")),
    "workspace:cases:detail": Entry(get=OF_THE_CASE, arguments=pk("case")),
    "workspace:cases:print": Entry(get=SUPERVISOR, arguments=pk("case")),
    "workspace:cases:notes": Entry(post=SUPERVISOR, arguments=pk("case")),
    "workspace:cases:emergency": both(OF_THE_CASE - SUPERVISOR, pk("case")),
    "workspace:cases:record": both(SUPERVISOR, pk("case")),
    "workspace:cases:contact": both(SUPERVISOR, pk("case")),
    "workspace:cases:write-appointment": both(
        SUPERVISOR, lambda world: {"pk": world.case.pk, "appointment_pk": world.kept_talk.pk}
    ),
    "workspace:cases:add-step": both(SUPERVISOR, pk("case")),
    "workspace:cases:step-done": Entry(post=SUPERVISOR, arguments=pk("step")),
    "workspace:cases:drop-step": both(SUPERVISOR, pk("step")),
    "workspace:cases:wait": both(SUPERVISOR, pk("case")),
    "workspace:cases:go-on": Entry(post=SUPERVISOR, arguments=pk("case")),
    "workspace:cases:close": both(SUPERVISOR, pk("case")),
    "workspace:cases:reopen": both(OF_THE_CASE, pk("case")),
    "workspace:cases:take": Entry(post=OF_THE_CASE, arguments=pk("case")),
    "workspace:cases:queue": Entry(post=SUPERVISOR, arguments=pk("case")),
    "workspace:cases:assign": both(SUPERVISOR, pk("case")),
    "workspace:cases:transfer": both(SUPERVISOR, pk("case")),
    "workspace:cases:accept": Entry(post=ASKED, arguments=pk("transfer")),
    "workspace:cases:decline": both(ASKED, pk("transfer")),
    "workspace:cases:take-back": Entry(post=SUPERVISOR, arguments=pk("transfer")),
    "workspace:cases:give-back": Entry(post=CASEWORKERS, arguments=pk("transfer")),
    # --- what both units share: difficulties, threads, promises, meetings, contact members
    "public:help": Entry(get=EVERYONE),
    "public:help-link": both(EVERYONE, help_link),
    "public:group-help": both(EVERYONE, group_code),
    "public:my-help": both(OWNER, pk("person")),
    "public:my-difficulty": both(OWNER, pk("own_difficulty")),
    "public:reopen-difficulty": both(OWNER, pk("ended_difficulty"), leads_on=True),
    "employers:tell": both(DESKS),
    **{
        f"workspace:coordination:{name}": Entry(get=TOGETHER)
        for name in ("home", "contacts", "threads", "promises", "meetings", "requests")
    },
    "workspace:coordination:list": Entry(get=TOGETHER | EVERY_OFFICER),
    "workspace:coordination:tell": both(TOGETHER | EVERY_OFFICER),
    "workspace:coordination:detail": Entry(get=BOTH_UNITS, arguments=pk("difficulty")),
    "workspace:coordination:print": Entry(get=BOTH_UNITS, arguments=pk("difficulty")),
    "workspace:coordination:comment": Entry(post=BOTH_UNITS, arguments=pk("difficulty")),
    "workspace:coordination:note": Entry(post=BOTH_UNITS, arguments=pk("difficulty")),
    "workspace:coordination:take-step": both(
        OF_THE_QUEUE, lambda world: {"pk": world.difficulty.pk, "name": "take"}
    ),
    "workspace:coordination:seen": Entry(post=OF_THE_QUEUE, arguments=pk("notice")),
    "workspace:coordination:absence": both(TOGETHER),
    "workspace:coordination:end-absence": Entry(
        post=PALACE & LEADERS, arguments=pk("contact_absence")
    ),
    "workspace:coordination:appoint": both(PALACE & LEADERS, of_unit("programme")),
    "workspace:coordination:hand-over": both(PALACE & LEADERS, pk("point")),
    "workspace:coordination:open-thread": both(TOGETHER),
    "workspace:coordination:thread": Entry(get=BOTH_UNITS, arguments=pk("thread")),
    **{
        f"workspace:coordination:{name}": Entry(post=BOTH_UNITS, arguments=pk("thread"))
        for name in ("post", "decide", "promise")
    },
    "workspace:coordination:keep-promise": Entry(post=OF_THE_QUEUE, arguments=pk("promise")),
    "workspace:coordination:drop-promise": both(OF_THE_QUEUE, pk("promise")),
    "workspace:coordination:set-meeting": both(
        everywhere(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)
    ),
    "workspace:coordination:meeting": Entry(get=BOTH_UNITS, arguments=pk("joint_meeting")),
    "workspace:coordination:minutes-docx": Entry(get=BOTH_UNITS, arguments=pk("joint_meeting")),
    "workspace:coordination:add-point": both(CHAIRS, pk("joint_meeting")),
    "workspace:coordination:write-point": both(CHAIRS, pk("agenda_item")),
    "workspace:coordination:close-minutes": both(CHAIRS, pk("joint_meeting")),
    "workspace:coordination:cancel-meeting": both(CHAIRS, pk("joint_meeting")),
    "workspace:coordination:enter-request": both(
        everywhere(Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)
    ),
    "workspace:coordination:plan-request": both(PLANNERS, pk("plan_request"), leads_on=True),
    "workspace:coordination:decline-request": both(PLANNERS, pk("plan_request")),
}

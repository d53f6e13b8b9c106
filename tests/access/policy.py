"""Who gets which page, as data that people review. The code never reads it: each checks the other.

One entry a URL name: who may read (GET), who may write (POST), and the arguments of an own object.
``EVERYONE`` is every principal of ``world``; a set names principals; ``NOBODY``: no such method.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nhipcau.organisations.models import Role
from tests.access.world import (
    ADMINISTRATORS,
    ALL_STAFF,
    EVERYONE,
    FOREIGN,
    FOREIGN_DEVICE,
    FORMER,
    GATE_DEVICE,
    LEADERS,
    NO_FACTOR,
    NO_UNIT,
    ORGANISERS,
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
STAFF = ALL_STAFF | FOREIGN_STAFF | {NO_UNIT, FORMER}
SIGNED_IN = STAFF | YOUTH
# Lists without a record in their address: each shows the units of the one who asks.
PARTNERS = ALL_STAFF | FOREIGN_STAFF
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


def november(world: World) -> dict:
    return {"month": "2026-11"}


def of_unit(name: str) -> Callable[[World], dict]:
    return lambda world: {
        "pk": getattr(world, name).pk,
        "unit_pk": palace_of(world.programme).pk,
    }


DOOR = roles(Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)
VOLUNTEERS = roles(Role.GATE_VOLUNTEER)
OFFICE = ALL_STAFF - VOLUNTEERS
VOLUNTEER = frozenset({"palace " + Role.GATE_VOLUNTEER})  # assigned to the event by ``world``
PALACE = frozenset("palace " + role for role in Role)
PLANNERS = ORGANISERS
# Vacancies: an office of either unit reads them, the Centre writes them.
HIRING = frozenset("centre " + role for role in Role) & DOOR

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
        arguments=lambda world: {"pk": world.person.consents.get().pk},
    ),
    "public:send-roster": both(EVERYONE, lambda world: {"token": f"list{world.word}"}),
    "public:sent-roster": Entry(
        get=EVERYONE,
        arguments=lambda world: {"token": f"list{world.word}", "pk": world.roster.pk},
    ),
    "public:jobs": Entry(get=EVERYONE),
    "public:job-map": Entry(get=EVERYONE),
    "public:occupations": Entry(get=EVERYONE),
    "public:job": Entry(get=EVERYONE, arguments=pk("abroad")),
    "public:report-job": both(EVERYONE, pk("abroad")),
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
    # --- workspace: vacancies --------------------------------------------------------------
    "workspace:vacancies:list": Entry(get=OFFICES),
    "workspace:vacancies:queue": Entry(get=OFFICES),
    "workspace:vacancies:choose-employer": Entry(get=HIRING),
    "workspace:vacancies:add": both(HIRING, lambda world: {"pk": world.vacancy.employer_id}),
    "workspace:vacancies:upload": both(HIRING, lambda world: {"pk": world.vacancy.employer_id}),
    "workspace:vacancies:detail": Entry(get=OFFICE, arguments=pk("draft_vacancy")),
    "workspace:vacancies:change": both(HIRING, pk("vacancy")),
    "workspace:vacancies:terms": both(HIRING, pk("abroad")),
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
    "workspace:people:list": Entry(
        get=everywhere(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
    ),
    "workspace:people:open": Entry(post=PEOPLE, arguments=pk("person")),
    "workspace:people:detail": Entry(get=PEOPLE, arguments=pk("person"), leads_on=True),
    "workspace:people:withdraw-consent": both(
        PEOPLE,
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
}

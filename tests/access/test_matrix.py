"""Gate a: every address × method × principal, with canary words, counted cell by cell.

Six oracles: every address is classified; the verdict is as the policy says; an allowed pair
really gets the page; no foreign word is in any answer; a refused call changes nothing; a
forbidden record and one that does not exist look alike.
"""

import re
import zlib

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests import today
from tests.access.policy import NOBODY, POLICY, Entry
from tests.access.world import (
    ALL_STAFF,
    ANYONE,
    EMPLOYER_DESK,
    ENDED_DESK,
    EVERYONE,
    FOREIGN,
    FOREIGN_DESK,
    FOREIGN_DEVICE,
    GATE_DEVICE,
    NO_FACTOR,
    PEOPLE,
    REVOKED_DEVICE,
    YOUTH_OWNER,
    build,
    desk_keys,
    device_keys,
    principals,
    roles,
)
from tests.factories import reference_data
from tests.sign_in import sign_in

DEVICES = {GATE_DEVICE, REVOKED_DEVICE, FOREIGN_DEVICE}
DESKS = {EMPLOYER_DESK, FOREIGN_DESK, ENDED_DESK}
OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
# Counted by their budget, not by the act: a refused try is a row of its own on purpose.
MAY_CHANGE = {"django_session", "shared_ratewindow", "cache", "accounts_signincode"}
DOOR = roles("GATE_VOLUNTEER")
OFFICERS = roles("COMMUNE_OFFICER")
OFFICE = ALL_STAFF - DOOR - OFFICERS
SHARING = roles("LEADER", "COORDINATOR", "COUNSELLOR", "FOCAL_POINT")
WRITE_VACANCIES = ("COORDINATOR", "COUNSELLOR", "FOCAL_POINT")
WHO_MAY_READ = {
    "person": PEOPLE | DOOR | OFFICERS | {YOUTH_OWNER, GATE_DEVICE},
    "person elsewhere": PEOPLE | DOOR | {YOUTH_OWNER, GATE_DEVICE},
    "phone": PEOPLE | DOOR | OFFICERS | {YOUTH_OWNER},
    "code": {YOUTH_OWNER},
    "group code": roles("COORDINATOR", "FOCAL_POINT"),
    "draft event": OFFICE,
    "army": roles("LEADER", "COORDINATOR", "COUNSELLOR", "FOCAL_POINT"),
    "invitation": roles("ADMINISTRATOR"),
    "report": OFFICE,
    "export": frozenset(one for one in OFFICE if one.startswith("palace ")),
    "draft plan": OFFICE,
    "roster": roles("COORDINATOR", "COUNSELLOR", "FOCAL_POINT"),
    "employer contact": OFFICE | {EMPLOYER_DESK},
    "employer record": OFFICE,
    "introduced": PEOPLE | DOOR | {EMPLOYER_DESK, GATE_DEVICE},
    "wish": PEOPLE | OFFICERS | {YOUTH_OWNER},
    "needs": PEOPLE | {YOUTH_OWNER},
    # A data officer reads it in the copy of everything that is held.
    "put aside": PEOPLE | {YOUTH_OWNER},
    "family": PEOPLE | {YOUTH_OWNER},
    "draft vacancy": OFFICE | {EMPLOYER_DESK},
    "vacancy report": OFFICE,
    "vacancy list": frozenset(f"centre {role}" for role in WRITE_VACANCIES),
    "search code": {YOUTH_OWNER},
    # The person, in the copy of everything that is held; and whoever makes that copy.
    "talk": frozenset({"palace COUNSELLOR", YOUTH_OWNER}) | roles("DATA_OFFICER"),
    "talk code": {YOUTH_OWNER},
    "class": frozenset(f"palace {role}" for role in WRITE_VACANCIES),
    "sheet": {YOUTH_OWNER},
    "sheet code": frozenset(),
    "strip": frozenset(),
    "speaker": OFFICE,
    "question": roles("COORDINATOR", "COUNSELLOR", "FOCAL_POINT"),
    # The unit that sees to it; and the person, in the copy of everything that is held.
    "follow-up": frozenset(f"palace {role}" for role in WRITE_VACANCIES)
    | {YOUTH_OWNER}
    | roles("DATA_OFFICER"),
    # Under ten answers nobody reads what was said.
    "few words": frozenset(),
    "employer's words": OFFICE | {EMPLOYER_DESK},
    # A data officer reads these in the copy of everything that is held, or is told of them.
    "case": roles("DATA_OFFICER")
    | {YOUTH_OWNER, *(f"palace {one}" for one in ("COORDINATOR", "COUNSELLOR"))},
    "transfer": roles("COORDINATOR", "COUNSELLOR", "DATA_OFFICER") | {YOUTH_OWNER},
    "emergency": roles("DATA_OFFICER") | {YOUTH_OWNER, "palace COORDINATOR"},
    "note": {"palace COORDINATOR"},
    # A data officer reads these in the copy of everything that is held, and so does the person.
    "difficulty": SHARING | roles("DATA_OFFICER") | {YOUTH_OWNER},
    "cry for help": SHARING | roles("DATA_OFFICER") | {YOUTH_OWNER},
    "exchange": SHARING,
    "internal": frozenset(one for one in SHARING if one.startswith("palace ")),
    # Named to read it; whoever works for the unit that it is about never is.
    "concern": {"centre COUNSELLOR"},
    "handover": frozenset(f"centre {role}" for role in WRITE_VACANCIES),
    "unit notice": {"centre LEADER"},
}
# The link of a registration and of an invitation is itself the permission to read that one.
BEARER = {
    "public:registration": {"person", "code", "phone"},
    "public:cancel": {"person", "code", "phone"},
    "public:registration-ics": {"code"},
    "public:interviews": {"code"},
    "public:confirm": {"code"},
    "public:follow-up": {"code"},
    "public:group": {"person", "group code"},
    "public:confirm-group": {"group code"},
    "public:cancel-group": {"group code"},
    "public:group-help": {"group code"},
    "public:ticket": {"person", "code"},
    "public:ticket-pdf": {"person", "code"},
    "public:ticket-png": {"person", "code"},
    "account:accept-invitation": {"invitation"},
    "employers:enter": {"employer contact"},
    "answer:answer": {"introduced"},
    "public:search": {"search code"},
    "public:stop-search": {"search code"},
    **{
        f"public:{name}": {"person", "talk code"}
        for name in (
            "appointment",
            "confirm-appointment",
            "cancel-appointment",
            "move-appointment",
            "appointment-ics",
        )
    },
    "public:interest-result": {"sheet code"},
    "public:keep-interest": {"sheet code"},
}
# The plan is one for all: it names the place of a promise to everyone who works in an office.
PLAN_READERS = {"workspace:plans:version": {"army": OFFICE}}


def url_names(patterns=None, prefix=""):
    """Every named address of the site."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_names(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}"


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """Both provinces and a session for each principal, made once and rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_data()
        ours, theirs = build("Nha"), build("Xa")
        sessions = {}
        for name, (user, second_factor) in principals(ours, theirs).items():
            client = Client()
            if user is not None:
                sign_in(client, user, second_factor=second_factor)
            sessions[name] = client.cookies.get("sessionid")
        sessions |= device_keys(ours, theirs) | desk_keys(ours, theirs)
        yield ours, sessions
        transaction.set_rollback(True)


def rows_written():
    """How many rows were written so far in this transaction, by table; also those taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {row for row in cursor.fetchall() if row[0] not in MAY_CHANGE}


def knock(method, url, province, principal, *, counted=True):
    """One call in the principal's session; whatever it wrote is rolled back afterwards."""
    _ours, sessions = province
    client = Client(raise_request_exception=False)
    headers = {}
    if principal in DEVICES:
        headers["Authorization"] = f"Device {sessions[principal]}"
    elif principal in DESKS:
        client.cookies[settings.DESK_COOKIE_NAME] = sessions[principal]
    elif sessions[principal]:
        client.cookies["sessionid"] = sessions[principal].value
    with transaction.atomic():
        before = rows_written() if counted else set()
        response = client.generic(method, url, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        changed = sorted(rows_written() - before) if counted else []
        transaction.set_rollback(True)
    return response, body.decode("utf-8", "replace"), changed


def is_allowed(audience, name):
    return audience is EVERYONE or name in audience


def is_sent_to_sign_in(response):
    """To the sign-in, or to where young people and employers are asked for theirs."""
    own_ways = (reverse("public:my-registrations"), reverse("employers:ask"))
    return response.status_code == 302 and (
        "/account/" in response["Location"] or response["Location"] in own_ways
    )


def test_every_address_is_classified():
    """Oracle 1. A new address without a policy is closed by this failure."""
    assert sorted(set(url_names()) - set(POLICY)) == []
    assert sorted(set(POLICY) - set(url_names())) == []


def knocking(name, entry, sessions):
    """Everybody; on a day with parts nobody's visitor, whoever is allowed first, and a part of
    the others, another one at each address."""
    always = {ANYONE, YOUTH_OWNER, FOREIGN + "COUNSELLOR"}
    for audience in (entry.get, entry.post):
        always |= set([one for one in sessions if is_allowed(audience, one)][:1])
    begins = zlib.crc32(name.encode())
    return [
        principal
        for number, principal in enumerate(sessions)
        if principal in always or today.is_turn_of(number + begins, today.PRINCIPALS)
    ]


@pytest.mark.parametrize("name", sorted(POLICY))
def test_the_matrix(name, province):
    ours, sessions = province
    entry: Entry = POLICY[name]
    url = reverse(name, kwargs=entry.arguments(ours))
    served = set()
    for principal in knocking(name, entry, sessions):
        for method, audience in (("GET", entry.get), ("POST", entry.post)):
            allowed = is_allowed(audience, principal)
            counted = method == "POST" or not allowed
            response, body, changed = knock(method, url, province, principal, counted=counted)
            cell = f"{method} {name} by {principal}: {response.status_code}"
            assert response.status_code < 500, cell
            if principal == NO_FACTOR and audience is EVERYONE:
                assert response.status_code in (200, 302, 303, 400, 403, 404, 405, 422), cell
            elif allowed:
                assert response.status_code != 405, cell
                if method == "GET":
                    assert response.status_code == 200 or entry.leads_on, cell
                    served.add(principal)
            else:
                # 401: an address for devices, which sign in nowhere.
                refusals = (302, 403, 404, 405, *((401,) if "/api/" in url else ()))
                assert response.status_code in refusals, cell
                assert response.status_code != 302 or is_sent_to_sign_in(response), cell
                assert not changed, f"{cell}: a refused call has written: {changed}"
            check_canaries(name, principal, ours, body, cell)
    assert served or entry.get == NOBODY, "nobody got the page"


def check_canaries(name, principal, ours, body, cell):
    """Oracle 4: a word of a record is seen only by those who may read the record."""
    for kind, words in ours.canaries.items():
        if principal in WHO_MAY_READ[kind] or kind in BEARER.get(name, ()):
            continue
        if principal in PLAN_READERS.get(name, {}).get(kind, ()):
            continue
        for word in words:
            assert word not in body, f"{cell}: leaks a {kind} word"


@pytest.mark.parametrize("name", sorted(POLICY))
def test_other_methods_do_nothing(name, province):
    url = reverse(name, kwargs=POLICY[name].arguments(province[0]))
    known = (YOUTH_OWNER, "palace COORDINATOR", FOREIGN + "COORDINATOR")
    begins = zlib.crc32(name.encode())
    for principal in (
        ANYONE,
        *(one for i, one in enumerate(known) if today.is_turn_of(i + begins, today.PRINCIPALS)),
    ):
        for method in OTHER_METHODS:
            response, _body, changed = knock(method, url, province, principal)
            assert response.status_code < 500, f"{method} {name} by {principal}"
            assert not changed, f"{method} {name} by {principal} has written: {changed}"


def test_a_foreign_record_and_a_missing_one_look_alike(province):
    """Oracle 6, for every closed address that takes the number of a record."""
    compared = 0
    for name, entry in POLICY.items():
        arguments = entry.arguments(province[0])
        numbers = {key: 987654321 for key, value in arguments.items() if isinstance(value, int)}
        if not numbers or EVERYONE in (entry.get, entry.post):
            continue
        for principal in (FOREIGN + "COORDINATOR", FOREIGN + "ADMINISTRATOR"):
            for method in ("GET", "POST"):
                own, none = (
                    reverse(name, kwargs=arguments),
                    reverse(name, kwargs={**arguments, **numbers}),
                )
                foreign = knock(method, own, province, principal, counted=False)
                missing = knock(method, none, province, principal, counted=False)
                assert foreign[0].status_code == missing[0].status_code, name
                assert stable(foreign[1]) == stable(missing[1]), name
                compared += 1
    assert compared > 50


def stable(body):
    """A page without what changes at every answer."""
    return re.sub(r'(nonce|value|content)="[^"]*"', "", re.sub(r"\d+", "", body))

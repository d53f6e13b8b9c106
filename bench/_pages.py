"""The pages, who asks for them, and what is demanded of them. See ``pages.py``."""

import argparse
import atexit
import hashlib
import json
import logging
import os
import platform
import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bench._filling import fill, say
from bench._measuring import measure
from nhipcau.accounts.models import User
from nhipcau.events.models import Attendance, Event, Registration, Session
from nhipcau.events.states import PRESENT, EventState
from nhipcau.ops import provisioning
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.static_files import collect_when_changed
from nhipcau.organisations.models import Membership, Role
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from nhipcau.reporting.periods import month_period
from nhipcau.web.account.sessions import BACKEND, SECOND_FACTOR, SIGNED_IN_AT

MOST_SQL_OF_THE_EVENT_PAGE = 6
LONGEST_REPORT_MS = 2000


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


# The database


def start_database(asked):
    """Start our own server; fill it unless the one of an earlier run today will do."""
    server = Server(settings.BENCH_POSTGRES)
    try:
        server.hold()
    except AlreadyRunning as holder:
        sys.exit(f"Another measurement is running in this folder (process {holder}).")
    atexit.register(server.stop)
    mark = settings.BENCH_POSTGRES.parent / "filled.json"
    wanted = {"people": asked.people, "registrations": asked.registrations, **fingerprint()}
    found = json.loads(mark.read_text()) if mark.exists() else None
    if asked.fresh or found != wanted:
        mark.unlink(missing_ok=True)
        server.reset()
        say("Filling the database ...")
    server.start(on_new_cluster=lambda: create_database(server))
    if not mark.exists():
        fill(people=asked.people, registrations=asked.registrations)
        mark.write_text(json.dumps(wanted))
    act_as_the_site()


def fingerprint():
    """The day and everything that decides what the database holds."""
    root = Path(settings.BASE)
    sources = sorted(
        [
            *root.glob("src/nhipcau/*/migrations/0*.py"),
            *root.glob("src/nhipcau/ops/sample/*.py"),
            *root.glob("provinces/lang-son/**/*.*"),
            root / "bench" / "_filling.py",
        ]
    )
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return {"day": timezone.localdate().isoformat(), "sources": told}


def act_as_the_site():
    connection.close()
    connection.settings_dict["USER"] = provisioning.APP
    options = connection.settings_dict["OPTIONS"]
    options["options"] += " -c max_parallel_workers_per_gather=0"


# Who asks for what


def staff(role, unit="trung-tam-dvvl"):
    member = Membership.objects.active().get(
        role=role, organisation__code=unit, user__email__contains=""
    )
    return signed_in(member.user)


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SECOND_FACTOR] = user.pk
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session.save()
    return client


def young_person():
    """The phone that registered last, with an account as a first sign-in makes it."""
    registration = Registration.objects.select_related("young_person").order_by("-pk").first()
    told = {"phone": registration.young_person.phone}
    return signed_in(User.objects.filter(**told).first() or User.objects.create(**told))


def pages():
    """Name, address name, its arguments, a query, and who asks."""
    anyone = Client(raise_request_exception=False)
    coordinator, administrator = staff(Role.COORDINATOR), staff(Role.ADMINISTRATOR)
    open_event = (
        Event.objects.filter(state=EventState.OPEN, kind__takes_public_registration=True)
        .annotate(lists=Count("sessions__registrations"))
        .order_by("-lists")
        .first()
    )
    full_list = (
        Session.objects.filter(event__state=EventState.HELD).order_by("-taken_count").first()
    )
    month = busiest_month()
    person = YoungPerson.objects.order_by("pk").first()
    plan = PlanVersion.objects.filter(state=PlanState.APPROVED).order_by("-pk").first()
    event, held = {"pk": open_event.pk}, {"pk": full_list.event_id}
    session = {"pk": open_event.sessions.all()[0].pk}
    return [
        ("public home", "public:home", {}, "", anyone),
        ("calendar", "public:calendar", {}, "", anyone),
        ("event page", "public:event", event, "", anyone),
        ("register form", "public:register", session, "", anyone),
        ("programme", "public:programme", {}, "", anyone),
        ("iCal feed", "public:feed", {}, "", anyone),
        ("event iCal", "public:event-ics", event, "", anyone),
        ("sign in", "account:sign-in", {}, "", anyone),
        ("desk", "workspace:desk", {}, "", coordinator),
        ("plans", "workspace:plans:list", {}, "", coordinator),
        ("plan version", "workspace:plans:version", {"pk": plan.pk}, "", coordinator),
        ("event list", "workspace:events:list", {}, "", coordinator),
        ("event list, all", "workspace:events:list", {}, "?span=all", coordinator),
        ("event detail", "workspace:events:detail", held, "", coordinator),
        ("attendance", "workspace:events:attendance", held, "", coordinator),
        (
            *("people of a session", "workspace:events:registrations", {"pk": full_list.pk}),
            *("", coordinator),
        ),
        ("print list", "workspace:events:print-list", {"pk": full_list.pk}, "", coordinator),
        ("people, newest", "workspace:people:list", {}, "", coordinator),
        ("people search, name", "workspace:people:list", {}, "?q=nong+thi+mai", coordinator),
        ("people search, phone", "workspace:people:list", {}, "?q=0990100777", coordinator),
        ("people search, short", "workspace:people:list", {}, "?q=la", coordinator),
        ("person", "workspace:people:detail", {"pk": person.pk}, "", coordinator),
        ("figures overview", "workspace:reports:overview", {}, "", coordinator),
        ("plan and done", "workspace:reports:plan-done", {}, "", coordinator),
        ("monthly report", "workspace:reports:month", {"month": month}, "", coordinator),
        ("monthly report DOCX", "workspace:reports:month-docx", {"month": month}, "", coordinator),
        ("monthly report XLSX", "workspace:reports:month-xlsx", {"month": month}, "", coordinator),
        ("my registrations", "public:my-registrations", {}, "", young_person()),
        ("members", "workspace:members:list", {}, "", administrator),
    ]


def busiest_month():
    """The month with the most attendance in the programme that runs."""
    told = (
        Attendance.objects.filter(session__event__plan_line__content__programme__is_sample=True)
        .values("session__starts_at__year", "session__starts_at__month")
        .annotate(turns=Count("pk"))
        .order_by("-turns")
        .first()
    )
    return month_period(told["session__starts_at__year"], told["session__starts_at__month"])


# Measuring


def main():
    asked = arguments()
    logging.disable(logging.ERROR)
    compile_stale(Path(settings.BASE) / "locale")
    collect_when_changed()
    start_database(asked)
    tell(**circumstances(asked))
    told = {}
    for name, view, kwargs, query, client in pages():
        try:
            address = reverse(view, kwargs=kwargs) + query
        except NoReverseMatch:
            told[name] = {"status": 0}
            tell(page=name, missing=view)
            continue
        say(f"  {name}")
        told[name] = measure(client, address, runs=asked.runs)
        tell(page=name, address=view, **told[name])
    failed = [check for check in checks(told) if not check["ok"]]
    sys.exit(1 if failed else 0)


def checks(told):
    reports = [name for name in told if name.startswith("monthly report")]
    wanted = [
        ("every page answers 200", [n for n in told if told[n]["status"] != 200], []),
        (
            f"event page: at most {MOST_SQL_OF_THE_EVENT_PAGE} SQL statements",
            told["event page"].get("sql", 99),
            MOST_SQL_OF_THE_EVENT_PAGE,
        ),
        (
            f"monthly report: under {LONGEST_REPORT_MS} ms",
            max(told[name].get("wall_median_ms", 1e9) for name in reports),
            LONGEST_REPORT_MS,
        ),
    ]
    for name, measured, limit in wanted:
        check = {"check": name, "measured": measured, "limit": limit, "ok": measured <= limit}
        tell(**check)
        yield check


def circumstances(asked):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "bench": "pages",
        "people": YoungPerson.objects.count(),
        "events": Event.objects.count(),
        "registrations": Registration.objects.count(),
        "turns": Attendance.objects.filter(value__in=PRESENT).count(),
        "runs": asked.runs,
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": version,
        "processors": os.cpu_count(),
    }


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench pages")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--registrations", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--fresh", action="store_true", help="fill the database anew")
    return parser.parse_args()

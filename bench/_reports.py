"""The reports, the closing, the list, and the bars. See ``reports.py``."""

import argparse
import atexit
import datetime as dt
import resource
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone, translation

from bench._filling import fill
from bench._pages import tell
from nhipcau.events.models import Attendance
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server
from nhipcau.ops.local_cluster import create_database
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import Programme
from nhipcau.reporting.freezing import faults_of
from nhipcau.reporting.models import Export, ExportPart
from nhipcau.reporting.rendering import rendered
from nhipcau.reporting.reports import KINDS, Counting, make
from nhipcau.reporting.spans import span_of
from nhipcau.reporting.states import ExportState
from nhipcau.reporting.use_cases import make_next_export, propose_period
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.transitions import begin

LONGEST = {"month": 2.0, "year": 5.0}
MOST_MB = 256
HERE = Path(__file__).parent


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    asked = arguments()
    if asked.only == "list":
        sys.exit(0 if write_list() else 1)
    server = Server(settings.BENCH_POSTGRES)
    try:
        server.hold()
    except AlreadyRunning as holder:
        sys.exit(f"Another measurement is running in this folder (process {holder}).")
    atexit.register(lambda: (connection.close(), server.stop()))
    server.reset()
    server.start(on_new_cluster=lambda: create_database(server))
    fill(people=asked.people, registrations=asked.attendances)
    tell(
        bench="reports",
        people=YoungPerson.objects.count(),
        attendances=Attendance.objects.count(),
        postgres=connection.pg_version,
        load=Path("/proc/loadavg").read_text().split()[0],
    )
    good = [measured(server, kind.code, *told) for told in busiest() for kind in KINDS]
    good.append(closed(server))
    good.append(listed(asked))
    sys.exit(0 if all(good) else 1)


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench reports")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--only", default="")
    return parser.parse_args()


def busiest():
    """The month and the year with the most attendances, each with its programme."""
    months = (
        Attendance.objects.annotate(month=TruncMonth("session__event__starts_at"))
        .values("month", "session__event__plan_line__version__year_plan__programme")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    top = months.first()
    programme = Programme.objects.get(
        pk=top["session__event__plan_line__version__year_plan__programme"]
    )
    month = timezone.localdate(top["month"])
    return (
        ("month", programme.pk, f"{month:%Y-%m}"),
        ("year", programme.pk, f"{month.year}"),
    )


def restart(server):
    connection.close()
    server.stop()
    server.start()


def measured(server, code, bar, programme_pk, slug):
    restart(server)
    programme = Programme.objects.get(pk=programme_pk)
    started = time.perf_counter()
    with translation.override("vi"):
        report = make(code, Counting(programme, span_of(slug, programme), timezone.now()))
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    size = len(rendered(report, "pdf"))
    is_good = seconds < LONGEST[bar]
    tell(
        report=code,
        span=slug,
        seconds=round(seconds, 3),
        pdf_seconds=round(time.perf_counter() - started, 3),
        pdf_bytes=size,
        bar_seconds=LONGEST[bar],
        ok=is_good,
    )
    return is_good


def closed(server):
    """The busiest month frozen with its rows, and counted again from them."""
    restart(server)
    _bar, programme_pk, slug = busiest()[0]
    programme = Programme.objects.get(pk=programme_pk)
    unit = programme.parties.order_by("order").first().organisation
    started = time.perf_counter()
    period = propose_period(
        by=SYSTEM, at=timezone.now(), programme=programme, slug=slug, organisation=unit
    )
    seconds = time.perf_counter() - started
    faults = faults_of(period.pending)
    tell(
        closing=slug,
        rows=period.pending.row_count,
        seconds=round(seconds, 3),
        bytes=len(period.pending.content.encode()),
        faults=faults,
        ok=not faults,
    )
    return not faults


def listed(asked):
    """Ask for the attendance of the busiest stretch of enough rows; a new process writes it."""
    _bar, programme_pk, slug = busiest()[1]
    programme = Programme.objects.get(pk=programme_pk)
    period = span_of(slug, programme).period
    member = Membership.objects.active().filter(
        role=Role.COORDINATOR, organisation__kind=OrganisationKind.CHILDRENS_PALACE
    )
    now = timezone.now()
    one = member.first()
    first, last = period.first, period.last
    found = Attendance.objects.filter(
        session__event__plan_line__version__year_plan__programme=programme
    )
    while (
        found.filter(session__event__starts_at__date__range=(first, last)).count() < asked.rows
        and first > programme.starts_on
    ):
        first = first - dt.timedelta(days=365)
    export = Export.objects.create(
        programme=programme,
        unit=one.organisation,
        measure="turns",
        first=first,
        last=last,
        purpose="bench",
        row_count=0,
        asked_by=one.user,
        asked_at=now,
        expires_at=now + dt.timedelta(days=1),
        state=ExportState.APPROVED,
        mark="BENCH",
    )
    begin(export, by=SYSTEM, at=now)
    command = [sys.executable, str(HERE / "reports.py"), "--only", "list"]
    connection.close()
    return subprocess.run(command, check=False).returncode == 0


def write_list():
    started = time.perf_counter()
    export = make_next_export(by=SYSTEM, at=timezone.now())
    seconds = time.perf_counter() - started
    size = sum(
        len(one)
        for one in ExportPart.objects.filter(export=export)
        .values_list("content", flat=True)
        .iterator(chunk_size=2)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    is_good = peak <= MOST_MB
    tell(
        list_rows=export.row_count,
        seconds=round(seconds, 1),
        bytes=size,
        peak_mb=round(peak, 1),
        bar_mb=MOST_MB,
        ok=is_good,
    )
    return is_good

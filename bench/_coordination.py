"""Requests by the clock against the served product. See ``coordination.py``."""

import argparse
import atexit
import platform
import statistics
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._difficulties import add_difficulties
from bench._filling import fill
from bench._referrals import is_there, open_loop, tell
from bench._serving import WORKERS, Site, say
from nhipcau.coordination.models import Difficulty
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.embedded_postgres import AlreadyRunning
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.static_files import collect_when_changed
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.people.models import YoungPerson
from nhipcau.web.account.sessions import BACKEND, SECOND_FACTOR, SIGNED_IN_AT

LONGEST_P95_MS = 300
HOME = "/workspace/coordination/"
LIST = f"{HOME}difficulties/"
ADDRESSES = (
    ("home", HOME, True),
    ("our queue", LIST, False),
    ("late", f"{LIST}?view=late", False),
    ("nobody holds it", f"{LIST}?view=queue", False),
    ("search", f"{LIST}?q=do+luong+99", False),
    ("threads", f"{HOME}threads/", False),
    ("promises", f"{HOME}promises/", False),
)


def main():
    asked = arguments()
    site = Site(asked.port)
    begin(site, asked)
    client = signed_in()
    few = {path: statements(client, path) for _name, path, _bar in ADDRESSES}
    say(f"  {asked.items:,} open difficulties ...")
    add_difficulties(asked.items)
    many = {path: statements(client, path) for _name, path, _bar in ADDRESSES}
    grown = {path: (few[path], many[path]) for path in few if few[path] < many[path]}
    site.serve()
    tell(
        bench="coordination",
        open_difficulties=Difficulty.objects.open().count(),
        people=YoungPerson.objects.count(),
        statements=many,
        grown=grown,
        workers=WORKERS,
        python=platform.python_version(),
        postgres=connection.pg_version,
        rate=asked.rate,
        seconds=asked.seconds,
        load=Path("/proc/loadavg").read_text().split()[0],
    )
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    failed = bool(grown)
    for one in ADDRESSES:
        failed |= not measured(one, asked, cookie, site)
    site.stop()
    sys.exit(failed)


def begin(site, asked):
    """A database of its own, filled anew."""
    try:
        site.postgres.hold()
    except AlreadyRunning as holder:
        sys.exit(f"Another measurement is running in this folder (process {holder}).")
    atexit.register(site.stop)
    site.postgres.reset()
    site.postgres.start(on_new_cluster=lambda: create_database(site.postgres))
    compile_stale(Path(settings.BASE) / "locale")
    collect_when_changed()
    fill(people=asked.people, registrations=asked.people // 10)
    # One of each, so that the first count has every part of the pages.
    add_difficulties(20)


def signed_in():
    member = Membership.objects.active().filter(
        role=Role.FOCAL_POINT, organisation__kind=OrganisationKind.EMPLOYMENT_CENTRE
    )
    client = Client()
    user = member.first().user
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SECOND_FACTOR] = user.pk
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session["seen_at"] = timezone.now().timestamp()
    session.save()
    return client


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}")
    return len(asked)


def measured(one, asked, cookie, site):
    name, path, has_bar = one
    if not is_there(asked.port, (name, path, 1, True), cookie):
        return False
    seconds = asked.seconds if has_bar else max(5, asked.seconds // 3)
    count = int(seconds * asked.rate)
    before = site.cpu()
    found = open_loop([(path, True)] * count, asked, cookie)
    after = site.cpu()
    waits = sorted(wait for _status, wait, _late in found)
    wrong = sum(status != 200 for status, _wait, _late in found)
    p95 = waits[max(0, -(-95 * len(waits) // 100) - 1)] * 1000
    is_good = not wrong and (not has_bar or p95 < LONGEST_P95_MS)
    tell(
        address=name,
        requests=len(found),
        not_200=wrong,
        p50_ms=round(statistics.median(waits) * 1000, 1),
        p95_ms=round(p95, 1),
        cpu_ms_application=round((after[0] - before[0]) * 1000 / len(found), 1),
        cpu_ms_postgres=round((after[1] - before[1]) * 1000 / len(found), 1),
        bar_ms=LONGEST_P95_MS if has_bar else None,
        ok=is_good,
    )
    return is_good


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench coordination")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--port", type=int, default=8199)
    return parser.parse_args()

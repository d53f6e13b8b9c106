"""Requests by the clock against the served product. See ``referrals.py``."""

import argparse
import atexit
import http.client
import json
import platform
import queue
import statistics
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench._filling import fill
from bench._introductions import add_referrals, add_vacancies
from bench._serving import HOST, WORKERS, Site, say
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.embedded_postgres import AlreadyRunning
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.static_files import collect_when_changed
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.people.models import YoungPerson
from nhipcau.referrals.models import Referral
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.account.sessions import BACKEND, SECOND_FACTOR, SIGNED_IN_AT

LONGEST_P95_MS = 300
LINES = 32  # connections kept open; enough that no request waits for one
# What is asked for, how often in a round, and whether one has to be signed in.
ADDRESSES = (
    ("inbox", "/workspace/referrals/", 3, True),
    ("inbox, all open", "/workspace/referrals/?view=open", 1, True),
    ("vacancy search", "/jobs/?q={}", 3, False),
    ("vacancies", "/jobs/", 1, False),
    ("funnel", "/workspace/funnel/", 2, True),
)
# Counts of a search are kept for some seconds: nobody is measured with one and the same search.
SEARCHES = [
    f"{work}+{where}"
    for work in ("cong+nhan", "may", "han", "lai+xe", "ke+toan", "bao+ve", "ban+hang", "dien")
    for where in ("", "lang", "bac", "nhat", "dong", "cao", "xuan", "loc", "cong+ty", "tnhh")
]
# Told as well, without a bar: rarer pages.
RARE = (
    ("inbox, search by name", "/workspace/referrals/?view=open&q=nong+thi", 1, True),
    ("inbox, ended", "/workspace/referrals/?view=closed", 1, True),
    ("at work", "/workspace/placements/", 1, True),
)


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


def main():
    asked = arguments()
    site = Site(asked.port)
    begin(site, asked)
    cookie = f"sessionid={session_of_a_counsellor()}"
    present = [one for one in (*ADDRESSES, *RARE) if is_there(asked.port, one, cookie)]
    tell(
        bench="referrals",
        people=YoungPerson.objects.count(),
        vacancies=Vacancy.objects.count(),
        referrals=Referral.objects.count(),
        workers=WORKERS,
        python=platform.python_version(),
        postgres=connection.pg_version,
        rate=asked.rate,
        seconds=asked.seconds,
        load=Path("/proc/loadavg").read_text().split()[0],
    )
    failed = 0
    with_bar = [one for one in present if one in ADDRESSES]
    failed += measured("all together", with_bar, asked, cookie, site, bar=True)
    for one in present:
        failed += measured(one[0], [one], asked, cookie, site, bar=one in ADDRESSES, short=True)
    site.stop()
    sys.exit(bool(failed))


def begin(site, asked):
    """A database of its own, filled anew, and the site before it."""
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
    say(f"  {asked.vacancies:,} vacancies and {asked.referrals:,} introductions ...")
    add_vacancies(asked.vacancies)
    add_referrals(asked.referrals)
    site.serve()


def session_of_a_counsellor():
    member = Membership.objects.active().filter(
        role=Role.COUNSELLOR, organisation__kind=OrganisationKind.EMPLOYMENT_CENTRE
    )
    client = Client()
    user = member.first().user
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SECOND_FACTOR] = user.pk
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session["seen_at"] = timezone.now().timestamp()
    session.save()
    return client.cookies["sessionid"].value


def is_there(port, one, cookie):
    name, path, _times, signed_in = one
    for _warm in range(6):
        status, _bytes = get(
            http.client.HTTPConnection("127.0.0.1", port, timeout=60),
            path.format(SEARCHES[0]),
            cookie if signed_in else "",
        )
    if status == 200:
        return True
    say(f"  SKIPPED: {name} ({path}) answers {status}")
    tell(address=path, skipped=True, status=status)
    return False


def get(line, path, cookie):
    headers = {"Host": HOST, "X-Forwarded-For": "10.1.2.3", "Accept-Language": "vi"}
    if cookie:
        headers["Cookie"] = cookie
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    return answer.status, len(answer.read())


def measured(name, wanted, asked, cookie, site, *, bar, short=False):
    """Ask for ``wanted`` in turns at the rate; 1 when it is not good enough."""
    round_of = [one for one in wanted for _time in range(one[2])]
    seconds = max(10, asked.seconds // 4) if short else asked.seconds
    count = int(seconds * asked.rate)
    before, began = site.cpu(), time.monotonic()
    addresses = [
        (path.format(SEARCHES[i % len(SEARCHES)]), signed_in)
        for i in range(count)
        for _name, path, _times, signed_in in (round_of[i % len(round_of)],)
    ]
    found = open_loop(addresses, asked, cookie)
    wall, after = time.monotonic() - began, site.cpu()
    waits = sorted(wait for _status, wait, _late in found)
    wrong = sum(status != 200 for status, _wait, _late in found)
    p95 = waits[max(0, -(-95 * len(waits) // 100) - 1)] * 1000
    is_good = not wrong and (not bar or p95 < LONGEST_P95_MS)
    tell(
        address=name,
        requests=len(found),
        not_200=wrong,
        p50_ms=round(statistics.median(waits) * 1000, 1),
        p95_ms=round(p95, 1),
        p99_ms=round(waits[-max(1, len(waits) // 100)] * 1000, 1),
        begun_late_ms=round(max(late for _status, _wait, late in found) * 1000, 1),
        achieved_a_second=round(len(found) / wall, 1),
        cpu_ms_application=round((after[0] - before[0]) * 1000 / len(found), 1),
        cpu_ms_postgres=round((after[1] - before[1]) * 1000 / len(found), 1),
        bar_ms=LONGEST_P95_MS if bar else None,
        ok=is_good,
    )
    return 0 if is_good else 1


def open_loop(requests, asked, cookie):
    """Each request has its moment; whoever is free then begins it."""
    waiting, found = queue.SimpleQueue(), []
    start = time.monotonic() + 0.5
    for number, one in enumerate(requests):
        waiting.put((start + number / asked.rate, one))

    def work():
        line = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=30)
        while True:
            try:
                moment, (path, signed_in) = waiting.get_nowait()
            except queue.Empty:
                return
            time.sleep(max(0.0, moment - time.monotonic()))
            late = time.monotonic() - moment
            try:
                status, _bytes = get(line, path, cookie if signed_in else "")
            except (http.client.HTTPException, OSError):
                line.close()
                status = 0
            found.append((status, time.monotonic() - moment, late))

    lines = [threading.Thread(target=work) for _line in range(LINES)]
    for one in lines:
        one.start()
    for one in lines:
        one.join()
    return found


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench referrals")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--referrals", type=int, default=50_000)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--port", type=int, default=8197)
    return parser.parse_args()

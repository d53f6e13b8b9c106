"""Phones, crowds and checks. See ``gate.py``."""

import argparse
import atexit
import http.client
import json
import os
import secrets
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from bench._filling import say
from bench._measuring import Counter
from nhipcau.events.models import Attendance, Event, Registration, Session
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.events.tickets import ticket_of
from nhipcau.gate.models import Gate, GateDevice, Scan
from nhipcau.gate.queries import double_admissions
from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.province import read_province
from nhipcau.ops.sample.load import load_sample, read_sample
from nhipcau.ops.web_server import WebServer
from nhipcau.people.models import YoungPerson
from nhipcau.shared.throttle import keyed_hash

PORT = 8799
MOST_CPU_MS, MOST_SQL, MOST_CPU_IN_A_BATCH_MS = 6.0, 8, 0.8
BATCH, GATES = 50, 4
TICK = os.sysconf("SC_CLK_TCK")


def tell(**record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


def loop_ms():
    """A plain loop: how fast a core is while others use it too. About 45 ms on an idle one."""
    started, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number
    return round((time.process_time() - started) * 1000, 1)


# The site


def start_database():
    server = Server(settings.BENCH_POSTGRES)
    try:
        server.hold()
    except AlreadyRunning as holder:
        sys.exit(f"Another measurement is running in this folder (process {holder}).")
    atexit.register(server.stop)
    server.reset()
    server.start(on_new_cluster=lambda: create_database(server))
    say("Tables and the sample year ...")
    call_command("migrate", interactive=False, verbosity=0)
    provisioning.provision(connection)
    now = timezone.now()
    folder = Path(settings.PROVINCE_DIR)
    province = read_province(folder)
    with transaction.atomic():
        load_sample(province, read_sample(folder, province, now=now, people_share=0.02), now=now)
    return server


def open_door(people):
    """An event of today with ``people`` confirmed tickets and four gates."""
    now = timezone.now()
    event = Event.objects.filter(kind__hides_host=False).order_by("-starts_at").first()
    Event.objects.filter(pk=event.pk).update(
        state=EventState.OPEN,
        starts_at=now - timedelta(minutes=30),
        ends_at=now + timedelta(hours=3),
        registration_closes_at=now,
    )
    event.refresh_from_db()
    session = Session.objects.create(
        event=event,
        title_vi="Đo",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        capacity=people,
        taken_count=people,
    )
    persons = YoungPerson.objects.bulk_create(
        [
            YoungPerson(
                full_name=f"Người Đo {number}",
                folded_name=f"nguoi do {number}",
                birth_on="2008-05-04",
                phone=f"+8494{number:07d}",
                created_at=now,
            )
            for number in range(people)
        ],
        1000,
    )
    Registration.objects.bulk_create(
        [
            Registration(
                session=session,
                young_person=person,
                state=RegistrationState.CONFIRMED,
                code=secrets.token_hex(11),
                channel="WEB",
                registered_at=now,
            )
            for person in persons
        ],
        1000,
    )
    gates = [Gate.objects.create(event=event, name=f"Cổng {n}", created_at=now) for n in "ABCD"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    registrations = list(session.registrations.select_related("session__event").order_by("pk"))
    return event, gates, [ticket_of(one) for one in registrations]


# The phones


class Phone:
    """One device with a connection that stays open, as a browser keeps it."""

    def __init__(self, gate):
        now = timezone.now()
        self.key = secrets.token_urlsafe(32)
        self.device = GateDevice.objects.create(
            event=gate.event,
            gate=gate,
            label="đo",
            pairing_hash=secrets.token_hex(32),
            pairing_expires_at=now,
            key_hash=keyed_hash(self.key),
            created_at=now,
            paired_at=now,
        )
        self.sequence = 0
        self.connection = None

    def scan(self, ticket, **more):
        self.sequence += 1
        moment = int(time.time() * 1000)
        return {
            "sequence": self.sequence,
            "kind": "QR",
            "phone_at": moment,
            "text": ticket,
            **more,
        }

    def body(self, scans):
        return json.dumps({"phone_now": int(time.time() * 1000), "scans": scans}).encode()

    @property
    def headers(self):
        return {
            "Authorization": f"Device {self.key}",
            "Content-Type": "application/json",
            "Host": "testserver",
        }

    def tell(self, scans):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        started = time.perf_counter()
        self.connection.request("POST", "/api/v1/gate/scans", self.body(scans), self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.took = time.perf_counter() - started
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {content[:300]!r}")
        return json.loads(content)["results"]


# What it costs


def processes_below(pid):
    """The process and all its descendants."""
    children = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(told[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


@dataclass
class Meter:
    """Processor seconds of the workers and of PostgreSQL, those of ended children too."""

    web: int
    postgres: int

    def seconds(self):
        return self._of(self.web), self._of(self.postgres)

    def _of(self, root):
        ticks = 0
        for pid in processes_below(root):
            try:
                told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += sum(int(one) for one in told[11:15])
        return ticks / TICK


@dataclass
class Call:
    """One call of one phone, and what came back."""

    phone: Phone
    scans: list
    answer: list | None = None
    took: float = 0.0


def run(calls, *, threads):
    """Every phone's calls one after the other, all phones at once; wall seconds."""
    queues = {}
    for call in calls:
        queues.setdefault(call.phone, []).append(call)
    assert len(queues) <= threads
    problems = []

    def work(own):
        try:
            for call in own:
                call.answer = call.phone.tell(call.scans)
                call.took = call.phone.took
        except Exception as problem:
            problems.append(problem)

    workers = [threading.Thread(target=work, args=(own,)) for own in queues.values()]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if problems:
        raise problems[0]
    return time.perf_counter() - started


def measure(meter, name, calls, *, threads, scans):
    before = meter.seconds()
    wall = run(calls, threads=threads)
    web, postgres = (after - old for after, old in zip(meter.seconds(), before, strict=True))
    took = sorted(call.took for call in calls)
    return {
        "measured": name,
        "phones": threads,
        "scans": scans,
        "cpu_ms_a_scan": round((web + postgres) * 1000 / scans, 2),
        "cpu_python_ms": round(web * 1000 / scans, 2),
        "cpu_postgres_ms": round(postgres * 1000 / scans, 2),
        "scans_a_second": round(scans / wall),
        "answer_median_ms": round(statistics.median(took) * 1000, 1),
        "answer_p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
    }


def statements_of(phone, tickets):
    """SQL statements of one call, counted inside one process."""
    client, counter = Client(), Counter()
    with connection.execute_wrapper(counter):
        answer = client.post(
            "/api/v1/gate/scans",
            phone.body([phone.scan(ticket, ask=True) for ticket in tickets]),
            content_type="application/json",
            headers={"Authorization": f"Device {phone.key}"},
        )
    assert answer.status_code == 200, answer.content
    assert all(one["verdict"] == "ADMITTED" for one in answer.json()["results"])
    return counter.count


# What must hold


def words(calls):
    return [one["verdict"] for call in calls for one in call.answer]


def main():
    parser = argparse.ArgumentParser(prog="./run bench gate")
    parser.add_argument("--scans", type=int, default=600, help="in each crowd")
    asked = parser.parse_args()
    server = start_database()
    event, gates, tickets = open_door(people=asked.scans * 3 + 200 + 200 + 50 * BATCH + 600)
    connection.close()
    web = WebServer(port=PORT, host="127.0.0.1")
    atexit.register(web.stop)
    web.start()
    web.wait_until_ready()
    meter = Meter(web.process.pid, server.process.pid)
    tell(
        measured="machine",
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        loop_ms=loop_ms(),
        python=sys.version.split()[0],
        workers=web.workers,
        people=len(tickets),
    )
    failed = [
        name for name, holds in scenarios(asked, event, gates, iter(tickets), meter) if not holds
    ]
    tell(measured="checks", failed=failed, loop_ms=loop_ms(), load=os.getloadavg()[0])
    web.stop()
    sys.exit(1 if failed else 0)


def scenarios(asked, event, gates, tickets, meter):
    """Measure each crowd; give the name and the outcome of each check."""

    def take(count):
        return [next(tickets) for _number in range(count)]

    def phones(count):
        return [Phone(gates[number % GATES]) for number in range(count)]

    warm = phones(8)
    run(
        [Call(phone, [phone.scan(one, ask=True)]) for phone in warm for one in take(50)], threads=8
    )
    single, many = (statements_of(warm[0], take(count)) for count in (1, BATCH))
    tell(measured="statements", sql_of_one_scan=single, sql_of_a_batch=many, batch=BATCH)
    yield "at most 8 SQL a scan", single <= MOST_SQL
    yield "a batch takes no more SQL than a scan", many <= MOST_SQL

    for count in (1, 8, 32):
        crowd = phones(count)
        calls = [
            Call(crowd[number % count], [crowd[number % count].scan(ticket, ask=True)])
            for number, ticket in enumerate(take(asked.scans))
        ]
        told = measure(meter, "distinct scans", calls, threads=count, scans=asked.scans)
        tell(**told)
        yield f"{count} phones: everybody admitted", set(words(calls)) == {"ADMITTED"}
        yield f"{count} phones: at most 6 ms", told["cpu_ms_a_scan"] <= MOST_CPU_MS

    crowd = phones(GATES)
    same = take(200)
    calls = [Call(phone, [phone.scan(ticket, ask=True)]) for phone in crowd for ticket in same]
    told = measure(meter, "same ticket at 4 gates", calls, threads=GATES, scans=len(calls))
    admitted = words(calls).count("ADMITTED")
    tell(**told, tickets=len(same), admitted=admitted)
    yield "exactly one admission a ticket", admitted == len(same)
    yield "no double admission online", double_admissions(event) == []
    yield "same ticket: at most 6 ms", told["cpu_ms_a_scan"] <= MOST_CPU_MS

    crowd = phones(8)
    calls = []
    for number, ticket in enumerate(take(200)):
        phone = crowd[number % 8]
        calls += [Call(phone, [phone.scan(ticket, ask=True)])] * 2
    calls = [Call(call.phone, call.scans) for call in calls]
    told = measure(meter, "retries", calls, threads=8, scans=len(calls))
    rows = Scan.objects.filter(device__in=[phone.device for phone in crowd]).count()
    tell(**told, rows=rows)
    yield "a retry is one row", rows == 200
    yield "a retry hears the same", set(words(calls)) == {"ADMITTED"}

    crowd = phones(2)
    calls = []
    for number in range(50):
        phone = crowd[number % 2]
        scans = [phone.scan(one, shown="ADMITTED", admits=True) for one in take(BATCH)]
        calls.append(Call(phone, scans))
    told = measure(meter, f"batches of {BATCH}", calls, threads=2, scans=50 * BATCH)
    tell(**told)
    yield "a batch: at most 0.8 ms a scan", told["cpu_ms_a_scan"] <= MOST_CPU_IN_A_BATCH_MS
    admitting = Scan.objects.filter(event=event, admits=True)
    persons = admitting.values("registration").distinct().count()
    written = Attendance.objects.filter(
        session__event=event, registration__in=admitting.values("registration")
    ).count()
    tell(measured="facts", scans=Scan.objects.count(), admitted=persons, attended=written)
    yield "everybody admitted is attended", persons == written

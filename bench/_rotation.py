"""The cases, the kill, the reader beside it, and the bars. See ``rotation.py``."""

import argparse
import atexit
import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench._pages import tell
from nhipcau.accounts.models import User
from nhipcau.counselling import use_cases
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.models import Case, Contact, KeyRotation, Note
from nhipcau.counselling.readers import settle_readers
from nhipcau.counselling.states import Channel, CounsellingKind
from nhipcau.counselling.vault import note_key, secret_for
from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server
from nhipcau.ops.local_cluster import create_database
from nhipcau.organisations.models import Membership, Organisation, OrganisationKind, Role
from nhipcau.people.models import Following, YoungPerson
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import acting
from nhipcau.shared.wording import fold

LONGEST_S = 600
KILL_AFTER = 0.25  # of the notes
WORDS = "Em kể chuyện nhà, chuyện học và điều em mong. " * 12


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    asked = arguments()
    server = start()
    counsellor = fill(asked)
    ok = measure(asked, counsellor, server)
    sys.exit(0 if ok else 1)


def arguments():
    parser = argparse.ArgumentParser(prog="./run bench rotation")
    parser.add_argument("--notes", type=int, default=50_000)
    parser.add_argument("--notes-a-case", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=50)
    return parser.parse_args()


def start():
    server = Server(settings.BENCH_POSTGRES)
    try:
        server.hold()
    except AlreadyRunning as holder:
        sys.exit(f"Another measurement is running in this folder (process {holder}).")

    def stop():
        connection.close()
        server.stop()
        shutil.rmtree(settings.BENCH_POSTGRES, ignore_errors=True)
        shutil.rmtree(settings.KEYS_FOLDER, ignore_errors=True)

    atexit.register(stop)
    server.reset()
    shutil.rmtree(settings.KEYS_FOLDER, ignore_errors=True)
    server.start(on_new_cluster=lambda: create_database(server))
    call_command("migrate", interactive=False, verbosity=0)
    provisioning.provision(connection)
    call_command("load_province", str(settings.PROVINCE_DIR), stdout=sys.stderr)
    connection.close()
    connection.settings_dict["USER"] = provisioning.APP
    return server


def fill(asked):
    """One counsellor, two supervisors: three readers a case, as the feasibility figure had it."""
    started, at = time.monotonic(), timezone.now()
    unit = Organisation.objects.filter(kind=OrganisationKind.EMPLOYMENT_CENTRE).first()
    users = []
    for number, role in enumerate((Role.COUNSELLOR, Role.COORDINATOR, Role.COORDINATOR)):
        user = User.objects.create(email=f"bench-{number}@example.vn", full_name=f"Bench {number}")
        Membership.objects.create(user=user, organisation=unit, role=role, started_at=at)
        users.append(user)
    count = asked.notes // asked.notes_a_case
    for first in range(0, count, 500):
        with transaction.atomic():
            _some_cases(range(first, min(first + 500, count)), unit, users[0], asked, at)
        say(f"  {min(first + 500, count)} cases, {time.monotonic() - started:.0f} s")
    with connection.cursor() as cursor, contextlib.suppress(Exception):
        cursor.execute("ANALYZE")
    return users[0]


def _some_cases(numbers, unit, counsellor, asked, at):
    people = YoungPerson.objects.bulk_create(
        [
            YoungPerson(
                full_name=f"Người thứ {number}",
                folded_name=fold(f"Người thứ {number}"),
                birth_on="2005-05-05",
                phone=f"+849{number:08d}",
                created_at=at,
            )
            for number in numbers
        ]
    )
    Following.objects.bulk_create(
        [Following(young_person=one, organisation=unit, since=at) for one in people]
    )
    cases = Case.objects.bulk_create(
        [
            Case(
                young_person=one,
                kind=CounsellingKind.CAREER,
                unit=unit,
                counsellor=counsellor,
                needs=list(CaseFacts(needs=("FIND_WORK",)).needs),
                opened_at=at,
                contacted_on=at.date(),
            )
            for one in people
        ]
    )
    for case in cases:
        settle_readers(case, at=at)
        contacts = Contact.objects.bulk_create(
            [
                Contact(
                    case=case,
                    held_on=at.date(),
                    channel=Channel.PHONE,
                    has_note=True,
                    by=counsellor,
                    at=at,
                )
                for _number in range(asked.notes_a_case)
            ]
        )
        with acting(counsellor, at=at):
            key = note_key(case, secret_for(case, counsellor), makes_person=True)
            Note.objects.bulk_create(
                [
                    Note(
                        # The bench owns the table: numbers follow the contacts'.
                        id=contact.pk,
                        case=case,
                        contact=contact,
                        author=counsellor,
                        written_at=at,
                        sealed=key.seal(WORDS, note_id=contact.pk, author_id=counsellor.pk),
                    )
                    for contact in contacts
                ]
            )


class Reader(threading.Thread):
    """Reads a note somewhere four times a second, all the while."""

    def __init__(self, counsellor, cases):
        super().__init__(daemon=True)
        self.counsellor, self.cases = counsellor, cases
        self.is_over, self.read, self.refused, self.slowest = False, 0, [], 0.0

    def run(self):
        draw = random.Random(1)
        while not self.is_over:
            case = Case.objects.get(pk=draw.choice(self.cases))
            started = time.monotonic()
            try:
                told = use_cases.read_notes(by=self.counsellor, at=timezone.now(), case=case)
                assert all(one.text == WORDS.strip() or one.text == WORDS for one in told)
                self.read += len(told)
            except Exception as error:  # whatever it is, it is told
                self.refused.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - started)
            time.sleep(0.25)
        connection.close()


def rotate(asked):
    """``manage.py rotate_keys`` in a process of its own, as an administrator calls it."""
    return subprocess.Popen(
        [
            *(sys.executable, Path(settings.BASE) / "manage.py", "rotate_keys"),
            *("--at-once", str(asked.at_once)),
        ],
        env={
            **os.environ,
            "NHIPCAU_BENCH_ROLE": provisioning.APP,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONWARNINGS": "ignore",
        },
        stdout=sys.stderr,
    )


def measure(asked, counsellor, server):
    cases = list(Case.objects.values_list("pk", flat=True))
    reader = Reader(counsellor, cases)
    reader.start()
    started, killed_at = time.monotonic(), 0
    running = rotate(asked)
    while running.poll() is None and not killed_at:
        time.sleep(0.5)
        done = KeyRotation.objects.values_list("note_count", flat=True).first() or 0
        if done >= asked.notes * KILL_AFTER:
            running.send_signal(signal.SIGKILL)
            running.wait()
            killed_at = KeyRotation.objects.get().note_count
    again = rotate(asked)
    code = again.wait()
    seconds = time.monotonic() - started
    reader.is_over = True
    reader.join()
    with transaction.atomic(), acting(SYSTEM, at=timezone.now()):
        notes = Note.objects.count()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    bars = {
        "in_ten_minutes": seconds <= LONGEST_S * max(1, asked.notes / 50_000),
        "readable_throughout": reader.read > 0 and not reader.refused,
        "went_on_after_kill": bool(killed_at) and code == 0,
        "each_note_once": KeyRotation.objects.get().note_count == notes,
    }
    tell(
        what="rotation",
        notes=notes,
        cases=len(cases),
        readers_a_case=3,
        seconds=round(seconds, 1),
        cpu_application_s=round(children.ru_utime + children.ru_stime, 1),
        killed_after_notes=killed_at,
        notes_read_meanwhile=reader.read,
        refused=reader.refused[:3],
        slowest_read_s=round(reader.slowest, 2),
        load=os.getloadavg()[0],
        bars=bars,
    )
    return all(bars.values())

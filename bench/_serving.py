"""The product as it serves: gunicorn with two workers, PostgreSQL, and what both cost in CPU."""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from nhipcau.ops import provisioning
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.static_files import collect_when_changed

WORKERS, THREADS = 2, 2
HOST = "testserver"
TICKS = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Site:
    """A fresh database with the province in it, and the site on a port of this computer."""

    def __init__(self, port):
        self.port = port
        self.postgres = Server(settings.BENCH_POSTGRES)
        self.gunicorn = None

    def start(self):
        try:
            self.postgres.hold()
        except AlreadyRunning as holder:
            sys.exit(f"Another measurement is running in this folder (process {holder}).")
        atexit.register(self.stop)
        self.postgres.reset()
        self.postgres.start(on_new_cluster=lambda: create_database(self.postgres))
        call_command("migrate", interactive=False, verbosity=0)
        provisioning.provision(connection)
        compile_stale(Path(settings.BASE) / "locale")
        collect_when_changed()
        call_command("load_province", stdout=sys.stderr)
        self.serve()

    def serve(self):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(settings.VAR)
        self.gunicorn = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
                *("--bind", f"127.0.0.1:{self.port}", "--worker-tmp-dir", memory),
                *("--workers", str(WORKERS), "--threads", str(THREADS)),
                *("--worker-class", "gthread", "--keep-alive", "30", "--backlog", "512"),
                *("--no-control-socket", "--log-level", "error"),
            ],
            env={
                **os.environ,
                "NHIPCAU_BENCH_ROLE": provisioning.APP,
                "TRUSTED_PROXY_COUNT": "1",
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONWARNINGS": "ignore",
                "LOG_LEVEL": "ERROR",
            },
            start_new_session=True,
        )
        time.sleep(3)

    def stop(self):
        if self.gunicorn and self.gunicorn.poll() is None:
            self.gunicorn.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.gunicorn.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.gunicorn.pid, signal.SIGKILL)
        connection.close()
        self.postgres.stop()
        shutil.rmtree(settings.BENCH_POSTGRES, ignore_errors=True)

    def postgres_pid(self):
        return int((self.postgres.data / "postmaster.pid").read_text().split()[0])

    def cpu(self):
        """Seconds of processor so far: (application, PostgreSQL), with all their children."""
        own = _backend_pid()
        application = sum(map(_seconds, _family(self.gunicorn.pid)))
        database = sum(_seconds(pid) for pid in _family(self.postgres_pid()) if pid != own)
        return application, database


def _backend_pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _family(root):
    """A process and all who descend from it."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, asked = [], [root]
    while asked:
        pid = asked.pop()
        found.append(pid)
        asked += children.get(pid, [])
    return found


def _seconds(pid):
    """Time on a processor, with that of children who ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(told[at]) for at in (11, 12, 13, 14)) / TICKS

"""The whole demonstration as a newcomer starts it, on a port and in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.ops.embedded_postgres import command_line
from tests.ops.test_embedded_postgres import wait_until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="looks for processes in /proc"
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder):
    """Every process that names the folder; of PostgreSQL the first, whose children end with it."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [
        line
        for pid in pids
        if pid != os.getpid() and os.fsencode(folder) in (line := command_line(pid))
    ]


def descendants(pid):
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if (
                entry.name.isdigit()
                and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid
            ):
                found += [int(entry.name), *descendants(int(entry.name))]
        except OSError:
            continue
    return found


class Demo:
    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.lines = []

    def command(self, *arguments):
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment.update(
            NHIPCAU_VAR=str(self.folder),
            DJANGO_SETTINGS_MODULE="config.settings.demo",
            PYTHONPATH=f"{settings.BASE / 'src'}{os.pathsep}{settings.BASE}",
        )
        return {
            "args": [sys.executable, settings.BASE / "manage.py", "demo", *arguments],
            "env": environment,
            "text": True,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
        }

    def start(self):
        self.process = subprocess.Popen(**self.command("--port", str(self.port)))
        guard = threading.Timer(300, self.process.kill)
        guard.start()
        ready = False
        for line in self.process.stdout:
            self.lines.append(line)
            if ready := "Ctrl-C stops" in line:
                break
        guard.cancel()
        if not ready:
            self.process.stdout.close()
            self.process.wait()
            pytest.fail("".join(self.lines))
        self.pids = descendants(self.process.pid)

    def end(self, how):
        self.process.send_signal(how)
        self.process.stdout.read()
        self.process.stdout.close()
        return self.process.wait(30)

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(folder):
    demo = Demo(folder)
    demo.start()
    yield demo
    if demo.process.poll() is None:
        demo.end(signal.SIGTERM)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_ends_no_process_is_left(demo, how):
    with demo.get("/healthz") as answer:
        assert answer.status == 200
    assert len(demo.pids) >= 5

    demo.end(how)

    assert wait_until(lambda: not any(command_line(pid) for pid in demo.pids))
    assert processes_of(demo.folder) == []


def test_a_second_start_is_told_where_the_first_one_is(demo):
    second = subprocess.run(**demo.command("--port", str(free_port())))

    assert second.returncode != 0
    assert "already running" in second.stdout
    assert f"http://localhost:{demo.port}" in second.stdout
    assert "Traceback" not in second.stdout


def test_a_busy_port_is_named_with_the_way_out(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(**Demo(folder).command("--port", str(port)))

    assert done.returncode != 0
    assert f"Port {port} is in use" in done.stdout
    assert "--port" in done.stdout
    assert "Traceback" not in done.stdout

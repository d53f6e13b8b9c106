import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.ops.embedded_postgres import AlreadyRunning, Server, command_line, first_free
from nhipcau.ops.local_cluster import connect, create_database

AWKWARD = "Thư mục của bạn, rất dài " + "d" * 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("postgres") / AWKWARD / "pg"


@pytest.fixture
def server(folder):
    server = Server(folder, durable=False)
    yield server
    server.stop()
    server.release()


def start(server):
    server.start(on_new_cluster=lambda: create_database(server))


def server_process(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


def wait_until(condition, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_it_starts_in_an_awkward_folder_and_stops_without_a_trace(server):
    start(server)
    pid = server_process(server)

    with connect(server.socket_folder, user="nhipcau_app", database="nhipcau") as connection:
        answer = connection.execute("SELECT upper('đ'), current_setting('data_checksums')")
        assert answer.fetchone() == ("Đ", "on")
    server.stop()

    assert command_line(pid) == b""
    assert not (server.data / "postmaster.pid").exists()


def test_only_its_owner_may_enter_the_folder(server):
    start(server)

    assert server.home.stat().st_mode & 0o777 == 0o700
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_lock_file_left_by_a_power_cut_does_not_block_the_start(server):
    start(server)
    server.stop()
    # After a restart of the computer this number belongs to some other program: to us, here.
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n")
    (server.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")

    start(server)

    assert server.is_running()


def test_a_second_process_is_told_who_holds_the_cluster(server):
    server.hold()

    with pytest.raises(AlreadyRunning, match=str(os.getpid())):
        Server(server.base).hold()


def test_runs_at_the_same_time_take_different_clusters(tmp_path):
    one, two = (first_free(tmp_path, durable=False) for _ in range(2))

    assert one.base != two.base
    one.release()
    two.release()


def test_the_server_does_not_survive_a_killed_parent(server):
    start(server)
    server.stop()
    server.release()
    program = (
        "import sys, time; from pathlib import Path\n"
        "from nhipcau.ops.embedded_postgres import Server\n"
        "Server(Path(sys.argv[1]), durable=False).start(); print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(server.base)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(settings.BASE) / "src")},
    )
    with parent:
        assert parent.stdout.readline() == b"ready\n"
        pid = server_process(server)
        parent.send_signal(signal.SIGKILL)

    assert wait_until(lambda: command_line(pid) == b"")


def test_reset_throws_the_data_away(server):
    start(server)
    with connect(server.socket_folder, database="nhipcau") as connection:
        connection.execute("CREATE TABLE kept (id int)")
    server.stop()

    server.reset()
    start(server)

    with connect(server.socket_folder, database="nhipcau") as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)

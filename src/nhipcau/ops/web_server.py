"""gunicorn as a child of the demonstration."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from nhipcau.ops.postgres_identity import stop_with_parent


class PortInUse(Exception):
    """Another program listens where the demonstration would."""


class WebServer:
    def __init__(self, *, port: int, host: str = "", workers: int = 2, threads: int = 2) -> None:
        self.port, self.host = port, host
        self.workers, self.threads = workers, threads
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        # Passkeys do not work on 127.0.0.1.
        return f"http://localhost:{self.port}"

    def addresses(self) -> list[tuple[socket.AddressFamily, str]]:
        if self.host:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            return [(family, self.host)]
        both = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
        return [(family, address) for family, address in both if _exists(family, address)]

    def check_free(self) -> None:
        for family, address in self.addresses():
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((address, self.port))
                except OSError as error:
                    raise PortInUse(self._why(error, address)) from error

    def _why(self, error: OSError, address: str) -> str:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Port {self.port} is in use by another program. "
                f"Choose another one: ./run demo --port {self.port + 1}"
            )
        if error.errno == errno.EACCES:
            return f"Port {self.port} may not be used by this user; choose one above 1023: --port"
        return f"The address {address}, port {self.port}, cannot be used: {error.strerror}"

    def start(self) -> None:
        binds = []
        for family, address in self.addresses():
            shown = f"[{address}]" if family == socket.AF_INET6 else address
            binds += ["--bind", f"{shown}:{self.port}"]
        memory = Path("/dev/shm")
        beside = ["--worker-tmp-dir", str(memory)] if os.access(memory, os.W_OK) else []
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi:application", *binds, *beside),
                *("--workers", str(self.workers), "--threads", str(self.threads)),
                *("--worker-class", "gthread", "--no-control-socket", "--log-level", "warning"),
                *("--graceful-timeout", "5", "--name", "nhipcau"),
            ],
            env={**os.environ, "NHIPCAU_DEMO_HOST": self.host},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: stop_with_parent(signal.SIGTERM),
        )

    def wait_until_ready(self, seconds: float = 60) -> None:
        address = self.addresses()[0][1] if self.host not in ("0.0.0.0", "::") else "127.0.0.1"
        shown = f"[{address}]" if ":" in address else address
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.is_running():
            try:
                with direct.open(f"http://{shown}:{self.port}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise PortInUse("The web server did not answer; its messages are above.")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        process, self.process = self.process, None
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _exists(family: socket.AddressFamily, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True

"""The job worker as a child of the demonstration."""

import os
import signal
import subprocess
import sys

from django.conf import settings

from nhipcau.ops.postgres_identity import stop_with_parent


class JobWorker:
    def __init__(self, *, site_url: str) -> None:
        self.site_url = site_url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(settings.BASE / "manage.py"), "worker"],
            env={**os.environ, "SITE_URL": self.site_url, "LOG_LEVEL": "WARNING"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # It is built to be killed at any moment; nothing is lost.
            preexec_fn=lambda: stop_with_parent(signal.SIGKILL),
        )

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

"""Run one command beside the demonstration's database: `python -m nhipcau.ops.with_postgres CMD`.

When the demonstration is running, its server is used and left alone.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from nhipcau.ops.embedded_postgres import AlreadyRunning, Server, ServerFailed
from nhipcau.ops.local_cluster import create_database

ROOT = Path(__file__).resolve().parents[3]


def main(command: list[str]) -> int:
    var = Path(os.environ.get("NHIPCAU_VAR") or ROOT / ".var").absolute()
    server = Server(var / "demo" / "postgres")
    try:
        server.start(on_new_cluster=lambda: create_database(server))
    except AlreadyRunning:
        pass
    except ServerFailed as failure:
        sys.exit(str(failure))
    # Ctrl-C reaches the command by itself; we must outlive it to stop the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    child = subprocess.Popen(
        command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    try:
        return child.wait()
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

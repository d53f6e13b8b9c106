import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def fingerprint() -> str:
    found = hashlib.sha256(version("whitenoise").encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            state = Path(storage.path(path)).stat()
            found.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return found.hexdigest()


def collect_when_changed() -> bool:
    """Collecting compresses every file: only worth it when one of them is new."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)
    return True

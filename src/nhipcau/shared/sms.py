"""Text messages, through the gateway named in ``SMS_BACKEND``. Nothing here logs a number.

A gateway is a class with ``send(to, text)``. It is called for every code, also for one that is
not to be sent: ``pretend`` does the same work and throws the message away, so that the time of
an answer tells nothing.
"""

import json
import logging
import os
import threading
from collections import deque
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

TAIL_BYTES = 64_000


class NoGateway:
    """Until the installation has a contract with a carrier."""

    def send(self, to: str, text: str) -> None:
        logger.warning("no SMS gateway is configured; a message was not sent")

    def pretend(self, to: str, text: str) -> None:
        self.send(to, text)


class LocalFileSms:
    """One JSON line a message in ``SMS_LOCAL_FILE``: the demonstration shows it on the page."""

    def send(self, to: str, text: str) -> None:
        self._append(Path(settings.SMS_LOCAL_FILE), to, text)

    def pretend(self, to: str, text: str) -> None:
        self._append(Path(os.devnull), to, text)

    def _append(self, path: Path, to: str, text: str) -> None:
        line = json.dumps({"to": to, "text": text, "at": timezone.now().isoformat()})
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as spool:
            spool.write(line + "\n")


class MemorySms:
    """For tests: ``MemorySms.outbox`` holds (to, text)."""

    outbox: deque[tuple[str, str]] = deque(maxlen=1000)

    def send(self, to: str, text: str) -> None:
        self.outbox.append((to, text))

    def pretend(self, to: str, text: str) -> None:
        pass


def gateway() -> Any:
    """The gateway of this installation."""
    return import_string(settings.SMS_BACKEND or "nhipcau.shared.sms.NoGateway")()


def send_sms(*, to: str, text: str, really: bool = True) -> None:
    """Hand one message to the gateway. A gateway that fails is logged, never shown: the answer
    of a page must not depend on whether a message was due."""
    way = gateway()
    if getattr(way, "is_remote", False):
        # A carrier answers in its own time; the page answers in the same time for every number.
        told = (way, to, text, really)
        threading.Thread(target=_hand_over, args=told, name="sms", daemon=True).start()
    else:
        _hand_over(way, to, text, really)


def _hand_over(way: Any, to: str, text: str, really: bool) -> None:
    try:
        (way.send if really else way.pretend)(to, text)
    except Exception as problem:
        logger.error("the SMS gateway failed: %s", type(problem).__name__)


def last_local_message(to: str) -> str:
    """What the demonstration's gateway kept for a number; empty when there is none."""
    path = Path(getattr(settings, "SMS_LOCAL_FILE", "") or os.devnull)
    if not path.is_file():
        return ""
    with path.open("rb") as spool:
        spool.seek(max(0, path.stat().st_size - TAIL_BYTES))
        lines = spool.read().decode("utf-8", errors="ignore").splitlines()
    for line in reversed(lines):
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if message.get("to") == to:
            return str(message["text"])
    return ""

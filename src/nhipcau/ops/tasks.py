"""What the job worker does by the clock. Every job may run twice, late, or beside itself.

To add one, add a line to ``EVERY``: its name, its crontab (seconds last) and the use case.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from nhipcau.events import use_cases as events
from nhipcau.messaging.sending import send_next
from nhipcau.placements import use_cases as placements
from nhipcau.shared.actors import SYSTEM

logger = logging.getLogger(__name__)

# One run gives way to the next: what a long queue leaves is taken up at once by that one.
SECONDS_A_RUN = 25


def send_due() -> int:
    """Send what is due, letter by letter; how many looks into the outbox it took."""
    until = time.monotonic() + SECONDS_A_RUN
    looks = 0
    while time.monotonic() < until and send_next(by=SYSTEM, at=timezone.now()):
        looks += 1
    return looks


def _now(use_case: Callable[..., Any]) -> Callable[[], Any]:
    return lambda: use_case(by=SYSTEM, at=timezone.now())


def purge() -> None:
    call_command("purge", verbosity=0)


# Crontabs are read in UTC: the purge runs at 3:15 in Vietnam.
EVERY: dict[str, tuple[str, Callable[[], Any]]] = {
    "send_due": ("* * * * * */20", send_due),
    "expire_offers": ("* * * * * 0", _now(events.expire_offers)),
    "release_reserved_places": ("* * * * * 30", _now(events.release_reserved_places)),
    "remind": ("*/5 * * * * 0", _now(events.remind)),
    # At nine and at three in Vietnam, when people may be asked; the figures every hour.
    "ask_stay_checks": ("0 2,8 * * * 0", _now(placements.ask_stay_checks)),
    "recount_funnel": ("40 * * * * 0", _now(placements.recount_funnel)),
    "find_duplicates": ("45 19 * * * 0", lambda: call_command("find_duplicates", verbosity=0)),
    "purge": ("15 20 * * * 0", purge),
}


def _registered(name: str, crontab: str, job: Callable[[], Any]) -> Any:
    # A job that waits already is not put again. No `lock`: a worker that dies would keep it.
    @app.periodic(cron=crontab)
    @app.task(name=name, queueing_lock=name)
    def run(timestamp: int) -> None:
        done = job()
        if done:
            logger.info("%s: %s", name, done)

    return run


TASKS = {name: _registered(name, *told) for name, told in EVERY.items()}

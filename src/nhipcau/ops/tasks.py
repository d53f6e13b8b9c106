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

from nhipcau.appointments import use_cases as appointments
from nhipcau.concerns import use_cases as concerns
from nhipcau.coordination import use_cases as coordination
from nhipcau.counselling import use_cases as counselling
from nhipcau.employers import letters
from nhipcau.events import use_cases as events
from nhipcau.fairs import solving
from nhipcau.feedback import use_cases as feedback
from nhipcau.inventory import use_cases as inventory
from nhipcau.matching import use_cases as matching
from nhipcau.messaging import use_cases as messaging
from nhipcau.messaging.sending import send_next
from nhipcau.placements import use_cases as placements
from nhipcau.referrals import use_cases as referrals
from nhipcau.reporting import use_cases as reporting
from nhipcau.rights import use_cases as rights
from nhipcau.shared.actors import SYSTEM
from nhipcau.soldiers import use_cases as soldiers
from nhipcau.vacancies import use_cases as vacancies

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


def send_desk_links() -> int:
    """Send the links by which employers open their desk: somebody waits for them."""
    until = time.monotonic() + SECONDS_A_RUN
    sent = 0
    while time.monotonic() < until and letters.send_next(by=SYSTEM, at=timezone.now()):
        sent += 1
    return sent


def solve_timetables() -> int:
    """Compute the timetables that somebody asked for, one after the other."""
    until = time.monotonic() + SECONDS_A_RUN
    solved = 0
    while time.monotonic() < until and solving.solve_next(by=SYSTEM, at=timezone.now()):
        solved += 1
    return solved


def _now(use_case: Callable[..., Any]) -> Callable[[], Any]:
    return lambda: use_case(by=SYSTEM, at=timezone.now())


def purge() -> None:
    call_command("purge", verbosity=0)


# Crontabs are read in UTC: the purge runs at 3:15 in Vietnam, a day begins there at 17:00.
EVERY: dict[str, tuple[str, Callable[[], Any]]] = {
    "send_due": ("* * * * * */20", send_due),
    "gather_notices": ("*/5 * * * * 25", _now(messaging.gather_notices)),
    "send_desk_links": ("* * * * * */10", send_desk_links),
    "solve_timetables": ("* * * * * */5", solve_timetables),
    "expire_offers": ("* * * * * 0", _now(events.expire_offers)),
    "release_reserved_places": ("* * * * * 30", _now(events.release_reserved_places)),
    "remind": ("*/5 * * * * 0", _now(events.remind)),
    "release_held_appointments": ("* * * * * 20", _now(appointments.release_holds)),
    "remind_of_appointments": ("*/5 * * * * 10", _now(appointments.remind)),
    "freeze_unlicensed": ("* * * * * 15", _now(vacancies.freeze_unlicensed)),
    "send_digests": ("*/5 * * * * 45", _now(vacancies.send_digests)),
    "close_over_vacancies": ("5 17 * * * 0", _now(vacancies.close_over)),
    "ask_whether_open": ("30 1 * * * 0", _now(vacancies.ask_whether_open)),
    "close_stale_vacancies": ("40 1 * * * 0", _now(vacancies.close_stale)),
    # Suggestions follow within seconds; how evenly vacancies are shown is measured every hour.
    "update_suggestions": ("* * * * * */10", _now(matching.update_lists)),
    "measure_exposure": ("20 * * * * 0", _now(matching.measure_exposure)),
    "hold_and_release": ("* * * * * 45", _now(referrals.hold_and_release)),
    "run_clock": ("*/10 * * * * 15", _now(referrals.run_clock)),
    # At nine and at three in Vietnam, when people may be asked; the figures every hour.
    "ask_stay_checks": ("0 2,8 * * * 0", _now(placements.ask_stay_checks)),
    "write_tombstones": ("* * * * * 50", _now(rights.write_tombstones)),
    "ask_home_checks": ("10 2 * * * 0", _now(soldiers.ask_home_checks)),
    "end_over_services": ("10 17 * * * 0", _now(soldiers.end_over)),
    "recount_funnel": ("40 * * * * 0", _now(placements.recount_funnel)),
    "count_reliability": ("30 20 * * * 0", _now(inventory.count_reliability)),
    # At half past eight and half past three in Vietnam; what was lent comes back as a day begins.
    "remind_of_steps": ("30 1,8 * * * 0", _now(counselling.remind_of_steps)),
    "return_lent_cases": ("10 17 * * * 0", _now(counselling.return_lent)),
    # A day begins in Vietnam at 17:00 UTC; in danger and by the hour the clock is looked at again.
    "run_difficulty_clock": ("5,35 * * * * 25", _now(coordination.run_clock)),
    "remind_of_promises": ("45 0 * * * 0", _now(coordination.remind_of_promises)),
    "remind_of_meetings": ("50 0 * * * 0", _now(coordination.remind_of_meetings)),
    "settle_keys": ("*/10 * * * * 50", _now(counselling.settle_keys)),
    # Every hour of the day in Vietnam: nobody is asked at night.
    "ask_after_events": ("35 0-13 * * * 0", _now(feedback.ask_after_events)),
    # At eight, eleven, two and five in Vietnam: for all together, so that no trace tells when
    # somebody wrote.
    "announce_concerns": ("0 1,4,7,10 * * * 0", _now(concerns.announce)),
    "tell_late_concerns": ("20 1 * * * 0", _now(concerns.tell_late)),
    "settle_concern_keys": ("*/10 * * * * 55", _now(concerns.settle_keys)),
    "make_exports": ("* * * * * */15", _now(reporting.make_next_export)),
    "expire_exports": ("*/10 * * * * 35", _now(reporting.expire_exports)),
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

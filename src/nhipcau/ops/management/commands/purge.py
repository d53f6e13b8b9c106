from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from nhipcau.accounts import use_cases as accounts
from nhipcau.appointments import use_cases as appointments
from nhipcau.careerdays import use_cases as careerdays
from nhipcau.concerns import use_cases as concerns
from nhipcau.employers import use_cases as employers
from nhipcau.fairs import use_cases as fairs
from nhipcau.feedback import use_cases as feedback
from nhipcau.inventory import use_cases as inventory
from nhipcau.matching import use_cases as matching
from nhipcau.messaging import use_cases as messaging
from nhipcau.ops.stalled_jobs import forget_stalled_jobs
from nhipcau.referrals import use_cases as referrals
from nhipcau.rosters import use_cases as rosters
from nhipcau.shared import use_cases as shared
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies import use_cases as vacancies

PURGES = {
    "sign-in codes": accounts.forget_sign_in_codes,
    "sign-in links": accounts.forget_sign_in_links,
    "rows of rosters": rosters.forget_rosters,
    "desks of employers": employers.forget_desks,
    "rows of lists of vacancies": vacancies.forget_lists,
    "windows of budgets": shared.forget_rate_windows,
    "keys of forms": shared.forget_idempotency_keys,
    "words before appointments": appointments.forget_talk,
    "sheets about interests": inventory.forget_old,
    "traces of changed lists": matching.forget_changes,
    "words of concerns": concerns.forget_old,
    "messages": messaging.forget_messages,
    "people shown to employers": referrals.forget_shown,
    "cases of timetables": fairs.forget_cases,
    "questions of days": careerdays.forget_old,
    "links that asked how it was": feedback.forget_old,
    "jobs of workers that died": forget_stalled_jobs,
}


class Command(BaseCommand):
    help = "Delete what is kept for a while only. Run it every day; it may be repeated."

    def handle(self, *, verbosity, **options):
        at = timezone.now()
        gone = {name: forget(by=SYSTEM, at=at) for name, forget in PURGES.items()}
        call_command("clearsessions", verbosity=verbosity)
        if verbosity > 0:
            told = ", ".join(f"{count} {name}" for name, count in gone.items())
            self.stdout.write(f"Deleted: {told}, and the sessions that are over.")

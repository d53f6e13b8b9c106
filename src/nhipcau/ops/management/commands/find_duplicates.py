from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from nhipcau.people.use_cases import look_for_duplicates
from nhipcau.shared.actors import SYSTEM


class Command(BaseCommand):
    help = "Compare new people with all others, for the page of possible duplicates. Run nightly."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=2, help="who was entered in these days")
        parser.add_argument("--all", action="store_true", help="everybody; the first time")

    def handle(self, *, days, verbosity, **options):
        at = timezone.now()
        since = None if options["all"] else at - timedelta(days=days)
        found = look_for_duplicates(by=SYSTEM, at=at, since=since)
        if verbosity > 0:
            self.stdout.write(f"Pairs to look at: {found} new.")

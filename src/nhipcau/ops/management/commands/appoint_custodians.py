from django.core.management.base import BaseCommand
from django.utils import timezone

from nhipcau.counselling import use_cases
from nhipcau.shared.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "Divide a new key of recovery into three shares, printed once and kept nowhere. Any two "
        "of them open all cases; earlier shares open nothing any more."
    )

    def handle(self, **options):
        shares = use_cases.appoint_custodians(by=SYSTEM, at=timezone.now())
        for share in shares:
            self.stdout.write(share)
        self.stderr.write("Give each line to another person, on paper. Clear the screen.")

from django.core.management.base import BaseCommand
from django.utils import timezone

from nhipcau.counselling import use_cases
from nhipcau.shared.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "Change all keys of notes. Notes stay readable meanwhile; stopped at any moment, it goes "
        "on where it was when it is started again. Back the folder of keys up afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument("--at-once", type=int, default=50, help="cases in one transaction")

    def handle(self, *, at_once, **options):
        rotation = use_cases.begin_rotation(by=SYSTEM, at=timezone.now())
        left = None
        while left != 0:
            left = use_cases.rotate_some(
                by=SYSTEM, at=timezone.now(), rotation=rotation, most=at_once
            )
            self.stdout.write(f"{rotation.note_count} notes sealed anew, {left} cases left")
        use_cases.end_rotation(by=SYSTEM, at=timezone.now(), rotation=rotation)
        self.stdout.write("Done: the old keys are gone. Back the folder of keys up now.")

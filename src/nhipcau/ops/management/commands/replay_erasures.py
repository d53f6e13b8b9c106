from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nhipcau.rights.tombstones import read
from nhipcau.rights.use_cases import replay_erasures
from nhipcau.shared.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "After a backup was restored, before anybody signs in: erase again whoever had been"
        " erased. It may be repeated."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=str(settings.TOMBSTONES))

    def handle(self, *, file, **options):
        path = Path(file)
        try:
            stones = read(path)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be read ({error.strerror}). Without it, people who were erased"
                " stand in the restored database again: do not open it."
            ) from error
        came_back = replay_erasures(by=SYSTEM, at=timezone.now(), stones=stones)
        self.stdout.write(f"Erased again: {came_back} of {len(stones)} who had been erased.")

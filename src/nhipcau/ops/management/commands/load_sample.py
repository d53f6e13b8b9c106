from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from nhipcau.ops.province import ProvinceFault, read_province
from nhipcau.ops.sample.load import PeopleAreThere, load_sample, read_sample


class Command(BaseCommand):
    help = "Load an invented year into an empty database. All people in it are invented."

    def handle(self, **options):
        folder = Path(settings.PROVINCE_DIR)
        now = timezone.now()
        try:
            province = read_province(folder)
            story = read_sample(folder, province, now=now)
            with transaction.atomic():
                counts = load_sample(province, story, now=now)
        except ProvinceFault as fault:
            raise CommandError(f"Nothing was loaded. {fault}") from fault
        except PeopleAreThere as refusal:
            raise CommandError(
                "Nothing was loaded: there are people in this database already, and invented "
                "people are never mixed with real ones. Use an empty database."
            ) from refusal
        self.stdout.write(f"SAMPLE DATA of {story.year}; every person in it is invented.")
        for what, count in counts.items():
            self.stdout.write(f"{count:6} {what}")

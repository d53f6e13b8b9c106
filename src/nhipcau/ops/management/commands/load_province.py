from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from nhipcau.ops.national import load_national, read_national
from nhipcau.ops.province import ProvinceFault, load_province, read_province
from nhipcau.shared.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "Load communes, units, kinds of event, figures, consent texts and the agreement;"
        " and the lists of the whole country: occupations, provinces, ceilings."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, help="default: the province of this installation"
        )

    def handle(self, *, folder, **options):
        folder = folder or Path(settings.PROVINCE_DIR)
        try:
            province = read_province(folder)
            national = read_national(Path(settings.NATIONAL_DIR))
        except ProvinceFault as fault:
            raise CommandError(f"Nothing was loaded. {fault}") from fault
        with transaction.atomic():
            at = timezone.now()
            counts = load_province(province, by=SYSTEM, at=at)
            counts |= load_national(national, by=SYSTEM, at=at)
        for what, count in counts.items():
            self.stdout.write(f"{count:6} {what}")

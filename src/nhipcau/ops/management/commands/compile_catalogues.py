from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.ops.catalogues import compile_stale


class Command(BaseCommand):
    help = "Compile the message catalogues in locale/ that are older than their .po file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="compile every catalogue")

    def handle(self, **options):
        locale = Path(settings.BASE) / "locale"
        for source in compile_stale(locale, everything=options["all"]):
            self.stdout.write(str(source.relative_to(locale)))

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.referrals.documentation import document


class Command(BaseCommand):
    help = "Write docs/referrals.md from the table of steps."

    def handle(self, *args, **options):
        path = Path(settings.BASE) / "docs" / "referrals.md"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{path.name}: written")

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.coordination.documentation import document


class Command(BaseCommand):
    help = "Write docs/difficulties.md from the table of steps."

    def handle(self, *args, **options):
        path = Path(settings.BASE) / "docs" / "difficulties.md"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{path.name}: written")

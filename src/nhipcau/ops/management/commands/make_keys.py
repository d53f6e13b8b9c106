from django.core.management.base import BaseCommand, CommandError

from nhipcau.shared.crypto.key_folder import key_folder


class Command(BaseCommand):
    help = "Make the first master key in the folder that NHIPCAU_KEYS names. Once, at the start."

    def handle(self, **options):
        folder = key_folder()
        if folder.versions():
            raise CommandError(f"There are keys in {folder.folder} already; rotate_keys changes.")
        folder.add_master()
        self.stdout.write(
            f"Made {folder.folder}/master-1. Now call appoint_custodians, and back the folder up "
            "apart from the database: without it no note opens."
        )

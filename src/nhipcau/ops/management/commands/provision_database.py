from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from nhipcau.ops import provisioning


class Command(BaseCommand):
    help = (
        "Create the extensions and roles, and give the site's role its rights. "
        "Run it as the owner of the database after every migrate; it may be repeated."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--database", default="default")

    def handle(self, *, database, verbosity, **options):
        connection = connections[database]
        try:
            with transaction.atomic(using=database):
                done = provisioning.provision(connection)
                weak = provisioning.durability_problems(connection)
        except provisioning.TooOld as error:
            raise CommandError(str(error)) from error
        for warning in (*done.warnings, *weak):
            self.stderr.write(f"Warning: {warning}")
        if verbosity > 0:
            made = ", ".join(done.extensions + done.roles) or "nothing new"
            self.stdout.write(
                f"Created: {made}. Rights given on {done.tables} tables, "
                f"append-only: {', '.join(done.append_only) or 'none'}."
            )

import getpass

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nhipcau.accounts.models import User
from nhipcau.counselling import use_cases
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError


class Command(BaseCommand):
    help = "Two custodians together give a supervisor the keys of the unit's cases. Audited."

    def add_arguments(self, parser):
        parser.add_argument("--reader", required=True, help="the supervisor's e-mail")
        parser.add_argument("--reason", required=True)

    def handle(self, *, reader, reason, **options):
        user = User.objects.filter(email=reader).first()
        if user is None:
            raise CommandError("Nobody signs in with this e-mail.")
        shares = [getpass.getpass(f"Share of custodian {number}: ") for number in (1, 2)]
        try:
            count = use_cases.recover(
                by=SYSTEM, at=timezone.now(), shares=shares, reader=user, reason=reason
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} cases open again. The use of the shares is in the audit.")

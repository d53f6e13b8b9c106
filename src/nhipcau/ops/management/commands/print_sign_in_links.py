import secrets

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nhipcau.accounts import use_cases
from nhipcau.events.models import Registration
from nhipcau.organisations.models import Membership, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError

ROLE_ORDER = {role: place for place, role in enumerate(Role.values)}


class Command(BaseCommand):
    help = "Print a one-time sign-in link for each role of each unit. The demonstration only."

    def add_arguments(self, parser):
        parser.add_argument("--base-url", default="http://localhost:8000")

    def handle(self, *args, base_url, **options):
        with translation.override("vi"):
            lines = [*self.staff(base_url), *self.youth(base_url)]
            if not lines:
                raise CommandError("There is nobody to sign in: load the sample first.")
            self.stdout.write("\n" + _("Sign-in links, each good once and for twelve hours:"))
            width = max(len(role) for _unit, role, _link in lines)
            shown = None
            for unit, role, link in lines:
                if unit != shown:
                    self.stdout.write(f"\n  {unit}")
                    shown = unit
                self.stdout.write(f"    {role:<{width}}  {link}")

    def staff(self, base_url):
        members = (
            Membership.objects.active()
            .filter(user__is_active=True, user__email__isnull=False)
            .select_related("user", "organisation", "commune")
            .order_by("organisation__kind", "organisation__name_vi", "pk")
        )
        first: dict[tuple[int, str], Membership] = {}
        for member in members:
            first.setdefault((member.organisation_id, member.role), member)
        by_unit: dict[int, list[Membership]] = {}
        for member in first.values():
            by_unit.setdefault(member.organisation_id, []).append(member)
        for unit in by_unit.values():
            for member in sorted(unit, key=lambda one: ROLE_ORDER[one.role]):
                role = f"{member.get_role_display()}"
                role = role[:1].upper() + role[1:]
                if member.commune:
                    role += f" ({member.commune})"
                yield str(member.organisation), role, self.link(base_url, user=member.user)

    def youth(self, base_url):
        """Who registered last of those who look for work: the page then has something to show."""
        newest = Registration.objects.order_by("-registered_at")
        looking = newest.filter(young_person__job_wish__isnull=False)
        phones = [
            found.values_list("young_person__phone", flat=True).first()
            for found in (looking, newest)
        ]
        phone = next(filter(None, phones), None)
        if phone:
            yield _("Young people"), _("Young person"), self.link(base_url, phone=phone)

    def link(self, base_url, **whom):
        token = secrets.token_urlsafe(24)
        try:
            use_cases.make_sign_in_link(by=SYSTEM, at=timezone.now(), token=token, **whom)
        except DomainError as error:
            raise CommandError(str(error)) from error
        return base_url.rstrip("/") + reverse("account:demo-link", args=[token])

"""What every page shows around its content: the demo's banner and the workspace's navigation."""

import functools

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.appointments.rules import may_work_with_appointments
from nhipcau.careerdays.rules import WORKERS
from nhipcau.coordination.rules import works_together
from nhipcau.counselling.rules import may_see_cases
from nhipcau.employers.rules import may_see_employers
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import (
    has_role,
    is_commune_officer,
    is_office_staff,
    is_partner_staff,
    memberships_of,
    partner_units_of,
)
from nhipcau.people.rules import may_read_records, may_see_people
from nhipcau.placements.rules import may_see_placements
from nhipcau.referrals.queries import COUNTED_MOST, waiting_count
from nhipcau.rights.rules import is_data_officer
from nhipcau.soldiers.rules import may_see_soldiers

WORKSPACE = "/workspace/"


def surroundings(request):
    """``workspace_nav``, ``workspace_unit`` and ``workspace_role`` are there for staff only."""
    around = {"DEMO": settings.DEMO, "workspace_nav": []}
    user = getattr(request, "user", None)
    if user is None or not user.pk or not user.is_staff_account:
        return around
    if not request.path.startswith(WORKSPACE):
        return around
    memberships = memberships_of(user)
    return {
        **around,
        "works_together": works_together(user),
        "workspace_nav": _navigation(user, request.path),
        "workspace_unit": ", ".join(_once(one.organisation.short_name for one in memberships)),
        "workspace_role": ", ".join(_once(one.get_role_display() for one in memberships)),
    }


def _once(words):
    return list(dict.fromkeys(str(word) for word in words))


def _navigation(user, path):
    """The first four stand at the thumb on a phone: what this role opens most."""
    entries = [("workspace:desk", _("Desk"), "home")]
    if is_partner_staff(user):
        entries.append(("workspace:events:list", _("Events"), "calendar"))
    if may_read_records(user):
        entries.append(("workspace:people:list", _("People"), "people"))
    if may_see_people(user):
        entries.append(("workspace:referrals:inbox", _("Introductions"), "briefcase"))
    if may_work_with_appointments(user):
        entries.append(("workspace:appointments:day", _("Appointments"), "clock"))
    if may_see_cases(user):
        entries.append(("workspace:cases:list", _("Counselling"), "people"))
    if works_together(user):
        entries.append(("workspace:coordination:home", _("Together"), "bridge"))
    if may_see_employers(user):
        entries.append(("workspace:employers:list", _("Employers"), "briefcase"))
    if may_see_placements(user):
        entries.append(("workspace:placements:list", _("At work"), "briefcase"))
    if is_commune_officer(user):
        entries.append(("workspace:assistance:list", _("Fill in together"), "edit"))
    if partner_units_of(user, *WORKERS):
        entries.append(("workspace:follow-ups:list", _("Want to hear more"), "phone"))
    if may_see_soldiers(user):
        entries.append(("workspace:soldiers:list", _("Soldiers"), "people"))
    if is_office_staff(user):
        entries += [
            ("workspace:vacancies:list", _("Vacancies"), "briefcase"),
            ("workspace:matching:overview", _("Suggestions"), "check-circle"),
            ("workspace:plans:list", _("Plans"), "list"),
            ("workspace:reports:overview", _("Figures"), "chart"),
            ("workspace:funnel", _("To the job"), "chart"),
            ("workspace:interests:list", _("Interests"), "list"),
            ("workspace:programme:current", _("Programme"), "bridge"),
        ]
    if has_role(user, Role.LEADER):
        entries.append(("workspace:concerns:figures", _("Safe channel"), "lock"))
    entries.append(("workspace:notices:list", _("Notices"), "bell"))
    if is_data_officer(user):
        entries += [
            ("workspace:data-requests:list", _("Requests about data"), "shield"),
            ("workspace:cases:emergencies", _("Emergency openings"), "shield"),
        ]
    if has_role(user, Role.ADMINISTRATOR):
        entries.append(("workspace:members:list", _("Members"), "shield"))
    return [_counted(_entry(name, label, icon, path), user) for name, label, icon in entries]


def _counted(entry, user):
    """How many introductions wait is told on the desk; their own page says it by itself."""
    if entry["url"] != _address("workspace:referrals:inbox"):
        return entry
    entry["short"] = pgettext("navigation", "Introductions")
    if entry["is_desk"]:
        count = waiting_count(user)
        entry["count"] = f"{COUNTED_MOST}+" if count > COUNTED_MOST else count
    return entry


def _entry(name, label, icon, path):
    url = _address(name)
    is_under = name != "workspace:desk" and path.startswith(url)
    return {
        "url": url,
        "label": label,
        "icon": icon,
        "current": path == url or is_under,
        "is_desk": path == _address("workspace:desk"),
    }


@functools.cache
def _address(name):
    """Every page of the workspace asks for these, and they never change."""
    return reverse(name)

"""What every page shows around its content: the demo's banner and the workspace's navigation."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.organisations.rules import memberships_of, partner_units_of
from nhipcau.people.rules import may_see_people


def surroundings(request):
    return {"DEMO": settings.DEMO, "workspace_nav": _navigation(request)}


def _navigation(request):
    user = getattr(request, "user", None)
    if user is None or not user.pk or not user.is_staff_account:
        return []
    if not request.path.startswith("/workspace/"):
        return []
    entries = [("workspace:desk", _("Desk"), "home")]
    if partner_units_of(user):
        entries += [
            ("workspace:plans:list", _("Plans"), "list"),
            ("workspace:events:list", _("Events"), "calendar"),
        ]
    if may_see_people(user):
        entries.append(("workspace:people:list", _("People"), "people"))
    if partner_units_of(user):
        entries.append(("workspace:reports:overview", _("Figures"), "chart"))
    if any(one.role == "ADMINISTRATOR" for one in memberships_of(user)):
        entries.append(("workspace:members:list", _("Members"), "shield"))
    current = request.path
    return [
        {
            "url": reverse(name),
            "label": label,
            "icon": icon,
            "current": current == reverse(name)
            or (name != "workspace:desk" and current.startswith(reverse(name))),
        }
        for name, label, icon in entries
    ]

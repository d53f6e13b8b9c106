"""Three questions on one screen, and the health of what the answers rest on."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.appointments.rules import may_work_with_appointments
from nhipcau.counselling.rules import may_see_cases
from nhipcau.people.rules import may_see_people
from nhipcau.placements.rules import may_see_placements
from nhipcau.reporting.leading import answers, health, note_of_week
from nhipcau.reporting.periods import month_with
from nhipcau.reporting.queries import programme_of
from nhipcau.rights.rules import is_data_officer
from nhipcau.web.workspace.reports import programmes_for

OPEN_TO_ALL = {
    "plan": "workspace:reports:plan-done",
    "overview": "workspace:reports:overview",
    "periods": "workspace:reports:catalogue",
    "exports": "workspace:reports:exports",
    "vacancies": "workspace:vacancies:reports",
}
# Lists of people open for those who work with them; a leader is told the count alone.
LISTS = {
    "referrals": ("workspace:referrals:inbox", may_see_people),
    "cases": ("workspace:cases:list", may_see_cases),
    "placements": ("workspace:placements:tasks", may_see_placements),
    "requests": ("workspace:data-requests:list", is_data_officer),
    "appointments": ("workspace:appointments:day", may_work_with_appointments),
}


@require_GET
def leaders(request):
    programmes = programmes_for(request)
    at = timezone.now()
    programme = programme_of(programmes, month_with(timezone.localdate(at)))
    page = {"title": _("Three questions"), "programme": programme, "at": at, "health": health()}
    if programme:
        page["answers"] = [
            {
                "told": one,
                "lines": [
                    {"told": line, "url": _address(line.code, request.user)} for line in one.lines
                ],
            }
            for one in answers(programme, at=at)
        ]
        page["note"] = note_of_week(programme, at=at)
    return render(request, "workspace/reports/leaders.html", page)


def _address(code, user):
    if code in OPEN_TO_ALL:
        return reverse(OPEN_TO_ALL[code])
    name, may = LISTS.get(code, ("", None))
    return reverse(name) if may and may(user) else ""

"""The plan of a hall, drawn square by square without a script, and to be printed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.fairs import queries, use_cases
from nhipcau.fairs.models import MOST_SIDE
from nhipcau.fairs.states import Cell
from nhipcau.web.sending import press
from nhipcau.web.workspace.fairs import crumbs_of, run_fair, seen_fair
from nhipcau.web.workspace.sending import show

BOOTH = "booth-"


@require_http_methods(["GET", "POST"])
def hall(request, pk):
    """Choose what to draw, then press squares. The first of two corners may be kept."""
    fair = run_fair(request, pk)
    if request.method == "POST":
        _draw(request, fair)
        tool = request.POST.get("tool", "")
        return redirect(f"{request.path}?tool={tool if tool.isascii() else ''}")
    booths = list(fair.booths.coming().for_list())
    tool = request.GET.get("tool", Cell.STAND)
    for one in booths:
        one.tool = f"{BOOTH}{one.pk}"
    page = {
        "fair": fair,
        "event": fair.event,
        "squares": queries.squares(fair, booths),
        "tools": [{"value": cell.value, "label": cell.label} for cell in Cell],
        "booths": booths,
        "tool": tool,
        "most": MOST_SIDE,
        "crumbs": crumbs_of(fair.event, (_("Plan of the hall"), "")),
    }
    return show(request, "workspace/fairs/hall.html", page)


def _draw(request, fair):
    told = request.POST
    if "resize" in told:
        rows, columns = _number(told.get("rows")), _number(told.get("columns"))
        press(request, use_cases.resize_hall, fair=fair, rows=rows, columns=columns)
        return
    row, _dash, column = told.get("cell", "").partition("-")
    place = (_number(row), _number(column))
    tool = told.get("tool", "")
    if tool.startswith(BOOTH):
        booth = next(
            (
                one
                for one in fair.booths.coming().select_related("fair__event__plan_line")
                if f"{BOOTH}{one.pk}" == tool
            ),
            None,
        )
        if booth is None:
            messages.error(request, _("Please choose what to draw."))
            return
        is_there = (booth.row, booth.column) == place
        press(request, use_cases.place_booth, booth=booth, place=None if is_there else place)
        return
    last = place
    if told.get("whole") == "row":
        place, last = (place[0], 0), (place[0], MOST_SIDE)
    elif told.get("whole") == "column":
        place, last = (0, place[1]), (MOST_SIDE, place[1])
    press(request, use_cases.draw_hall, fair=fair, sign=tool, first=place, last=last)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else -1


@require_GET
def hall_plan(request, pk):
    """The plan with numbers and names, for the wall and for the paper."""
    fair = seen_fair(request, pk)
    booths = list(fair.booths.coming().for_list())
    page = {
        "fair": fair,
        "event": fair.event,
        "squares": queries.squares(fair, booths),
        "booths": booths,
        "crumbs": crumbs_of(fair.event, (_("Plan of the hall"), "")),
    }
    return show(request, "workspace/fairs/hall_plan.html", page)

"""From an activity to a kept job: the funnel as a table and a picture, counted by the clock."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.organisations.queries import commune_list
from nhipcau.placements import funnel, rules
from nhipcau.placements.models import DIRECT
from nhipcau.programmes.models import Audience
from nhipcau.shared.wording import number, percent
from nhipcau.vacancies.models import Market
from nhipcau.web.answers import number_in, text_in
from nhipcau.web.charts import stage_bars

DIMENSIONS = ("month", "commune", "cohort", "market")


@require_GET
def funnel_page(request):
    if not rules.may_see_funnel(request.user):
        raise Http404
    years = funnel.years_counted(request.user) or [timezone.localdate().year]
    chosen = _chosen(request, years)
    narrowing = {"year": chosen["year"], "market": chosen["market"]}
    if chosen["cohort"]:
        narrowing["cohort"] = chosen["cohort"]
    communes = {one.pk: one for one in commune_list()}
    commune = next((one for one in communes.values() if one.code == chosen["commune"]), None)
    if commune:
        narrowing["commune"] = commune.pk
    totals = funnel.funnel_totals(request.user, **narrowing).counts
    labels = [label for _name, label in funnel.STAGES]
    page = {
        "chosen": chosen,
        "dimensions": _links(request, chosen, "by", _dimension_names()),
        "years": _links(request, chosen, "year", {one: str(one) for one in years}),
        "cohorts": _cohorts(),
        "markets": [("", _("everywhere")), *Market.choices],
        "communes": communes.values(),
        "labels": labels,
        "totals": totals,
        "rows": _rows(request, chosen, narrowing, communes),
        "definitions": list(zip(labels, funnel.DEFINITIONS, strict=True)),
        "counted_at": funnel.counted_at(request.user, chosen["year"]),
        "finding": _finding(totals),
        "drawing": stage_bars(
            [
                {"label": str(label), "value": count}
                for label, count in zip(labels, totals, strict=True)
            ],
            title=_finding(totals),
            name="funnel",
        ),
    }
    return render(request, "workspace/placements/funnel.html", page)


def _chosen(request, years):
    year = number_in(request, "year")
    by, market = text_in(request, "by"), text_in(request, "market")
    cohort = text_in(request, "cohort")
    return {
        "year": year if year in years else years[0],
        "by": by if by in DIMENSIONS else "month",
        "market": market if market in Market.values else "",
        "cohort": cohort if cohort in dict(_cohorts()) else "",
        "commune": text_in(request, "commune"),
    }


def _dimension_names():
    return {
        "month": _("by month"),
        "commune": _("by commune"),
        "cohort": _("by group"),
        "market": _("by place of work"),
    }


def _cohorts():
    return [("", _("everybody")), *Audience.choices, (DIRECT, _("came without an activity"))]


def _links(request, chosen, name, offered):
    base = reverse("workspace:funnel")
    found = []
    for value, label in offered.items():
        told = {**chosen, name: value}
        query = "&".join(f"{key}={one}" for key, one in told.items() if one)
        found.append({"url": f"{base}?{query}", "label": label, "current": chosen[name] == value})
    return found


def _rows(request, chosen, narrowing, communes):
    by = chosen["by"]
    if by == "market":
        others = {name: value for name, value in narrowing.items() if name != "market"}
        found = funnel.funnel_by(request.user, "market", **others)
        names = {"": _("everywhere"), **dict(Market.choices)}
    else:
        found = funnel.funnel_by(request.user, by, **narrowing)
        names = {
            "month": {one: _("month %(number)d") % {"number": one} for one in range(1, 13)},
            "commune": {None: _("commune not told"), **communes},
            "cohort": dict(_cohorts()),
        }[by]
    return [{"label": names.get(one.key, one.key), "counts": one.counts} for one in found]


def _finding(totals):
    came, introduced, hired, still = totals[0], totals[2], totals[4], totals[5]
    if not introduced:
        return _("Nobody of these people was introduced yet.")
    return _(
        "%(came)s came; %(introduced)s were introduced, %(hired)s taken on, %(still)s are still"
        " there (%(share)s of those taken on)."
    ) % {
        "came": number(came),
        "introduced": number(introduced),
        "hired": number(hired),
        "still": number(still),
        "share": percent(still, hired) if hired else "–",
    }

"""How reliable the questionnaire on interests is: for the colleagues of both units."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from nhipcau.inventory import queries, rules, use_cases
from nhipcau.inventory.choices import Mode
from nhipcau.inventory.scoring import SCALES
from nhipcau.people.models import Gender
from nhipcau.shared.wording import number
from nhipcau.web.interest_words import NAMES, names_of
from nhipcau.web.workspace.sending import press


def classes_crumb():
    return _("Interests"), reverse("workspace:interests:list")


def said_of(study):
    """A study with its finding in a few words."""
    usable = _usable()
    weak = [
        scale
        for scale in SCALES
        if scale in study.scales and study.scales[scale]["alpha"] < usable
    ]
    if len(study.scales) < len(SCALES):
        said, tone = _("not measured yet"), "neutral"
    elif weak:
        said, tone = _("too weak: %(names)s") % {"names": names_of(weak)}, "warning"
    else:
        said, tone = _("reliable enough in all six areas"), "success"
    return {"study": study, "said": said, "tone": tone}


def _usable():
    rule_set = queries.rules_in_force(timezone.localdate())
    return queries.figure(rule_set, "alpha_usable_percent") / 100


@require_GET
def reliability(request):
    if not rules.may_see_reliability(request.user):
        raise Http404
    rule_set = queries.rules_in_force(timezone.localdate())
    studies = queries.latest_studies()
    page = {
        "studies": [_study(one, rule_set) for one in studies],
        "least": queries.figure(rule_set, "group_min"),
        "figures": [
            {"name": FIGURE_NAMES.get(name, name), **told}
            for name, told in rule_set.figures.items()
        ],
        "rule_set": rule_set,
        "may_count": rules.may_count(request.user),
        "crumbs": [classes_crumb(), (_("Reliability"), "")],
    }
    return render(request, "workspace/interests/reliability.html", page)


FIGURE_NAMES = {
    "missing_most": gettext_lazy("Open activities allowed in an area"),
    "tie_points": gettext_lazy("Areas this close are told as equal, until the error is measured"),
    "flat_range": gettext_lazy("Highest and lowest this close: no area stands out"),
    "low_below": gettext_lazy("All areas below: little is liked"),
    "straight_percent": gettext_lazy("The same answer so often: nothing is told"),
    "fastest_milliseconds": gettext_lazy("Faster than this: too fast"),
    "age_min": gettext_lazy("Youngest age"),
    "class_min": gettext_lazy("Fewest people of a class that is told figures"),
    "group_min": gettext_lazy("Fewest sheets of a group that is measured"),
    "alpha_usable_percent": gettext_lazy("Smallest alpha that is usable"),
    "item_total_percent": gettext_lazy("Smallest correlation of an activity with its area"),
}


def _study(study, rule_set):
    usable = queries.figure(rule_set, "alpha_usable_percent") / 100
    belongs = queries.figure(rule_set, "item_total_percent") / 100
    items = queries.items_of(study.item_set, study.form)
    weak_items = []
    for scale, told in study.scales.items():
        ours = [item for item in items if item.scale == scale]
        weak_items += [
            {"item": item, "name": NAMES[scale], "value": number(value, 2)}
            for item, value in zip(ours, told["item_total"], strict=True)
            if value < belongs
        ]
    return {
        **said_of(study),
        "rows": [
            {"name": NAMES[scale], **_row(study.scales[scale], usable)}
            for scale in SCALES
            if scale in study.scales
        ],
        "items": [
            {"item": item, "name": NAMES[item.scale], "value": _item_value(study, items, item)}
            for item in items
            if item.scale in study.scales
        ],
        "weak_items": weak_items,
        "parts": [
            {
                "label": _part_label(one["kind"], one["name"]),
                "count": one["count"],
                "alphas": [
                    number(one["scales"][scale]["alpha"], 2) if scale in one["scales"] else "–"
                    for scale in SCALES
                ],
            }
            for one in study.parts
        ],
        "names": [NAMES[scale] for scale in SCALES],
    }


def _item_value(study, items, item):
    place = [one for one in items if one.scale == item.scale].index(item)
    return number(study.scales[item.scale]["item_total"][place], 2)


def _row(told, usable):
    return {
        "count": told["count"],
        "alpha": number(told["alpha"], 2),
        "interval": f"{number(told['low'], 2)} – {number(told['high'], 2)}",
        "sem": number(told["sem"], 1),
        "mean": number(told["mean"], 1),
        "is_usable": told["alpha"] >= usable,
    }


def _part_label(kind, name):
    if kind == "gender":
        return dict(Gender.choices).get(name, name)
    if kind == "mode":
        return dict(Mode.choices).get(name, name)
    return _("Kinh") if name == "KINH" else pgettext("ethnic groups", "other ethnic groups")


@require_POST
def count_reliability(request):
    if not rules.may_count(request.user):
        raise Http404
    press(request, use_cases.count_reliability, said=_("Counted again from all answers."))
    return redirect("workspace:interests:reliability")

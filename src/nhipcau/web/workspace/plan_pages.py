"""A plan as its pages show it: by month, summed up, and compared with another version."""

from itertools import groupby

from django.utils.translation import gettext as _

from nhipcau.shared import wording

EN_DASH = "\N{EN DASH}"


def months_of(lines):
    """The lines grouped by month, with the sums of each month."""
    return [
        {"month": month, "lines": group, **totals_of(group)}
        for month, group in (
            (month, list(group)) for month, group in groupby(lines, key=lambda line: line.month)
        )
    ]


def totals_of(lines):
    return {
        "count": len(lines),
        "turns": sum(line.target_turns for line in lines),
        "persons": sum(line.target_persons for line in lines),
        "budget": sum(line.budget_vnd for line in lines),
    }


def difference_rows(changes):
    """Each changed promise in words: what was, what is now."""
    return [
        {
            "line": change.after or change.before,
            "kind": _kind(change),
            "fields": [
                {
                    "label": _label(name),
                    "before": _shown(change.before, name),
                    "after": _shown(change.after, name),
                }
                for name in change.fields
            ],
        }
        for change in changes
    ]


def _kind(change):
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _label(name):
    return {
        "title": _("What"),
        "kind": _("Kind of event"),
        "lead": _("Lead"),
        "supporting": _("Supporting"),
        "month": _("Month"),
        "place": _("Place"),
        "commune": _("Commune"),
        "audience": _("Audience"),
        "target_turns": _("Turns"),
        "target_persons": _("Persons"),
        "budget_vnd": _("Budget"),
        "source": _("Source"),
    }[name]


def _shown(line, name):
    value = getattr(line, name)
    if name in ("audience", "source"):
        return getattr(line, f"get_{name}_display")()
    if name in ("lead", "supporting"):
        return value.short_name
    if name == "month":
        return wording.month(value)
    if name == "budget_vnd":
        return wording.money(value)
    if isinstance(value, int):
        return wording.number(value)
    return str(value) if value is not None else EN_DASH

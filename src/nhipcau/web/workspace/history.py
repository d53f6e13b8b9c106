"""The trace of a record as a page shows it: what became of it, when, by whom, why."""

from django.utils.text import capfirst

ENDED_BADLY = frozenset({"CANCELLED", "RETURNED"})
ENDED_WELL = frozenset({"HELD", "APPROVED", "CONFIRMED", "RUNNING"})


def history_of(record):
    """The moves of a record, newest first, in one query."""
    names = dict(record._meta.get_field("state").flatchoices)
    return [
        {
            "heading": capfirst(names.get(change.to_state, change.to_state)),
            "at": change.at,
            "by": change.by.full_name if change.by else "",
            "reason": change.reason,
            "tone": _tone(change.to_state),
        }
        for change in record.changes.select_related("by").order_by("-at", "-pk")
    ]


def _tone(state):
    if state in ENDED_BADLY:
        return "danger"
    return "success" if state in ENDED_WELL else ""

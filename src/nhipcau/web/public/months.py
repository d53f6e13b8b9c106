"""The year as a bridge of twelve spans: which months have events."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nhipcau.events.states import EventState


@dataclass(frozen=True)
class Span:
    """One month. ``status``: ``held`` (past, with events), ``coming``, or ``empty``."""

    first: date
    event_count: int
    status: str
    is_now: bool
    is_chosen: bool

    @property
    def parameter(self):
        return f"{self.first:%Y-%m}"


def spans_of(events, *, year, today, chosen=None):
    counts = [0] * 12
    for event in events:
        on = timezone.localdate(event.starts_at)
        if on.year == year and event.state != EventState.CANCELLED:
            counts[on.month - 1] += 1
    this_month = today.replace(day=1)
    spans = []
    for number, count in enumerate(counts, start=1):
        first = date(year, number, 1)
        status = "empty" if not count else "held" if first < this_month else "coming"
        spans.append(Span(first, count, status, first == this_month, first == chosen))
    return spans

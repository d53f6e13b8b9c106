"""Filters that write values as people of the province write them (see ``shared.wording``)."""

from django import template
from django.utils import timezone

from nhipcau.shared import wording

register = template.Library()


_NOT_GIVEN = object()


def _filter(name, function):
    """An empty value stays empty, so that a template need not ask first."""

    def show(value, argument=_NOT_GIVEN):
        if value is None or value == "":
            return ""
        return function(value) if argument is _NOT_GIVEN else function(value, argument)

    register.filter(name, show)


_filter("day", wording.day)
_filter("long_day", wording.long_day)
_filter("weekday", wording.weekday)
_filter("month", wording.month)
_filter("clock_time", wording.clock_time)
_filter("time_range", wording.time_range)
_filter("when", wording.when)
_filter("moment", wording.moment)
_filter("number", wording.number)
_filter("percent_of", wording.percent)
_filter("money", wording.money)
_filter("phone", wording.phone)
_filter("masked_phone", wording.masked_phone)


@register.filter
def days_left(value):
    """Counted from today in the province; pages that test a moment use ``time_machine``."""
    return "" if value is None else wording.days_left(value, today=timezone.localdate())

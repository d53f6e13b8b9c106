"""Figures that wait for the own unit."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.organisations.rules import partner_units_of
from nhipcau.reporting.models import ReportingPeriod
from nhipcau.reporting.rules import WRITERS, span_of_period
from nhipcau.reporting.states import PENDING
from nhipcau.web.workspace.need import AMBER, Need

SHOWN = 6


def needs_of_figures(user):
    """Proposed by the other unit, to be confirmed or given back."""
    units = partner_units_of(user, *WRITERS)
    if not units:
        return []
    waiting = (
        ReportingPeriod.objects.visible_to(user)
        .filter(state__in=sorted(PENDING))
        .exclude(pending__proposed_for__in=units)
        .select_related("pending__proposed_for")
        .defer("pending__content")
        .order_by("last")[:SHOWN]
    )
    found = []
    for period in waiting:
        span = span_of_period(period)
        found.append(
            Need(
                title=_("Figures of %(period)s wait for your unit") % {"period": span.label},
                detail=_("Proposed by %(unit)s. Confirm them, or give them back with a reason.")
                % {"unit": period.pending.proposed_for.short_name},
                url=reverse("workspace:reports:period", args=[span.slug]),
                action=_("Look and decide"),
                icon="chart",
                tone=AMBER,
            )
        )
    return found

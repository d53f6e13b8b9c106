"""States of periods of figures, as words and tones."""

from django import template

from nhipcau.reporting.states import PeriodState

register = template.Library()

TONES = {
    PeriodState.OPEN: "neutral",
    PeriodState.PROPOSED: "warning",
    PeriodState.CONFIRMED: "info",
    PeriodState.CLOSED: "success",
    PeriodState.AMENDING: "warning",
}


@register.filter
def period_tone(state):
    return TONES[PeriodState(state)]


@register.filter
def period_word(state):
    return PeriodState(state).label

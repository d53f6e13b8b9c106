"""Shares in thousandths, as measures keep them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def per_cent(value):
    """``123`` → ``12,3 %`` in Vietnamese, ``12.3 %`` in English."""
    return f"{number_format(value / 10, decimal_pos=1)} %"

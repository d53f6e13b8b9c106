from django import template
from django.utils.html import format_html

from nhipcau.web.keys import KEY_FIELD, new_key

register = template.Library()


@register.simple_tag
def idempotency_key(kept=""):
    """The hidden key of a form. ``kept``: the key of a refused form, so that it stays the same."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, kept or new_key())

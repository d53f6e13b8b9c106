"""The options of a passkey ceremony, for the script of the page, without a line of script."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value):
    return json.dumps(value, cls=DjangoJSONEncoder)

"""What a browser needs to begin with a passkey, as an attribute: the pages have no inline script."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value):
    return json.dumps(value, cls=DjangoJSONEncoder)

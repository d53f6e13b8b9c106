"""The idempotency key travels in a hidden field: made with the form, read when it is sent."""

import uuid

KEY_FIELD = "idempotency_key"
KEY_LENGTH = 64


def new_key():
    return uuid.uuid4().hex


def key_of(request):
    """The key of a sent form, bound to the page it was sent to; empty when none was given."""
    given = request.POST.get(KEY_FIELD, "")
    return given if given.isalnum() and len(given) <= KEY_LENGTH else ""

"""What opens a page without an account: made from its name, so that no table holds it."""

import base64
import hashlib
import hmac

from django.conf import settings

LENGTH = 24  # 144 bits


def secret_of(name: str) -> str:
    """The secret of a name, such as ``answer:12``: the same each time, for this installation."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"link:{name}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()).decode()[:LENGTH]

"""The link of a message: number and secret in one word, good for a month."""

import hmac
import re

from nhipcau.feedback.errors import LinkForged
from nhipcau.feedback.models import FeedbackLink
from nhipcau.shared.secrets_of_links import secret_of

# The address that the public pages give it; tests/web holds the two together.
PAGE = "/how-was-it/{token}/"
_TOKEN = re.compile(r"(\d{1,18})-([\w-]{24})")


def token_of(link: FeedbackLink) -> str:
    return f"{link.pk}-{_secret(link.pk)}"


def _secret(pk: int) -> str:
    return secret_of(f"feedback:{pk}")


def link_of(token: str) -> FeedbackLink:
    """
    Raises:
        LinkForged: it is none of ours, or deleted.
    """
    told = _TOKEN.fullmatch(token)
    if told and hmac.compare_digest(told[2], _secret(int(told[1]))):
        link = FeedbackLink.objects.select_related("event__kind").filter(pk=int(told[1])).first()
        if link is not None:
            return link
    raise LinkForged("")

"""Calls to a carrier's HTTP gateway: signed, bounded in time and size, and never trusted.

What a gateway answers is read with care: every surprise becomes ``GatewayUnreachable``, so that a
message is tried again, or ``GatewayRefused``, so that it is not.
"""

import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

SECONDS = 15
ANSWER_BYTES = 64_000


class GatewayRefused(Exception):
    """The gateway will never take this message; another way may."""


class GatewayNotSetUp(GatewayRefused):
    """The installation has no contract for this way yet."""


class AddressRefused(GatewayRefused):
    """There is no such address: nothing will ever arrive there."""


class GatewayUnreachable(Exception):
    """No answer, or none that can be understood: try again later."""


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA256 in hex: the gateway knows who sent the body, and that it is whole."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post_json(
    url: str, told: Mapping[str, Any], *, secret: str, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Send one signed JSON object and give back the answered one. Follows no redirect.

    Raises:
        GatewayRefused: the gateway answered 4xx: what was sent will not do.
        GatewayUnreachable: no answer in time, 3xx, 429, 5xx, or something that is no JSON object.
    """
    body = json.dumps(told, ensure_ascii=False).encode()
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Signature": signature(secret, body),
        **(headers or {}),
    }
    status, answer = _exchange(url, body, sent)
    if 400 <= status < 500 and status not in (408, 425, 429):
        raise GatewayRefused(f"answer {status}")
    if status != 200:
        raise GatewayUnreachable(f"answer {status}")
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError) as problem:
        raise GatewayUnreachable("the answer is no JSON") from problem
    if not isinstance(said, dict):
        raise GatewayUnreachable("the answer is no object")
    return said


def _exchange(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(url)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = (
        http.client.HTTPSConnection(
            parts.netloc, timeout=SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    )
    try:
        connection.request("POST", place or "/", body=body, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise GatewayUnreachable(type(problem).__name__) from problem
    finally:
        connection.close()

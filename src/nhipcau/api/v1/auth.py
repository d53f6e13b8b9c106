"""A device says who it is with ``Authorization: Device <key>``. No cookie is looked at."""

from django.utils import timezone
from ninja.security.http import HttpAuthBase

from nhipcau.gate.queries import scanner_of_key
from nhipcau.shared.actors import AtTheGate
from nhipcau.shared.throttle import keyed_hash

LONGEST_KEY = 128


class DeviceKey(HttpAuthBase):
    """The key that the device made when it was paired."""

    openapi_scheme = "Device"

    def __call__(self, request):
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != self.openapi_scheme or not key or len(key) > LONGEST_KEY:
            return None
        return scanner_of_key(keyed_hash(key), at=timezone.now())


def actor_of(device):
    return AtTheGate(event_id=device.event_id)

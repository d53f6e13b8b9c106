"""Which ways are set up, in the order in which they are tried."""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from nhipcau.messaging.states import Route


class Channel(Protocol):
    name: str

    def fits(self, text: str) -> bool:
        """Whether this way carries so long a text."""

    def send(self, to: str, text: str, reference: str) -> None:
        """Hand a text over; return once the gateway has taken it.

        Raises:
            GatewayRefused: this way will never do.
            GatewayUnreachable: it may do later.
        """


def channels_of(route: str) -> list[Channel]:
    """The channels of a route, first choice first."""
    paths = [settings.MAIL_CHANNEL] if route == Route.MAIL else settings.PHONE_CHANNELS
    return [cast(Channel, import_string(path)()) for path in paths]

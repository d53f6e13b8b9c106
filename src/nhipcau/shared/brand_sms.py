"""Text messages under the unit's registered name, through a carrier's HTTP gateway.

The carriers differ in the names of their fields; this is the shape of most of them. ``SMS_URL``,
``SMS_SECRET`` and ``SMS_BRAND`` come from the contract.
"""

from django.conf import settings

from nhipcau.shared.gateways import GatewayRefused, post_json


class BrandNameSms:
    """Sends at once and says so by an exception; ``reference`` lets the gateway drop a double."""

    takes_reference = True
    is_remote = True

    def send(self, to: str, text: str, reference: str = "") -> None:
        said = post_json(
            settings.SMS_URL,
            {
                "brand": settings.SMS_BRAND,
                "to": to.removeprefix("+"),
                "text": text,
                "reference": reference,
            },
            secret=settings.SMS_SECRET,
        )
        if said.get("code") != 0:
            raise GatewayRefused("the gateway says no")

    def pretend(self, to: str, text: str) -> None:
        """The same time passes for a number that gets no message: see ``sms.send_sms``."""

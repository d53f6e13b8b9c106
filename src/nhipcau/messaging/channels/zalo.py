"""A notice of the unit's Zalo account, by an approved template with one free field.

``ZALO_URL``, ``ZALO_TOKEN``, ``ZALO_SECRET`` and ``ZALO_TEMPLATE`` come from the account. Whoever
has no Zalo is refused there, and the next channel is taken.
"""

from django.conf import settings

from nhipcau.shared.gateways import GatewayNotSetUp, GatewayRefused, GatewayUnreachable, post_json

LONGEST = 400
# As the public documentation of the notices tells them; to be confirmed with the account.
TOKEN_OVER = frozenset({-124, -216})
BUSY = frozenset({-32, -100})


class Zalo:
    name = "zalo"
    budget_code = "letters_a_day_zalo"

    def fits(self, text: str) -> bool:
        return len(text) <= LONGEST

    def send(self, to: str, text: str, reference: str) -> None:
        if not settings.ZALO_URL:
            raise GatewayNotSetUp("ZALO_URL")
        said = post_json(
            settings.ZALO_URL,
            {
                "phone": to.removeprefix("+"),
                "template_id": settings.ZALO_TEMPLATE,
                "template_data": {"content": text},
                "tracking_id": reference,
            },
            secret=settings.ZALO_SECRET,
            headers={"access_token": settings.ZALO_TOKEN},
        )
        code = said.get("error")
        if not isinstance(code, int) or isinstance(code, bool):
            raise GatewayUnreachable("the answer has no code")
        if code in TOKEN_OVER | BUSY:
            raise GatewayUnreachable(f"code {code}")
        if code != 0:
            raise GatewayRefused(f"code {code}")

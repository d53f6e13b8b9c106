"""SMS, through the gateway named in ``SMS_BACKEND``."""

from django.utils.timezone import localdate

from nhipcau.shared.gateways import GatewayNotSetUp
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.sms import NoGateway, gateway
from nhipcau.shared.sms_text import segments, without_marks


class TextMessage:
    """Without Vietnamese marks unless the installation's data say otherwise: they more than double
    the price and every phone reads it."""

    name = "sms"
    budget_code = "letters_a_day_sms"

    def fits(self, text: str) -> bool:
        most = int(reference_value("sms_segments_most", on=localdate()))
        return segments(self._written(text)) <= most

    def send(self, to: str, text: str, reference: str) -> None:
        way = gateway()
        if isinstance(way, NoGateway):
            raise GatewayNotSetUp("SMS_BACKEND")
        if getattr(way, "takes_reference", False):
            way.send(to, self._written(text), reference=reference)
        else:
            way.send(to, self._written(text))

    def _written(self, text: str) -> str:
        keeps_marks = reference_value("sms_keeps_marks", on=localdate()) == "1"
        return text if keeps_marks else without_marks(text)

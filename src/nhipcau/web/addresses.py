"""Where a request comes from. Only our own proxies are believed."""

import ipaddress

from django.conf import settings

HOME_NETWORK = 64


def client_address(request):
    """The caller's address; of IPv6 the network that one household has, so that budgets hold."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY_COUNT:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        told = chain[max(0, len(chain) - settings.TRUSTED_PROXY_COUNT)] or told
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, HOME_NETWORK), strict=False).network_address)
    return str(address)

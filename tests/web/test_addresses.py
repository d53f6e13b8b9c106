import pytest
from django.test import RequestFactory

from nhipcau.web.addresses import client_address


def asked(remote, forwarded=""):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra))


def test_without_a_proxy_of_ours_a_forwarded_address_is_not_believed():
    assert asked("203.0.113.7", "10.0.0.1") == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.1", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "nonsense", "unknown"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert asked("203.0.113.7", forwarded) == expected


def test_one_household_of_ipv6_is_one_address():
    assert asked("2001:db8:1:2::3") == asked("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"


def test_an_ipv4_address_inside_ipv6_is_the_same_address():
    assert asked("::ffff:203.0.113.7") == "203.0.113.7"

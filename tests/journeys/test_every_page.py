"""Every page in both languages: no accessibility fault, nothing wider than a small phone."""

import re

import pytest
from django.urls import reverse

from tests import today
from tests.access.policy import POLICY
from tests.journeys.addresses import (
    ADDRESSES,
    DESK,
    NO_PAGE,
    open_a_desk,
    prepare,
    principal,
)
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import DESKTOP

pytestmark = pytest.mark.browser
SMALL_PHONE = {"width": 360, "height": 740}
WAYS = {
    "vi": {"viewport": SMALL_PHONE, "color_scheme": "light"},
    "en": {"viewport": DESKTOP, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def visitors(read_site):
    """One browser window for each person and language, kept for the whole module."""
    prepare()
    kept, desk_key = {}, open_a_desk()

    def visitor(who, language):
        if (who, language) not in kept:
            kept[who, language] = read_site.visitor(
                user=principal(who), language=language, **WAYS[language]
            )
            if who == DESK:
                kept[who, language].hold_desk(desk_key)
        return kept[who, language]

    return visitor


def named(address):
    if isinstance(address, int):
        return ""
    return re.sub(r"\W+", "-", f"{address.name} {address.who} {address.query}").strip("-")


def test_no_page_is_left_out():
    seen = {address.name for address in ADDRESSES}

    assert sorted(set(POLICY) - seen - NO_PAGE) == []
    assert sorted(seen & NO_PAGE) == []


@pytest.mark.parametrize(
    ("number", "address"), today.part(enumerate(ADDRESSES), today.VIEWS), ids=named
)
def test_page(number, address, visitors):
    url = reverse(address.name, kwargs=address.arguments()) + address.query
    ways = WAYS if today.is_turn_of(number, today.PAGES) else ("vi",)
    windows = {language: visitors(address.who, language) for language in ways}
    for window in windows.values():
        window.page.goto(url)
        look_at(window.page)
    found = []
    for language, window in windows.items():
        found += [f"{language}: {fault}" for fault in faults_of(window.page, language=language)]
        found += window.problems
        window.problems.clear()

    assert not found, url + "\n" + "\n".join(found)

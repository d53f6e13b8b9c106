"""A first visit costs a phone 100 KB at most, counted as the site sends it: compressed."""

import gzip

import pytest

from tests.journeys.archetypes import ARCHETYPES

pytestmark = pytest.mark.browser
MOST = 100_000
COMPRESSED = ("text/", "application/javascript", "image/svg", "application/manifest+json")
FIRST = [one for one in ARCHETYPES if one.name in ("home", "calendar", "event", "register")]


def weight(response):
    body = response.body()
    is_compressed = response.headers.get("content-type", "").startswith(COMPRESSED)
    return len(gzip.compress(body, 6)) if is_compressed else len(body)


@pytest.mark.parametrize("archetype", FIRST, ids=lambda one: one.name)
def test_first_visit(read_site, archetype):
    visitor = read_site.visitor()
    answers = []
    visitor.context.on("response", lambda response: answers.append(response))
    visitor.go(archetype.address, **archetype.arguments())
    weights = {answer.url.removeprefix(read_site.url): weight(answer) for answer in answers}

    assert len(weights) >= 5, "styles, script, fonts and pictures are counted too"
    assert sum(weights.values()) <= MOST, weights

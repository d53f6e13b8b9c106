
import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield


def html(client, name, *arguments, **query):
    response = client.get(reverse(name, args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["home", "calendar", "programme", "privacy"])
def test_a_page_opens_before_anything_is_published(client, name):
    assert "<h1" in html(client, f"public:{name}")

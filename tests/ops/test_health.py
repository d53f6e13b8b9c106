import pytest


@pytest.mark.django_db
def test_the_site_says_that_it_reaches_its_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")

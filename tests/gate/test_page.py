"""What the gate's page may do, and what it brings along for the time without a network."""

import json
import re
from pathlib import Path

import pytest
import segno
from django.contrib.staticfiles import finders
from django.urls import reverse

from nhipcau.events.tickets import ticket_of
from tests.factories import RegistrationFactory
from tests.gate.scanner import open_door
from tests.web.test_headers import policy_of

pytestmark = pytest.mark.django_db


def test_only_the_gates_page_may_use_wasm_a_worker_and_the_camera(client):
    gate = client.get(reverse("gate:page"))

    policy = policy_of(gate)
    assert "'wasm-unsafe-eval'" in policy["script-src"]
    assert "'unsafe-inline'" not in gate["Content-Security-Policy"]
    assert policy["worker-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert "camera=(self)" in gate["Permissions-Policy"]
    for other in ("public:home", "api-v1:docs", "account:sign-in"):
        answer = client.get(reverse(other))
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "worker-src" not in answer["Content-Security-Policy"]
        assert "camera=()" in answer["Permissions-Policy"]


def test_the_page_is_the_same_for_everyone_and_holds_no_name(client):
    registration = RegistrationFactory(session=open_door()[0])

    body = client.get(reverse("gate:page")).content.decode()

    assert registration.young_person.full_name not in body
    assert registration.session.event.title not in body


def test_the_worker_brings_every_file_that_the_page_asks_for(client):
    script = client.get(reverse("gate:worker"))

    assert script["Content-Type"].startswith("text/javascript")
    files = re.findall(r'^  "(/static/[^"]+)",$', script.content.decode(), re.MULTILINE)
    page = client.get(reverse("gate:page")).content.decode()
    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    kept_elsewhere = {name for name in asked if "touch-icon" in name or "print.css" in name}
    assert asked - kept_elsewhere <= set(files)
    for name in files:
        assert finders.find(name.removeprefix("/static/")), name
    for name in files:
        if name.endswith(".js"):
            text = Path(finders.find(name.removeprefix("/static/"))).read_text(encoding="utf-8")
            folder = name.rpartition("/")[0]
            for part in re.findall(r'(?:from |import\()"\./([^"]+)"', text):
                assert f"{folder}/{part}" in files, f"{name} asks for {part}"


def test_the_interface_is_described_and_every_answer_has_a_schema(client):
    told = json.loads(client.get(reverse("api-v1:openapi-json")).content)

    addresses = {path: set(methods) for path, methods in told["paths"].items()}
    assert addresses == {
        "/api/v1/gate/pair": {"post"},
        "/api/v1/gate/list": {"get"},
        "/api/v1/gate/scans": {"post"},
    }
    for methods in told["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                assert answer["content"]["application/json"]["schema"]["$ref"]
    docs = client.get(reverse("api-v1:docs")).content.decode()
    for path in addresses:
        assert path in docs
    assert "<script>" not in docs


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_reader_we_ship_reads_a_ticket_under_our_own_policy(page, live_server):
    """For browsers without one of their own: from our files alone, no other site."""
    ticket = ticket_of(RegistrationFactory(session=open_door()[0]))
    matrix = [list(row) for row in segno.make(ticket, error="m").matrix_iter(scale=4, border=4)]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + reverse("gate:page"))

    texts = page.evaluate(
        """async (rows) => {
            const {prepareZXingModule, readBarcodes} =
                await import("/static/nhipcau/gate/zxing/reader.js");
            prepareZXingModule({overrides:
                {locateFile: (name) => `/static/nhipcau/gate/zxing/${name}`}});
            const picture = new ImageData(rows[0].length, rows.length);
            rows.flat().forEach((dark, n) => {
                picture.data.set(dark ? [0, 0, 0, 255] : [255, 255, 255, 255], n * 4);
            });
            return (await readBarcodes(picture, {formats: ["QRCode"]})).map((one) => one.text);
        }""",
        [[bool(dark) for dark in row] for row in matrix],
    )

    assert texts == [ticket]
    assert [url for url in asked if not url.startswith(live_server.url)] == []

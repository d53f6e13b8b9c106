"""Threat 8: whoever has the dump, the logs, the mails and the backups finds neither words nor who.

Told through the pages, by somebody with an address, a browser and a session of which each part is
a word of its own; then all that is written anywhere is searched.
"""

import json
import logging
import re

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test import Client

from nhipcau.concerns import use_cases
from nhipcau.concerns.models import Concern
from nhipcau.messaging.models import Letter
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.use_cases import gather_notices
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.models import AuditEvent, IdempotencyKey, RateWindow
from nhipcau.shared.row_security import acting
from nhipcau.shared.sms import MemorySms
from nhipcau.shared.throttle import keyed_hash
from tests.concerns.conftest import WORDS, tell
from tests.factories import NOON, YouthUserFactory
from tests.sign_in import sign_in

ADDRESS, BROWSER = "198.51.100.77", "Qzbrowser/7.7"
SECRETS = ("Qzcanary", "giữ tiền", "Qzanswer", "Qzmore", ADDRESS, BROWSER)


@pytest.fixture
def visitor(reader, palace):
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)
    sign_in(client, YouthUserFactory())
    return client


def hidden(page):
    return re.search(r'name="form_key" value="([0-9a-f]{32})"', page.content.decode())[1]


def tell_by_page(client):
    """As a browser does: open the form, send it, read the receipt."""
    key = hidden(client.get("/safe/write/"))
    told = {"about": "EMPLOYER", "kind": "MONEY", "text": WORDS, "form_key": key}
    page = client.post("/safe/write/", told)
    assert page.status_code == 200
    return re.search(r"\d{4} \d{4} \d{4} \d{4}", page.content.decode())[0]


def dump_of_everything():
    """Every row of every table, as text and with its bytes: what a dump or a backup holds."""
    with transaction.atomic(), acting(SYSTEM, at=NOON), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')
            rows = [row for (row,) in cursor.fetchall()]
            found += [f"{table}: {row}" for row in rows]
        return found


def bytes_of(line):
    """The row again, with what stands in it as hex read as text too."""
    told = [
        bytes.fromhex(one).decode("utf-8", "replace")
        for one in re.findall(r"\\\\x([0-9a-f]+)", line)
    ]
    return "\n".join([line, *told])


def test_nothing_that_is_written_tells_the_words_or_who(
    visitor, reader, caplog, mailoutbox, settings, tmp_path
):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    receipt = tell_by_page(visitor)
    session = visitor.cookies["sessionid"].value
    told = {"receipt": receipt}
    assert (
        visitor.post("/safe/back/", {**told, "wish": "add", "text": "Qzmore"}).status_code == 200
    )
    concern = Concern.objects.get()
    use_cases.answer(by=reader, at=NOON, concern=concern, text="Qzanswer")
    assert b"Qzanswer" in visitor.post("/safe/back/", told).content
    assert visitor.post("/safe/back/", {"receipt": "1" * 16}).status_code == 422
    use_cases.announce(by=SYSTEM, at=NOON)
    settings.MAIL_CHANNEL = "nhipcau.messaging.channels.mail.Mail"
    gather_notices(by=SYSTEM, at=NOON)
    while send_next(by=SYSTEM, at=NOON):
        pass
    assert Letter.objects.filter(state="SENT").exists()

    digits = receipt.replace(" ", "")
    secrets = [*SECRETS, receipt, digits, keyed_hash(ADDRESS)]
    places = {
        "database": "\n".join(bytes_of(line) for line in dump_of_everything()),
        "logs": "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records),
        "mails": "\n".join(mail.message().as_string() + mail.body for mail in mailoutbox),
        "texts": json.dumps(list(MemorySms.outbox)),
    }
    for place, text in places.items():
        # The log of statements holds sealed bytes alone; the session is the visitor's own row.
        for secret in secrets:
            assert secret not in text, f"{place}: {secret}"
    assert mailoutbox
    about_concerns = "\n".join(
        line for line in dump_of_everything() if line.startswith("concerns_")
    )
    assert session not in about_concerns


def test_no_row_tells_the_moment(visitor, reader):
    """Neither a key of the form, nor a window of a budget by address, nor an audit event."""
    before = AuditEvent.objects.count()
    tell_by_page(visitor)
    assert AuditEvent.objects.count() == before
    assert not IdempotencyKey.objects.filter(result_type__startswith="concerns").exists()
    assert not IdempotencyKey.objects.exists()
    windows = RateWindow.objects.filter(budget__startswith="concerns")
    assert {one.subject_hash for one in windows} == {keyed_hash("all")}
    with transaction.atomic(), acting(SYSTEM, at=NOON):
        rows = serializers.serialize("json", Concern.objects.all())
    assert "T" not in re.sub(r"[A-Z_]{2,}", "", rows.replace("concerns.concern", ""))


def test_two_who_write_on_one_day_cannot_be_put_in_order(reader, palace):
    numbers = [tell(form_key=f"{one:032}")[1].pk for one in range(6)]
    assert numbers != sorted(numbers)
    assert max(numbers) - min(numbers) > 1000

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from nhipcau.accounts import use_cases as accounts
from nhipcau.accounts.models import SignInCode, SignInLink
from nhipcau.ops.management.commands.purge import PURGES
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import IdempotencyKey, RateWindow
from tests.factories import NOON, OrganisationFactory, UserFactory, staff_of

pytestmark = pytest.mark.django_db

A_MINUTE = dt.timedelta(minutes=1)


def keep(name, at):
    """One of each, on the edge at ``at``."""
    SignInCode.objects.create(
        request_token=name,
        phone="+84912345678",
        code_hash="x",
        sent_at=at - accounts.CODE_KEPT,
        expires_at=at - accounts.CODE_KEPT + accounts.CODE_LIFE,
    )
    SignInLink.objects.create(
        user=UserFactory(), token_hash=name, expires_at=at - accounts.CODE_KEPT
    )
    RateWindow.objects.create(
        budget="test", subject_hash=name, window_starts_at=at - dt.timedelta(days=2)
    )
    IdempotencyKey.objects.create(key=name, fingerprint="x", created_at=at - dt.timedelta(days=30))
    Session.objects.create(session_key=name, session_data="", expire_date=at)


def kept():
    return {
        "codes": list(SignInCode.objects.values_list("request_token", flat=True)),
        "links": list(SignInLink.objects.values_list("token_hash", flat=True)),
        "windows": list(RateWindow.objects.values_list("subject_hash", flat=True)),
        "keys": list(IdempotencyKey.objects.values_list("key", flat=True)),
        "sessions": list(Session.objects.values_list("session_key", flat=True)),
    }


def test_what_is_over_is_deleted_once_and_the_rest_stays(capsys):
    keep("old", NOON - A_MINUTE)
    keep("new", NOON + A_MINUTE)

    with time_machine.travel(NOON, tick=False):
        call_command("purge")
        assert set(map(tuple, kept().values())) == {("new",)}
        assert "1 sign-in codes, 1 sign-in links" in capsys.readouterr().out
        call_command("purge")

    assert set(map(tuple, kept().values())) == {("new",)}
    assert "0 sign-in codes, 0 sign-in links" in capsys.readouterr().out


def test_a_purge_gives_no_budget_back():
    with time_machine.travel(NOON, tick=False):
        accounts.count_staff_attempt(by=PUBLIC, at=NOON, email="a@example.vn", address="10.0.0.1")
        used = RateWindow.objects.count()
        call_command("purge", verbosity=0)

    assert RateWindow.objects.count() == used == 2


@pytest.mark.parametrize("name", PURGES)
def test_only_the_installation_purges(name):
    for by in (PUBLIC, staff_of(OrganisationFactory())):
        with pytest.raises(NotAllowed):
            PURGES[name](by=by, at=timezone.now())

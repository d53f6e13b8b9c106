"""Gate l: the trace is written with the act, and the site's own role cannot rewrite it."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from nhipcau.events import use_cases
from nhipcau.events.models import Registration
from nhipcau.ops import provisioning
from nhipcau.shared import audit
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import TooManyAttempts
from nhipcau.shared.models import AuditEvent, RateWindow
from nhipcau.shared.throttle import Budget, keyed_hash, spend
from tests.factories import NOON, RegistrationFactory, staff_of

pytestmark = pytest.mark.django_db

EVIDENCE = [
    "shared_auditevent",
    "events_eventstatechange",
    "events_registrationstatechange",
    "events_attendancecorrection",
    "programmes_planversionstatechange",
    "programmes_programmestatechange",
]


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE {} SET at = now()",
        "DELETE FROM {}",
        "ALTER TABLE {} ADD COLUMN forged int",
        "DROP TABLE {}",
        "TRUNCATE {}",
    ],
)
def test_the_sites_role_cannot_change_evidence(table, attack):
    if not settings.EMBEDDED_DATABASE:
        pytest.skip("LOUD: roles are tested on the embedded server only")
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {provisioning.APP}")

    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        connection.cursor().execute(attack.format(table))

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_an_act_that_fails_leaves_no_trace(monkeypatch):
    registration = RegistrationFactory()

    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "record_each", broken)
    with pytest.raises(RuntimeError):
        use_cases.cancel_registration(
            by=PUBLIC, at=NOON, registration=registration, code=registration.code
        )

    assert Registration.objects.get().state == "CONFIRMED"
    assert not registration.changes.exists()


def test_the_trace_names_the_kind_of_actor_and_no_value():
    registration = RegistrationFactory()
    staff = staff_of(registration.session.event.plan_line.lead)
    for by in (PUBLIC, SYSTEM, staff):
        audit.record("test", about=registration, by=by, at=NOON, fields=["state"])

    kinds = AuditEvent.objects.order_by("pk").values_list("actor_kind", "by", "fields")
    assert list(kinds) == [
        ("public", None, ["state"]),
        ("system", None, ["state"]),
        ("user", staff.pk, ["state"]),
    ]


def test_a_budget_is_counted_by_window_and_subject_and_keeps_no_address():
    budget = Budget("test", limit=2, per=dt.timedelta(hours=1))

    for _ in range(2):
        spend(budget, "203.0.113.7", at=NOON)
    spend(budget, "203.0.113.8", at=NOON)

    with pytest.raises(TooManyAttempts) as refusal:
        spend(budget, "203.0.113.7", at=NOON)
    assert 0 < refusal.value.retry_after <= 3600
    spend(budget, "203.0.113.7", at=NOON + dt.timedelta(hours=1))
    assert keyed_hash("203.0.113.7") in set(
        RateWindow.objects.values_list("subject_hash", flat=True)
    )
    assert not RateWindow.objects.filter(subject_hash__contains="203").filter(
        subject_hash="203.0.113.7"
    )

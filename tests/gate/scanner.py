"""A phone at the gate, for tests: it keeps a key, a clock and a count, and speaks HTTP."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from nhipcau.events.tickets import ticket_of
from nhipcau.gate.scans import milliseconds_of
from nhipcau.shared.throttle import keyed_hash
from tests.factories import EventFactory, GateDeviceFactory, GateFactory, SessionFactory, moment

DOORS_OPEN = moment("2026-12-12 07:40")


def open_door(*, gates=2, **options):
    """An event on 12 December with a session and gates A, B …"""
    event = EventFactory(**options)
    session = SessionFactory(event=event, capacity=5000)
    return session, [GateFactory(event=event, name=f"Cổng {'ABCDEFGH'[n]}") for n in range(gates)]


class Phone:
    """``skew``: how far the phone's clock is behind ours, in milliseconds."""

    def __init__(self, gate, *, skew=0, travel=None):
        self.key = f"phone-{gate.pk}-{gate.devices.count()}-" + "k" * 43
        self.device = GateDeviceFactory(gate=gate, key_hash=keyed_hash(self.key))
        self.skew, self.count, self.client = skew, 0, Client()

    def clock(self, at):
        return milliseconds_of(at) - self.skew

    def scan(self, registration=None, *, at=DOORS_OPEN, **more):
        """One scan as it goes over the wire; by default it let somebody in by QR."""
        self.count += 1
        told = {
            "sequence": self.count,
            "kind": "QR",
            "phone_at": self.clock(at),
            "offset": self.skew,
            "shown": "ADMITTED",
            "admits": True,
            **more,
        }
        if registration is not None and "text" not in more and told["kind"] == "QR":
            told["text"] = ticket_of(registration)
        elif registration is not None and "text" not in more:
            told["ticket"] = str(registration.ticket_id)
        return told

    def ask(self, registration=None, **more):
        return self.scan(registration, ask=True, **more)

    def tell(self, *scans, at=DOORS_OPEN, **more):
        """Send a batch; the answer's JSON, or the status when it was refused."""
        body = {"phone_now": self.clock(at), "scans": list(scans), **more}
        response = self.client.post(
            reverse("api-v1:gate-scans"),
            body,
            content_type="application/json",
            headers={"Authorization": f"Device {self.key}"},
        )
        return response.json() if response.status_code == 200 else response.status_code

    def fetch_list(self):
        return self.client.get(
            reverse("api-v1:gate-list"), headers={"Authorization": f"Device {self.key}"}
        )


def later(seconds, *, than=DOORS_OPEN):
    return than + dt.timedelta(seconds=seconds)

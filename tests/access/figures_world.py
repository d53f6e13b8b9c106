"""Figures of one province: a month that waits for the Centre, one closed, files asked for."""

import datetime as dt

from nhipcau.organisations.models import Role
from nhipcau.reporting.models import Export
from nhipcau.reporting.use_cases import confirm_period, propose_period
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.transitions import begin
from tests.factories import NOON, MembershipFactory


def add_figures(world, palace, centre):
    told = {"at": NOON, "programme": world.programme, "organisation": palace}
    world.pending = propose_period(by=SYSTEM, slug="2026-04", **told)
    period = propose_period(by=SYSTEM, slug="2026-05", **told)
    world.closed = confirm_period(
        by=SYSTEM,
        at=NOON,
        period=period,
        organisation=centre,
        content_hash=period.pending.content_hash,
    )
    world.version = world.closed.in_force
    asked_by = MembershipFactory(organisation=palace, role=Role.FOCAL_POINT).user
    world.export = add_export(world, palace, asked_by, "ASKED")
    world.ready_export = add_export(world, palace, asked_by, "READY")


def add_export(world, palace, asked_by, state):
    export = Export.objects.create(
        programme=world.programme,
        unit=palace,
        measure="turns",
        first=dt.date(2026, 5, 1),
        last=dt.date(2026, 5, 31),
        purpose=f"Mục đích{world.word}",
        row_count=300,
        state=state,
        asked_by=asked_by,
        asked_at=NOON,
        expires_at=NOON + dt.timedelta(days=3650),
        mark=f"{world.word}{Export.objects.count()}",
    )
    begin(export, by=SYSTEM, at=NOON)
    return export

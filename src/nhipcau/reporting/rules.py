"""Who may see the figures of a programme, and who writes the words of its reports."""

from datetime import date
from typing import Any

from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import has_role, is_office_staff, partner_units_of
from nhipcau.people.rules import may_see_people
from nhipcau.programmes.models import Programme
from nhipcau.programmes.rules import party_ids
from nhipcau.reporting.models import Export, ReportingPeriod
from nhipcau.reporting.periods import Period
from nhipcau.reporting.spans import Span
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value

WRITERS = (Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)
APPROVERS = (Role.LEADER, Role.DATA_OFFICER, Role.COORDINATOR)


def may_see_figures(actor: Any) -> bool:
    """Everyone of the two units but gate volunteers, leaders too: figures name nobody."""
    return is_office_staff(actor)


def may_write_report(actor: Any, programme: Programme, organisation: Organisation) -> bool:
    """Leaders, coordinators and contact members of a party, for their own unit."""
    return organisation.pk in party_ids(programme) and (
        is_system(actor) or has_role(actor, *WRITERS, organisation=organisation)
    )


def units_written_for(actor: Any, programme: Programme) -> set[int]:
    """Ids of the parties for which the actor may write a report or explain a month."""
    return partner_units_of(actor, *WRITERS) & party_ids(programme)


def may_see_small_cells(actor: Any) -> bool:
    """Who works with people sees every figure; whom no list of people opens for, no figure from
    which somebody could be guessed."""
    return may_see_people(actor)


def span_of_period(period: ReportingPeriod) -> Span:
    return Span(period.kind, Period(period.first, period.last))


# --- files ---------------------------------------------------------------------------------------


def may_ask_export(actor: Any, organisation: Organisation) -> bool:
    """Colleagues of the unit who work with people: a file holds what their lists show."""
    return organisation.pk in partner_units_of(actor, *WRITERS) and may_see_people(actor)


def needs_second(row_count: int, on: date) -> bool:
    """So many rows leave the house only when a second colleague agrees."""
    return row_count > int(reference_value("export_rows_alone_most", on=on))


def may_decide_export(actor: Any, export: Export) -> bool:
    """Another colleague of the same unit, in a role that answers for it."""
    return actor.pk != export.asked_by_id and has_role(actor, *APPROVERS, organisation=export.unit)


def may_fetch_export(actor: Any, export: Export) -> bool:
    """Nobody but who asked for it, and only while that colleague still works with people."""
    return bool(actor.pk) and actor.pk == export.asked_by_id and may_ask_export(actor, export.unit)


def export_days(on: date) -> int:
    return int(reference_value("export_days", on=on))


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)

"""Read models of programmes and plans, shared by pages and reports."""

from datetime import date

from django.db.models import QuerySet

from nhipcau.programmes.models import PlanLine, PlanVersion, Programme
from nhipcau.programmes.states import PlanState, ProgrammeState


def programme_running_on(day: date) -> Programme | None:
    """The programme whose period holds ``day``, signed and not a draft."""
    return (
        Programme.objects.exclude(state=ProgrammeState.DRAFT)
        .filter(starts_on__lte=day, ends_on__gte=day)
        .order_by("-starts_on")
        .first()
    )


def version_in_force(programme: Programme, year: int) -> PlanVersion | None:
    return (
        PlanVersion.objects.filter(
            year_plan__programme=programme, year_plan__year=year, state=PlanState.APPROVED
        )
        .select_related("year_plan__programme")
        .first()
    )


def lines_in_force(programme: Programme, year: int) -> QuerySet[PlanLine]:
    """The promises both units approved for a year, with what a row of a list shows."""
    return (
        PlanLine.objects.in_force()
        .filter(version__year_plan__programme=programme, version__year_plan__year=year)
        .select_related("kind", "lead", "supporting", "commune", "content")
        .order_by("number")
    )

"""What pages ask about class reports."""

from typing import Any

from django.db.models import Exists, OuterRef

from nhipcau.events.models import RegistrationGroup
from nhipcau.inventory.models import Sitting
from nhipcau.schools.models import ClassReport


def report_listed(actor: Any) -> Any:
    return ClassReport.objects.visible_to(actor).select_related(
        "group__session__event", "group__organisation", "sitting", "made_by"
    )


def groups_with_report(actor: Any, session_id: int) -> dict[int, int]:
    """Group → its report, of one session."""
    return dict(
        ClassReport.objects.visible_to(actor)
        .filter(group__session=session_id)
        .values_list("group", "pk")
    )


def sittings_of_school(actor: Any, group: RegistrationGroup) -> Any:
    """Classes of the same school that have finished and stand in no report yet."""
    used = ClassReport.objects.filter(sitting=OuterRef("pk"))
    return (
        Sitting.objects.visible_to(actor)
        .filter(~Exists(used), school=group.organisation_id, closed_at__isnull=False)
        .order_by("-closed_at")
    )

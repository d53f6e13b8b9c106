"""A difficulty is told: completed, addressed to a unit, begun. Called inside use cases only."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, taking
from nhipcau.coordination.details import THINGS, DifficultyDetails, clean
from nhipcau.coordination.errors import NoProgramme
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.states import OWNERS, SEVERITIES, Kind, Severity, Told
from nhipcau.coordination.table import STEPS
from nhipcau.coordination.telling import parties_of
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.programmes.models import Programme
from nhipcau.programmes.states import ProgrammeState
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue


def begin(
    told: DifficultyDetails,
    told_by: Told,
    *,
    by: Any,
    at: datetime,
    unit: Organisation | None = None,
    units: list[int] | None = None,
) -> Difficulty:
    """``unit``: that of the colleague who tells it; ``units``: where to look for a programme.

    Raises:
        NoProgramme: no running programme ties these units together.
        InvalidValue: something is missing, too long, or does not belong together.
    """
    told = completed(told)
    programme = running_programme([unit.pk] if unit else units or [], on=localdate(at))
    parties = parties_of(programme)
    kind = _kind(told)
    severity = told.severity or SEVERITIES.get(kind, Severity.NORMAL)
    if severity not in Severity.values:
        raise InvalidValue(_("Please choose how urgent it is."), field="severity")
    difficulty = Difficulty(
        programme=programme,
        unit=_owner(told, kind, unit, parties),
        kind=kind.value,
        severity=severity,
        title=_title(told, kind),
        what=clean(told.what, "what", missing=_("Please write what happened."))
        if told_by != Told.PERSON
        else clean(told.what, "what"),
        told_by=told_by,
        told_unit=unit,
        contact=clean(told.contact, "contact"),
        **{name: getattr(told, name) for name in THINGS},
        told_on=localdate(at),
        due_on=clock.due_after(localdate(at), severity),
        opened_by=user_or_none(by),
        opened_at=at,
    )
    taking.take(difficulty, STEPS["tell"], by=by, at=at)
    return difficulty


def completed(told: DifficultyDetails) -> DifficultyDetails:
    """With what follows from what was told: the post of an introduction, the firm of a post."""
    if told.placement is not None and told.referral is None:
        told = replace(told, referral=told.placement.referral)
    if told.referral is not None:
        told = replace(
            told,
            vacancy=told.vacancy or told.referral.vacancy,
            young_person=told.young_person or told.referral.young_person,
        )
    if told.vacancy is not None:
        told = replace(told, employer=told.employer or told.vacancy.employer)
    person = told.young_person
    if person is not None and person.merged_into_id:
        told = replace(told, young_person=person.merged_into)
    return told


def running_programme(units: list[int], *, on: date) -> Programme:
    """The programme that ties one of the units to another: of today, else the newest.

    Raises:
        NoProgramme: there is none.
    """
    found = list(
        Programme.objects.filter(parties__organisation__in=units)
        .exclude(state=ProgrammeState.DRAFT)
        .order_by("-starts_on")
        .distinct()[:5]
    )
    today = [one for one in found if one.starts_on <= on <= one.ends_on]
    for programme in (*today, *found):
        return programme
    raise NoProgramme(_("No running programme ties your unit to another one."))


def _kind(told: DifficultyDetails) -> Kind:
    if told.kind not in Kind.values:
        raise InvalidValue(_("Please choose the kind."), field="kind")
    return Kind(told.kind)


def _title(told: DifficultyDetails, kind: Kind) -> str:
    if told.title.strip():
        return clean(" ".join(told.title.split()), "title")
    with translation.override("vi"):
        label = str(kind.label)
    return label[0].upper() + label[1:]


def _owner(
    told: DifficultyDetails, kind: Kind, unit: Organisation | None, parties: list[Organisation]
) -> Organisation:
    """The unit that was chosen; else by the kind, the event, who told it, else the Palace."""
    if told.unit is not None:
        if told.unit not in parties:
            raise InvalidValue(_("Please choose one of the two units."), field="unit")
        return told.unit
    if kind in OWNERS:
        for party in parties:
            if party.kind == OWNERS[kind]:
                return party
    if told.event is not None and told.event.plan_line.lead in parties:
        return told.event.plan_line.lead
    if unit in parties:
        return unit  # type: ignore[return-value]
    palaces = [one for one in parties if one.kind == OrganisationKind.CHILDRENS_PALACE]
    return (palaces or parties)[0]

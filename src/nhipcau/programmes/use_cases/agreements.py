"""The agreement: recorded, renewed, started, closed; its contact members and its rhythm."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.organisations.models import Organisation
from nhipcau.programmes import rules
from nhipcau.programmes.errors import (
    AlreadyRenewed,
    ClosingReportMissing,
    MonthNotOver,
    PeriodNotOver,
)
from nhipcau.programmes.models import (
    CadenceExplanation,
    CadenceRule,
    EventKind,
    FocalPoint,
    Party,
    Programme,
    ProgrammeContent,
)
from nhipcau.programmes.states import ProgrammeState
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def load_event_kinds(*, by: Any, at: datetime, kinds: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update kinds of event by code. Kinds are data: docs/howto/add-an-event-kind.md."""
    require(rules.may_load_programme_data(by), _("Only the installation loads province data."))
    for row in kinds:
        EventKind.objects.update_or_create(code=row["code"], defaults=dict(row))


@write
def record_agreement(
    *,
    by: Any,
    at: datetime,
    programme: Mapping[str, Any],
    parties: Sequence[Mapping[str, Any]],
    contents: Sequence[Mapping[str, Any]],
    cadence: Mapping[str, Any],
) -> Programme:
    """Record a signed agreement as a running programme.

    Args:
        programme: fields of ``Programme``; parties: ``organisation``, ``supervised_by`` records;
        contents: ``number``, ``text_vi``, ``text_en``, ``source_sentence``; cadence: fields of
        ``CadenceRule``.
    """
    require(rules.may_load_programme_data(by), _("Only the installation loads province data."))
    recorded = Programme.objects.create(**programme)
    for order, party in enumerate(parties, start=1):
        Party.objects.create(programme=recorded, order=order, **party)
    for content in contents:
        ProgrammeContent.objects.create(programme=recorded, **content)
    CadenceRule.objects.create(programme=recorded, **cadence)
    begin(recorded, by=by, at=at)
    move(recorded, ProgrammeState.RUNNING, by=by, at=at)
    return recorded


@write
def renew_programme(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    title_vi: str,
    title_en: str,
    starts_on: date,
    ends_on: date,
    source: str,
    is_sample: bool = False,
) -> Programme:
    """Make the following programme, with the same parties, contents and rhythm, as a draft.

    Raises:
        NotAllowed: ``by`` leads neither party.
        AlreadyRenewed: the following programme is there already.
        InvalidValue: the new period starts before the old one ends.
    """
    require(rules.may_manage_programme(by, programme), _("Only a leader of a party may renew it."))
    programme = _locked(programme)
    if Programme.objects.filter(renews=programme).exists():
        raise AlreadyRenewed(_("This programme was renewed already."))
    if starts_on <= programme.ends_on:
        raise InvalidValue(_("The new period starts after the old one ends."), field="starts_on")
    renewed = Programme.objects.create(
        title_vi=title_vi,
        title_en=title_en,
        starts_on=starts_on,
        ends_on=ends_on,
        source=source,
        is_sample=is_sample,
        renews=programme,
    )
    for party in programme.parties.all():
        Party.objects.create(
            programme=renewed,
            organisation=party.organisation,
            supervised_by=party.supervised_by.succeeded_by or party.supervised_by,
            order=party.order,
        )
    for content in programme.contents.all():
        ProgrammeContent.objects.create(
            programme=renewed,
            number=content.number,
            text_vi=content.text_vi,
            text_en=content.text_en,
            source_sentence=content.source_sentence,
        )
    rule = programme.cadence_rule
    CadenceRule.objects.create(
        programme=renewed,
        events_per_month=rule.events_per_month,
        warn_days_before_month_end=rule.warn_days_before_month_end,
        source_sentence=rule.source_sentence,
    )
    begin(renewed, by=by, at=at)
    return renewed


@write
def start_programme(
    *, by: Any, at: datetime, programme: Programme, signed_on: date, signing_note: str = ""
) -> Programme:
    """Both leaders signed: the programme runs.

    Raises:
        NotAllowed: ``by`` leads neither party.
        IllegalTransition: it runs already or is closed.
    """
    require(rules.may_manage_programme(by, programme), _("Only a leader of a party may start it."))
    programme = _locked(programme)
    programme.signed_on = signed_on
    programme.signing_note = signing_note
    programme.save(update_fields=["signed_on", "signing_note"])
    move(programme, ProgrammeState.RUNNING, by=by, at=at)
    return programme


@write
def close_programme(
    *, by: Any, at: datetime, programme: Programme, closing_report: str
) -> Programme:
    """Close a programme with its closing report.

    Raises:
        NotAllowed: ``by`` leads neither party.
        PeriodNotOver: its period has not ended.
        ClosingReportMissing: there is no report.
    """
    require(rules.may_manage_programme(by, programme), _("Only a leader of a party may close it."))
    programme = _locked(programme)
    if localdate(at) <= programme.ends_on:
        raise PeriodNotOver(_("The period of this programme has not ended yet."))
    if not closing_report.strip():
        raise ClosingReportMissing(
            _("Please write the closing report first."), field="closing_report"
        )
    programme.closing_report = closing_report.strip()
    programme.save(update_fields=["closing_report"])
    move(programme, ProgrammeState.CLOSED, by=by, at=at)
    return programme


@write
def appoint_focal_point(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    organisation: Organisation,
    holder: User,
    deputy: User | None = None,
    content: ProgrammeContent | None = None,
) -> FocalPoint:
    """Appoint a unit's contact member and deputy; the one before ends at that moment.

    ``content``: for this content of the agreement alone.

    Raises:
        NotAllowed: ``by`` neither leads nor administers the unit.
        InvalidValue: the deputy is the same person, or the content is of another programme.
    """
    require(rules.may_appoint(by, organisation), _("Only the unit's leader appoints."))
    if deputy == holder:
        raise InvalidValue(_("The deputy is somebody else."), field="deputy")
    if content is not None and content.programme_id != programme.pk:
        raise InvalidValue(_("Choose a content of this programme."), field="content")
    # One appointment after the other: each ends the one before it.
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
    FocalPoint.objects.current().filter(
        programme=programme, organisation=organisation, content=content
    ).update(ended_at=at)
    appointed = FocalPoint.objects.create(
        programme=programme,
        organisation=organisation,
        content=content,
        holder=holder,
        deputy=deputy,
        started_at=at,
    )
    audit.record("focal_point.appointed", about=appointed, by=by, at=at)
    return appointed


@write
def explain_missed_month(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    organisation: Organisation,
    month: date,
    text: str,
) -> CadenceExplanation:
    """Say why a month ended without the promised events. Written again, it replaces the first.

    Raises:
        NotAllowed: ``by`` does not act for ``organisation`` or it is no party.
        MonthNotOver: the month has not ended.
        ReasonMissing: ``text`` is empty.
    """
    require(
        rules.may_explain(by, programme, organisation), _("Your role does not explain months.")
    )
    today = localdate(at)
    if (month.year, month.month) >= (today.year, today.month):
        raise MonthNotOver(_("This month has not ended yet."))
    if not text.strip():
        raise ReasonMissing(_("Please write why the month ended without an event."), field="text")
    explanation, _created = CadenceExplanation.objects.update_or_create(
        programme=programme,
        month=month.replace(day=1),
        defaults={
            "text": text.strip(),
            "organisation": organisation,
            "by": user_or_none(by),
            "at": at,
        },
    )
    audit.record("cadence.explained", about=explanation, by=by, at=at)
    return explanation


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)

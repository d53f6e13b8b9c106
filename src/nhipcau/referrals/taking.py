"""Take one step of the table, or take the last one back. Called inside use cases only.

The caller asked who may, and holds the lock of the introduction. Row, log, audit event, message
and what the step does besides are saved together, or none of them.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _

from nhipcau.messaging import outbox
from nhipcau.referrals import clock, guards, telling
from nhipcau.referrals.effects import AFTER, CHASING, EFFECTS
from nhipcau.referrals.errors import Frozen, TooLateToUndo
from nhipcau.referrals.models import AnswerLink, Referral, ReferralStep
from nhipcau.referrals.states import Outcome, ReferralState, SpokenFor, WaitsFor
from nhipcau.referrals.step import Step
from nhipcau.referrals.table import STEPS, UNDO
from nhipcau.referrals.told import NOTHING, Told, require_told
from nhipcau.shared import audit
from nhipcau.shared.actors import actor_kind, user_or_none
from nhipcau.shared.errors import IllegalTransition
from nhipcau.vacancies.models import Market, Vacancy

USUALLY_WAITS_FOR: dict[str, WaitsFor] = {
    ReferralState.PROPOSED: WaitsFor.CENTRE,
    ReferralState.ISSUED: WaitsFor.EMPLOYER,
    ReferralState.INTERVIEW: WaitsFor.EMPLOYER,
    ReferralState.OFFERED: WaitsFor.PERSON,
    ReferralState.HIRED: WaitsFor.CENTRE,
    ReferralState.CLOSED: WaitsFor.NOBODY,
}


def locked(referral: Referral) -> Referral:
    """The introduction as it is now, held until the transaction ends."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("young_person", "vacancy__employer__centre")
        .get(pk=referral.pk)
    )


def take(
    referral: Referral,
    step: Step,
    told: Told = NOTHING,
    *,
    by: Any,
    at: datetime,
    spoken_for: SpokenFor | None = None,
    link: AnswerLink | None = None,
) -> ReferralStep:
    """One row of the table, with everything that belongs to it.

    Raises:
        IllegalTransition: the step does not follow the state.
        Frozen: nothing goes on now.
        ReasonMissing, InvalidValue: something that the step needs was not told.
        and what the guards of the step raise.
    """
    _require_possible(referral, step)
    require_told(step.needs, told)
    guards.check(step.guards, referral, told, at)
    before = _values(referral)
    from_state = referral.state
    for name in step.effects:
        if name in EFFECTS:
            EFFECTS[name](referral, told, at)
    if step.target:
        referral.state = step.target.value
        referral.outcome = step.outcome.value if step.outcome else ""
    referral.waits_for = (step.waits_for or USUALLY_WAITS_FOR[referral.state]).value
    if "due_now" not in step.effects:
        chased_now = bool(CHASING & set(step.effects))
        referral.due_on = clock.due_on(referral, at, chased_now=chased_now)
    referral.save()
    line = _log(
        *(referral, step.name, from_state, before),
        by=by,
        at=at,
        link=link,
        spoken_for=spoken_for.value if spoken_for else "",
        spoken_with=told.spoken_with.strip(),
        spoken_at=told.spoken_at,
        reason=told.reason.strip(),
        comment=told.comment.strip(),
    )
    for name in step.effects:
        if name in AFTER:
            AFTER[name](referral, line.number, by, at)
    _count_place(referral, before)
    if step.message:
        outbox.put(_note(referral, step, line.number, at), at=at)
    return line


def last_step(referral: Referral) -> ReferralStep | None:
    return referral.steps.order_by("-number").first()


def why_not_undone(line: ReferralStep | None, *, at: datetime) -> str:
    """Why the last step cannot be taken back now; empty when it can."""
    if line is None or line.name == UNDO or not STEPS[line.name].can_be_undone:
        return _("The last step cannot be taken back.")
    if at >= line.at + clock.undo_window(at):
        return _("It is too late to take this back; record what really happened instead.")
    if _opens_again(line) and guards.is_introduced_besides(line.referral):
        return _("Meanwhile this person was introduced to the same vacancy anew.")
    return ""


def _opens_again(line: ReferralStep) -> bool:
    """Whether taking it back opens what it had closed."""
    return line.to_state == ReferralState.CLOSED and line.from_state != ReferralState.CLOSED


def undo_last(
    referral: Referral, *, by: Any, at: datetime, reason: str = "", link: AnswerLink | None = None
) -> ReferralStep:
    """Give every column the value it had before the last step; the log keeps both.

    Raises:
        TooLateToUndo: the window is over, this step is none that can be taken back, or it closed
            an introduction that was begun anew since.
    """
    line = last_step(referral)
    if why := why_not_undone(line, at=at):
        raise TooLateToUndo(why)
    assert line is not None
    if _opens_again(line):
        guards.once(referral, NOTHING, at)  # two at once wait for each other
    before, from_state = _values(referral), referral.state
    earlier = referral.steps.filter(number__lt=line.number).order_by("number")
    for name, value in replayed(earlier).items():
        setattr(referral, name, value)
    referral.save()
    undone = _log(
        referral, UNDO, from_state, before, by=by, at=at, link=link, reason=reason, undoes=line
    )
    if line.link_id:
        AnswerLink.objects.filter(pk=line.link_id).update(answer_hash="", answered_at=None)
    if STEPS[line.name].message:
        effect = telling.effect_of(referral, line.number)
        if not outbox.take_back(referral, at=at, effect=effect):
            note = telling.note_of(referral, "corrected", undone.number, at=at)
            outbox.put(note, at=at)
    _count_place(referral, before)
    return undone


def replayed(lines: Iterable[ReferralStep]) -> dict[str, Any]:
    """What the log says an introduction is: the changes of its lines, one after another."""
    values: dict[str, Any] = {}
    for line in lines:
        values |= line.changed
    fields = {field.name: field for field in Referral._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def _require_possible(referral: Referral, step: Step) -> None:
    if bool(step.sources) != bool(referral.pk) or (
        referral.pk and referral.state not in step.sources
    ):
        now = referral.get_state_display() if referral.pk else ""
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})
    if step.ended_as and referral.outcome not in step.ended_as:
        now = referral.get_outcome_display()
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})
    if referral.freeze and not step.while_frozen:
        why = referral.get_freeze_display()
        raise Frozen(_("This introduction is frozen: %(why)s.") % {"why": why})


def _written(value: Any) -> Any:
    """A moment to the microsecond: the log must give the column again exactly."""
    return value.isoformat() if isinstance(value, date) else value


def _values(referral: Referral) -> dict[str, Any]:
    return {name: getattr(referral, name) for name in Referral.TOLD} if referral.pk else {}


def _log(
    referral: Referral,
    name: str,
    from_state: str,
    before: dict[str, Any],
    *,
    by: Any,
    at: datetime,
    **more: Any,
) -> ReferralStep:
    now = _values(referral)
    number = (referral.steps.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    line = ReferralStep.objects.create(
        referral=referral,
        number=number,
        name=name,
        from_state=from_state if before else "",
        to_state=referral.state,
        outcome=referral.outcome,
        actor_kind=actor_kind(by),
        by=user_or_none(by),
        at=at,
        changed={
            name: _written(now[name]) for name in now if not before or now[name] != before[name]
        },
        snapshot=_snapshot(referral.vacancy),
        **more,
    )
    audit.record(f"referral.{name}", about=referral, by=by, at=at)
    return line


def _snapshot(vacancy: Vacancy) -> dict[str, Any]:
    """The terms as they were then: of the post and the firm, nothing of the person."""
    employer = vacancy.employer
    told = {
        "vacancy": {
            "title": vacancy.title,
            "state": vacancy.state,
            "market": vacancy.market,
            "wage_from": vacancy.wage_from,
            "wage_to": vacancy.wage_to,
            "closes_on": vacancy.closes_on,
            "places_left": vacancy.places_left,
        },
        "employer": {
            "name": employer.name,
            "tax_code": employer.tax_code,
            "state": employer.state,
        },
    }
    if vacancy.market == Market.OVERSEAS:
        newest = employer.licences.order_by("-expires_on").values("number", "expires_on").first()
        told["licence"] = newest or {}
    return told


def _holds_place(state: str, outcome: str) -> bool:
    return state == ReferralState.HIRED or outcome == Outcome.STARTED


def _count_place(referral: Referral, before: dict[str, Any]) -> None:
    """Who is taken on fills a place of the vacancy; who does not begin gives it back."""
    held = bool(before) and _holds_place(before["state"], before["outcome"])
    change = _holds_place(referral.state, referral.outcome) - held
    if change:
        filled = Least(F("headcount"), Greatest(Value(0), F("filled_count") + change))
        Vacancy.objects.filter(pk=referral.vacancy_id).update(filled_count=filled)


def _note(referral: Referral, step: Step, number: int, at: datetime) -> Any:
    """What ends an introduction is told once it can no longer be taken back."""
    waits = step.can_be_undone and step.target == ReferralState.CLOSED
    send_at = at + clock.undo_window(at) if waits else None
    return telling.note_of(referral, step.message, number, at=at, send_at=send_at)

"""Threads, decisions, promises, receipts, and requests from above."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, rules, telling
from nhipcau.coordination.errors import AlreadyEnded
from nhipcau.coordination.models import (
    Decision,
    Notice,
    PlanRequest,
    Post,
    Promise,
    Thread,
)
from nhipcau.coordination.models.exchange import FROM_ABOVE, THINGS
from nhipcau.coordination.posting import own_party, post
from nhipcau.coordination.promising import decide, promise
from nhipcau.coordination.states import PlanRequestState, PromiseState, ThreadKind, Topic
from nhipcau.organisations.models import Organisation
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.models import PlanVersion, Programme
from nhipcau.programmes.use_cases import save_plan_line
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

LONGEST = {"subject": 160, "what": 500, "reference": 120, "reason": 300}
MOST_AT_ONCE = 500


@write
def open_thread(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    kind: str,
    subject: str,
    text: str,
    thing: Any = None,
    mentions: tuple[Organisation, ...] = (),
) -> Thread:
    """Begin to talk about one thing that both units share.

    Raises:
        NotAllowed: ``by`` works for neither party.
        InvalidValue: nothing was written, or ``by`` does not see the thing.
    """
    require(rules.may_open_thread(by, programme), _("You cannot write here."))
    name = kind.lower()
    if kind == ThreadKind.PROGRAMME:
        about = {}
    elif name in THINGS and kind != ThreadKind.DIFFICULTY and isinstance(thing, THINGS[name]):
        seen = THINGS[name].objects.visible_to(by)  # type: ignore[attr-defined]
        if not seen.filter(pk=thing.pk).exists():
            raise InvalidValue(_("Please choose a record of your unit."), field="kind")
        about = {name: thing}
    else:
        raise InvalidValue(_("Please choose what it is about."), field="kind")
    thread = Thread.objects.create(
        programme=programme,
        kind=kind,
        subject=_line(subject, "subject", _("Please write what it is about.")),
        unit=own_party(by, telling.parties_of(programme)),
        by=user_or_none(by),
        at=at,
        last_post_at=at,
        **about,
    )
    audit.record("thread.opened", about=thread, by=by, at=at)
    post(thread, text, mentions=mentions, by=by, at=at)
    return thread


@write
def write_post(
    *,
    by: Any,
    at: datetime,
    thread: Thread,
    text: str,
    mentions: tuple[Organisation, ...] = (),
) -> Post:
    """Answer in a thread.

    Raises:
        NotAllowed: ``by`` does not see the thread.
        InvalidValue: nothing was written, too much, or a unit is mentioned that is no party.
    """
    require(rules.may_post(by, thread), _("You cannot write here."))
    return post(thread, text, mentions=mentions, by=by, at=at)


@write
def record_decision(*, by: Any, at: datetime, thread: Thread, what: str) -> Decision:
    """Keep what both units decided in a thread.

    Raises:
        NotAllowed: ``by`` does not see the thread.
        InvalidValue: nothing was written, or too much.
    """
    require(rules.may_post(by, thread), _("You cannot write here."))
    return decide(what, thread=thread, by=by, at=at)


@write
def give_promise(
    *, by: Any, at: datetime, thread: Thread, unit: Organisation, what: str, due_on: date
) -> Promise:
    """Keep what a unit promised in a thread, and by when.

    Raises:
        NotAllowed: ``by`` does not see the thread.
        InvalidValue: nothing was written, the day is over, or the unit is no party.
    """
    require(rules.may_post(by, thread), _("You cannot write here."))
    return promise(what, unit, due_on, programme=thread.programme, thread=thread, by=by, at=at)


@write
def end_promise(
    *, by: Any, at: datetime, promise: Promise, is_kept: bool, reason: str = ""
) -> Promise:
    """The unit kept it, or gives it up for a reason.

    Raises:
        NotAllowed: ``by`` does not work in the unit that gave it.
        AlreadyEnded: somebody else was faster.
        ReasonMissing: given up without a reason.
    """
    require(rules.may_end_promise(by, promise), _("The unit that promised says so."))
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.state != PromiseState.GIVEN:
        raise AlreadyEnded(_("Somebody was faster: this is ended already."))
    if not is_kept and not reason.strip():
        raise ReasonMissing(_("Please write the reason; both units read it."), field="reason")
    promise.state = PromiseState.KEPT if is_kept else PromiseState.DROPPED
    promise.reason = "" if is_kept else _line(reason, "reason")
    promise.ended_at, promise.ended_by = at, user_or_none(by)
    promise.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    audit.record(f"promise.{promise.state.lower()}", about=promise, by=by, at=at)
    return promise


@write
def acknowledge(*, by: Any, at: datetime, notice: Notice) -> Notice:
    """Somebody of the unit has seen it: the receipt of a notice.

    Raises:
        NotAllowed: it is for another unit, or for leaders.
    """
    require(rules.may_see_notice(by, notice), _("This is not for your unit."))
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.seen_at is None:
        notice.seen_at, notice.seen_by = at, user_or_none(by)
        notice.save(update_fields=["seen_at", "seen_by"])
        audit.record("notice.seen", about=notice, by=by, at=at)
    return notice


@write
def enter_request(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    unit: Organisation,
    source: str,
    what: str,
    received_on: date,
    due_on: date,
    reference: str = "",
) -> PlanRequest:
    """The Department or the Youth Union asks for something; a unit answers for it by a day.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        InvalidValue: something is missing or cannot be right.
    """
    require(rules.may_enter_request(by, programme), _("Your role does not enter requests."))
    if source not in {one.value for one in FROM_ABOVE}:
        raise InvalidValue(_("Please choose who asks."), field="source")
    if unit not in telling.parties_of(programme):
        raise InvalidValue(_("Please choose one of the two units."), field="unit")
    if received_on > localdate(at):
        raise InvalidValue(_("This day has not come yet."), field="received_on")
    if due_on < received_on:
        raise InvalidValue(_("The last day comes after the first day."), field="due_on")
    request = PlanRequest.objects.create(
        programme=programme,
        unit=unit,
        source=source,
        what=_line(what, "what", _("Please write what is asked for.")),
        reference=_line(reference, "reference"),
        received_on=received_on,
        due_on=due_on,
        by=user_or_none(by),
        at=at,
    )
    audit.record("plan_request.received", about=request, by=by, at=at)
    return request


@write
def plan_request(
    *,
    by: Any,
    at: datetime,
    request: PlanRequest,
    version: PlanVersion,
    details: LineDetails,
) -> PlanRequest:
    """A request becomes a line of an open plan version, with its source.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        AlreadyEnded: it was answered already.
        InvalidValue, PlanNotEditable: as ``programmes.use_cases.save_plan_line``.
    """
    require(rules.may_answer_request(by, request), _("Your role does not change plans."))
    request = _open_request(request)
    if version.year_plan.programme_id != request.programme_id:
        raise InvalidValue(_("Please choose a plan of this programme."), field="version")
    if details.source != request.source:
        raise InvalidValue(_("The line keeps the source of the request."), field="source")
    line = save_plan_line(by=by, at=at, version=version, details=details)
    _end_request(request, PlanRequestState.PLANNED, by=by, at=at, lineage=line.lineage)
    return request


@write
def decline_request(*, by: Any, at: datetime, request: PlanRequest, reason: str) -> PlanRequest:
    """A request is answered without a line of the plan.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        AlreadyEnded: it was answered already.
        ReasonMissing: without a reason.
    """
    require(rules.may_answer_request(by, request), _("Your role does not change plans."))
    request = _open_request(request)
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason; both units read it."), field="reason")
    request.reason = _line(reason, "reason")
    _end_request(request, PlanRequestState.DECLINED, by=by, at=at)
    return request


@write
def remind_of_promises(*, by: Any, at: datetime) -> int:
    """Tell units of promises that fall due in some days, and both units of those that are late;
    how many. Each is told once.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    today = localdate(at)
    soon = today + timedelta(days=clock.figure("promise_remind_days", today))
    told = 0
    coming = Promise.objects.open().filter(due_on__gte=today, due_on__lte=soon)
    told += _tell_each(coming, Topic.PROMISE_DUE, at=at)
    told += _tell_each(Promise.objects.open().filter(due_on__lt=today), Topic.PROMISE_LATE, at=at)
    return told


def _tell_each(promises: Any, topic: Topic, *, at: datetime) -> int:
    untold = promises.exclude(notices__topic=topic).select_related("unit", "programme")
    found = list(untold.order_by("due_on", "pk")[:MOST_AT_ONCE])
    for one in found:
        units = telling.parties_of(one.programme) if topic == Topic.PROMISE_LATE else [one.unit]
        once = f"{topic.value.lower()}-{one.pk}"
        telling.tell_units(units, topic, at=at, promise=one, once=once)
    return len(found)


def _open_request(request: PlanRequest) -> PlanRequest:
    request = PlanRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.state != PlanRequestState.RECEIVED:
        raise AlreadyEnded(_("Somebody was faster: this is ended already."))
    return request


def _end_request(
    request: PlanRequest, state: PlanRequestState, *, by: Any, at: datetime, lineage: Any = None
) -> None:
    request.state, request.lineage = state, lineage
    request.ended_at, request.ended_by = at, user_or_none(by)
    request.save()
    audit.record(f"plan_request.{state.lower()}", about=request, by=by, at=at)


def _line(text: str, name: str, missing: Any = "") -> str:
    words = " ".join(text.split())
    if missing and not words:
        raise InvalidValue(missing, field=name)
    if len(words) > LONGEST[name]:
        raise InvalidValue(
            _("At most %(most)d characters fit here. Please shorten it.")
            % {"most": LONGEST[name]},
            field=name,
        )
    return words

"""Marks of a desk, from a form without script or from a phone that kept them for a while."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from nhipcau.fairs import use_cases
from nhipcau.fairs.details import ToldMark
from nhipcau.fairs.states import InterviewResult, MarkKind, MarkOutcome
from nhipcau.shared.errors import DomainError, NotAllowed

LARGEST_BODY = 200_000
FARTHEST_MS = 4_000_000_000_000
LARGEST_ID = 2**63 - 1


class BadMark(ValueError):
    """What a phone sent is none of ours."""


class SeeOther(HttpResponseRedirect):
    status_code = 303


def take(request, actor, booth, back):
    """Keep marks; JSON gets JSON, a form goes back to its page with what became of it."""
    if request.content_type == "application/json":
        return _take_batch(request, actor, booth)
    try:
        mark = _mark(request.POST, timezone.now())
        [taken] = use_cases.take_marks(by=actor, at=timezone.now(), booth=booth, marks=[mark])
    except (BadMark, DomainError) as problem:
        messages.error(request, str(problem) or _("Please open this page again."))
        return SeeOther(back)
    if taken.problem:
        messages.error(request, taken.problem)
    elif taken.outcome == MarkOutcome.CONFLICT:
        messages.warning(
            request,
            _("Another desk told “%(result)s” before. That stays.")
            % {"result": InterviewResult(taken.result).label},
        )
    return SeeOther(back)


def _take_batch(request, actor, booth):
    if len(request.body) > LARGEST_BODY:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        told = json.loads(request.body)
        marks = [_mark(one, _moment(one)) for one in told["marks"]]
    except (BadMark, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"code": "bad_request"}, status=422)
    try:
        taken = use_cases.take_marks(by=actor, at=timezone.now(), booth=booth, marks=marks)
    except NotAllowed:
        return JsonResponse({"code": "not_allowed"}, status=403)
    except DomainError as problem:
        return JsonResponse({"code": problem.code, "message": str(problem)}, status=422)
    return JsonResponse({"results": [_answer(one) for one in taken]})


def _answer(taken):
    return {
        "mark": str(taken.mark_id),
        "outcome": taken.outcome,
        "now": taken.now,
        "result": taken.result,
        "said": str(InterviewResult(taken.result).label) if taken.result else "",
        "problem": taken.problem,
    }


def _moment(one):
    told = one["at"]
    if type(told) is not int or not 0 <= told <= FARTHEST_MS:
        raise BadMark
    return datetime.fromtimestamp(told / 1000, tz=UTC)


def _mark(told, moment):
    kind, result = _text(told, "kind", 8), _text(told, "result", 8)
    candidate = _text(told, "candidate", 19)
    if kind not in MarkKind.values or not (candidate.isascii() and candidate.isdigit()):
        raise BadMark
    if int(candidate) > LARGEST_ID:
        raise BadMark
    try:
        mark_id = UUID(_text(told, "mark", 36)) if told.get("mark") else uuid4()
        starts_on, second_at = _day(told), _second(told)
    except ValueError as problem:
        raise BadMark from problem
    return ToldMark(
        mark_id=mark_id,
        candidate=int(candidate),
        kind=kind,
        marked_at=moment,
        result=result if result in InterviewResult.values else "",
        reason=_text(told, "reason", 300),
        starts_on=starts_on,
        second_at=second_at,
        second_place=_text(told, "second_place", 200),
    )


def _text(told, name, longest):
    value = told.get(name) or ""
    if type(value) is int:
        value = str(value)
    if type(value) is not str or "\x00" in value:
        raise BadMark
    return value.strip()[:longest]


def _day(told) -> date | None:
    text = _text(told, "starts_on", 10)
    return parse_date(text) if text else None


def _second(told) -> datetime | None:
    text = _text(told, "second_at", 25)
    found = parse_datetime(text) if text else None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found

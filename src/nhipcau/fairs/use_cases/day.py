"""The day: desks mark interviews, each once; walk-ins get what is free; results become
introductions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.fairs import cases, rules
from nhipcau.fairs.details import TakenMark, ToldMark
from nhipcau.fairs.errors import AnotherResult, FairClosed, NothingToSolve
from nhipcau.fairs.models import (
    Booth,
    Candidate,
    DeskMark,
    Fair,
    Interview,
    InterviewWish,
    Meeting,
    Timetable,
)
from nhipcau.fairs.placing import Wanted, best_free
from nhipcau.fairs.states import (
    Interest,
    InterviewResult,
    MarkKind,
    MarkOutcome,
    MeetingState,
    TimetableState,
)
from nhipcau.messaging import outbox
from nhipcau.messaging.models import Topic
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.referrals import links
from nhipcau.referrals import rules as referral_rules
from nhipcau.referrals.models import Referral
from nhipcau.referrals.told import Told
from nhipcau.referrals.use_cases import answer, introduce
from nhipcau.shared import audit
from nhipcau.shared.actors import PUBLIC, actor_kind, user_or_none
from nhipcau.shared.errors import DomainError, InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

LARGEST_BATCH = 200
LONGEST_REASON = 300
ANSWERS = {
    InterviewResult.SECOND: "invite",
    InterviewResult.OFFER: "offer",
    InterviewResult.TAKEN: "hire",
    InterviewResult.NO: "not_hired",
}


@write
def take_marks(
    *, by: Any, at: datetime, booth: Booth, marks: Sequence[ToldMark]
) -> list[TakenMark]:
    """Keep what a desk marked, each mark once, however often and in whatever order it arrives.

    Two desks that tell one interview at once wait for each other: the first result is the result,
    the same again changes nothing, another one is answered with the first.

    Raises:
        NotAllowed: ``by`` neither sits at this booth nor works at the event.
        InvalidValue: too many at once.
    """
    require(rules.may_mark(by, booth), _("This is another employer's booth."))
    if len(marks) > LARGEST_BATCH:
        raise InvalidValue(_("Too many marks at once."))
    known = dict(
        DeskMark.objects.filter(mark_id__in=[one.mark_id for one in marks]).values_list(
            "mark_id", "outcome"
        )
    )
    taken = []
    for mark in sorted(marks, key=lambda one: one.marked_at):
        if mark.mark_id in known:
            taken.append(_as_it_is(booth, mark, known[mark.mark_id]))
            continue
        try:
            with transaction.atomic():
                taken.append(_take(booth, mark, by=by, at=at))
        except DomainError as problem:
            if isinstance(problem, AnotherResult):
                taken.append(_note(booth, mark, MarkOutcome.CONFLICT, by=by, at=at))
            else:
                taken.append(TakenMark(mark.mark_id, MarkOutcome.REFUSED, problem=str(problem)))
    return taken


def _take(booth: Booth, mark: ToldMark, *, by: Any, at: datetime) -> TakenMark:
    meeting = _meeting(booth, mark.candidate, by=by, at=at)
    to = {
        MarkKind.CALL: MeetingState.CALLED,
        MarkKind.NOT_HERE: MeetingState.NOT_HERE,
        MarkKind.RESULT: MeetingState.HELD,
    }[MarkKind(mark.kind)]
    if meeting.state == MeetingState.HELD:
        if to == MeetingState.HELD and mark.result != meeting.result:
            raise AnotherResult(_("Another desk told another result of this interview."))
        return _note(booth, mark, MarkOutcome.SAME, by=by, at=at)
    moment = min(mark.marked_at, at)
    is_older = meeting.called_at is not None and moment < meeting.called_at
    if to == meeting.state or (is_older and to != MeetingState.HELD):
        return _note(booth, mark, MarkOutcome.SAME, by=by, at=at)
    if to == MeetingState.HELD:
        meeting.told = _checked(mark, at)
        meeting.result, meeting.held_at = mark.result, moment
        also = ["result", "held_at", "told"]
    else:
        meeting.called_at = moment
        also = ["called_at"]
    move(meeting, to, by=by, at=at, also=also)
    if to == MeetingState.HELD:
        _become_introduction(meeting, by=by, at=at)
    return _note(booth, mark, MarkOutcome.KEPT, by=by, at=at)


def _meeting(booth: Booth, candidate_id: int, *, by: Any, at: datetime) -> Meeting:
    """The interview of the day, held; whoever is not in the timetable and never wished to come
    here is none."""
    is_told = (
        Interview.objects.published().filter(booth=booth, candidate=candidate_id).exists()
        or InterviewWish.objects.filter(booth=booth, candidate=candidate_id).exists()
    )
    if not is_told:
        raise InvalidValue(_("Nobody with this number comes to this booth."))
    meeting, is_new = Meeting.objects.get_or_create(booth=booth, candidate_id=candidate_id)
    if is_new:
        begin(meeting, by=by, at=at)
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("candidate__registration__young_person", "booth__fair")
        .get(pk=meeting.pk)
    )


def _checked(mark: ToldMark, at: datetime) -> dict[str, Any]:
    """What a result needs, as the table of steps of an introduction asks for it."""
    if mark.result not in InterviewResult.values:
        raise InvalidValue(_("Please choose one of the results."), field="result")
    if mark.result == InterviewResult.NO:
        if not mark.reason.strip():
            raise InvalidValue(_("Please choose why."), field="reason")
        return {"reason": mark.reason.strip()[:LONGEST_REASON]}
    if mark.result == InterviewResult.SECOND:
        if mark.second_at is None or mark.second_at <= at:
            raise InvalidValue(_("Please write when they meet again."), field="second_at")
        if not mark.second_place.strip():
            raise InvalidValue(_("Please write where they meet again."), field="second_place")
        return {
            "second_at": mark.second_at.isoformat(),
            "second_place": mark.second_place.strip()[:200],
        }
    today = localdate(at)
    if mark.starts_on is None or not today <= mark.starts_on <= today + timedelta(days=366):
        raise InvalidValue(_("Please choose the first day of work."), field="starts_on")
    return {"starts_on": mark.starts_on.isoformat()}


def _as_it_is(booth: Booth, mark: ToldMark, outcome: str) -> TakenMark:
    meeting = Meeting.objects.filter(booth=booth, candidate=mark.candidate).first()
    now = meeting.state if meeting else MeetingState.EXPECTED
    return TakenMark(mark.mark_id, outcome, now=now, result=meeting.result if meeting else "")


def _note(booth: Booth, mark: ToldMark, outcome: str, *, by: Any, at: datetime) -> TakenMark:
    DeskMark.objects.create(
        mark_id=mark.mark_id,
        booth=booth,
        candidate_id=mark.candidate,
        kind=mark.kind,
        result=mark.result,
        outcome=outcome,
        actor_kind=actor_kind(by),
        by=user_or_none(by),
        marked_at=min(mark.marked_at, at),
        received_at=at,
    )
    return _as_it_is(booth, mark, outcome)


# --- what came of it -----------------------------------------------------------------------------


@write
def introduce_met(*, by: Any, at: datetime, meeting: Meeting) -> Meeting:
    """A counsellor of the Centre makes the introduction that a result waits for.

    Raises:
        NotAllowed: ``by`` is no counsellor of a Centre that follows the person.
        InvalidValue: there is no result, or it became an introduction already.
        ConsentMissing, TooYoung, VacancyNotOpen, LicenceMissing, AlreadyReferred: it cannot be.
    """
    require(
        referral_rules.may_begin(by, "introduce", meeting.candidate.young_person),
        _("Only counsellors of the Employment Service Centre introduce."),
    )
    meeting = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("candidate__registration__young_person", "booth__fair")
        .get(pk=meeting.pk)
    )
    if meeting.state != MeetingState.HELD or meeting.referral_id:
        raise InvalidValue(_("There is nothing to introduce here any more."))
    _answer(meeting, _introduced(meeting, by=by, at=at), by=by, at=at)
    return meeting


def _become_introduction(meeting: Meeting, *, by: Any, at: datetime) -> None:
    """At once where there is an introduction already, or a counsellor sits at the desk; else it
    waits for one, and says why. The result itself is never lost."""
    person = meeting.candidate.young_person
    try:
        with transaction.atomic():
            referral = _open_introduction(meeting)
            if referral is None and referral_rules.may_begin(by, "introduce", person):
                referral = _introduced(meeting, by=by, at=at)
            if referral is not None:
                _answer(meeting, referral, by=by, at=at)
                return
        why = (
            _("A counsellor of the Centre still has to introduce this person.")
            if agrees(person, Purpose.INTRODUCTION)
            else _("The person has not agreed to be introduced yet.")
        )
    except DomainError as problem:
        why = str(problem)
    meeting.referral, meeting.blocked = None, why[:300]
    meeting.save(update_fields=["referral", "blocked"])


def _wish_of(meeting: Meeting) -> InterviewWish:
    wish = InterviewWish.objects.select_related("vacancy").filter(
        candidate=meeting.candidate_id, booth=meeting.booth_id
    )
    found = wish.first()
    if found is None:
        raise InvalidValue(_("It is not known about which work they spoke."))
    return found


def _open_introduction(meeting: Meeting) -> Referral | None:
    return (
        Referral.objects.open()
        .exclude(issued_at=None)
        .filter(
            young_person=meeting.candidate.registration.young_person_id,
            vacancy=_wish_of(meeting).vacancy_id,
        )
        .first()
    )


def _introduced(meeting: Meeting, *, by: Any, at: datetime) -> Referral:
    return introduce(
        by=by,
        at=at,
        young_person=meeting.candidate.young_person,
        vacancy=_wish_of(meeting).vacancy,
        comment=_("Met at the job fair."),
    )


def _answer(meeting: Meeting, referral: Referral, *, by: Any, at: datetime) -> None:
    """The employer answered at its booth: through its own link, without being asked by message."""
    link = links.live_link(referral)
    if link is None:
        raise InvalidValue(_("The employer's link is not in force; please send a new one."))
    outbox.take_back(referral, at=at, topics=[Topic.ANSWER])
    answer(
        by=by if by.pk is None else PUBLIC,
        at=at,
        token=links.token_of(link),
        name=ANSWERS[InterviewResult(meeting.result)],
        told=_told(meeting.told),
    )
    meeting.referral, meeting.blocked = referral, ""
    meeting.save(update_fields=["referral", "blocked"])
    audit.record("meeting.introduced", about=meeting, by=by, at=at)


def _told(told: dict[str, Any]) -> Told:
    second = told.get("second_at")
    starts_on = told.get("starts_on")
    return Told(
        reason=told.get("reason", ""),
        interview_at=datetime.fromisoformat(second) if second else None,
        interview_place=told.get("second_place", ""),
        starts_on=date.fromisoformat(starts_on) if starts_on else None,
    )


# --- walk-ins ------------------------------------------------------------------------------------


@write
def place_walk_in(*, by: Any, at: datetime, candidate: Candidate) -> list[Interview]:
    """The best free slots from now on for one candidate, beside a timetable that stays as it is.

    Raises:
        NotAllowed: ``by`` does not work at the event.
        FairClosed: no timetable is told yet.
        NothingToSolve: nothing is free that the candidate wants.
    """
    require(rules.may_place(by, candidate.fair), _("Your role does not work at this event."))
    fair = Fair.objects.select_for_update(no_key=True).get(pk=candidate.fair_id)
    timetable = fair.timetables.filter(state=TimetableState.PUBLISHED).first()
    if timetable is None:
        raise FairClosed(_("No timetable is told yet; the wishes count in the first one."))
    own = list(Interview.objects.filter(timetable=timetable, candidate=candidate))
    wishes = _open_wishes(candidate, timetable, own)
    soon = rules.current_slot(fair, at=at)
    there = rules.slots_of(candidate, fair=fair)
    busy = {one.slot for one in own}
    free = {slot for slot, is_there in enumerate(there) if is_there and slot >= soon} - busy
    seats = _seats_left(timetable, [one.booth for one in wishes])
    fits = cases.fits_of(fair)
    person = candidate.registration.young_person_id
    wanted = [
        Wanted(
            rules.weight_of(one.rank, one.interest, fits.get((person, one.vacancy_id), 0)),
            frozenset(slot for slot in free if seats[one.booth_id].get(slot, 0) > 0),
        )
        for one in wishes
    ]
    most = min(candidate.most, fair.most_interviews) - len(own)
    chosen = best_free(wanted, max(0, most))
    if not chosen:
        raise NothingToSolve(_("Nothing that this person wants is free any more."))
    made = [
        Interview.objects.create(
            timetable=timetable,
            candidate=candidate,
            booth=wishes[index].booth,
            slot=slot,
            added_at=at,
        )
        for index, slot in sorted(chosen, key=lambda one: one[1])
    ]
    audit.record("candidate.placed", about=candidate, by=by, at=at)
    return made


def _open_wishes(
    candidate: Candidate, timetable: Timetable, own: Sequence[Interview]
) -> list[InterviewWish]:
    met = Meeting.objects.filter(candidate=candidate, state=MeetingState.HELD)
    return list(
        candidate.wishes.exclude(interest=Interest.NO)
        .exclude(booth__in=[one.booth_id for one in own])
        .exclude(booth__in=met.values("booth"))
        .filter(booth__in=Booth.objects.filter(fair=timetable.fair_id).coming())
        .select_related("booth", "vacancy")
    )


def _seats_left(timetable: Timetable, booths: Sequence[Booth]) -> dict[int, dict[int, int]]:
    left = {one.pk: dict(enumerate(one.interviewers)) for one in booths}
    taken = timetable.interviews.filter(booth__in=booths).values_list("booth", "slot")
    for booth, slot in taken:
        left[booth][slot] = left[booth].get(slot, 0) - 1
    return left

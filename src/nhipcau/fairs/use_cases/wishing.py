"""Candidates say whom they want to meet; employers say whom they would like to see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events.models import Registration
from nhipcau.fairs import rules
from nhipcau.fairs.details import WishesTold
from nhipcau.fairs.errors import FairClosed, NotRegistered
from nhipcau.fairs.models import Booth, BoothVacancy, Candidate, Fair, InterviewWish
from nhipcau.fairs.states import BoothState, Interest
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Vacancy

MOST_WISHES = 12


@write
def tell_wishes(
    *,
    by: Any,
    at: datetime,
    fair: Fair,
    registration: Registration,
    told: WishesTold,
    code: str = "",
) -> Candidate:
    """Whom somebody with a place at the event wants to meet, and when; told again, it is replaced.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor organises the event.
        NotRegistered: the place is not confirmed.
        FairClosed: too late for others than organisers.
        InvalidValue: a wish or an hour cannot be (``field`` says which).
    """
    require(
        rules.may_wish(by, registration, code), _("This registration belongs to somebody else.")
    )
    fair = Fair.objects.select_for_update(no_key=True).select_related("event").get(pk=fair.pk)
    registration.refresh_from_db()
    same_event = registration.session.event_id == fair.event_id
    if not same_event or not rules.may_have_interviews(registration):
        raise NotRegistered(_("Interviews are for those with a confirmed place."))
    if not rules.takes_wishes(fair, at=at) and not rules.may_run(by, fair.event):
        raise FairClosed(_("Wishes are closed. Please ask at the information desk on the day."))
    _check(fair, told, at)
    candidate = Candidate.objects.filter(registration=registration).first()
    if candidate is None:
        last = fair.candidates.aggregate(last=Max("number"))["last"] or 0
        candidate = Candidate(fair=fair, registration=registration, number=last + 1)
    candidate.most, candidate.bus = told.most, told.bus
    candidate.from_slot, candidate.to_slot = told.from_slot, told.to_slot
    candidate.told_at, candidate.ended_at = at, None
    candidate.save()
    interest = dict(candidate.wishes.values_list("booth", "interest"))
    candidate.wishes.all().delete()
    InterviewWish.objects.bulk_create(
        InterviewWish(
            candidate=candidate,
            booth=one.booth,
            vacancy=one.vacancy,
            rank=rank,
            interest=interest.get(one.booth.pk),
        )
        for rank, one in enumerate(told.wishes, start=1)
    )
    audit.record("candidate.wishes_told", about=candidate, by=by, at=at)
    return candidate


def _check(fair: Fair, told: WishesTold, at: datetime) -> None:
    if not told.wishes:
        raise InvalidValue(_("Please choose at least one employer."), field="wishes")
    if len(told.wishes) > MOST_WISHES:
        raise InvalidValue(_("At most 12 employers can be chosen."), field="wishes")
    if len({one.booth.pk for one in told.wishes}) < len(told.wishes):
        raise InvalidValue(_("Each employer stands once in the list."), field="wishes")
    if not 1 <= told.most <= fair.most_interviews:
        raise InvalidValue(
            _("Please choose 1 to %(most)d interviews.") % {"most": fair.most_interviews},
            field="most",
        )
    if not 0 <= told.from_slot < told.to_slot <= fair.slots_count:
        raise InvalidValue(_("Please check from when until when you are there."), field="to_slot")
    if told.bus is not None and told.bus.fair_id != fair.pk:
        raise InvalidValue(_("This is a bus of another fair."), field="bus")
    open_here = set(
        BoothVacancy.objects.filter(
            booth__fair=fair,
            booth__state=BoothState.ACCEPTED,
            vacancy__in=Vacancy.objects.open(localdate(at)),
        ).values_list("booth", "vacancy")
    )
    if not {(one.booth.pk, one.vacancy.pk) for one in told.wishes} <= open_here:
        raise InvalidValue(
            _("One of these is not offered at the fair any more. Please choose again."),
            field="wishes",
        )


@write
def stop_wishing(*, by: Any, at: datetime, candidate: Candidate, code: str = "") -> Candidate:
    """No interviews after all; the place at the event stays. Interviews fall with the next
    timetable.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor organises the event.
    """
    require(
        rules.may_wish(by, candidate.registration, code),
        _("This registration belongs to somebody else."),
    )
    if candidate.ended_at is None:
        candidate.ended_at = at
        candidate.save(update_fields=["ended_at"])
        audit.record("candidate.ended", about=candidate, by=by, at=at)
    return candidate


@write
def rank_candidates(
    *, by: Any, at: datetime, booth: Booth, interest: Mapping[int, int | None]
) -> Booth:
    """What an employer says of those who wish to meet it: candidate → interest, or nothing.

    Raises:
        NotAllowed: ``by`` is neither its desk nor an organiser.
        InvalidValue: a number that is no interest.
    """
    require(rules.may_answer(by, booth), _("This is another employer's booth."))
    if any(one is not None and one not in Interest.values for one in interest.values()):
        raise InvalidValue(_("Please choose one of the answers."))
    wishes = InterviewWish.objects.select_for_update(no_key=True).filter(
        booth=booth, candidate__in=list(interest)
    )
    changed = 0
    for wish in wishes.order_by("pk"):
        if wish.interest != interest[wish.candidate_id]:
            wish.interest = interest[wish.candidate_id]
            wish.save(update_fields=["interest"])
            changed += 1
    if changed:
        audit.record("booth.candidates_ranked", about=booth, by=by, at=at)
    return booth

"""Who wants to hear more after the day, about what, and which unit sees to it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.careerdays import rules
from nhipcau.careerdays.errors import NotAtTheEvent
from nhipcau.careerdays.models import CareerDay, FollowUp
from nhipcau.careerdays.states import FollowUpState, FollowUpTopic
from nhipcau.events.models import Registration
from nhipcau.events.use_cases import agree_by_registration
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Following, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import follow
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def want_follow_up(
    *,
    by: Any,
    at: datetime,
    day: CareerDay,
    registration: Registration,
    about: str,
    note: str = "",
    code: str = "",
    agrees_now: bool = False,
) -> FollowUp:
    """Somebody with a place at the day wants to hear more about one thing. It is work of one unit
    from now on, which may read the record. Said again, words are replaced and it waits anew.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor works at the event.
        NotAtTheEvent: the registration is of another event, or not confirmed.
        ConsentMissing: the person does not agree to be contacted.
        InvalidValue: no such topic.
    """
    require(
        rules.may_want(by, registration, code), _("This registration belongs to somebody else.")
    )
    if registration.session.event_id != day.event_id or not rules.is_there(registration):
        raise NotAtTheEvent(_("This is for those with a confirmed place."))
    if about not in FollowUpTopic.values:
        raise InvalidValue(_("Please choose what you would like to hear about."), field="about")
    person = registration.young_person
    if not agrees(person, Purpose.CONTACT):
        if not agrees_now:
            raise ConsentMissing(
                _("Please tick that we may contact you; else nobody can."), field="agrees_now"
            )
        agree_by_registration(
            by=by, at=at, registration=registration, purpose=Purpose.CONTACT, code=code
        )
    owner = rules.owner_of(day.event, about)
    if not Following.objects.filter(young_person=person, organisation=owner).exists():
        follow(by=SYSTEM, at=at, young_person=person, organisation=owner)
    found = FollowUp.objects.select_for_update(no_key=True).filter(
        registration=registration, about=about
    )
    wish = found.first()
    words = " ".join(note.split())
    if wish is None:
        wish = FollowUp.objects.create(
            day=day, registration=registration, about=about, note=words, owner=owner, asked_at=at
        )
        begin(wish, by=by, at=at)
        return wish
    wish.note, wish.asked_at = words, at
    wish.save(update_fields=["note", "asked_at"])
    if wish.state == FollowUpState.DROPPED:
        wish.ended_at = None
        move(wish, FollowUpState.WAITING, by=by, at=at, also=["ended_at"])
    return wish


@write
def end_follow_up(
    *, by: Any, at: datetime, follow_up: FollowUp, to: str, reason: str = ""
) -> FollowUp:
    """A counsellor talked to the person, or it is not wished any more.

    Raises:
        NotAllowed: ``by`` does not work with people in the unit that sees to it.
        IllegalTransition: it was ended already.
        ReasonMissing: dropped, and nobody says why.
    """
    require(rules.may_end(by, follow_up), _("Another unit sees to this."))
    follow_up = FollowUp.objects.select_for_update(of=("self",), no_key=True).get(pk=follow_up.pk)
    follow_up.ended_at = at
    move(follow_up, to, by=by, at=at, reason=reason, also=["ended_at"])
    return follow_up


@write
def drop_follow_ups(*, by: Any, at: datetime, young_person: YoungPerson) -> int:
    """The person does not want to be contacted any more: what waits ends, and its words go; how
    many.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
    """
    require(rules.may_drop(by, young_person), _("This is not your record."))
    people = YoungPerson.objects.same_as(young_person)
    waiting = FollowUp.objects.select_for_update(of=("self",), no_key=True).waiting()
    found = list(waiting.filter(registration__young_person__in=people).order_by("pk"))
    for one in found:
        one.note, one.ended_at = "", at
        move(
            one,
            FollowUpState.DROPPED,
            by=by,
            at=at,
            reason=_("The consent to be contacted was withdrawn."),
            also=["note", "ended_at"],
        )
    return len(found)

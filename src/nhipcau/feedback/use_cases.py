"""Ask after a day, and keep what is answered. Nothing else writes these tables."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from nhipcau.careerdays.queries import employers_at
from nhipcau.employers.models import Occasion
from nhipcau.employers.noting import write_to_employer
from nhipcau.events.models import Attendance, Event
from nhipcau.events.states import PRESENT, EventState
from nhipcau.feedback import rules
from nhipcau.feedback.errors import AnsweredAlready, LinkOver
from nhipcau.feedback.models import LONGEST, EmployerView, FeedbackAnswer, FeedbackLink
from nhipcau.feedback.states import ComesAgain, NextStep, Useful
from nhipcau.feedback.telling import note_of
from nhipcau.messaging.outbox import put_each
from nhipcau.people.models import Consent, Purpose
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

MOST_AT_ONCE = 500


@write
def ask_after_events(*, by: Any, at: datetime) -> int:
    """Ask whoever came to a fair or a day of careers and agrees to be contacted, once each, and
    the employers that were there; how many people.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_ask(by), _("Only the installation asks."))
    asked = 0
    for event in _just_over(at):
        for there in employers_at(event):
            _view, is_new = EmployerView.objects.get_or_create(
                event=event, employer=there.employer, defaults={"asked_at": at}
            )
            if is_new:
                write_to_employer(there.employer.pk, Occasion.FAIR_OVER, by=by, at=at)
        asked += _ask_people(event, by=by, at=at)
    return asked


def _just_over(at: datetime) -> Any:
    return (
        Event.objects.filter(
            Q(fair__isnull=False) | Q(career_day__isnull=False),
            ends_at__lte=at - rules.ASKED_FROM,
            ends_at__gt=at - rules.ASKED_UNTIL,
        )
        .exclude(state__in=[EventState.DRAFT, EventState.CANCELLED])
        .order_by("pk")
    )


def _ask_people(event: Event, *, by: Any, at: datetime) -> int:
    agreed = Consent.objects.in_force().filter(
        young_person=OuterRef("young_person"), text__purpose=Purpose.CONTACT
    )
    known = FeedbackLink.objects.filter(event=event, young_person=OuterRef("young_person"))
    came = Attendance.objects.filter(Exists(agreed), session__event=event, value__in=PRESENT)
    people = came.exclude(Exists(known)).order_by("young_person").distinct("young_person")
    chosen = people.values_list("young_person", flat=True)[:MOST_AT_ONCE]
    FeedbackLink.objects.bulk_create(
        [
            FeedbackLink(
                event=event, young_person_id=one, asked_at=at, expires_at=at + rules.LINK_LIFE
            )
            for one in chosen
        ],
        ignore_conflicts=True,
    )
    made = FeedbackLink.objects.filter(event=event, asked_at=at, young_person__in=list(chosen))
    links = list(made.select_related("young_person", "event").order_by("pk"))
    put_each([note_of(one) for one in links], at=at)
    audit.record_each("feedback.asked", about=links, by=by, at=at)
    return len(links)


@write
def answer(
    *,
    by: Any,
    at: datetime,
    link: FeedbackLink,
    token: str,
    useful: int,
    next_step: str,
    words: str = "",
) -> None:
    """Three answers by a link. They are kept apart from it: the link knows that it was used, the
    answer knows its event.

    Raises:
        NotAllowed: ``token`` is not this link's.
        LinkOver: it was good for a month.
        AnsweredAlready: one link, one answer.
        InvalidValue: an answer that is none of those offered (``field``).
    """
    require(rules.may_answer(link, token), _("This link is not good."))
    link = FeedbackLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if at >= link.expires_at:
        raise LinkOver(_("This link was good for a month. Thank you all the same."))
    if link.is_answered:
        raise AnsweredAlready(_("Thank you, you have answered already."))
    if useful not in Useful.values:
        raise InvalidValue(_("Please choose one of the answers."), field="useful")
    if next_step not in NextStep.values:
        raise InvalidValue(_("Please choose one of the answers."), field="next_step")
    link.is_answered = True
    link.save(update_fields=["is_answered"])
    FeedbackAnswer.objects.create(
        event_id=link.event_id, useful=useful, next_step=next_step, words=_plain(words)
    )
    # About the event: a trace about the link would say when it was used.
    audit.record("feedback.answered", about=Event(pk=link.event_id), by=by, at=at)


@write
def tell_view(
    *,
    by: Any,
    at: datetime,
    view: EmployerView,
    suitable_count: int,
    comes_again: str,
    words: str = "",
) -> EmployerView:
    """How an employer found the day; told again within a month, it is replaced.

    Raises:
        NotAllowed: ``by`` is not this employer at its desk.
        LinkOver: it was asked more than a month ago.
        InvalidValue: a number or answer that cannot be (``field``).
    """
    require(rules.may_tell_view(by, view), _("This is another employer's answer."))
    if not rules.takes_view(view, at=at):
        raise LinkOver(_("This was asked more than a month ago. Thank you all the same."))
    if not 0 <= suitable_count <= rules.MOST_SUITABLE:
        raise InvalidValue(_("Please check the number."), field="suitable_count")
    if comes_again not in ComesAgain.values:
        raise InvalidValue(_("Please choose one of the answers."), field="comes_again")
    view = EmployerView.objects.select_for_update(no_key=True).get(pk=view.pk)
    view.suitable_count, view.comes_again = suitable_count, comes_again
    view.words, view.answered_at = _plain(words), at
    view.save()
    audit.record("employer_view.told", about=view, by=by, at=at)
    return view


def _plain(words: str) -> str:
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return plain[:LONGEST]


@write
def forget_old(*, by: Any, at: datetime) -> int:
    """Delete links that are over, and words a year after the day; how many rows.

    Raises:
        NotAllowed: only the installation does.
    """
    require(rules.may_ask(by), _("Only the installation deletes what is over."))
    over = at - rules.WORDS_KEPT
    count, _each = FeedbackLink.objects.filter(expires_at__lt=at).delete()
    for model in (FeedbackAnswer, EmployerView):
        old = model._default_manager.filter(event__ends_at__lt=over).exclude(words="")
        count += old.update(words="")
    return count

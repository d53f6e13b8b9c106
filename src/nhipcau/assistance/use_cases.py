"""Talks, and what is written in them. Nothing else writes this table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.assistance import rules
from nhipcau.assistance.details import TalkDetails
from nhipcau.assistance.errors import AnotherTalkOpen, TalkEnded
from nhipcau.assistance.models import AssistedTalk, Interpreter, Place
from nhipcau.assistance.queries import (
    READ_ALOUD,
    guardian_who_agreed,
    sessions_open,
    texts_to_read,
)
from nhipcau.events.errors import RegistrationClosed
from nhipcau.events.models import Channel, Registration, Session
from nhipcau.events.use_cases import register
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, Purpose, SpokenLanguage, YoungPerson
from nhipcau.people.use_cases import agree, enter_person, open_record
from nhipcau.seekers.models import JobWish
from nhipcau.seekers.rules import WRITERS
from nhipcau.seekers.use_cases import tell_more, tell_wish
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def begin_talk(
    *, by: Any, at: datetime, young_person: YoungPerson, told: TalkDetails
) -> AssistedTalk:
    """Sit down with somebody who is known. It opens the record, which leaves its trace.

    Raises:
        NotAllowed: ``by`` does not write for this person.
        AnotherTalkOpen: ``by`` sits with somebody else.
        InvalidValue: who interprets does not fit the language (``field`` says which).
    """
    require(rules.may_assist(by, young_person), _("You do not work with this person."))
    _check_interpreter(told)
    _end_forgotten(by, at)
    if AssistedTalk.objects.select_for_update().open().filter(officer=by).exists():
        raise AnotherTalkOpen(_("You still sit with somebody else. Please end that talk first."))
    person = young_person.merged_into or young_person
    open_record(by=by, at=at, young_person=person)
    talk = AssistedTalk.objects.create(
        officer=by,
        young_person=person,
        language=told.language,
        interpreter=told.interpreter,
        place=told.place,
        began_at=at,
    )
    audit.record("talk.began", about=talk, by=by, at=at)
    return talk


@write
def begin_with_new(
    *,
    by: Any,
    at: datetime,
    person: PersonDetails,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    evidence: str,
    told: TalkDetails,
) -> AssistedTalk:
    """Sit down with somebody who is new, or was not found: the person is entered first.

    Raises:
        NotAllowed: ``by`` writes for nobody.
        ConsentMissing: nothing says where the signed sheet is, or nobody agreed to take part.
        AnotherTalkOpen, InvalidValue, GuardianMissing: see ``begin_talk`` and
            ``people.use_cases.enter_person``.
    """
    require(rules.assists(by), _("Your role does not fill in with people."))
    units = partner_units_of(by, *WRITERS, Role.COMMUNE_OFFICER)
    entered = enter_person(
        by=by,
        at=at,
        details=person,
        followed_by=list(Organisation.objects.filter(pk__in=units)),
        purposes=purposes,
        guardian=guardian,
        channel=ConsentChannel.PAPER,
        evidence=_checked(evidence),
    )
    return begin_talk(by=by, at=at, young_person=entered, told=told)


@write
def record_agreement(
    *,
    by: Any,
    at: datetime,
    talk: AssistedTalk,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
    evidence: str,
) -> AssistedTalk:
    """The words were read aloud, and the person signed for these.

    Raises:
        NotAllowed: ``by`` does not sit in this talk.
        TalkEnded: it is over.
        ConsentMissing: nothing says where the signed sheet is, or nothing was agreed to.
        InvalidValue: something was agreed to that is not read aloud here.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_write_in(by, talk), _("This talk is not yours."))
    talk = _still_open(talk, at)
    proof = _checked(evidence)
    if not purposes:
        raise ConsentMissing(_("Please tick what the person agreed to."), field="purposes")
    if not purposes <= {one.value for one in READ_ALOUD}:
        raise InvalidValue(_("This is asked at another time."), field="purposes")
    agree(
        by=by,
        at=at,
        young_person=talk.young_person,
        purposes=purposes,
        guardian=guardian,
        channel=ConsentChannel.PAPER,
        evidence=proof,
    )
    _trace(talk, "talk.agreed", purposes, by=by, at=at)
    return talk


@write
def tell_in_talk(
    *,
    by: Any,
    at: datetime,
    talk: AssistedTalk,
    step: str,
    told: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]] = (),
) -> JobWish:
    """One step of what the person looks for, written on the person's behalf.

    Raises:
        NotAllowed: ``by`` does not sit in this talk.
        TalkEnded: it is over.
        ConsentMissing: the person has not agreed to be helped: that comes first.
        TooYoung, WishMissing, InvalidValue: see ``seekers.use_cases``.
    """
    require(rules.may_write_in(by, talk), _("This talk is not yours."))
    talk = _still_open(talk, at)
    person = talk.young_person
    if step == "first":
        wish = tell_wish(by=by, at=at, young_person=person, told=told)
    else:
        wish = tell_more(by=by, at=at, young_person=person, step=step, told=told, rows=rows)
    _trace(talk, "talk.wish_told", [step], by=by, at=at)
    return wish


@write
def register_in_talk(
    *, by: Any, at: datetime, talk: AssistedTalk, session: Session
) -> Registration:
    """A place, or one on the waiting list, for the person one sits with.

    Raises:
        NotAllowed: ``by`` does not sit in this talk.
        TalkEnded: it is over.
        ConsentMissing: the person has not agreed to the words of today.
        RegistrationClosed: the session is not open to all, or no longer open.
        AlreadyRegistered, SessionFull, GuardianMissing: see ``events.use_cases.register``.
    """
    require(rules.may_write_in(by, talk), _("This talk is not yours."))
    talk = _still_open(talk, at)
    person = talk.young_person
    # The words of today, not older ones: registering would note them as agreed to.
    if Purpose.PARTICIPATION in {one.purpose for one in texts_to_read(person, at=at)}:
        raise ConsentMissing(_("Please read the words aloud first: that is step 1."))
    if session.pk not in {one.pk for one in sessions_open(by, person, at=at)}:
        raise RegistrationClosed(_("This session does not take registrations now."))
    guardian = guardian_who_agreed(person, actor=by, at=at)
    registration = register(
        by=by,
        at=at,
        session=session,
        person=PersonDetails(
            full_name=person.full_name,
            birth_on=person.birth_on,
            phone=person.phone,
            commune=person.commune,
        ),
        purposes=frozenset({Purpose.PARTICIPATION.value}),
        guardian=guardian
        and GuardianDetails(guardian.full_name, guardian.phone, guardian.relation),
        channel=Channel.STAFF,
        evidence=f"talk {talk.pk}",
    )
    _trace(talk, "talk.registered", ["session"], by=by, at=at)
    return registration


@write
def end_talk(*, by: Any, at: datetime, talk: AssistedTalk) -> AssistedTalk:
    """Nothing more is written in it. Ended twice, it stays as it was.

    Raises:
        NotAllowed: ``by`` did not begin it.
    """
    require(rules.may_end(by, talk), _("This talk is not yours."))
    talk = AssistedTalk.objects.select_for_update().get(pk=talk.pk)
    if talk.ended_at is None:
        talk.ended_at = at
        talk.save(update_fields=["ended_at"])
        audit.record("talk.ended", about=talk, by=by, at=at)
    return talk


def _check_interpreter(told: TalkDetails) -> None:
    known = (
        ("language", told.language, SpokenLanguage.values),
        ("interpreter", told.interpreter, Interpreter.values),
        ("place", told.place, Place.values),
    )
    for field, value, values in known:
        if value not in values:
            raise InvalidValue(_("Please choose one of the list."), field=field)
    is_vietnamese = told.language == SpokenLanguage.NONE
    if is_vietnamese != (told.interpreter == Interpreter.NOBODY):
        raise InvalidValue(
            _("Nobody interprets Vietnamese. Please choose nobody.")
            if is_vietnamese
            else _("Please choose who interprets."),
            field="interpreter",
        )


def _checked(evidence: str) -> str:
    if not evidence.strip():
        raise ConsentMissing(
            _("Please write where the signed sheet is; without it nothing counts as agreed."),
            field="evidence",
        )
    return evidence.strip()


def _still_open(talk: AssistedTalk, at: datetime) -> AssistedTalk:
    found = (
        AssistedTalk.objects.select_for_update(of=("self",))
        .select_related("young_person__commune")
        .get(pk=talk.pk)
    )
    if not rules.is_open(found, at=at):
        raise TalkEnded(_("This talk has ended. Please begin a new one."))
    return found


def _end_forgotten(by: Any, at: datetime) -> None:
    """A talk that lasted too long ended when its time was over."""
    forgotten = AssistedTalk.objects.select_for_update().open()
    for talk in forgotten.filter(officer=by, began_at__lte=at - rules.LONGEST):
        end_talk(by=by, at=talk.began_at + rules.LONGEST, talk=talk)


def _trace(talk: AssistedTalk, action: str, fields: Any, *, by: Any, at: datetime) -> None:
    audit.record(action, about=talk, by=by, at=at, fields=[one.lower() for one in fields])

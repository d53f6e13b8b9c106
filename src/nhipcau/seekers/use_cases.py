"""What a young person wishes and brings along. Nothing else writes these tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.people.details import GuardianDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import agree
from nhipcau.seekers import rules
from nhipcau.seekers.errors import TooYoung, WishMissing
from nhipcau.seekers.models import (
    JobWish,
    LanguageSkill,
    SpecialNeeds,
    WishChange,
    WorkExperience,
)
from nhipcau.seekers.queries import FIELDS, wish_of
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

MOST_LANGUAGES, MOST_EXPERIENCES = 2, 5


@write
def tell_wish(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    told: Mapping[str, Any],
    agrees_now: bool = False,
    guardian: GuardianDetails | None = None,
    evidence: str = "",
) -> JobWish:
    """The first step: what, where, for which wage, from when. Asked once, changed as often as
    wished; whoever had stopped looking looks again.

    ``told``: values of ``FIELDS["first"]``. ``evidence``: the form's key or the paper.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        TooYoung: the law lets nobody of this age be introduced to work.
        InvalidValue: too young for work abroad, or no work is named (``field`` says which).
        ConsentMissing: the person does not agree to be helped.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_tell(by, young_person), _("This is not your record."))
    person = _kept(young_person)
    today = localdate(at)
    if not rules.may_seek(person, today):
        raise TooYoung(
            _("We may introduce people to work from %(age)d years on.")
            % {"age": rules.youngest_seeker(today)}
        )
    rules.check_market(person, told.get("market", ""), today)
    if not str(told.get("title", "")).strip():
        raise InvalidValue(_("Please write which work you look for."), field="title")
    _agreed(
        young_person, Purpose.JOB_SEARCH, agrees_now, guardian, by=by, at=at, evidence=evidence
    )
    wish = _locked(wish_of(person))
    if wish is None:
        wish = JobWish.objects.create(young_person=person, told_at=at, **_known("first", told))
        audit.record("wish.told", about=wish, by=by, at=at, fields=FIELDS["first"])
        return wish
    wish.stopped_at = None
    _change(wish, "first", told, by=by, at=at)
    return wish


@write
def tell_more(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    step: str,
    told: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]] = (),
) -> JobWish:
    """One of the further steps. ``rows``: languages of "skills", earlier work of "experience".

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        WishMissing: the first step is not told yet.
        ConsentMissing: the person no longer agrees to be helped.
        InvalidValue: schooling and training do not fit, or too many rows (``field`` says which).
    """
    require(rules.may_tell(by, young_person), _("This is not your record."))
    wish = _told_before(young_person)
    _agreed(young_person, Purpose.JOB_SEARCH, False, None, by=by, at=at, evidence="")
    if step == "training":
        rules.check_training(told)
    if step == "skills":
        _replace(wish, LanguageSkill, rows, MOST_LANGUAGES)
    if step == "experience":
        _replace(wish, WorkExperience, rows, MOST_EXPERIENCES)
    _change(wish, step, told, by=by, at=at)
    return wish


@write
def tell_needs(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    told: Mapping[str, Any],
    agrees_now: bool = False,
    guardian: GuardianDetails | None = None,
    evidence: str = "",
) -> JobWish:
    """What is sensitive, told freely under a consent of its own. Nothing told removes it.

    Raises:
        NotAllowed: ``by`` is neither the person nor a colleague who follows the person.
        WishMissing: the first step is not told yet.
        ConsentMissing: something is told and the person does not agree.
    """
    require(rules.may_tell_needs(by, young_person), _("This is not your record."))
    wish = _told_before(young_person)
    values = _known("needs", told)
    if not any(values.values()):
        SpecialNeeds.objects.filter(wish=wish).delete()
    else:
        _agreed(
            young_person, Purpose.SUPPORT, agrees_now, guardian, by=by, at=at, evidence=evidence
        )
        SpecialNeeds.objects.update_or_create(wish=wish, defaults={**values, "told_at": at})
    _note(wish, "needs", {}, by=by, at=at)
    audit.record("wish.needs_told", about=wish, by=by, at=at, fields=sorted(values))
    return wish


@write
def stop_wish(*, by: Any, at: datetime, young_person: YoungPerson) -> JobWish:
    """The person looks for nothing now: what was told stays for the next time.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        WishMissing: there is no wish.
    """
    require(rules.may_tell(by, young_person), _("This is not your record."))
    wish = _told_before(young_person)
    if wish.stopped_at is None:
        wish.stopped_at = at
        wish.save(update_fields=["stopped_at"])
        audit.record("wish.stopped", about=wish, by=by, at=at)
    return wish


@write
def forget_wish(*, by: Any, at: datetime, young_person: YoungPerson) -> None:
    """Delete what the person wished, with its history: the consent it rested on is gone.

    Raises:
        NotAllowed: ``by`` does not see the person.
    """
    require(rules.may_forget(by, young_person), _("This is not your record."))
    wishes = list(JobWish.objects.of_person(young_person))
    audit.record_each("wish.forgotten", about=wishes, by=by, at=at)
    JobWish.objects.filter(pk__in=[one.pk for one in wishes]).delete()


@write
def forget_needs(*, by: Any, at: datetime, young_person: YoungPerson) -> None:
    """Delete what was told under the consent to be supported.

    Raises:
        NotAllowed: ``by`` does not see the person.
    """
    require(rules.may_forget(by, young_person), _("This is not your record."))
    wishes = list(JobWish.objects.of_person(young_person))
    SpecialNeeds.objects.filter(wish__in=wishes).delete()
    audit.record_each("wish.needs_forgotten", about=wishes, by=by, at=at)


def _kept(person: YoungPerson) -> YoungPerson:
    return person.merged_into or person


def _told_before(person: YoungPerson) -> JobWish:
    wish = _locked(wish_of(person))
    if wish is None:
        raise WishMissing(_("Please begin with the first step: which work you look for."))
    return wish


def _locked(wish: JobWish | None) -> JobWish | None:
    if wish is None:
        return None
    return JobWish.objects.select_for_update().get(pk=wish.pk)


def _agreed(
    person: YoungPerson,
    purpose: Purpose,
    agrees_now: bool,
    guardian: GuardianDetails | None,
    *,
    by: Any,
    at: datetime,
    evidence: str,
) -> None:
    """Consent is in force, or it is given in this very step."""
    if agrees(person, purpose):
        return
    if not agrees_now:
        raise ConsentMissing(
            _("Please tick that you agree; without it we may not keep this."), field="agrees_now"
        )
    by_paper = bool(by.pk) and by.is_staff_account
    agree(
        by=by,
        at=at,
        young_person=person,
        purposes=frozenset({purpose.value}),
        guardian=guardian,
        channel=ConsentChannel.PAPER if by_paper else ConsentChannel.WEB,
        evidence=evidence,
    )


def _known(step: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in FIELDS[step] if name in told}


def _change(wish: JobWish, step: str, told: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    values = _known(step, told)
    before = {
        name: _plain(getattr(wish, name))
        for name, value in values.items()
        if getattr(wish, name) != value
    }
    for name, value in values.items():
        setattr(wish, name, value)
    wish.changed_at = at
    wish.save(update_fields=[*values, "changed_at", "stopped_at"])
    _note(wish, step, before, by=by, at=at)
    audit.record("wish.changed", about=wish, by=by, at=at, fields=[step, *before])


def _note(wish: JobWish, step: str, before: dict[str, Any], *, by: Any, at: datetime) -> None:
    on_behalf = bool(by.pk) and by.is_staff_account
    WishChange.objects.create(
        wish=wish, step=step, before=before, by=user_or_none(by), on_behalf=on_behalf, at=at
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | None) else str(value)


def _replace(wish: JobWish, model: Any, rows: Sequence[Mapping[str, Any]], most: int) -> None:
    if len(rows) > most:
        raise InvalidValue(_("At most %(most)d rows fit here.") % {"most": most})
    model.objects.filter(wish=wish).delete()
    model.objects.bulk_create([model(wish=wish, **row) for row in rows])

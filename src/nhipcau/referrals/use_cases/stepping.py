"""Begin an introduction and lead it on, each as the table of steps says."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.people.models import Guardian, Purpose, YoungPerson
from nhipcau.people.use_cases import record_consent
from nhipcau.referrals import rules, taking
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState, SpokenFor
from nhipcau.referrals.step import Who
from nhipcau.referrals.table import STEPS
from nhipcau.referrals.told import NOTHING, Told, require_told
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Vacancy


@write
def introduce(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    vacancy: Vacancy,
    comment: str = "",
    evidence: str = "",
    guardian: Guardian | None = None,
) -> Referral:
    """Introduce a young person to an employer for one vacancy; the employer is asked to answer.

    ``evidence``: where the consent is kept that was signed just now; empty when there is one.

    Raises:
        NotAllowed: ``by`` is no counsellor of a Centre that follows the person.
        ConsentMissing, TooYoung, VacancyNotOpen, LicenceMissing, AlreadyReferred: it cannot be.
    """
    require(
        rules.may_begin(by, "introduce", young_person),
        _("Only counsellors of the Employment Service Centre introduce."),
    )
    _agree(young_person, evidence, guardian, by=by, at=at)
    return _begun("introduce", young_person, vacancy, comment, None, by=by, at=at)


@write
def propose(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    vacancy: Vacancy,
    comment: str = "",
    evidence: str = "",
    guardian: Guardian | None = None,
) -> Referral:
    """Ask the Centre to introduce a young person; the Centre may read the record from then on.

    ``evidence``: as for ``introduce``.

    Raises:
        NotAllowed: ``by`` is no colleague of a Palace that follows the person.
        ConsentMissing, TooYoung, VacancyNotOpen, LicenceMissing, AlreadyReferred: it cannot be.
    """
    require(
        rules.may_begin(by, "propose", young_person),
        _("Only colleagues of the Children's Palace who follow this person propose."),
    )
    unit = Organisation.objects.filter(pk__in=rules.units_of(by, Who.PROPOSER)).first()
    _agree(young_person, evidence, guardian, by=by, at=at)
    return _begun("propose", young_person, vacancy, comment, unit, by=by, at=at)


@write
def take_step(
    *, by: Any, at: datetime, referral: Referral, name: str, told: Told = NOTHING
) -> Referral:
    """Lead an introduction on by one row of the table.

    Raises:
        NotAllowed: the row is not for ``by``.
        InvalidValue: a colleague writes for an employer and does not say who said so.
        and what ``taking.take`` raises.
    """
    require(
        rules.may_take(by, name, referral), _("This step is not yours to take, or not any more.")
    )
    referral, step = taking.locked(referral), STEPS[name]
    spoken_for = step.spoken_for if by.pk and by.is_staff_account else None
    if spoken_for == SpokenFor.EMPLOYER:
        require_told(("spoken_with",), told)
    if spoken_for:
        told = replace(told, spoken_at=told.spoken_at or at)
    taking.take(referral, step, told, by=by, at=at, spoken_for=spoken_for)
    return referral


@write
def undo(*, by: Any, at: datetime, referral: Referral, reason: str = "") -> Referral:
    """Take the last step back, as a line of the log of its own.

    Raises:
        NotAllowed: somebody else took it, or ``by`` may not take such a step.
        TooLateToUndo: the window is over, or this step cannot be taken back.
    """
    require(
        rules.may_undo(by, referral, taking.last_step(referral)),
        _("Only whoever took the last step takes it back."),
    )
    referral = taking.locked(referral)
    require(
        rules.may_undo(by, referral, taking.last_step(referral)),
        _("Meanwhile somebody else took a step; please look again."),
    )
    taking.undo_last(referral, by=by, at=at, reason=reason.strip())
    return referral


def _agree(
    young_person: YoungPerson, evidence: str, guardian: Guardian | None, *, by: Any, at: datetime
) -> None:
    if evidence.strip():
        record_consent(
            by=by,
            at=at,
            young_person=young_person.merged_into or young_person,
            purpose=Purpose.INTRODUCTION,
            evidence=evidence,
            guardian=guardian,
        )


def _begun(
    name: str,
    young_person: YoungPerson,
    vacancy: Vacancy,
    comment: str,
    unit: Organisation | None,
    *,
    by: Any,
    at: datetime,
) -> Referral:
    vacancy = (
        Vacancy.objects.select_for_update(of=("self",))
        .select_related("employer__centre")
        .get(pk=vacancy.pk)
    )
    kept = young_person.merged_into or young_person
    referral = Referral(
        young_person=kept,
        vacancy=vacancy,
        state=ReferralState.PROPOSED,
        proposed_by=unit,
        created_at=at,
        created_by=user_or_none(by),
    )
    taking.take(referral, STEPS[name], Told(comment=comment), by=by, at=at)
    return referral

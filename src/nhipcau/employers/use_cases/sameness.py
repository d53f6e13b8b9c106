"""Two records that may be one employer: somebody decides."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.errors import EmployerClosed
from nhipcau.employers.models import Employer, PossibleSameEmployer
from nhipcau.employers.noting import close_desks
from nhipcau.employers.states import EmployerState, Sameness
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move


@write
def decide_same(
    *, by: Any, at: datetime, pair: PossibleSameEmployer, kept: Employer
) -> PossibleSameEmployer:
    """One employer on record twice: ``kept`` goes on, the other record is closed and points to it.

    Nothing is merged: what belongs to the closed record stays there and can be read.

    Raises:
        NotAllowed: ``by`` does not keep both records.
        InvalidValue: ``kept`` is not one of the two.
        EmployerClosed: the record to be kept is not active, or stands for another one itself.
    """
    require(_may_decide(by, pair), _("Your role does not decide on these employers."))
    first, second = _both_locked(pair)
    if kept.pk not in (first.pk, second.pk):
        raise InvalidValue(_("Please choose one of the two records."))
    kept, other = (first, second) if kept.pk == first.pk else (second, first)
    if kept.state == EmployerState.CLOSED:
        raise EmployerClosed(_("A record that is no longer active cannot be the one to keep."))
    if other.state != EmployerState.CLOSED:
        reason = _("The same employer as another record: %(name)s.") % {"name": kept.name}
        move(other, EmployerState.CLOSED, by=by, at=at, reason=reason)
    other.same_as = kept
    other.save(update_fields=["same_as"])
    close_desks(other, at=at)
    Employer.objects.filter(same_as=other).update(same_as=kept)
    return _decided(pair, Sameness.SAME, by=by, at=at)


@write
def decide_different(*, by: Any, at: datetime, pair: PossibleSameEmployer) -> PossibleSameEmployer:
    """Two employers that share something, a building or an accountant. Not asked again until
    there is a new reason.

    Raises:
        NotAllowed: ``by`` does not keep both records.
    """
    require(_may_decide(by, pair), _("Your role does not decide on these employers."))
    _both_locked(pair)
    return _decided(pair, Sameness.DIFFERENT, by=by, at=at)


def _may_decide(by: Any, pair: PossibleSameEmployer) -> bool:
    return rules.may_keep(by, pair.first) and rules.may_keep(by, pair.second)


def _both_locked(pair: PossibleSameEmployer) -> tuple[Employer, Employer]:
    held = Employer.objects.select_for_update(no_key=True).order_by("pk")
    first, second = held.filter(pk__in=[pair.first_id, pair.second_id])
    return first, second


def _decided(
    pair: PossibleSameEmployer, decision: Sameness, *, by: Any, at: datetime
) -> PossibleSameEmployer:
    pair.decision, pair.decided_by, pair.decided_at = decision, user_or_none(by), at
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    action = f"employer.decided_{decision.lower()}"
    audit.record_each(action, about=[pair.first, pair.second], by=by, at=at)
    return pair

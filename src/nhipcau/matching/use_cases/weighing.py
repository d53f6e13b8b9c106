"""How much each part counts, and how often one vacancy may be shown: versions with a date."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.algorithms.matching.criteria import VERSION_1
from nhipcau.matching import rules
from nhipcau.matching.models import PARTS, MatchingWeights
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

TOGETHER = 100
HIGHEST_CAP = 50


@write
def set_weights(
    *,
    by: Any,
    at: datetime,
    weights: Mapping[str, int],
    exposure_cap: int | None,
    reason: str,
) -> MatchingWeights:
    """A new version, in force from today; what was computed before keeps its own.

    Raises:
        NotAllowed: ``by`` is no leader of an employment service centre.
        InvalidValue: a part is missing or below 0, or together they are not 100.
        ReasonMissing: nobody could say later why.
    """
    require(rules.may_weigh(by), _("Leaders of the Employment Service Centre decide this."))
    if set(weights) != set(PARTS) or any(weights[name] < 0 for name in PARTS):
        raise InvalidValue(_("Please give every part a whole number from 0."))
    if sum(weights.values()) != TOGETHER:
        raise InvalidValue(
            _("Together the eight parts must be 100; now they are %(sum)d.")
            % {"sum": sum(weights.values())}
        )
    if exposure_cap is not None and not 1 <= exposure_cap <= HIGHEST_CAP:
        raise InvalidValue(
            _("Please choose a whole number from 1 to %(most)d, or none.") % {"most": HIGHEST_CAP},
            field="exposure_cap",
        )
    if not reason.strip():
        raise ReasonMissing(_("Please write why; colleagues will read it later."))
    return _kept(weights, exposure_cap, reason.strip(), by=by, at=at)


@write
def keep_first_weights(*, by: Any, at: datetime) -> MatchingWeights:
    """Score version 1 of the contract, as long as the Centre has decided nothing else.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("The installation alone begins."))
    newest = MatchingWeights.objects.first()
    if newest is not None:
        return newest
    first = {name: getattr(VERSION_1, name) for name in PARTS}
    return _kept(first, None, "score version 1", by=by, at=at)


def _kept(
    weights: Mapping[str, int], cap: int | None, reason: str, *, by: Any, at: datetime
) -> MatchingWeights:
    last = MatchingWeights.objects.aggregate(last=Max("version"))["last"] or 0
    made = MatchingWeights.objects.create(
        **weights,
        version=last + 1,
        exposure_cap=cap,
        valid_from=localdate(at),
        reason=reason,
        set_by=user_or_none(by),
        set_at=at,
    )
    audit.record("matching.weighed", about=made, by=by, at=at, fields=[*PARTS, "exposure_cap"])
    return made

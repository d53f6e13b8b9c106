"""Whether a sheet may be kept under somebody's name: age and consent. Called by use cases."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.inventory import queries, rules
from nhipcau.inventory.errors import TooYoung
from nhipcau.people.details import GuardianDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import agree


def check_age_and_consent(
    person: YoungPerson,
    agrees_now: bool,
    guardian: GuardianDetails | None,
    *,
    by: Any,
    at: datetime,
    evidence: str,
    channel: ConsentChannel,
) -> None:
    """Old enough, and consent is in force or given in this very step."""
    youngest = queries.age_min(localdate(at))
    if not rules.is_old_enough(person, localdate(at), youngest):
        raise TooYoung(too_young(youngest))
    if agrees(person, Purpose.INVENTORY):
        return
    if not agrees_now:
        raise ConsentMissing(
            _("Please tick that you agree; without it we may not keep this."), field="agrees_now"
        )
    agree(
        by=by,
        at=at,
        young_person=person,
        purposes=frozenset({Purpose.INVENTORY.value}),
        guardian=guardian,
        channel=channel,
        evidence=evidence,
    )


def too_young(youngest: int) -> str:
    return _("The questionnaire is for people of %(age)d or older.") % {"age": youngest}

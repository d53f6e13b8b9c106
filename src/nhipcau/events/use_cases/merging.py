"""Two records of one person become one, with what they hold in the same sessions."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.events.doubles import registrations_too_many
from nhipcau.events.use_cases.registering import cancel_registration
from nhipcau.people.models import PersonMerge, YoungPerson
from nhipcau.people.rules import may_merge
from nhipcau.people.use_cases import merge_records
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def merge_people(*, by: Any, at: datetime, kept: YoungPerson, merged: YoungPerson) -> PersonMerge:
    """Say that two records are one person; of two live registrations for one session ahead, one
    is cancelled and its place goes to whoever waits. ``people.use_cases.undo_merge`` takes it
    back, but brings no cancelled registration back.

    Registrations of sessions that are over, or with attendance, stay: reports count them once.

    Raises:
        NotAllowed, AlreadyMerged, KeepTheOther: see ``people.use_cases.merge_records``.
    """
    require(may_merge(by, kept, merged), _("Your unit does not follow both of these people."))
    merge = merge_records(by=by, at=at, kept=kept, merged=merged)
    for registration in list(registrations_too_many(merge.kept, merge.merged)):
        cancel_registration(
            by=by,
            at=at,
            registration=registration,
            code=registration.code,  # who may merge may give back what the person has twice
            reason=_("one person was registered twice; the records were merged"),
        )
    return merge

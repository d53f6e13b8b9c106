"""How somebody wants to be told."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.messaging import rules
from nhipcau.messaging.models import StaffChoice, WayChoice
from nhipcau.messaging.states import Rhythm
from nhipcau.people.models import YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def choose_ways(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    by_phone: bool,
    by_mail: bool,
    at_once: bool,
    secret: str = "",
) -> WayChoice:
    """Keep by which ways a young person is told, and whether what can wait comes once a day.

    ``secret``: of the link in a message, for whoever is not signed in.

    Raises:
        NotAllowed: it is not the own record, and the link is not of this person.
        InvalidValue: no way is left; or only e-mail, and no address is known.
    """
    require(
        rules.may_choose_ways(by, young_person, secret=secret), _("This is not your own record.")
    )
    if not (by_phone or by_mail):
        raise InvalidValue(
            _("Please leave one way open. To stop everything, withdraw your consent."),
            field="by_phone",
        )
    if not by_phone and not young_person.email:
        raise InvalidValue(_("We know no e-mail address of yours yet."), field="by_phone")
    choice, _is_new = WayChoice.objects.update_or_create(
        young_person=young_person,
        defaults={
            "by_phone": by_phone,
            "by_mail": by_mail,
            "at_once": at_once,
            "changed_at": at,
        },
    )
    fields = ["at_once", "by_mail", "by_phone"]
    audit.record("person.ways_chosen", about=young_person, by=by, at=at, fields=fields)
    return choice


@write
def choose_rhythm(*, by: Any, at: datetime, rhythm: str) -> StaffChoice:
    """Keep how often the colleague ``by`` gets a mail of what can wait.

    Raises:
        NotAllowed: ``by`` works in no unit.
        InvalidValue: there is no such rhythm.
    """
    require(rules.may_choose_rhythm(by), _("Only colleagues of a unit choose this."))
    if rhythm not in Rhythm.values:
        raise InvalidValue(_("Please choose how often."), field="rhythm")
    choice, _is_new = StaffChoice.objects.update_or_create(
        user=by, defaults={"rhythm": rhythm, "changed_at": at}
    )
    audit.record("user.rhythm_chosen", about=by, by=by, at=at, fields=["rhythm"])
    return choice

"""How reliable the questionnaire is, counted from all its answers."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.inventory import queries, rules
from nhipcau.inventory.choices import Form
from nhipcau.inventory.models import ReliabilityStudy, Sheet
from nhipcau.inventory.studying import answered_sheets, study
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def count_reliability(*, by: Any, at: datetime) -> int:
    """A study of each form of each version that was answered; how many.

    Raises:
        NotAllowed: ``by`` does not work with classes.
    """
    require(rules.may_count(by), _("Your role does not count this."))
    answered = list(Sheet.objects.order_by().values_list("item_set", "form").distinct())
    if not answered:  # an installation into which nothing is loaded yet has no rules either
        return 0
    rule_set = queries.rules_in_force(localdate(at))
    made = [
        ReliabilityStudy(
            item_set_id=item_set_id,
            form=form,
            counted_at=at,
            **study(answered_sheets(item_set_id, form), rule_set),
        )
        for item_set_id, form in sorted(answered, key=lambda one: (one[0], Form(one[1])))
    ]
    ReliabilityStudy.objects.bulk_create(made)
    audit.record_each("reliability.counted", about=made, by=by, at=at)
    return len(made)

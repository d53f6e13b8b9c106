"""What employers ask of the colleagues of the Centre: stands on their desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.employers import queries, rules
from nhipcau.employers.models import Employer, PossibleSameEmployer
from nhipcau.shared import wording
from nhipcau.web.workspace.needs import AMBER, RED, Need

LIST = "workspace:employers:list"


def of_employers(user, *, at):
    """For those who check employers; nothing for anybody else."""
    units = rules.checked_units(user)
    if not units:
        return []
    today = timezone.localdate(at)
    own = Employer.objects.visible_to(user).filter(centre__in=units)
    found = []
    if waiting := queries.waiting_for_verification(own).count():
        found.append(
            Need(
                title=ngettext(
                    "%(count)s employer waits to be verified",
                    "%(count)s employers wait to be verified",
                    waiting,
                )
                % {"count": wording.number(waiting)},
                detail=_("Each is checked by two different colleagues."),
                url=f"{reverse(LIST)}?show=to-check&sort=newest",
                action=_("See them"),
                icon="briefcase",
                tone=AMBER,
            )
        )
    if again := own.to_verify_again(today).count():
        found.append(
            Need(
                title=ngettext(
                    "The verification of %(count)s employer is over",
                    "The verification of %(count)s employers is over",
                    again,
                )
                % {"count": wording.number(again)},
                detail=_("Two colleagues look it up again."),
                url=f"{reverse(LIST)}?show=again&sort=due",
                action=_("See them"),
                icon="briefcase",
                tone=AMBER,
            )
        )
    pairs = PossibleSameEmployer.objects.visible_to(user).undecided()
    if alike := pairs.filter(first__centre__in=units).count():
        found.append(
            Need(
                title=ngettext(
                    "%(count)s pair of employers may be one",
                    "%(count)s pairs of employers may be one",
                    alike,
                )
                % {"count": wording.number(alike)},
                detail=_("Somebody decides before they are verified."),
                url=reverse("workspace:employers:duplicates"),
                action=_("Decide"),
                icon="people",
            )
        )
    ending = queries.licences_ending(user, on=today).filter(employer__centre__in=units)
    return found + [_of_licence(licence, today) for licence in ending]


def _of_licence(licence, today):
    return Need(
        title=_("A licence to send workers abroad ends: %(name)s")
        % {"name": licence.employer.name},
        detail=f"{licence.number} · {wording.day(licence.expires_on)}, "
        + wording.days_left(licence.expires_on, today=today),
        url=reverse("workspace:employers:detail", args=[licence.employer_id]),
        action=_("See the licence"),
        icon="plane",
        tone=RED,
    )

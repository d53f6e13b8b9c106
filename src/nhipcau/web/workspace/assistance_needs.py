"""What waits for an officer of a commune: the talk that is open, soldiers to ask at home."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.assistance.queries import open_talk_of
from nhipcau.soldiers.queries import counts_of
from nhipcau.web.workspace.need import AMBER, Need


def of_officer(user, *, at):
    found = []
    if talk := open_talk_of(user, at=at):
        found.append(
            Need(
                title=_("You sit with %(name)s") % {"name": talk.young_person.full_name},
                detail=_("The talk is open. End it when you are done."),
                url=reverse("workspace:assistance:talk", args=[talk.pk]),
                action=_("Go on"),
                icon="people",
                tone=AMBER,
            )
        )
    if due := counts_of(user, timezone.localdate(at))["due"]:
        found.append(
            Need(
                title=ngettext(
                    "%(number)d discharged soldier is to be asked at home",
                    "%(number)d discharged soldiers are to be asked at home",
                    due,
                )
                % {"number": due},
                detail=_("Call, or go and see them. Then write down how it goes."),
                url=reverse("workspace:soldiers:list") + "?show=due",
                action=_("See who"),
                icon="home",
                tone=AMBER,
            )
        )
    return found

"""What vacancies ask of the colleagues of the Centre."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.vacancies.queries import needs_counts
from nhipcau.web.workspace.need import AMBER, PLAIN, RED, Need


def needs_of_vacancies(user):
    """Reports first: work abroad is hidden until somebody decides; then what was frozen."""
    counts = needs_counts(user)
    page = reverse("workspace:vacancies:list")
    found = []
    if counts["flagged"]:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d vacancy is reported",
                    "%(count)d vacancies are reported",
                    counts["flagged"],
                )
                % {"count": counts["flagged"]},
                detail=_("Work abroad stays hidden until somebody has decided."),
                url=reverse("workspace:vacancies:reports"),
                action=_("Decide"),
                icon="warning",
                tone=RED,
            )
        )
    if counts["frozen"]:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d vacancy is frozen",
                    "%(count)d vacancies are frozen",
                    counts["frozen"],
                )
                % {"count": counts["frozen"]},
                detail=_("Reported, or no licence in force: the history says which."),
                url=f"{page}?state=FROZEN",
                action=_("Look at them"),
                icon="lock",
                tone=AMBER,
            )
        )
    if counts["submitted"]:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d vacancy waits to be checked",
                    "%(count)d vacancies wait to be checked",
                    counts["submitted"],
                )
                % {"count": counts["submitted"]},
                url=reverse("workspace:vacancies:queue"),
                action=_("Check them"),
                icon="briefcase",
                tone=PLAIN,
            )
        )
    if counts["asked"]:
        found.append(
            Need(
                title=ngettext(
                    "%(count)d employer was asked and has not answered",
                    "%(count)d employers were asked and have not answered",
                    counts["asked"],
                )
                % {"count": counts["asked"]},
                detail=_("Without an answer the vacancy closes as stale; a call is quicker."),
                url=f"{page}?standing=asked",
                action=_("Call them"),
                icon="phone",
                tone=PLAIN,
            )
        )
    return found

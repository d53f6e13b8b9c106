"""What the desk of a booth shows: number and initials, so that a phone may keep the page."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.fairs.states import InterviewResult, MeetingState
from nhipcau.fairs.today import queue_of

REASONS = (
    _("too little experience"),
    _("does not want the shift"),
    _("too far away"),
    _("another wage was expected"),
    _("the place is taken"),
    _("something else"),
)


def desk_page(booth, at, marks_url):
    turns = queue_of(booth, at=at)
    return {
        "booth": booth,
        "fair": booth.fair,
        "event": booth.fair.event,
        "turns": turns,
        "open_count": sum(one.state != "HELD" for one in turns),
        "results": [{"value": one.value, "label": one.label} for one in InterviewResult],
        "reasons": REASONS,
        "place": booth.employer.address,
        "marks_url": marks_url,
        "words": _words(),
        "now": at,
    }


def _words():
    """What the script says; the page itself holds the rest."""
    return {
        "online": gettext("Every mark is told at once."),
        "waiting": gettext("No network: {count} marks wait on this device."),
        "closed": gettext("This desk is closed, or its link ran out. Please open it again."),
        "conflict": gettext("Another desk told “{said}” before. That stays."),
        "states": {one.value: str(one.label) for one in MeetingState},
        "results": {one.value: str(one.label) for one in InterviewResult},
        "missing": {
            "result": gettext("Please choose one of the results."),
            "reason": gettext("Please choose why."),
            "starts_on": gettext("Please choose the first day of work."),
            "second_at": gettext("Please write when they meet again."),
        },
    }

"""Find somebody with a place at an event, by name, to write something for that person."""

from nhipcau.events.models import Registration
from nhipcau.shared.wording import fold
from nhipcau.web.answers import text_in

SHOWN_MOST = 25


def registered(request, event):
    """Confirmed places of an event that the colleague may see; those whose name has the words."""
    words = text_in(request, "q")
    if not words:
        return words, []
    found = (
        Registration.objects.visible_to(request.user)
        .filter(session__event=event, state="CONFIRMED")
        .select_related("young_person", "session")
        .order_by("young_person__folded_name", "pk")
    )
    for word in fold(words).split():
        found = found.filter(young_person__folded_name__contains=word)
    return words, list(found[:SHOWN_MOST])

"""The message that asks, in Vietnamese: what it was, and a link."""

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.feedback.links import PAGE, token_of
from nhipcau.feedback.models import FeedbackLink
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note

TITLE_LENGTH = 60


def note_of(link: FeedbackLink) -> Note:
    with translation.override("vi"):
        title = Truncator(link.event.title).chars(TITLE_LENGTH)
        text = _("Thank you for coming: %(what)s. Three short questions, without your name:")
        return Note(
            young_person=link.young_person,
            topic=Topic.FEEDBACK,
            text=text % {"what": title},
            about=link,
            path=PAGE.format(token=token_of(link)),
            expires_at=link.expires_at,
            once=f"feedback {link.event_id} {link.young_person_id}",
        )

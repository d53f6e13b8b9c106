"""The life of a message and of the letter it travels in, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(TextChoices):
    PENDING = "PENDING", pgettext_lazy("message", "waits to be sent")
    SENDING = "SENDING", pgettext_lazy("message", "being sent")
    SENT = "SENT", pgettext_lazy("message", "sent")
    FAILED = "FAILED", pgettext_lazy("message", "could not be sent")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("message", "not sent any more")


OVER = frozenset({MessageState.SENT, MessageState.FAILED, MessageState.WITHDRAWN})


class Route(TextChoices):
    PHONE = "PHONE", _("to the phone")
    MAIL = "MAIL", _("by e-mail")


class Outcome(TextChoices):
    """Why a message failed or was not sent any more."""

    NO_CONSENT = "NO_CONSENT", _("the person withdrew the consent")
    OUTDATED = "OUTDATED", _("a later message took its place")
    TOO_LATE = "TOO_LATE", _("it was too late to tell")
    NO_ADDRESS = "NO_ADDRESS", _("no phone number or e-mail to send it to")
    NO_GATEWAY = "NO_GATEWAY", _("no gateway is set up")
    REFUSED = "REFUSED", _("the gateway refused it")
    BOUNCED = "BOUNCED", _("the e-mail address takes no mail")
    NOT_WANTED = "NOT_WANTED", _("the person wants to be told another way")
    UNREACHABLE = "UNREACHABLE", _("the gateway did not answer, several times")


class Rhythm(TextChoices):
    """How often a colleague gets a mail of what can wait."""

    DIGEST = "DIGEST", _("one mail a day, in the morning")
    AT_ONCE = "AT_ONCE", _("at once, a few mails a day at most")
    PAGE = "PAGE", _("no mail: I look at the page myself")

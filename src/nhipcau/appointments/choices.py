"""Code lists of appointments. The three types of counselling are counted apart, never merged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """Types of counselling by law; each is a row of its own in reports."""

    CAREER = "CAREER", _("career counselling")
    JOB = "JOB", _("job counselling")
    POLICY = "POLICY", _("counselling on policy and labour law")


class Mode(TextChoices):
    PLACE = "PLACE", _("at our office")
    ONLINE = "ONLINE", pgettext_lazy("appointment", "online")
    PHONE = "PHONE", _("by phone: we call you")


class Interpreter(TextChoices):
    """Languages of the province in which somebody may wish to be helped."""

    TAY = "TAY", "Tày"
    NUNG = "NUNG", "Nùng"
    DAO = "DAO", "Dao"
    MONG = "MONG", "Mông"


class Channel(TextChoices):
    WEB = "WEB", _("on the own page")
    LINK = "LINK", _("by a link from us")
    STAFF = "STAFF", _("by a colleague")
    WALK_IN = "WALK_IN", _("came without an appointment")
    GROUP = "GROUP", _("after an event")

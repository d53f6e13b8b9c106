"""What a young person is told of an introduction, and how an employer is asked; in Vietnamese.

A text names the post and a day, never why somebody was not taken, nor the person to the employer.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.employers.models import Employer
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.referrals.links import path_to_send
from nhipcau.referrals.models import AnswerLink, Referral
from nhipcau.shared import wording
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile

TITLE_LENGTH = 50
MY_PAGE = "/my/"
KEPT_FOR = timedelta(days=10)


def effect_of(referral: Referral, number: int, whom: str = "person") -> str:
    """The name by which a message of one step is sent once, and can be taken back."""
    return f"referral {referral.pk} {number} {whom}"


def note_of(
    referral: Referral, message: str, number: int, *, at: datetime, send_at: datetime | None = None
) -> Note:
    """What the person is told of a step; ``message``: as the table names it."""
    with translation.override("vi"):
        text = _texts()[message] % {
            "what": Truncator(referral.vacancy.title).chars(TITLE_LENGTH),
            "until": wording.day(referral.due_on) if referral.due_on else "",
            "day": wording.day(referral.starts_on) if referral.starts_on else "",
            "promised": wording.day(referral.clock_from) if referral.clock_from else "",
            "when": _moment(referral.interview_at),
        }
    return Note(
        young_person=referral.young_person,
        topic=Topic.INTRODUCTION,
        text=text,
        about=referral,
        path=MY_PAGE,
        send_at=send_at,
        expires_at=at + KEPT_FOR,
        once=effect_of(referral, number),
    )


def asking_note(referral: Referral, link: AnswerLink, number: int, *, again: bool) -> Note | None:
    """To the employer's first contact: answer by this link. None when there is no address."""
    address = address_of(referral.vacancy.employer)
    if not address:
        return None
    with translation.override("vi"):
        text = (
            _(
                "Reminder: somebody introduced by %(centre)s for “%(what)s” waits for your"
                " answer. It takes one minute, without an account:"
            )
            if again
            else _(
                "%(centre)s introduces somebody for “%(what)s”. Please answer with this link,"
                " without an account:"
            )
        )
        text %= {
            "centre": referral.vacancy.employer.centre.short_name,
            "what": Truncator(referral.vacancy.title).chars(TITLE_LENGTH),
        }
    return Note(
        young_person=referral.young_person,
        topic=Topic.ANSWER,
        text=text,
        about=referral,
        path=path_to_send(link),
        expires_at=link.expires_at,
        once=effect_of(referral, number, "employer"),
        to_address=address,
    )


def address_of(employer: Employer) -> str:
    """A mobile number before an e-mail, the first contact before the house; else nothing."""
    contacts = employer.contacts.filter(ended_at=None).order_by("-is_main", "pk")
    ways = [(one.phone, one.email) for one in contacts] + [(employer.phone, employer.email)]
    for phone, email in ways:
        try:
            return clean_mobile(phone)
        except InvalidValue:
            if email:
                return str(email)
    return ""


def _moment(value: datetime | None) -> str:
    if value is None:
        return ""
    return f"{wording.clock_time(value)} {wording.weekday(value, short=True)} {wording.day(value)}"


def _texts() -> dict[str, Any]:
    return {
        "proposed": _(
            "You are proposed to the Employment Service Centre for “%(what)s”. It decides by"
            " %(until)s. See:"
        ),
        "not_taken_up": _(
            "The Centre does not introduce you for “%(what)s” this time. Come or call: we look"
            " for something else with you. See:"
        ),
        "introduced": _(
            "You are introduced for “%(what)s”. We ask the employer until there is an answer,"
            " and tell you. Nobody may ask you for money. See:"
        ),
        "invited": _("Interview for “%(what)s”: %(when)s. Where it is:"),
        "offered": _(
            "You are offered the work “%(what)s”, first day %(day)s. Please say yes or no:"
        ),
        "hired": _("Good news: you can begin on %(day)s: “%(what)s”. See:"),
        "not_hired": _(
            "“%(what)s” did not work out this time. It happens to many, and we go on looking with"
            " you. See:"
        ),
        "waits_longer": _(
            "“%(what)s”: the employer needs until %(promised)s. We ask again then. See:"
        ),
        "accepted": _("You said yes to “%(what)s”. First day: %(day)s. See:"),
        "declined": _("You said no to “%(what)s”. We go on looking with you. See:"),
        "withdrawn": _("Your introduction for “%(what)s” is withdrawn. See:"),
        "started": _("“%(what)s”: you began to work. We ask now and then how it goes. See:"),
        "not_started": _(
            "“%(what)s”: we noted that you did not begin. If this is wrong, please tell us:"
        ),
        "still_waiting": _(
            "“%(what)s”: the employer has not answered yet. Now both units ask. See:"
        ),
        "no_answer": _(
            "“%(what)s”: the employer did not answer although we asked several times. It is not"
            " because of you. We look for something else with you. See:"
        ),
        "vacancy_gone": _(
            "“%(what)s”: the employer no longer looks for anybody. We look for something else"
            " with you. See:"
        ),
        "frozen": _(
            "“%(what)s”: we stopped for now, to check something. Please pay nobody anything. See:"
        ),
        "unfrozen": _("“%(what)s”: it is checked, and the introduction goes on. See:"),
        "reopened": _("“%(what)s”: the introduction goes on; the employer is asked again. See:"),
        "corrected": _("“%(what)s”: our last message was a mistake. How it stands now:"),
    }

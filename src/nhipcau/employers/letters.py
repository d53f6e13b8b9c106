"""The mails that open the desk of an employer. Run by the job worker; nobody else sends.

Between two transactions: a slow mail server holds no row and no lock.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.employers import use_cases
from nhipcau.employers.models import DeskLink, Occasion
from nhipcau.messaging.channels.mail import deliver
from nhipcau.shared.gateways import GatewayRefused
from nhipcau.shared.wording import clock_time, moment

logger = logging.getLogger(__name__)

NOT_ASKED_FOR = gettext_lazy(
    "Nobody asked for it? Then please do nothing; without the link nobody gets in. We never ask"
    " for a password or for money."
)
NEVER_MONEY = gettext_lazy("We never ask for a password or for money.")
# Subject, and what happened.
WORDS: dict[str, tuple[Any, Any]] = {
    Occasion.ASKED_FOR: (gettext_lazy("Nhịp Cầu: the link to your recruitment desk"), ""),
    Occasion.VERIFIED: (
        gettext_lazy("Nhịp Cầu: your enterprise is verified"),
        gettext_lazy(
            "Two colleagues of the Centre have checked your details. Your vacancies can be"
            " shown to everybody now."
        ),
    ),
    Occasion.SUSPENDED: (
        gettext_lazy("Nhịp Cầu: your vacancies are not shown at the moment"),
        gettext_lazy(
            "The Centre has suspended your record. Nothing of yours is lost. Please call the"
            " Centre."
        ),
    ),
    Occasion.STILL_OPEN: (
        gettext_lazy("Nhịp Cầu: are your vacancies still open?"),
        gettext_lazy(
            "Nobody has confirmed some of your vacancies for a while. Please tell us at your desk"
            " whether they are still open; without an answer they are closed in a few days."
        ),
    ),
    Occasion.PUBLISHED: (
        gettext_lazy("Nhịp Cầu: your vacancy is shown to everybody"),
        gettext_lazy(
            "The Centre has checked the vacancy that you sent in. Everybody can see it now."
        ),
    ),
    Occasion.GIVEN_BACK: (
        gettext_lazy("Nhịp Cầu: your vacancy needs something more"),
        gettext_lazy(
            "The Centre has looked at the vacancy that you sent in and asks you to mend"
            " something. What it is stands at your desk."
        ),
    ),
    Occasion.FAIR: (
        gettext_lazy("Nhịp Cầu: you are invited to a job fair"),
        gettext_lazy(
            "The Centre invites you to interview young people at a job fair. Please say at your"
            " desk whether you come, what work you bring and who interviews when."
        ),
    ),
    Occasion.FAIR_TOLD: (
        gettext_lazy("Nhịp Cầu: your interviews at the job fair"),
        gettext_lazy(
            "The timetable of the fair is there, or it has changed for you. Your desk shows who"
            " comes when, and is what you work with on the day."
        ),
    ),
    Occasion.FAIR_OVER: (
        gettext_lazy("Nhịp Cầu: how was the day for you?"),
        gettext_lazy(
            "Thank you for meeting our young people. Three short questions wait at your desk: how"
            " many suit you, whether you would come again, and what we should do better."
        ),
    ),
}

# The page that opens a desk, without the host: nhipcau.web.employers.urls.
ENTRANCE = "/employers/enter/%(token)s/"


def send_next(*, by: Any, at: datetime) -> bool:
    """Send the link that is due first; whether any was.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    link = use_cases.take_desk_letter(by=by, at=at)
    if link is None:
        return False
    try:
        subject, body = written(link)
        deliver(to=link.contact.email, subject=subject, body=body, reference=str(link.reference))
        outcome = "sent"
    except GatewayRefused as problem:
        outcome = "never"
        logger.warning("mail refused desk link %s: %s", link.pk, problem)
    except Exception as problem:  # whatever a server does, the next letter goes out
        outcome = "later"
        logger.error("mail failed with desk link %s: %s", link.pk, type(problem).__name__)
    use_cases.end_desk_letter(by=by, at=at, link=link, outcome=outcome)
    return True


def written(link: DeskLink) -> tuple[str, str]:
    """Subject and body, in Vietnamese. A letter tells what happened, never why: that is said at
    the desk, which nobody opens who only sees the subject on a screen."""
    address = settings.SITE_URL + ENTRANCE % {"token": link.token}
    with translation.override("vi"):
        subject, news = WORDS[link.occasion]
        greeting = _("Dear %(name)s,") % {"name": link.contact.full_name}
        door = _(
            "This link opens the recruitment desk of %(employer)s. It works once, until %(until)s:"
        ) % {"employer": link.employer.name, "until": _until(link)}
        ending = NOT_ASKED_FOR if link.occasion == Occasion.ASKED_FOR else NEVER_MONEY
        parts = [greeting, str(news), f"{door}\n\n{address}", str(ending)]
        body = "\n\n".join(part for part in parts if part)
        return str(subject), f"{body}\n"


def _until(link: DeskLink) -> str:
    """The time of day says enough when it is today."""
    if localdate(link.expires_at) == localdate(link.created_at):
        return clock_time(link.expires_at)
    return moment(link.expires_at)

"""The mail with the link of a desk. Run by the job worker; nobody else sends.

Between two transactions: a slow mail server holds no row and no lock.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.employers import use_cases
from nhipcau.employers.models import DeskLink
from nhipcau.messaging.channels.mail import deliver
from nhipcau.shared.gateways import GatewayRefused
from nhipcau.shared.wording import clock_time

logger = logging.getLogger(__name__)

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
    """Subject and body, in Vietnamese."""
    address = settings.SITE_URL + ENTRANCE % {"token": link.token}
    with translation.override("vi"):
        subject = _("Nhịp Cầu: the link to your recruitment desk")
        body = _(
            "Dear %(name)s,\n\n"
            "this link opens the recruitment desk of %(employer)s. It works once, until"
            " %(until)s:\n\n%(address)s\n\n"
            "Nobody asked for it? Then please do nothing; without the link nobody gets in. We"
            " never ask for a password or for money."
        ) % {
            "name": link.contact.full_name,
            "employer": link.employer.name,
            "until": clock_time(link.expires_at),
            "address": address,
        }
    return str(subject), f"{body}\n"

"""E-mail, by the mail server of the installation."""

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.messaging.attaching import File
from nhipcau.shared.gateways import AddressRefused, GatewayRefused, GatewayUnreachable

NEVER = range(500, 600)


class Mail:
    name = "mail"
    budget_code = "letters_a_day_mail"

    def fits(self, text: str) -> bool:
        return True

    def send(
        self,
        to: str,
        text: str,
        reference: str,
        files: Sequence[File] = (),
        subject: str = "",
        choice_path: str = "",
        is_to_staff: bool = False,
    ) -> None:
        with translation.override("vi"):
            subject = subject or (
                _("Nhịp Cầu: notices of your unit") if is_to_staff else _("Nhịp Cầu: news for you")
            )
            closing = _closing(choice_path, is_to_staff=is_to_staff)
        body = f"{text}\n\n{closing}\n"
        deliver(to=to, subject=subject, body=body, reference=reference, files=files)


def _closing(choice_path: str, *, is_to_staff: bool) -> str:
    """Where to change things, and where to tell of a wrong without a name."""
    site = settings.SITE_URL
    lines = [
        _("This message came by itself; its links ask for the sign-in.")
        if is_to_staff
        else _("This message came by itself. See and change everything here: %(address)s")
        % {"address": f"{site}/my/"}
    ]
    if choice_path:
        lines.append(
            _("How and how often you are told: %(address)s") % {"address": f"{site}{choice_path}"}
        )
    lines.append(
        _("Something wrong? Tell us without a name: %(address)s") % {"address": f"{site}/safe/"}
    )
    return "\n".join(lines)


def deliver(
    *, to: str, subject: str, body: str, reference: str, files: Sequence[File] = ()
) -> None:
    """Hand one mail to the server.

    Raises:
        GatewayRefused: this address or letter will never be taken.
        GatewayUnreachable: try again later.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    letter = EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        # The same for every try: mail programs show a double once.
        headers={"Message-ID": f"<{reference}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    for file in files:
        letter.attach(file.name, file.content, file.content_type)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _told in problem.recipients.values()]
        if codes and codes[0] in NEVER:
            raise AddressRefused(f"answer {codes[0]}") from problem
        _give_up_or_wait(codes[0] if codes else 0, problem)
    except smtplib.SMTPResponseException as problem:
        _give_up_or_wait(problem.smtp_code, problem)
    except (smtplib.SMTPException, OSError) as problem:
        raise GatewayUnreachable(type(problem).__name__) from problem
    except ValueError as problem:  # an address or header that no server would take
        raise AddressRefused("not a mail address") from problem


def _give_up_or_wait(code: int, problem: Exception) -> None:
    if code in NEVER:
        raise GatewayRefused(f"answer {code}") from problem
    raise GatewayUnreachable(f"answer {code}") from problem

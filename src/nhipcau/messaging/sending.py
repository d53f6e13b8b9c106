"""One letter from the outbox to its gateway. Run by the job worker; nobody else sends.

Between two transactions: a slow carrier holds no row and no lock.
"""

import logging
from datetime import datetime
from typing import Any

from nhipcau.messaging import use_cases
from nhipcau.messaging.states import Outcome, Route
from nhipcau.shared.gateways import AddressRefused, GatewayNotSetUp, GatewayRefused

logger = logging.getLogger(__name__)


def send_next(*, by: Any, at: datetime) -> bool:
    """Look at what is due first and send it, if it may go; whether anything was due.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    claim = use_cases.take_letter(by=by, at=at)
    if claim is None:
        return False
    letter, channel = claim.letter, claim.channel
    if letter is None or channel is None:
        return True
    refused, unreachable = False, False
    outcome = ""
    try:
        told = _of_mail(claim) if letter.route == Route.MAIL else {}
        channel.send(to=letter.address, text=claim.text, reference=str(letter.reference), **told)
    except GatewayRefused as problem:
        refused = True
        outcome = _why(problem)
        logger.warning("%s refused letter %s: %s", channel.name, letter.pk, problem)
    except Exception as problem:  # whatever a gateway does, the next letter goes out
        unreachable = True
        outcome = Outcome.UNREACHABLE
        logger.error(
            "%s failed with letter %s: %s", channel.name, letter.pk, type(problem).__name__
        )
    use_cases.end_letter(
        by=by, at=at, letter=letter, outcome=outcome, again=unreachable, refused=refused
    )
    return True


def _of_mail(claim: use_cases.Claim) -> dict[str, Any]:
    """What a mail carries beside its text."""
    told = {
        "files": claim.files,
        "subject": claim.subject,
        "choice_path": claim.choice_path,
        "is_to_staff": claim.is_to_staff,
    }
    return {name: value for name, value in told.items() if value}


def _why(problem: GatewayRefused) -> Outcome:
    if isinstance(problem, GatewayNotSetUp):
        return Outcome.NO_GATEWAY
    return Outcome.BOUNCED if isinstance(problem, AddressRefused) else Outcome.REFUSED

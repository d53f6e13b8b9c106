"""One letter from the outbox to its gateway. Run by the job worker; nobody else sends.

Between two transactions: a slow carrier holds no row and no lock.
"""

import logging
from datetime import datetime
from typing import Any

from nhipcau.messaging import use_cases
from nhipcau.messaging.states import Outcome
from nhipcau.shared.gateways import GatewayNotSetUp, GatewayRefused

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
        told: dict[str, Any] = {"files": claim.files} if claim.files else {}
        if claim.subject:
            told["subject"] = claim.subject
        channel.send(to=letter.address, text=claim.text, reference=str(letter.reference), **told)
    except GatewayRefused as problem:
        refused = True
        is_missing = isinstance(problem, GatewayNotSetUp)
        outcome = Outcome.NO_GATEWAY if is_missing else Outcome.REFUSED
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

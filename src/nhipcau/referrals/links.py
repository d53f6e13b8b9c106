"""The employer's link: who holds it may answer one introduction, while it lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.referrals import clock
from nhipcau.referrals.models import AnswerLink, Referral
from nhipcau.referrals.states import OPEN, ReferralState
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.secrets_of_links import secret_of
from nhipcau.shared.throttle import keyed_hash

# The address that the pages give a link; tests/web holds the two together.
PAGE = "/answer/{token}/"


@dataclass(frozen=True)
class Opened:
    """What a link opens now. ``can_correct_until``: an answer just given may still be changed."""

    link: AnswerLink
    referral: Referral
    can_correct_until: datetime | None = None


def name_of(link: AnswerLink) -> str:
    return f"answer:{link.reference}"


def token_of(link: AnswerLink) -> str:
    return secret_of(name_of(link))


def path_of(link: AnswerLink) -> str:
    return PAGE.format(token=token_of(link))


def path_to_send(link: AnswerLink) -> str:
    """For a message that waits: the name of the secret in place of the secret."""
    return PAGE.format(token="{" + name_of(link) + "}")


def replace_link(referral: Referral, *, by: Any, at: datetime) -> AnswerLink:
    """End the links there are and make a new one. The caller holds the lock of the referral."""
    end_links(referral, at=at)
    link = AnswerLink(
        referral=referral,
        made_at=at,
        made_by=user_or_none(by),
        expires_at=at + timedelta(days=clock.days("referral_link_days", at)),
    )
    link.token_hash = keyed_hash(token_of(link))
    link.save()
    return link


def end_links(referral: Referral, *, at: datetime) -> None:
    referral.links.filter(revoked_at=None).update(revoked_at=at)


def live_link(referral: Referral) -> AnswerLink | None:
    return referral.links.filter(revoked_at=None).first()


def opened_by(token: str, *, at: datetime) -> Opened | None:
    """What a token opens: nothing when it is made up, replaced, over, or no longer agreed to.

    A closed introduction opens for whoever closed it by this link, as long as that can be undone.
    """
    link = (
        AnswerLink.objects.live(at)
        .select_related("referral__young_person", "referral__vacancy__employer__centre")
        .filter(token_hash=keyed_hash(token))
        .first()
    )
    if link is None:
        return None
    referral = link.referral
    until = correct_until(link, at=at)
    is_asked = referral.state in OPEN and referral.state != ReferralState.PROPOSED
    if not (is_asked or until) or not agrees(referral.young_person, Purpose.INTRODUCTION):
        return None
    return Opened(link, referral, until)


def correct_until(link: AnswerLink, *, at: datetime) -> datetime | None:
    """Until when the last answer of this link can be changed by it; nothing when it cannot."""
    if link.answered_at is None:
        return None
    until = link.answered_at + clock.undo_window(at)
    return until if at < until and link.answer_hash else None

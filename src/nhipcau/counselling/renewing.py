"""Boxes that stand elsewhere and open with the same pairs of keys: renewed before the old pairs
are thrown away. Whoever keeps such boxes says so once, when the site starts."""

from collections.abc import Callable
from datetime import datetime

Renewer = Callable[[datetime], None]

_RENEWERS: list[Renewer] = []


def also_renew(renewer: Renewer) -> None:
    """``renewer`` puts its boxes into the newest pairs; in the installation's context."""
    if renewer not in _RENEWERS:
        _RENEWERS.append(renewer)


def renew_all(at: datetime) -> None:
    for renewer in _RENEWERS:
        renewer(at)

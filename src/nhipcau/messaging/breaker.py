"""A channel that fails again and again is left alone for a while. In the sender's transaction."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.timezone import localdate

from nhipcau.messaging.models import ChannelHealth
from nhipcau.shared.reference_values import reference_value

# How exactly it is kept when a channel answered last: not a row changed for every letter.
NOTED_EVERY = timedelta(minutes=5)


def open_until(name: str, *, at: datetime) -> datetime | None:
    """Until when nothing is sent by this channel; nothing while it answers."""
    return (
        ChannelHealth.objects.filter(name=name, open_until__gt=at)
        .values_list("open_until", flat=True)
        .first()
    )


def note_success(name: str, *, at: datetime) -> None:
    """It took a letter, or refused one: it is there."""
    health, is_new = ChannelHealth.objects.get_or_create(name=name, defaults={"succeeded_at": at})
    is_fresh = health.succeeded_at is not None and health.succeeded_at > at - NOTED_EVERY
    if not is_new and (health.failure_count or not is_fresh):
        ChannelHealth.objects.filter(name=name).update(
            failure_count=0, open_until=None, succeeded_at=at
        )


def note_failure(name: str, *, at: datetime) -> None:
    """It did not answer; after some times in a row it is left alone for some minutes."""
    ChannelHealth.objects.get_or_create(name=name)
    ChannelHealth.objects.filter(name=name).update(
        failure_count=F("failure_count") + 1, failed_at=at
    )
    day = localdate(at)
    most = int(reference_value("breaker_failures", on=day))
    pause = timedelta(minutes=int(reference_value("breaker_minutes", on=day)))
    ChannelHealth.objects.filter(name=name, failure_count__gte=most).update(open_until=at + pause)


def answered_since(name: str, since: datetime) -> bool:
    """Whether the channel took anything since a moment: what still fails fails by itself."""
    return ChannelHealth.objects.filter(Q(name=name) & Q(succeeded_at__gt=since)).exists()

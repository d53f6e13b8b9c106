"""What is deleted when a concern is forgotten. Inside use cases."""

from functools import partial

from django.db import transaction

from nhipcau.concerns.models import Concern, ConcernKey, Entry, Handover
from nhipcau.concerns.vault import destroy


def forget_words(concern: Concern) -> None:
    """Words, boxes and receipt; the key that every copy needs, once the rest is certain. Codes
    and days stay for the figures. In the installation's context."""
    Entry.objects.filter(concern=concern).delete()
    ConcernKey.objects.filter(concern=concern).delete()
    Handover.objects.filter(concern=concern).update(sealed=b"", words="")
    concern.receipt_hash = None
    concern.is_erased = True
    concern.has_news = False
    concern.save(update_fields=["receipt_hash", "is_erased", "has_news"])
    transaction.on_commit(partial(destroy, concern.pk))

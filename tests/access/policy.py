"""Who gets which page, as data that people review. The code never reads it: each checks the other.

One entry a URL name: the arguments of the own object, who may read (GET), who may write (POST).
``EVERYONE`` is every principal; a set names principals of ``world``; ``NOBODY`` has no such method.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.access.world import (
    ADMINISTRATORS,
    ALL_STAFF,
    EVERYONE,
    FORMER,
    LEADERS,
    NO_FACTOR,
    NO_UNIT,
    ORGANISERS,
    PEOPLE,
    YOUTH_OTHER,
    YOUTH_OWNER,
    World,
    roles,
)

NOBODY = frozenset()


@dataclass(frozen=True)
class Entry:
    get: frozenset | None = NOBODY
    post: frozenset | None = NOBODY
    arguments: Callable[[World], dict] = field(default=lambda world: {})
    # Answers with a redirect to another page of ours are a success for these.
    leads_on: bool = False


POLICY: dict[str, Entry] = {"healthz": Entry(get=EVERYONE)}

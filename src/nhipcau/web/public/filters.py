"""What a reader may narrow the calendar by. Everything works on what the public may know."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone

from nhipcau.programmes.models import Audience
from nhipcau.shared.wording import fold

LONGEST_SEARCH = 80
FIRST_YEAR, LAST_YEAR = 2020, 2100
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Filters:
    """Read from the address; a value that means nothing is left out, never an error."""

    text: str = ""
    commune: str = ""
    kind: str = ""
    audience: str = ""
    is_open: bool = False
    month: date | None = None
    year: int | None = None

    @classmethod
    def read(cls, query):
        month = _month(query.get("month", ""))
        text = query.get("q", "").replace("\0", "")
        audience = query.get("audience", "")
        return cls(
            text=" ".join(text.split())[:LONGEST_SEARCH],
            commune=query.get("commune", "")[:20],
            kind=query.get("kind", "")[:40],
            audience=audience if audience in Audience.values else "",
            is_open=query.get("open") == "1",
            month=month,
            year=month.year if month else _year(query.get("year", "")),
        )

    @property
    def narrows(self):
        return bool(self.text or self.commune or self.kind or self.audience or self.is_open)

    def accept(self, event):
        return (
            (not self.commune or (event.commune and event.commune.code == self.commune))
            and (not self.kind or event.kind.code == self.kind)
            and (not self.audience or event.kind.audience == self.audience)
            and (not self.is_open or event.takes_registrations)
            and (not self.text or self._finds(event))
        )

    def covers(self, event, *, today):
        """Whether the event lies in the chosen month or year; without one, from today on."""
        on = timezone.localdate(event.starts_at)
        if self.month:
            return (on.year, on.month) == (self.month.year, self.month.month)
        if self.year:
            return on.year == self.year
        return timezone.localdate(event.ends_at) >= today

    def _finds(self, event):
        told = " ".join(
            str(part)
            for part in (event.title, event.kind, event.place, event.commune, event.summary)
            if part
        )
        inside = fold(told)
        return all(word in inside for word in fold(self.text).split())

    def query(self, **changes):
        """The address of the same narrowing with ``month`` or ``year`` changed."""
        values = {
            "q": self.text,
            "commune": self.commune,
            "kind": self.kind,
            "audience": self.audience,
            "open": "1" if self.is_open else "",
            **changes,
        }
        kept = {name: value for name, value in values.items() if value}
        return "?" + urlencode(kept) if kept else "?"


def _month(typed):
    found = _MONTH.fullmatch(typed)
    if not found:
        return None
    year, number = int(found[1]), int(found[2])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        return None
    return date(year, number, 1)


def _year(typed):
    year = int(typed) if _YEAR.fullmatch(typed) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None

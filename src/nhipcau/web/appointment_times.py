"""Free times as pages show them: days, then times by place; and the choice that a link carries."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nhipcau.appointments.choices import Kind, Mode
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.queries import free_times
from nhipcau.web.answers import number_in, text_in

STARTS = "%Y%m%dT%H%M"
# Said to young people; the code list names the three types as reports do.
KIND_WORDS = {
    Kind.CAREER: _("Which occupation or school fits me?"),
    Kind.JOB: _("How do I find work?"),
    Kind.POLICY: _("What are my rights and benefits?"),
}
MODE_ICONS = {Mode.PLACE: "place", Mode.ONLINE: "online", Mode.PHONE: "phone"}


@dataclass(frozen=True)
class Choice:
    """What the address says is wanted so far."""

    kind: str = Kind.CAREER
    mode: str = Mode.PLACE
    on: date | None = None
    starts_at: datetime | None = None
    place_id: int | None = None
    link: str = ""

    def address(self, base, **changed):
        """The same page or another one with this choice, but for what changes."""
        told = {
            "kind": self.kind,
            "mode": self.mode,
            "on": self.on.isoformat() if self.on else "",
            "starts": self.starts_at.strftime(STARTS) if self.starts_at else "",
            "place": self.place_id or "",
            "link": self.link,
            **changed,
        }
        return f"{base}?{urlencode({name: value for name, value in told.items() if value})}"

    def wanted(self, **more):
        """As the use cases take it; None while no time is chosen."""
        if self.starts_at is None:
            return None
        place_id = self.place_id if self.mode == Mode.PLACE else None
        return Wanted(self.kind, self.mode, self.starts_at, place_id=place_id, **more)


def choice_of(request, *, kind="", link=""):
    """Read from the address; whatever is not known there counts as not said."""
    told_kind = kind or request.GET.get("kind", "")
    mode = request.GET.get("mode", "")
    starts = request.POST.get("starts") or request.GET.get("starts", "")
    place = number_in(request, "place")
    if request.method == "POST" and request.POST.get("place", "").isdecimal():
        place = int(request.POST["place"][:9])
    return Choice(
        kind=told_kind if told_kind in Kind.values else Kind.CAREER.value,
        mode=mode if mode in Mode.values else Mode.PLACE.value,
        on=_day(request.GET.get("on", "")),
        starts_at=_moment(starts),
        place_id=place,
        link=link or text_in(request, "link", longest=60),
    )


def _day(typed):
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _moment(typed):
    try:
        return datetime.strptime(typed, STARTS).replace(tzinfo=timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None


def chips(choice, base):
    """What the talk is about, and how: links that change one and keep the other."""
    kinds = [
        {
            "url": choice.address(base, kind=kind.value, starts="", place=""),
            "label": capfirst(kind.label),
            "current": kind == choice.kind,
        }
        for kind in Kind
    ]
    modes = [
        {
            "url": choice.address(base, mode=mode.value, starts="", place=""),
            "label": capfirst(mode.label),
            "current": mode == choice.mode,
        }
        for mode in Mode
    ]
    return {"kinds": kinds, "modes": modes}


def offered(choice, base, *, at, is_staff=False, units=(), ignoring=None, target=None):
    """What the list of days and times needs. ``target``: the page that a time leads to."""
    slots, hours = free_times(
        choice.kind, choice.mode, at=at, is_staff=is_staff, units=units, ignoring=ignoring
    )
    days = []
    for day, group in groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at)):
        starts = sorted({slot.starts_at for slot in group})
        days.append(
            {
                "day": day,
                "count": len(starts),
                "first": starts[0],
                "url": choice.address(base, on=day.isoformat(), starts="", place=""),
                "current": day == choice.on,
            }
        )
    on = choice.on
    known = {one["day"] for one in days}
    page = {"days": days, "on": on, "choice": choice, **chips(choice, base)}
    if on is not None:
        page["groups"] = _groups(choice, slots, hours, target or base)
        page["before"] = _neighbour(choice, base, sorted(known), on, -1)
        page["after"] = _neighbour(choice, base, sorted(known), on, 1)
        page["all_days"] = choice.address(base, on="", starts="", place="")
    return page


def _groups(choice, slots, hours, target):
    """Times of the day by place; each time once, however many counsellors are free."""
    found: dict = {}
    for slot in slots:
        if timezone.localdate(slot.starts_at) != choice.on:
            continue
        place = hours[slot.hours_id].place if choice.mode == Mode.PLACE else None
        known = found.setdefault(place.pk if place else None, {"place": place, "times": {}})
        starts = timezone.localtime(slot.starts_at).strftime(STARTS)
        told = {"starts": starts, "place": place.pk if place else ""}
        known["times"][slot.starts_at] = {
            "at": slot.starts_at,
            **told,
            "url": choice.address(target, **told),
        }
    return [
        {**one, "times": [one["times"][at] for at in sorted(one["times"])]}
        for one in found.values()
    ]


def _neighbour(choice, base, days, on, step):
    ahead = [day for day in days if (day > on if step > 0 else day < on)]
    if not ahead:
        return None
    day = ahead[0] if step > 0 else ahead[-1]
    return {"day": day, "url": choice.address(base, on=day.isoformat(), starts="", place="")}

"""Papers of a fair: who comes to a booth, and where the people of a bus have to be."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _

from nhipcau.fairs.queries import agreed, initials, interviews_of_booth, interviews_of_bus
from nhipcau.shared import wording
from nhipcau.shared.typesetting import typeset

PAPER = Path(__file__).with_name("fair_paper.typ")


def booth_paper(booth):
    """For the desk: time, number, name as agreed or initials, work, and room for the result."""
    fair = booth.fair
    lines = interviews_of_booth(booth)
    work = dict(booth.wishes.values_list("candidate", "vacancy__title"))
    yes = agreed(one.candidate.registration.young_person_id for one in lines)
    rows = []
    for one in lines:
        person = one.candidate.young_person
        name = person.full_name if person.pk in yes else initials(person.full_name)
        rows.append(
            [
                wording.clock_time(fair.starts(one.slot)),
                str(one.candidate.number),
                name,
                work.get(one.candidate_id, ""),
                "",
            ]
        )
    return _pdf(
        fair,
        title=_("Booth %(number)s: %(employer)s")
        % {"number": booth.number, "employer": booth.employer.name},
        heads=[_("Time"), _("No."), _("Who"), _("Work"), _("Result")],
        rows=rows,
        name=f"nhipcau-booth-{booth.pk}",
    )


def bus_paper(bus):
    """For whoever comes with the bus: each person with time, booth and employer."""
    fair = bus.fair
    rows, last = [], None
    for one in interviews_of_bus(bus):
        is_same = one.candidate_id == last
        last = one.candidate_id
        rows.append(
            [
                "" if is_same else str(one.candidate.number),
                "" if is_same else one.candidate.young_person.full_name,
                wording.clock_time(fair.starts(one.slot)),
                str(one.booth.number),
                one.booth.employer.name,
            ]
        )
    hours = wording.time_range(bus.arrives_at, bus.leaves_at)
    return _pdf(
        fair,
        title=_("Bus: %(name)s, %(hours)s") % {"name": bus.name, "hours": hours},
        heads=[_("No."), _("Who"), _("Time"), _("Booth"), _("Employer")],
        rows=rows,
        name=f"nhipcau-bus-{bus.pk}",
    )


def _pdf(fair, *, title, heads, rows, name):
    told = {
        "title": title,
        "event": fair.event.title,
        "when": wording.long_day(fair.first_slot_at),
        "place": fair.event.place,
        "heads": heads,
        "rows": rows,
        "nobody": _("Nobody yet."),
        "sample": _("Sample data: everybody here is invented.") if fair.event.is_sample else "",
    }
    response = HttpResponse(typeset(PAPER, told), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response

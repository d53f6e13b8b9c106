"""The reports there are, each as a function from counts to sections. A new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.reporting.dimensions import MISSING
from nhipcau.reporting.indicators import INDICATORS
from nhipcau.reporting.measures import MEASURES
from nhipcau.reporting.report import Definition, Report, Section
from nhipcau.reporting.reports import centre, coordination, followed, places
from nhipcau.reporting.reports.base import Counting, counted_note, heading_of

SUBJECT = _("Results of the joint programme of career guidance, counselling and job introduction")


@dataclass(frozen=True)
class Kind:
    """One report: what it is called, what it is about, and how its sections are made."""

    code: str
    title: Any
    about: Any
    sections: Callable[[Counting], tuple[Section, ...]]


# Difficulties of the two units, career days, feedback and class reports get their lines here.
KINDS = (
    Kind(
        "coordination",
        _("Coordination report"),
        _("What both units did together, against the plan, and who it was."),
        coordination.sections,
    ),
    Kind(
        "centre",
        _("Activity of the Centre"),
        _("The rows that an employment service centre files: sessions, office, market."),
        centre.sections,
    ),
    Kind(
        "rhythm",
        _("The promised rhythm"),
        _("Month by month: promised, scheduled, held."),
        places.rhythm,
    ),
    Kind(
        "responses",
        _("Answers of employers"),
        _("How often and how soon employers answer an introduction."),
        followed.responses,
    ),
    Kind(
        "retention",
        _("Still at work"),
        _("Of those who began to work, who is still there after some days."),
        followed.retention,
    ),
    Kind(
        "overseas",
        _("Work abroad"),
        _("Introduced, begun, left for abroad, by country; and where people work."),
        followed.overseas,
    ),
    Kind("schools", _("By school"), _("Events at each school and who came."), places.schools),
    Kind(
        "communes",
        _("By commune"),
        _("Young people reached, counselled and at work, by the commune they live in."),
        places.communes,
    ),
    Kind(
        "fairs", _("By fair"), _("Employers, candidates and interviews of a fair."), places.fairs
    ),
)
BY_CODE = {one.code: one for one in KINDS}


def make(code: str, counting: Counting) -> Report:
    """A report in the language of the moment."""
    kind = BY_CODE[code]
    is_over = counting.span.period.is_over(counting.at)
    notes = [counted_note(counting), *(str(one) for one in MISSING)]
    if not is_over:
        notes.append(str(_("The period is not over yet: these figures are preliminary.")))
    if counting.programme.is_sample:
        notes.append(str(_("Sample data: these figures are invented.")))
    return Report(
        code=code,
        title=str(kind.title),
        span=counting.span.slug,
        heading=heading_of(counting, str(SUBJECT)),
        sections=kind.sections(counting),
        definitions=definitions(),
        notes=tuple(notes),
        is_preliminary=not is_over,
    )


def definitions() -> tuple[Definition, ...]:
    """How each figure is counted, in the language of the moment."""
    told = [
        Definition(
            str(one.label),
            wording_of_units(one.turns, one.persons),
            str(one.formula),
            str(one.source),
            one.version,
        )
        for one in MEASURES
    ]
    known = {one.label for one in told}
    told += [
        Definition(str(one.label), str(one.unit), str(one.formula), str(one.source))
        for one in INDICATORS
        if str(one.label) not in known
    ]
    return tuple(told)


def wording_of_units(turns: Any, persons: Any) -> str:
    return f"{turns}, {persons}" if persons else str(turns)


__all__ = ["BY_CODE", "KINDS", "Counting", "Kind", "definitions", "make"]

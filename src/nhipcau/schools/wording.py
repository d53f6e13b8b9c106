"""A class report in words, the same on the page, on paper and in the workbook."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nhipcau.inventory.scoring import SCALES
from nhipcau.inventory.studying import NO_LEAD, SEVERAL
from nhipcau.schools.choices import Question, Wish
from nhipcau.schools.counting import ABSENT, BY_GUARDIAN, BY_PUPIL, CAME, NO_SLIP, NOBODY
from nhipcau.schools.models import ClassReport
from nhipcau.shared.wording import day, number

HIDDEN = "–"


@dataclass(frozen=True)
class Table:
    heading: str
    unit: str
    rows: list[tuple[str, str]]


def heading_of(report: ClassReport) -> list[str]:
    group = report.group
    return [
        f"{group.name} · {group.organisation}",
        f"{group.session.event.title}, {day(group.session.starts_at)}",
        _("Figures of the class, made once on %(day)s") % {"day": day(report.made_at)},
    ]


def tables_of(report: ClassReport) -> list[Table]:
    """What stands on the sheet, in its order; a table without anything to tell is left out."""
    made = (_who_came, _consents, _wishes, _questions, _leads, _means)
    return [table for table in (make(report.figures) for make in made) if table is not None]


def notes_of(report: ClassReport) -> list[str]:
    return [
        _(
            "“–”: fewer than %(least)d people, or a number that would tell such a one. Nobody's "
            "answer can be found from this sheet."
        )
        % {"least": report.figures["least"]},
        _(
            "For talks with the class. An average or a share says nothing about one pupil, "
            "and nobody is streamed by it: each pupil decides."
        ),
    ]


def area_names() -> dict[str, str]:
    return {
        "R": _("Realistic"),
        "I": _("Investigative"),
        "A": _("Artistic"),
        "S": _("Social"),
        "E": _("Enterprising"),
        "C": _("Conventional"),
        SEVERAL: _("several areas alike"),
        NO_LEAD: _("no area stands out"),
    }


def _people(count: int | None) -> str:
    return HIDDEN if count is None else number(count)


def _who_came(figures: dict) -> Table:
    people, registered = figures["people"], figures["registered"]
    absent = people[ABSENT]
    came = people.get(CAME) if absent is None else registered - absent
    rows = [
        (_("On the list of the class"), number(registered)),
        (_("Came"), _people(came)),
        (_("Did not come"), _people(absent)),
    ]
    return Table(_("Who took part"), _("people"), rows)


def _consents(figures: dict) -> Table:
    told = figures["consents"]
    labels = (
        (BY_GUARDIAN, _("With the consent of a parent or guardian")),
        (BY_PUPIL, _("With the own consent (16 and older)")),
        (NOBODY, _("No consent in force")),
    )
    rows = [(label, _people(told[code])) for code, label in labels]
    return Table(_("Who agreed that they take part"), _("people"), rows)


def _wishes(figures: dict) -> Table | None:
    told = figures["people"]
    if NO_SLIP not in told:
        return None
    rows = [(str(capfirst(wish.label)), _people(told[wish.value])) for wish in Wish]
    rows.append((_("Came and wrote no slip"), _people(told[NO_SLIP])))
    return Table(_("After school, I want to …"), _("people"), rows)


def _questions(figures: dict) -> Table | None:
    rows = [
        (str(Question(code).label), f"{place}.")
        for place, code in enumerate(figures["questions"], start=1)
    ]
    return Table(_("Asked most often"), _("place"), rows) if rows else None


def _leads(figures: dict) -> Table | None:
    shares = figures["interests"].get("shares") or {}
    if not any(share is not None for share in shares.values()):
        return None
    names = area_names()
    rows = [
        (str(capfirst(names[part])), HIDDEN if share is None else f"{share} %")
        for part, share in shares.items()
    ]
    return Table(_("Liked most, by the questionnaire on interests"), _("share"), rows)


def _means(figures: dict) -> Table | None:
    interests = figures["interests"]
    if not interests:
        return None
    names = area_names()
    rows = [(str(capfirst(names[scale])), _people(interests["means"][scale])) for scale in SCALES]
    if interests["counted"] is not None:
        rows.append((_("Valid sheets"), number(interests["counted"])))
    return Table(_("Average points of the class, from 8 to 40"), _("points"), rows)
